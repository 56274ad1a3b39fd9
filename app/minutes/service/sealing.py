"""Chair and minute-taker stand by the text; with the second of them it is sealed.

The files are drawn before anything is locked: `texts_ahead` says what would be sealed now, `draw`
takes its second or two while nobody waits, and the seal uses what was drawn if the number and the
words are still those. On disk are the bytes, and their folder's entry, before the rows that name
them: a kill at any moment leaves all or nothing, and a file nobody names is harmless.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from app.access.permissions import Actor, Role
from app.audit.events import Event
from app.audit.rules import FIRST_HASH, canonical, chained_hash
from app.documents.files import FORMATS, digest
from app.documents.model import Document
from app.extensions import db
from app.files.service import keep_bytes
from app.kernel.errors import RuleBroken
from app.kernel.locking import locked
from app.minutes.document import numbered
from app.minutes.models import Confirmation, MinutesRecord, MinutesSeal, SealedFile, SealHead
from app.minutes.queries import (
    confirmed_roles,
    copies_of,
    final_document,
    frozen,
    number_before,
    standing_of,
)
from app.minutes.queries.snapshot import SCHEMA, snapshot_of
from app.minutes.rules.records import Copy, RecordKind
from app.minutes.rules.sealing import SIGNERS, check_confirmable
from app.minutes.service.freezing import stored
from app.minutes.service.trail import note
from app.minutes.service.turns import take_turn_at
from app.numbering.rules import DocumentType
from app.numbering.service import foresee_number, take_number

SEALED_AS = ("pdf", "docx")


@dataclass(frozen=True)
class Drawing:
    """A copy as it is sealed: the document and, by extension, the files drawn from it."""

    document: Document
    files: Mapping[str, bytes]


Texts = Mapping[Copy, Document]
Drawings = Mapping[Copy, Drawing]


def texts_ahead(record: MinutesRecord, role: Role | None) -> Texts:
    """What would be sealed if `role` confirmed now; empty where the other one is still to come."""
    others = confirmed_roles(record) - {role}
    if role not in SIGNERS or not others or record.seal is not None:
        return {}
    number = record.number_symbol or _number_kept(record)
    number = number or foresee_number(
        record.meeting.organisation, DocumentType.MINUTES, on=_numbered_on(record)
    )
    return {copy: numbered(final_document(record, copy), number) for copy in copies_of(record)}


def draw(texts: Texts) -> Drawings:
    """:raises DocumentEngineMissing: if this machine cannot draw PDF."""
    return {copy: _drawn(document) for copy, document in texts.items()}


def _drawn(document: Document) -> Drawing:
    return Drawing(document, {ending: FORMATS[ending].draw(document) for ending in SEALED_AS})


def confirm_minutes(
    record: MinutesRecord,
    role: Role,
    *,
    seen: str,
    is_on_paper: bool = False,
    drawn: Drawings | None = None,
    folder: Path,
    by: Actor,
    now: datetime,
) -> MinutesSeal | None:
    """Chair or minute-taker stands by the text with the digest `seen`; the second one seals it.

    :param is_on_paper: signed on the printed copy, and entered by a leader.
    :raises RuleBroken: if the text is another one, or was confirmed by this role before.
    :raises DocumentEngineMissing: if it is to be sealed and this machine cannot draw PDF.
    """
    take_turn_at(record)
    confirmed = confirmed_roles(record)
    check_confirmable(standing_of(record), role, confirmed, is_same_text=seen == record.sha256)
    meeting = record.meeting
    member = meeting.chair if role is Role.CHAIR else meeting.minute_taker
    if member is None or (not is_on_paper and by.member_id != member.id):
        raise RuleBroken("Mỗi đồng chí tự xác nhận bằng tài khoản của mình, hoặc ký trên bản in.")
    db.session.add(
        Confirmation(
            record_id=record.id,
            role=role,
            member_id=member.id,
            name=member.name,
            sha256=record.sha256,
            is_on_paper=is_on_paper,
            recorded_by=by.name,
            confirmed_at=now,
        )
    )
    note(
        Event.MINUTES_CONFIRMED,
        record,
        by=by,
        now=now,
        role=role,
        member=member.name,
        sha256=record.sha256,
        is_on_paper=is_on_paper,
    )
    if {*confirmed, role} != set(SIGNERS):
        return None
    return seal_minutes(record, drawn or {}, folder=folder, by=by, now=now)


def seal_minutes(
    record: MinutesRecord, drawn: Drawings, *, folder: Path, by: Actor, now: datetime
) -> MinutesSeal:
    """Number, snapshot, files and trail of a record both have confirmed: all of it or nothing."""
    head = _locked_head(record)
    number = record.number_symbol or _number_kept(record)
    record.number_symbol = number or _number_taken(record, by, now)
    texts = {copy: final_document(record, copy) for copy in copies_of(record)}
    files = _kept(texts, drawn, folder)
    facts = {
        **snapshot_of(record),
        "sequence": head.sequence + 1,
        "sealed_at": now,
        "sealed_by": by.name,
        "documents": {copy: stored(document) for copy, document in texts.items()},
        "papers": record.papers,
        "files": [
            {"copy": one.copy, "extension": one.extension, "sha256": one.sha256, "size": one.size}
            for one in files
        ],
    }
    seal = MinutesSeal(
        record=record,
        organisation_id=record.meeting.organisation_id,
        sequence=head.sequence + 1,
        schema=SCHEMA,
        snapshot=canonical(facts).decode(),
        previous_hash=head.hash,
        hash=chained_hash(facts, head.hash),
        sealed_at=now,
        sealed_by=by.name,
        files=files,
    )
    db.session.add(seal)
    head.sequence, head.hash = seal.sequence, seal.hash
    if record.kind is RecordKind.MAIN:
        record.meeting.sealed_at = now
    note(
        Event.MINUTES_SEALED,
        record,
        by=by,
        now=now,
        number_symbol=record.number_symbol,
        edition=record.edition,
        sequence=seal.sequence,
        hash=seal.hash,
    )
    return seal


def _locked_head(record: MinutesRecord) -> SealHead:
    branch = record.meeting.organisation_id
    return locked(
        select(SealHead).where(SealHead.organisation_id == branch),
        lambda: SealHead(organisation_id=branch, sequence=0, hash=FIRST_HASH),
    )


def _number_kept(record: MinutesRecord) -> str | None:
    """A further edition of the same minutes keeps their number; a supplement has its own."""
    return number_before(record.meeting) if record.kind is RecordKind.MAIN else None


def _numbered_on(record: MinutesRecord) -> date:
    is_main = record.kind is RecordKind.MAIN
    return record.meeting.held_on if is_main else frozen(record.document).dated


def _number_taken(record: MinutesRecord, by: Actor, now: datetime) -> str:
    return take_number(
        record.meeting.organisation,
        DocumentType.MINUTES,
        document_id=record.id,
        on=_numbered_on(record),
        by=by,
        now=now,
    )


def _kept(texts: Texts, drawn: Drawings, folder: Path) -> list[SealedFile]:
    """Every copy in every format, on disk. What was drawn ahead counts if the text is the same."""
    files = []
    for copy, document in texts.items():
        drawing = drawn.get(copy)
        if drawing is None or digest(drawing.document) != digest(document):
            drawing = _drawn(document)
        for ending, content in drawing.files.items():
            files.append(
                SealedFile(
                    copy=copy,
                    extension=ending,
                    sha256=_on_disk(content, folder),
                    size=len(content),
                )
            )
    return files


def _on_disk(content: bytes, folder: Path) -> str:
    try:
        return keep_bytes(content, folder=folder)
    except OSError as problem:
        raise RuleBroken(
            f"Máy chủ không ghi được tệp của biên bản ({problem.strerror}), nên biên bản chưa "
            "chốt và chưa có gì thay đổi. Mời đồng chí báo người quản trị rồi xác nhận lại."
        ) from problem
