"""Confirmed by both, sealed once: number, snapshot, files and trail are one."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.access.permissions import Actor, Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.audit.rules import FIRST_HASH
from app.documents import pdf
from app.documents.files import digest, pdf_of
from app.documents.text import render_text
from app.extensions import db
from app.files import service as files
from app.files.service import path_of, read_kept
from app.kernel.errors import RuleBroken
from app.kernel.transaction import reading, transaction
from app.minutes.models import Confirmation, MinutesSeal, SealedFile, SealHead
from app.minutes.queries import final_document, frozen, get_record
from app.minutes.rules.records import Copy
from app.minutes.service import (
    confirm_minutes,
    draw,
    texts_ahead,
)
from app.numbering.models import NumberEntry
from tests.factory import NOW
from tests.minutes.sittings import RESTRICTED, adopted, confirmed, held, judged, people, sealed


def number_of(table):
    return db.session.scalar(select(func.count()).select_from(table))


def nothing_is_sealed():
    return not any(number_of(t) for t in (MinutesSeal, SealedFile, NumberEntry, SealHead))


def test_one_confirmation_seals_nothing_and_the_second_everything(make, tmp_path):
    sitting = held(make)
    record = adopted(sitting)

    assert confirmed(record, Role.CHAIR, tmp_path) is None
    assert nothing_is_sealed()
    seal = confirmed(record, Role.MINUTE_TAKER, tmp_path)
    db.session.commit()

    assert record.number_symbol == "01-BB/CB"
    assert sitting.meeting.sealed_at == NOW
    assert (seal.sequence, seal.previous_hash) == (1, FIRST_HASH)
    line = db.session.scalar(
        select(AuditEntry).where(AuditEntry.event == Event.MINUTES_SEALED.value)
    )
    assert line.facts == {
        "number_symbol": "01-BB/CB",
        "edition": 1,
        "sequence": 1,
        "hash": seal.hash,
    }


def test_what_is_sealed_is_what_was_confirmed_under_its_number(make, tmp_path):
    record = sealed(held(make), tmp_path)

    final = final_document(record)
    confirmed_text = frozen(record.document)

    assert digest(confirmed_text) == record.sha256
    assert final == replace(
        confirmed_text, header=replace(confirmed_text.header, number_symbol="Số 01-BB/CB")
    )
    assert "Dự thảo" not in render_text(confirmed_text)


def test_the_snapshot_proves_itself_and_holds_every_fact(make, tmp_path):
    sitting = held(make)
    record = sealed(sitting, tmp_path)
    seal = record.seal

    hashed = hashlib.sha256(f"{seal.previous_hash}\n{seal.snapshot}".encode()).hexdigest()
    facts = json.loads(seal.snapshot)

    assert hashed == seal.hash
    assert json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == (
        seal.snapshot
    )
    assert facts["schema"] == seal.schema == 3
    assert facts["record"]["number_symbol"] == "01-BB/CB"
    assert {row["name"] for row in facts["roll"]} == {member.name for member in sitting.members}
    assert facts["figures"]["present"] == 4
    assert facts["assignments"][0]["text"] == "Hoàn thiện phương án sao lưu dữ liệu"
    assert {row["role"] for row in facts["confirmations"]} == {"chair", "minute_taker"}
    assert RESTRICTED in json.dumps(facts["agenda"], ensure_ascii=False)
    assert set(facts["documents"]) == {"full", "circulated"}
    assert {(f["copy"], f["extension"], f["sha256"]) for f in facts["files"]} == {
        (f.copy.value, f.extension, f.sha256) for f in seal.files
    }


def test_each_copy_lies_on_the_disk_as_pdf_and_word(make, tmp_path):
    record = sealed(held(make), tmp_path)

    kept = {(f.copy, f.extension): f for f in record.seal.files}

    assert set(kept) == {(copy, kind) for copy in Copy for kind in ("pdf", "docx")}
    for file in kept.values():
        assert len(read_kept(file.sha256, folder=tmp_path)) == file.size
    assert read_kept(kept[Copy.FULL, "pdf"].sha256, folder=tmp_path) == pdf_of(
        final_document(record)
    )


def test_seals_of_a_branch_are_a_chain_and_each_branch_has_its_own(make, tmp_path):
    group = people(make)
    first = sealed(held(make, held_on=date(2026, 9, 3), group=group), tmp_path)
    second = sealed(judged(held(make, held_on=date(2026, 10, 5), group=group)), tmp_path)
    elsewhere = sealed(held(make), tmp_path)

    assert (second.seal.sequence, second.seal.previous_hash) == (2, first.seal.hash)
    assert second.number_symbol == "02-BB/CB"
    assert (elsewhere.seal.sequence, elsewhere.seal.previous_hash) == (1, FIRST_HASH)


def test_who_saw_another_text_confirms_nothing(make, tmp_path):
    sitting = held(make)
    record = adopted(sitting)
    chair = Actor(uuid4(), "Trần Thị Hạnh", sitting.secretary.id)

    with pytest.raises(RuleBroken, match="không còn như khi mở trang"):
        confirm_minutes(record, Role.CHAIR, seen="0" * 64, folder=tmp_path, by=chair, now=NOW)


def test_nobody_confirms_for_another_or_twice(make, tmp_path):
    sitting = held(make)
    record = adopted(sitting)
    values = {"seen": record.sha256, "folder": tmp_path, "now": NOW}
    other = Actor(uuid4(), "Lê Minh Khôi", sitting.members[1].id)

    with pytest.raises(RuleBroken, match="tự xác nhận"):
        confirm_minutes(record, Role.CHAIR, by=other, **values)
    confirm_minutes(record, Role.CHAIR, by=other, is_on_paper=True, **values)
    with pytest.raises(RuleBroken, match="chủ trì đã xác nhận"):
        confirmed(record, Role.CHAIR, tmp_path)

    [line] = db.session.scalars(select(Confirmation))
    assert (line.name, line.recorded_by, line.is_on_paper) == (
        sitting.secretary.name,
        "Lê Minh Khôi",
        True,
    )


def test_drawn_ahead_is_used_unless_the_number_has_gone_meanwhile(make, tmp_path, monkeypatch):
    group = people(make)
    record = adopted(held(make, group=group))
    confirmed(record, Role.CHAIR, tmp_path)
    drawn = draw(texts_ahead(record, Role.MINUTE_TAKER))
    rival = sealed(held(make, held_on=date(2026, 9, 3), group=group), tmp_path)
    by = Actor(uuid4(), "Nguyễn Thu Trang", record.meeting.minute_taker_id)

    confirm_minutes(
        record,
        Role.MINUTE_TAKER,
        seen=record.sha256,
        drawn=drawn,
        folder=tmp_path,
        by=by,
        now=NOW,
    )

    assert (rival.number_symbol, record.number_symbol) == ("01-BB/CB", "02-BB/CB")
    assert drawn[Copy.FULL].document.header.number_symbol == "Số 01-BB/CB"
    file = next(f for f in record.seal.files if (f.copy, f.extension) == (Copy.FULL, "pdf"))
    assert read_kept(file.sha256, folder=tmp_path) == pdf_of(final_document(record))


def test_before_the_other_one_nothing_is_drawn_ahead(make, tmp_path):
    record = adopted(held(make))

    assert texts_ahead(record, Role.CHAIR) == {}
    confirmed(record, Role.CHAIR, tmp_path)
    assert texts_ahead(record, Role.CHAIR) == {}
    assert set(texts_ahead(record, Role.MINUTE_TAKER)) == set(Copy)


def test_two_confirmations_at_once_seal_once(app, make, tmp_path):
    sitting = held(make)
    record_id = adopted(sitting).id
    db.session.commit()
    db.session.remove()
    ready = Barrier(2)

    def attempt(role):
        with app.app_context():
            with reading():
                texts = texts_ahead(get_record(record_id), role)
            drawn = draw(texts)
            ready.wait()
            try:
                record = get_record(record_id)
                with transaction():
                    member = dict(record.appointments)[role]
                    return confirm_minutes(
                        record,
                        role,
                        seen=record.sha256,
                        drawn=drawn,
                        folder=tmp_path,
                        by=Actor(uuid4(), "Một đồng chí", member),
                        now=NOW,
                    )
            finally:
                db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        seals = list(pool.map(attempt, (Role.CHAIR, Role.MINUTE_TAKER)))

    assert sorted(seal is None for seal in seals) == [False, True]
    assert (number_of(MinutesSeal), number_of(NumberEntry), number_of(Confirmation)) == (1, 1, 2)


def fails_to_write(monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)


def has_no_engine(monkeypatch):
    def missing():
        raise pdf.DocumentEngineMissing

    pdf_of.cache_clear()
    monkeypatch.setattr(pdf, "_engine", missing)


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [(fails_to_write, RuleBroken), (has_no_engine, pdf.DocumentEngineMissing)],
)
def test_a_seal_that_fails_leaves_nothing(make, tmp_path, monkeypatch, spoil, refusal):
    record = adopted(held(make))
    confirmed(record, Role.CHAIR, tmp_path)
    db.session.commit()
    spoil(monkeypatch)

    with pytest.raises(refusal), transaction():
        confirmed(record, Role.MINUTE_TAKER, tmp_path)
    monkeypatch.undo()

    assert nothing_is_sealed()
    assert number_of(Confirmation) == 1
    assert [p for p in Path(tmp_path).rglob("*") if p.is_file()] == []
    assert confirmed(record, Role.MINUTE_TAKER, tmp_path).record.number_symbol == "01-BB/CB"


@pytest.mark.parametrize("spoil", [lambda p: p.unlink(), lambda p: p.write_bytes(b"%PDF- xx")])
def test_a_file_that_is_gone_or_changed_is_never_handed_out(make, tmp_path, spoil):
    file = sealed(held(make), tmp_path).seal.files[0]
    spoil(path_of(file.sha256, tmp_path))

    with pytest.raises(files.FileDamaged):
        read_kept(file.sha256, folder=tmp_path)


def test_records_numbered_before_seals_existed_keep_their_number(make, tmp_path):
    record = adopted(held(make))
    record.number_symbol = "07-BB/CB"
    db.session.flush()

    confirmed(record, Role.CHAIR, tmp_path)
    confirmed(record, Role.MINUTE_TAKER, tmp_path)

    assert record.number_symbol == "07-BB/CB"
    assert number_of(NumberEntry) == 0
    assert record.seal.sequence == 1
