"""Adopted and sealed minutes read again: is every word, number and file still what was sealed?"""

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, or_, select

from app.audit.events import Event
from app.audit.models import AuditEntry
from app.audit.rules import FIRST_HASH, canonical, plain
from app.documents.serialise import to_json
from app.extensions import db
from app.files.checks import file_problem
from app.kernel.checks import Flaw, streamed
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingStatus
from app.minutes.models import MinutesRecord, MinutesSeal, SealHead
from app.minutes.queries.records import copies_of, final_document
from app.minutes.queries.snapshot import SCHEMA, snapshot_of
from app.minutes.rules.records import RecordKind
from app.numbering.models import NumberEntry
from app.numbering.queries import numbers_lead
from app.numbering.rules import DocumentType

_BATCH = 20
# What the tables of a meeting hold as long as its minutes stand, whatever happens elsewhere.
_STANDING = {
    "meeting": "thông tin buổi họp",
    "opening": "phần mở đầu",
    "closing": "phần kết thúc",
    "self_sheet": "bảng tự chấm điểm",
    "figures": "số liệu điểm danh",
    "roll": "danh sách điểm danh",
    "guests": "đại biểu",
    "agenda": "nội dung chương trình",
    "statements": "ý kiến phát biểu",
    "votes": "kết quả biểu quyết",
    "conclusions": "kết luận",
    "difficulties": "khó khăn, vướng mắc",
    "citations": "văn bản được phổ biến",
    "petitions": "kiến nghị, đề xuất",
}
# The schema that first held it.
_SINCE = {"difficulties": 2, "citations": 2, "petitions": 2, "self_sheet": 3}
# In a row of these: names, which may be corrected in their own place afterwards.
_RENAMED = frozenset({"name", "point", "speaker_name", "citation"})

Problem = tuple[str, str]


def records_hold() -> Iterator[Flaw | None]:
    """The words of every adopted edition against the digest that was confirmed."""
    rows = streamed(
        select(MinutesRecord.id, MinutesRecord.document, MinutesRecord.sha256).order_by(
            MinutesRecord.id
        ),
        _BATCH,
    )
    for row in rows:
        found = hashlib.sha256(canonical(row.document)).hexdigest()
        yield (
            None
            if found == row.sha256
            else Flaw(f"Biên bản ({row.id})", "văn bản", f"không khớp mã; mã tính lại: {found}")
        )


def numbers_hold() -> Iterator[Flaw | None]:
    """Every number leads to its record, and every numbered record to a number."""
    yield from numbers_lead(DocumentType.MINUTES, MinutesRecord.id, MinutesRecord.number_symbol)
    # A further edition keeps the number of the first.
    sibling = select(MinutesRecord.id).where(MinutesRecord.meeting_id == Meeting.id)
    entry = exists().where(
        NumberEntry.document_id.in_(sibling), NumberEntry.symbol == MinutesRecord.number_symbol
    )
    loose = db.session.execute(
        select(MinutesRecord.id, MinutesRecord.number_symbol)
        .join(Meeting, MinutesRecord.meeting_id == Meeting.id)
        .where(MinutesRecord.number_symbol.is_not(None), ~entry)
        .limit(1)
    ).first()
    if loose:
        yield Flaw(f"Biên bản ({loose.id})", f"số {loose.number_symbol}", "không có trong sổ số")


