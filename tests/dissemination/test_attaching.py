from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.documents.text import render_text
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.library.models import HigherDocument
from app.library.service import change_document
from app.meetings.document import programme_document
from app.meetings.models import ItemDocument
from app.meetings.queries.documents import documents_in
from app.meetings.queries.papers import programme_of
from app.meetings.rules.agenda import StepState
from app.meetings.service import agenda
from app.meetings.service.documents import attach_document, detach_document
from app.minutes.document import minutes_document
from app.minutes.queries import data_of
from app.minutes.queries.checks import seals_hold
from tests.factory import NOW
from tests.minutes.sittings import adopted, called, held, sealed


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        yield


@pytest.fixture
def sitting(make):
    return called(make)


@pytest.fixture
def document(make, sitting):
    return make.document(sitting.branch.parent, "50-CT/TW", issued_on=date(2025, 7, 23))


@pytest.fixture
def secretary(sitting, make, sign_in):
    return sign_in(account=make.account(member=sitting.secretary, at=sitting.branch))


def url(sitting, rest="documents"):
    return f"/meetings/{sitting.meeting.id}/steps/step_1/{rest}"


def item_of(sitting):
    return sitting.step("step_1").items[-1]


def attach(sitting, document, **values):
    attach_document(item_of(sitting), document, by=sitting.by, now=NOW, **values)
    db.session.flush()


def cited(sitting):
    return [one.symbol for rows in documents_in(sitting.meeting.id).values() for one in rows]


def events():
    return db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.sequence)).all()


def test_a_document_is_found_by_its_symbol_and_attached_on_the_page_of_the_step(
    make, sitting, document, secretary
):
    make.document(sitting.branch.parent, "42-HD/BTCTW", title="một số vấn đề cụ thể")
    db.session.commit()

    page = secretary.get(url(sitting) + "?q=50CT/TW").text
    secretary.post(
        url(sitting) + "?q=50CT/TW",
        data={"item_id": item_of(sitting).id, "document_ids": [document.id]},
    )

    assert "50-CT/TW" in page
    assert "42-HD/BTCTW" not in page
    assert cited(sitting) == ["50-CT/TW"]
    assert Event.DOCUMENT_ATTACHED in events()
    assert "50-CT/TW" in secretary.get(url(sitting, "").rstrip("/")).text
    assert "50-CT/TW" in secretary.get(f"/meetings/{sitting.meeting.id}").text


def test_nothing_chosen_is_answered_in_place(sitting, document, secretary):
    page = secretary.post(url(sitting), data={"item_id": item_of(sitting).id}).text

    assert "Chọn ít nhất một văn bản." in page
    assert cited(sitting) == []


def test_what_is_not_registered_yet_is_registered_and_attached_at_once(sitting, secretary):
    typed = {
        "item_id": item_of(sitting).id,
        "symbol": "42HD/BTCTW",
        "issued_on": "2025-10-28",
        "issuer": "Ban Tổ chức Trung ương",
        "title": "một số vấn đề cụ thể về sinh hoạt chi bộ",
    }
    refused = secretary.post(url(sitting, "documents/new"), data={**typed, "symbol": "42"}).text
    secretary.post(url(sitting, "documents/new"), data=typed)

    [document] = db.session.scalars(select(HigherDocument))
    assert "Chưa đọc được số, ký hiệu này." in refused
    assert "một số vấn đề cụ thể về sinh hoạt chi bộ" in refused
    assert (document.organisation, document.kind) == (sitting.branch, "Hướng dẫn")
    assert cited(sitting) == ["42-HD/BTCTW"]


def test_a_plain_member_who_takes_the_minutes_attaches_but_keeps_no_register(
    make, sitting, document, sign_in
):
    sitting.meeting.status = "in_progress"
    taker = sign_in(account=make.account(member=sitting.minute_taker, at=sitting.branch))

    assert taker.get(url(sitting)).status_code == 200
    assert taker.get(url(sitting, "documents/new")).status_code == 403


def test_a_document_is_attached_once_and_taken_off_again(sitting, document, secretary):
    for _ in range(2):
        attach(sitting, document)
    assert cited(sitting) == ["50-CT/TW"]
    db.session.commit()

    gone = f"/meetings/{sitting.meeting.id}/items/{item_of(sitting).id}/documents/{document.id}"
    secretary.post(gone + "/detach")

    assert cited(sitting) == []
    assert events()[-2:] == [Event.DOCUMENT_ATTACHED, Event.DOCUMENT_DETACHED]
    assert secretary.post(gone + "/detach").status_code == 404


