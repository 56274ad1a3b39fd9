import json
from collections.abc import Mapping
from datetime import date, datetime

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.documents.serialise import to_json
from app.extensions import db
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.meetings.models import Meeting, Vote
from app.meetings.rules.signing import signing_title
from app.numbering.rules import DocumentType
from app.numbering.service import take_number
from app.people.models import Member
from app.people.rules import Position
from app.resolutions.document import resolution_document
from app.resolutions.models import Resolution
from app.resolutions.queries import data_of, findable_resolution
from app.resolutions.rules import (
    ResolutionStatus,
    check_adoptable,
    check_draftable,
    check_editable,
    check_issuable,
    check_returnable,
)
from app.search.rules.findables import SearchKind
from app.search.service import index

TEXTS = ("abstract", "bases", "assessment", "tasks", "arrangements", "recipients")


def draft_resolution(
    meeting: Meeting, texts: Mapping[str, str], *, reason: str = "", by: Actor, now: datetime
) -> Resolution:
    """A draft from a meeting; it may be written before, during or after it.

    :raises RuleBroken: for a cancelled meeting, or once its minutes are adopted without a reason.
    """
    check_draftable(meeting.status, reason=reason)
    resolution = Resolution(meeting=meeting, **_kept(texts))
    db.session.add(resolution)
    _note(
        Event.RESOLUTION_DRAFTED,
        resolution,
        by=by,
        now=now,
        abstract=resolution.abstract,
        reason=reason or None,
    )
    return resolution


def change_resolution(
    resolution: Resolution,
    texts: Mapping[str, str],
    *,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Write the draft; what has been voted on stays as it is."""
    check_fresh(resolution, version)
    check_editable(resolution.status)
    after = _kept(texts)
    before = {name: getattr(resolution, name) for name in after}
    if before == after:
        return
    for name, text in after.items():
        setattr(resolution, name, text)
    _note(Event.RESOLUTION_CHANGED, resolution, by=by, now=now, before=before, after=after)


def adopt_resolution(
    resolution: Resolution, vote: Vote | None, *, by: Actor, now: datetime
) -> None:
    """The branch has voted for it.

    :raises RuleBroken: without a vote of the same meeting that passed.
    """
    if vote is None or vote.meeting_id != resolution.meeting_id:
        raise RuleBroken("Chọn kết quả biểu quyết của buổi họp này.", field="vote_id")
    check_adoptable(resolution.status, is_passed=vote.is_passed)
    resolution.vote = vote
    resolution.status = ResolutionStatus.ADOPTED
    _note(Event.RESOLUTION_ADOPTED, resolution, by=by, now=now, vote_id=vote.id)


def return_to_draft(resolution: Resolution, *, reason: str, by: Actor, now: datetime) -> None:
    """Undo an adoption written down by mistake; it needs its vote again."""
    check_returnable(resolution.status, reason=reason)
    resolution.status = ResolutionStatus.DRAFT
    resolution.vote = None
    _note(Event.RESOLUTION_RETURNED, resolution, by=by, now=now, reason=reason)


def issue_resolution(
    resolution: Resolution,
    *,
    issued_on: date,
    signer: tuple[Member, Position] | None,
    by: Actor,
    now: datetime,
) -> None:
    """Number, date and sign it; from now on it is drawn from the frozen document alone.

    :raises RuleBroken: if it is not adopted, wrongly dated, or signed by nobody entitled.
    """
    db.session.refresh(resolution, with_for_update={"of": Resolution})
    meeting = resolution.meeting
    check_issuable(
        resolution.status,
        is_passed=resolution.vote is not None and resolution.vote.is_passed,
        issued_on=issued_on,
        held_on=meeting.held_on,
        today=local(now).date(),
    )
    if signer is None or signing_title((signer[1],)) is None:
        raise RuleBroken(
            "Người ký phải là bí thư hoặc phó bí thư chi bộ vào ngày ban hành.", field="signer_id"
        )
    number = take_number(
        meeting.organisation,
        DocumentType.RESOLUTION,
        document_id=resolution.id,
        on=issued_on,
        by=by,
        now=now,
    )
    data = data_of(resolution, number=number, dated=issued_on, signer=signer)
    resolution.document = json.loads(to_json(resolution_document(data)))
    resolution.status = ResolutionStatus.ISSUED
    resolution.number_symbol = number
    resolution.issued_on = issued_on
    resolution.signer = signer[0]
    _note(
        Event.RESOLUTION_ISSUED,
        resolution,
        by=by,
        now=now,
        number_symbol=number,
        issued_on=issued_on,
    )


def _kept(texts: Mapping[str, str]) -> dict[str, str | None]:
    return {name: texts[name] or None for name in TEXTS}


def _note(
    event: Event, resolution: Resolution, *, by: Actor, now: datetime, **facts: object
) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=resolution.meeting.organisation_id,
        subject=resolution,
        **facts,
    )
    index(SearchKind.RESOLUTION, resolution.id, findable_resolution(resolution))