def reopenings_hold() -> Iterator[Flaw | None]:
    """What was opened again, when, by whom and why, is what the trail tells of it."""
    told = {
        (line.subject_id, line.facts["edition"], line.at, line.actor_name, line.facts["reason"])
        for line in db.session.scalars(
            select(AuditEntry).where(AuditEntry.event == Event.MINUTES_REOPENED.value)
        )
    }
    kept = db.session.execute(
        select(
            MinutesRecord.meeting_id,
            MinutesRecord.edition,
            MinutesRecord.reopened_at,
            MinutesRecord.reopened_by,
            MinutesRecord.reopened_reason,
        ).where(
            or_(
                MinutesRecord.reopened_at.is_not(None),
                MinutesRecord.reopened_by.is_not(None),
                MinutesRecord.reopened_reason.is_not(None),
            )
        )
    )
    for row in kept:
        is_told = tuple(row) in told
        told.discard(tuple(row))
        what = f"Biên bản của buổi họp {row.meeting_id}, bản {row.edition}"
        yield None if is_told else Flaw(what, "lần mở lại", "không khớp nhật ký")
    for meeting_id, edition, *_ in told:
        yield Flaw(
            f"Biên bản của buổi họp {meeting_id}, bản {edition}",
            "lần mở lại",
            "có trong nhật ký, bản ghi không có",
        )


def meetings_sealed() -> Iterator[Flaw | None]:
    """A meeting says it is sealed when the edition its readers get says so, and only then."""
    editions = streamed(
        select(
            Meeting.id,
            Meeting.sealed_at,
            MinutesRecord.reopened_at,
            MinutesSeal.sealed_at.label("edition_sealed_at"),
        )
        .outerjoin(
            MinutesRecord,
            and_(MinutesRecord.meeting_id == Meeting.id, MinutesRecord.kind == RecordKind.MAIN),
        )
        .outerjoin(MinutesSeal, MinutesSeal.record_id == MinutesRecord.id)
        .order_by(Meeting.id, MinutesRecord.edition.desc())
    )
    for meeting_id, rows in groupby(editions, key=lambda row: row.id):
        latest, *before = rows
        wanted = latest.edition_sealed_at
        if latest.reopened_at is not None:  # what was sealed last is read meanwhile
            sealed = (row.edition_sealed_at for row in (latest, *before))
            wanted = next(filter(None, sealed), None)
        yield (
            None
            if latest.sealed_at == wanted
            else Flaw(f"Buổi họp ({meeting_id})", "thời điểm chốt", f"phải là {wanted or 'trống'}")
        )


def seals_hold(files: Path) -> Iterator[Flaw | None]:
    """Every branch's chain of seals with its snapshots and files; to be asked of one state."""
    heads = {head.organisation_id: head for head in db.session.scalars(select(SealHead))}
    for branch in _branches():
        yield from _chain(branch, heads.pop(branch, None), files)
    for branch, head in heads.items():
        if head.sequence:
            yield Flaw(_title(branch), "bản chốt 1", f"phải có {head.sequence} bản, nay mất hết")


def _branches() -> list[UUID]:
    """Those with a seal, and those of which the trail says so."""
    told = select(AuditEntry.organisation_id).where(AuditEntry.event == Event.MINUTES_SEALED.value)
    return sorted(db.session.scalars(select(MinutesSeal.organisation_id).union(told)))


def _chain(branch: UUID, head: SealHead | None, files: Path) -> Iterator[Flaw | None]:
    told, previous, number = _told_by_trail(branch), FIRST_HASH, 0
    rows = streamed(
        select(MinutesSeal, MinutesRecord)
        .join(MinutesRecord, MinutesRecord.id == MinutesSeal.record_id)
        .where(MinutesSeal.organisation_id == branch)
        .order_by(MinutesSeal.sequence),
        _BATCH,
    )
    for seal, record in rows:
        number += 1
        problem = _link_problem(seal, number, previous, told.pop(number, None))
        problem = problem or _seal_problem(seal, record, files)
        if problem:
            yield Flaw(f"Biên bản {record.number_symbol} ({record.id})", *problem)
            return
        previous = seal.hash
        yield None
    if told:
        yield Flaw(_title(branch), f"bản chốt {min(told)}", "có trong nhật ký, nay không còn")
    elif head is None or (head.sequence, head.hash) != (number, previous):
        yield Flaw(_title(branch), "đầu chuỗi", f"phải là bản chốt {number}, mã {previous}")


def _title(branch: UUID) -> str:
    return f"Chuỗi biên bản đã chốt của {branch}"