def test_what_is_not_for_everybody_or_cannot_be_is_refused(make, sitting):
    other = make.document(make.branch(parent=sitting.branch.parent))
    later = make.document(sitting.branch, issued_on=date(2026, 11, 4))
    known = make.document(sitting.branch)
    mood = sitting.item("ideological_mood")

    for item, document, said in (
        (item_of(sitting), other, "sổ của chi bộ hoặc của cấp trên"),
        (item_of(sitting), later, "sau ngày họp"),
        (mood, known, "không mở cho mọi đảng viên"),
    ):
        with pytest.raises(RuleBroken, match=said):
            attach_document(item, document, by=sitting.by, now=NOW)
    assert mood.is_restricted


def test_a_step_with_a_document_is_not_without_content_and_the_other_way_round(
    make, sitting, document, secretary
):
    attach(sitting, document)
    sitting.meeting.status = "in_progress"
    sitting.step("step_2").state = StepState.NO_CONTENT
    db.session.commit()

    page = secretary.post(url(sitting, "no-content"), data={"reason": "Không có"}).text

    assert "Đã ghi: không có nội dung" not in page
    with pytest.raises(RuleBroken, match="mở lại phần này"):
        attach_document(sitting.step("step_2").items[0], document, by=sitting.by, now=NOW)


def test_programme_and_minutes_name_the_document(make, sitting, document):
    attach(sitting, document)
    item = item_of(sitting)
    agenda.change_item(
        item, {"source_documents": "Bản tin tháng 11"}, version=item.version, by=sitting.by, now=NOW
    )

    programme = render_text(programme_document(programme_of(sitting.meeting)))
    minutes = render_text(minutes_document(data_of(sitting.meeting)))

    assert f"{item.title} (Chỉ thị số 50-CT/TW)" in programme
    assert f"(Tài liệu: {document.citation}; Bản tin tháng 11)" in " ".join(minutes.split())


def test_adoption_freezes_the_citation_and_closes_it_to_change(make, tmp_path):
    sitting = held(make)
    document = make.document(sitting.branch, "05-NQ/ĐU", issued_on=date(2026, 9, 5))
    attach(sitting, document)
    record = sealed(sitting, tmp_path)

    for change in (attach_document, detach_document):
        with pytest.raises(RuleBroken):
            change(item_of(sitting), document, by=sitting.by, now=NOW)
    typed = {
        "symbol": "05-NQ/ĐU",
        "kind": "Nghị quyết",
        "issued_on": document.issued_on,
        "issuer": "Đảng ủy Văn phòng",
        "title": "về công tác năm",
    }
    change_document(document, typed, version=document.version, by=sitting.by, now=NOW)
    db.session.flush()

    assert "của Ban Bí thư" in str(record.document)
    assert [flaw for flaw in seals_hold(tmp_path) if flaw] == []


def test_a_citation_that_vanishes_behind_a_seal_is_noticed(make, tmp_path):
    sitting = held(make)
    attach(sitting, make.document(sitting.branch))
    sealed(sitting, tmp_path)
    db.session.delete(db.session.scalars(select(ItemDocument)).one())
    db.session.flush()

    [flaw] = [flaw for flaw in seals_hold(tmp_path) if flaw]
    assert "văn bản được phổ biến" in str(flaw)


def test_an_item_of_ones_own_goes_with_its_documents(make, sitting, document):
    step = sitting.step("step_1")
    item = agenda.add_item(
        step, title="Chuyên đề", is_restricted=False, is_withheld=False, by=sitting.by, now=NOW
    )
    db.session.flush()
    attach_document(item, document, by=sitting.by, now=NOW)
    agenda.remove_item(item, by=sitting.by, now=NOW)
    db.session.flush()

    assert db.session.scalars(select(ItemDocument)).all() == []


def test_the_aside_says_nothing_where_nothing_is_presented(make, sign_in):
    sitting = held(make)
    adopted(sitting)
    member = sign_in(Role.MEMBER, at=sitting.branch)

    page = member.get(f"/meetings/{sitting.meeting.id}").text

    assert "Văn bản cấp trên được phổ biến" not in page


def test_the_step_for_documents_offers_what_is_asked_for(make, sitting, secretary):
    asked = make.document(sitting.branch.parent, "08-CT/ĐU", present_by=date(2026, 12, 1))
    db.session.commit()
    first, second = (
        f"/meetings/{sitting.meeting.id}/steps/{section}" for section in ("step_1", "step_2")
    )

    offered = secretary.get(first).text
    elsewhere = secretary.get(second).text
    attach(sitting, asked)
    db.session.commit()

    assert "Cần phổ biến: Chỉ thị số 08-CT/ĐU" in offered
    assert "Cần phổ biến" not in elsewhere
    assert "Cần phổ biến" not in secretary.get(first).text
