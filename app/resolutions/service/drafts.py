"""A resolution from its draft to the vote and the issue."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm.attributes import flag_modified

from app.access.permissions import Actor
from app.audit.events import Event
from app.documents.serialise import to_json
from app.extensions import db
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.library.models import HigherDocument
from app.meetings.models import Meeting, Vote
from app.meetings.rules.signing import signing_title
from app.numbering.rules import DocumentType
from app.numbering.service import take_number
from app.people.models import Member
from app.people.rules import Position
from app.resolutions.document import resolution_document
from app.resolutions.models import Ground, Resolution
from app.resolutions.queries import (
    data_of,
    is_commented_on,
    latest_round,
    opinions_of,
)
from app.resolutions.rules import ResolutionKind, ResolutionStatus
from app.resolutions.rules.life import (
    check_adoptable,
    check_draftable,
    check_editable,
    check_issuable,
    check_kind,
    check_returnable,
    kinds_from,
    returned_to,
)
from app.resolutions.rules.texts import with_proper_symbols
from app.resolutions.service.trail import note

TEXTS = ("abstract", "bases", "assessment", "tasks", "arrangements", "recipients")


def draft_resolution(
    meeting: Meeting,
    texts: Mapping[str, str],
    *,
    kind: ResolutionKind | None = None,
    reason: str = "",
    by: Actor,
    now: datetime,
) -> Resolution:
    """A draft from a meeting; it may be written before, during or after it.

    :param kind: what the meeting usually resolves, if left out.
    :raises RuleBroken: for a cancelled meeting, or once its minutes are adopted without a reason.
    """
    check_draftable(meeting.status, reason=reason)
    kind = kind or kinds_from(meeting.type)[0]
    check_kind(kind, meeting.type)
    resolution = Resolution(meeting=meeting, kind=kind, **_kept(texts))
    db.session.add(resolution)
    note(
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
    """Write the draft; what is commented on or has been voted on stays as it is."""
    check_fresh(resolution, version)
    check_editable(resolution.status, is_open=is_commented_on(resolution, now=now))
    after = _kept(texts)
    before = {name: getattr(resolution, name) for name in after}
    if before == after:
        return
    for name, text in after.items():
        setattr(resolution, name, text)
    note(Event.RESOLUTION_CHANGED, resolution, by=by, now=now, before=before, after=after)


def cite_grounds(
    resolution: Resolution,
    documents: Sequence[HigherDocument],
    *,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Rest the draft on these documents from above, in this order."""
    check_fresh(resolution, version)
    check_editable(resolution.status, is_open=is_commented_on(resolution, now=now))
    before = [ground.document.symbol for ground in resolution.grounds]
    after = [document.symbol for document in documents]
    if [ground.document_id for ground in resolution.grounds] == [one.id for one in documents]:
        return
    db.session.execute(delete(Ground).where(Ground.resolution_id == resolution.id))
    db.session.expire(resolution, ["grounds"])
    db.session.add_all(
        Ground(resolution_id=resolution.id, document_id=document.id, position=position)
        for position, document in enumerate(documents, start=1)
    )
    db.session.flush()
    flag_modified(resolution, "abstract")  # its paper changes, so its version does
    note(
        Event.GROUNDS_CHANGED,
        resolution,
        by=by,
        now=now,
        before={"grounds": before},
        after={"grounds": after},
    )


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
    note(Event.RESOLUTION_ADOPTED, resolution, by=by, now=now, vote_id=vote.id)


def return_to_draft(resolution: Resolution, *, reason: str, by: Actor, now: datetime) -> None:
    """Undo an adoption written down by mistake; it needs its vote again, its comments do not."""
    check_returnable(resolution.status, reason=reason)
    resolution.status = returned_to(was_circulated=latest_round(resolution) is not None)
    resolution.vote = None
    note(Event.RESOLUTION_RETURNED, resolution, by=by, now=now, reason=reason)


def issue_resolution(
    resolution: Resolution,
    *,
    issued_on: date,
    signer: tuple[Member, Position] | None,
    with_comments: bool = False,
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
    appendix = opinions_of(resolution) if with_comments else ()
    data = data_of(resolution, number=number, dated=issued_on, signer=signer, appendix=appendix)
    resolution.document = json.loads(to_json(resolution_document(data)))
    resolution.status = ResolutionStatus.ISSUED
    resolution.number_symbol = number
    resolution.issued_on = issued_on
    resolution.signer = signer[0]
    note(
        Event.RESOLUTION_ISSUED,
        resolution,
        by=by,
        now=now,
        number_symbol=number,
        issued_on=issued_on,
    )


def _kept(texts: Mapping[str, str]) -> dict[str, str | None]:
    kept = {name: texts[name] or None for name in TEXTS}
    return {**kept, "bases": with_proper_symbols(texts["bases"]) or None}