def _told_by_trail(branch: UUID) -> dict[int, str]:
    """What the trail, a chain of its own, remembers of each seal."""
    lines = db.session.scalars(
        select(AuditEntry.facts).where(
            AuditEntry.organisation_id == branch, AuditEntry.event == Event.MINUTES_SEALED.value
        )
    )
    return {facts["sequence"]: facts["hash"] for facts in lines}


def _link_problem(
    seal: MinutesSeal, number: int, previous: str, told: str | None
) -> Problem | None:
    if seal.sequence != number:
        return f"thứ tự {seal.sequence}", f"thiếu bản chốt {number} trước nó"
    if seal.previous_hash != previous:
        return "mã bản trước", f"phải là {previous}"
    found = hashlib.sha256(f"{previous}\n{seal.snapshot}".encode()).hexdigest()
    if found != seal.hash:
        return "bản chụp", f"không khớp mã chốt; mã tính lại: {found}"
    if told != seal.hash:
        return "mã chốt", f"nhật ký ghi {told or 'không có'}"
    return None


def _seal_problem(seal: MinutesSeal, record: MinutesRecord, files: Path) -> Problem | None:
    """Whether rows and files are what the snapshot says of them."""
    if not 1 <= seal.schema <= SCHEMA:
        return "bản chụp", f"phiên bản {seal.schema} không đọc được ở đây"
    try:
        snapshot = json.loads(seal.snapshot)
        for where, sealed, stands in _pairs(snapshot, seal, record):
            if sealed != plain(stands):
                return where, "khác với bản đã chốt"
    except (ValueError, LookupError, TypeError, AttributeError) as problem:
        return "bản chụp", f"không đọc được: {problem}"
    return _files_problem(seal, files)


def _pairs(
    snapshot: dict[str, Any], seal: MinutesSeal, record: MinutesRecord
) -> Iterator[tuple[str, Any, Any]]:
    """Where, what was sealed, and what stands now."""
    now = snapshot_of(record)
    for name in ("schema", "sequence", "sealed_at", "sealed_by"):
        yield "dòng chốt", snapshot[name], getattr(seal, name)
    yield "chi bộ", snapshot["branch"]["id"], seal.organisation_id
    yield "buổi họp", snapshot["meeting"]["id"], record.meeting_id
    yield "bản ghi", snapshot["record"], now["record"]
    yield "xác nhận của chủ trì, thư ký", snapshot["confirmations"], now["confirmations"]
    documents = {c: json.loads(to_json(final_document(record, c))) for c in copies_of(record)}
    yield "văn bản", snapshot["documents"], documents
    yield "giấy tờ kèm theo", snapshot["papers"], record.papers
    yield "tệp đã chốt", _in_order(snapshot["files"]), _in_order(_rows_of_files(seal))
    if _stands_alone(record):
        for part, where in _STANDING.items():
            if snapshot["schema"] >= _SINCE.get(part, 1):
                yield where, _unnamed(snapshot[part]), _unnamed(plain(now[part]))


def _stands_alone(record: MinutesRecord) -> bool:
    """The edition in force: what the meeting's tables hold is what it says."""
    return (
        record.kind is RecordKind.MAIN
        and record.reopened_at is None
        and record.meeting.status is MeetingStatus.ADOPTED
    )


def _unnamed(part: Any) -> Any:
    if not isinstance(part, list):
        return part
    return [{name: value for name, value in row.items() if name not in _RENAMED} for row in part]


def _rows_of_files(seal: MinutesSeal) -> list[dict[str, Any]]:
    return [
        {"copy": f.copy.value, "extension": f.extension, "sha256": f.sha256, "size": f.size}
        for f in seal.files
    ]


def _in_order(files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(files, key=lambda one: (one["copy"], one["extension"]))


def _files_problem(seal: MinutesSeal, files: Path) -> Problem | None:
    problems = (file_problem(files, one.sha256, one.size) for one in seal.files)
    return next(filter(None, problems), None)
