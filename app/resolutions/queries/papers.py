"""What the paper of a resolution is drawn from, gathered as plain data."""

import json
from datetime import date

from app.documents.model import Document
from app.documents.serialise import from_json
from app.kernel.clock import local
from app.kernel.points import shown
from app.library.rules import cited
from app.meetings.document import titled
from app.meetings.models import Meeting
from app.meetings.queries.papers import letterhead_of
from app.meetings.rules.life import MONTHLY
from app.meetings.rules.signing import signing_title
from app.people.models import Member
from app.people.queries import positions_at
from app.people.rules import Position
from app.regulations.queries import book_for
from app.resolutions.document import (
    Held,
    Opinion,
    ResolutionData,
    SummaryData,
    Voted,
    resolution_document,
)
from app.resolutions.models import Resolution
from app.resolutions.queries.rounds import comments_of, rounds_of
from app.resolutions.rules import TREATMENT_LABELS
from app.resolutions.rules.texts import PARTS, not_cited


def document_of(resolution: Resolution) -> Document:
    """As issued; before that, as it stands now."""
    if resolution.document is not None:
        return from_json(json.dumps(resolution.document))
    return resolution_document(data_of(resolution))


def data_of(
    resolution: Resolution,
    *,
    number: str | None = None,
    dated: date | None = None,
    signer: tuple[Member, Position] | None = None,
    appendix: tuple[Opinion, ...] = (),
) -> ResolutionData:
    """What the paper says; style and authority follow the day it is dated."""
    meeting = resolution.meeting
    book = book_for(meeting.unit_path, dated or meeting.held_on)
    vote = resolution.vote
    title = signing_title((signer[1],)) if signer else None
    return ResolutionData(
        letterhead=letterhead_of(meeting.organisation, book),
        held=_held(meeting),
        abstract=resolution.abstract,
        number=number,
        dated=dated,
        kind=resolution.kind,
        grounds=grounds_of(resolution),
        bases=not_cited(
            resolution.bases or "", [ground.document.symbol for ground in resolution.grounds]
        ),
        assessment=resolution.assessment or "",
        tasks=resolution.tasks or "",
        arrangements=resolution.arrangements or "",
        recipients=tuple(filter(None, (resolution.recipients or "").splitlines())),
        vote=Voted(vote.in_favour, vote.vote_base) if vote else None,
        grade=_grade(meeting),
        authority=book.text("document.authority_line"),
        signer=signer[0].name if signer else "",
        signer_title=title or "BÍ THƯ",
        appendix=appendix,
    )


def grounds_of(resolution: Resolution) -> tuple[str, ...]:
    """The documents it rests on, in their order, as a paper cites them."""
    found = (ground.document for ground in resolution.grounds)
    return tuple(
        cited(
            kind=document.kind,
            symbol=document.symbol,
            issued_on=document.issued_on,
            issuer=document.issuer,
            title=document.title,
        )
        for document in found
    )


def texts_of(resolution: Resolution) -> dict[str, str]:
    """Its words part by part, as they stand now."""
    return {
        part: "\n".join(grounds_of(resolution))
        if part == "grounds"
        else getattr(resolution, part) or ""
        for part in PARTS
    }


def opinions_of(resolution: Resolution) -> tuple[Opinion, ...]:
    """Every comment with its answer, round by round, as a paper lists them."""
    return tuple(
        Opinion(
            by=comment.author,
            title=comment.invitation.title or "" if comment.invitation else "",
            part=PARTS[comment.part] if comment.part else "",
            text=comment.text,
            treatment=TREATMENT_LABELS[comment.treatment] if comment.treatment else "",
            answer=comment.answer or "",
        )
        for comment in comments_of(resolution)
    )


def summary_of(resolution: Resolution) -> SummaryData:
    """The comments on a draft and what became of them."""
    meeting = resolution.meeting
    rounds = rounds_of(resolution)
    dated = local(rounds[-1].closed_at or rounds[-1].closes_at).date() if rounds else None
    dated = dated or meeting.held_on
    book = book_for(meeting.unit_path, dated)
    return SummaryData(
        letterhead=letterhead_of(meeting.organisation, book),
        abstract=resolution.abstract,
        kind=resolution.kind,
        dated=dated,
        periods=tuple(
            (local(one.opened_at).date(), local(one.closed_at or one.closes_at).date())
            for one in rounds
        ),
        opinions=opinions_of(resolution),
        authority=book.text("document.authority_line"),
    )


def _held(meeting: Meeting) -> Held:
    positions = positions_at(meeting.organisation_id, on=meeting.held_on)
    chair = meeting.chair
    return Held(
        type=meeting.type,
        period=meeting.period,
        held_on=meeting.held_on,
        chair=chair.name if chair else "",
        chair_title=titled(positions.get(chair.id, ())) if chair else "",
        present=meeting.present,
        must_attend=meeting.must_attend,
        excused=meeting.excused or 0,
        unexcused=meeting.unexcused or 0,
    )


def _grade(meeting: Meeting) -> str:
    if meeting.type not in MONTHLY or meeting.self_score is None:
        return ""
    graded = f", xếp loại {meeting.self_grade}" if meeting.self_grade else ""
    # A committee's own sheet need not go up to a hundred.
    most = "" if meeting.has_self_sheet else "/100"
    return f"Tổng điểm {shown(meeting.self_score)}{most}{graded}."
