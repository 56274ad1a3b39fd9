"""Resolutions gathered for a page or a paper."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import exists, extract, func, select
from sqlalchemy.orm import joinedload

from app.access.permissions import Permission
from app.assignments.models import Assignment
from app.assignments.queries import assignments_from
from app.documents.model import Document
from app.documents.serialise import from_json
from app.documents.text import render_body
from app.documents.typography import cited_date
from app.extensions import db
from app.kernel.checks import Flaw
from app.meetings.document import comrade, lower_first, titled
from app.meetings.models import AgendaItem, AgendaStep, Meeting, Vote
from app.meetings.queries.findable import findable_in
from app.meetings.queries.meetings import book_of
from app.meetings.queries.papers import letterhead_of
from app.meetings.queries.record import conclusions_of
from app.meetings.rules.life import MONTHLY
from app.meetings.rules.signing import signing_title
from app.numbering.models import NumberEntry
from app.numbering.queries import numbers_lead
from app.numbering.rules import DocumentType
from app.organisations.models import Organisation
from app.people.models import Member
from app.people.queries import positions_at
from app.people.rules import Position
from app.regulations.queries import book_for
from app.resolutions.document import Held, ResolutionData, Voted, resolution_document
from app.resolutions.models import Resolution
from app.resolutions.rules import ResolutionStatus
from app.search.rules.findables import Findable, Subject

_ASSESSED = ("branch_results", "member_results")
_PLANNED = ("next_tasks",)


def get_resolution(resolution_id: UUID) -> Resolution | None:
    meeting = joinedload(Resolution.meeting)
    return db.session.scalar(
        select(Resolution)
        .where(Resolution.id == resolution_id)
        .options(
            meeting.joinedload(Meeting.organisation).joinedload(Organisation.parent),
            meeting.joinedload(Meeting.chair),
            joinedload(Resolution.vote),
            joinedload(Resolution.signer),
        )
    )


def reading(resolution: Resolution) -> Permission:
    """A draft belongs to those who write it; what is issued, to the whole branch."""
    is_issued = resolution.status is ResolutionStatus.ISSUED
    return Permission.MINUTES_READ if is_issued else Permission.MINUTES_READ_DRAFT


def findable_resolution(resolution: Resolution) -> list[Findable]:
    """Its own words, as issued or as they stand in the draft."""
    if resolution.document is not None:
        texts: tuple[str | None, ...] = (render_body(document_of(resolution)),)
    else:
        texts = (resolution.assessment, resolution.tasks, resolution.arrangements, resolution.bases)
    found = findable_in(resolution.meeting, _named(resolution), texts, reading(resolution))
    return [replace(found, day=resolution.issued_on or found.day)]


def _named(resolution: Resolution) -> str:
    if resolution.number_symbol:
        return f"Nghị quyết số {resolution.number_symbol} {resolution.abstract}"
    return f"Dự thảo nghị quyết {resolution.abstract}"


def resolutions_after(resolution_id: UUID | None, limit: int) -> list[Subject]:
    """So many resolutions with a greater identity, and what is findable of each."""
    query = select(Resolution).order_by(Resolution.id).limit(limit)
    if resolution_id is not None:
        query = query.where(Resolution.id > resolution_id)
    rows = db.session.scalars(
        query.options(joinedload(Resolution.meeting).joinedload(Meeting.organisation))
    )
    return [Subject(row.id, findable_resolution(row)) for row in rows]


def resolutions_from(meeting_id: UUID, *, with_drafts: bool) -> Sequence[Resolution]:
    """The resolutions of one meeting, numbered ones first."""
    query = select(Resolution).where(Resolution.meeting_id == meeting_id)
    if not with_drafts:
        query = query.where(Resolution.status == ResolutionStatus.ISSUED)
    return db.session.scalars(
        query.order_by(Resolution.number_symbol.is_(None), Resolution.number_symbol)
    ).all()


def unvoted_resolutions(meeting_id: UUID) -> int:
    """Resolutions of a meeting that no vote stands behind."""
    counted = select(func.count()).where(
        Resolution.meeting_id == meeting_id, Resolution.vote_id.is_(None)
    )
    return db.session.scalar(counted) or 0


def numbers_hold() -> Iterator[Flaw | None]:
    """Every number of the register leads to its resolution, and the other way round."""
    yield from numbers_lead(DocumentType.RESOLUTION, Resolution.id, Resolution.number_symbol)
    entry = exists().where(
        NumberEntry.document_id == Resolution.id, NumberEntry.symbol == Resolution.number_symbol
    )
    loose = db.session.execute(
        select(Resolution.id, Resolution.number_symbol)
        .where(Resolution.number_symbol.is_not(None), ~entry)
        .limit(1)
    ).first()
    if loose:
        yield Flaw(f"Nghị quyết ({loose.id})", f"số {loose.number_symbol}", "không có trong sổ số")


def votes_of(meeting_id: UUID) -> list[Vote]:
    rows = db.session.scalars(
        select(Vote).where(Vote.meeting_id == meeting_id).order_by(Vote.position)
    )
    return list(rows)


@dataclass(frozen=True)
class ResolutionRow:
    """A line of a branch's list, read without loading texts."""

    id: UUID
    number_symbol: str | None
    abstract: str
    status: ResolutionStatus
    issued_on: date | None
    held_on: date


def list_resolutions(
    branch: Organisation, *, year: int | None, with_drafts: bool
) -> list[ResolutionRow]:
    """Newest first; a draft counts for the year of its meeting."""
    query = (
        select(
            Resolution.id,
            Resolution.number_symbol,
            Resolution.abstract,
            Resolution.status,
            Resolution.issued_on,
            Meeting.held_on,
        )
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(Meeting.organisation_id == branch.id)
    )
    if year:
        query = query.where(extract("year", Meeting.held_on) == year)
    if not with_drafts:
        query = query.where(Resolution.status == ResolutionStatus.ISSUED)
    ordered = query.order_by(Meeting.held_on.desc(), Resolution.number_symbol.desc())
    return [ResolutionRow(*row) for row in db.session.execute(ordered)]


def years_with_resolutions(branch: Organisation) -> list[int]:
    rows = db.session.scalars(
        select(extract("year", Meeting.held_on))
        .join(Resolution, Resolution.meeting_id == Meeting.id)
        .where(Meeting.organisation_id == branch.id)
        .distinct()
    )
    return sorted((int(year) for year in rows), reverse=True)


def signers_of(resolution: Resolution, *, on: date) -> list[tuple[Member, Position]]:
    """Secretary and deputies of the branch on a day: who may sign for it."""
    branch = resolution.meeting.organisation
    signing = {
        id_: held[0]
        for id_, held in positions_at(branch.id, on=on).items()
        if signing_title(held) is not None
    }
    members = db.session.scalars(select(Member).where(Member.id.in_(signing)))
    rank = list(Position)
    found = [(member, signing[member.id]) for member in members]
    return sorted(found, key=lambda pair: (rank.index(pair[1]), pair[0].sort_name))


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
        bases=resolution.bases or "",
        assessment=resolution.assessment or "",
        tasks=resolution.tasks or "",
        arrangements=resolution.arrangements or "",
        recipients=tuple(filter(None, (resolution.recipients or "").splitlines())),
        vote=Voted(vote.in_favour, vote.vote_base) if vote else None,
        grade=_grade(meeting),
        authority=book.text("document.authority_line"),
        signer=signer[0].name if signer else "",
        signer_title=title or "BÍ THƯ",
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
    return f"Tổng điểm {meeting.self_score}/100{graded}."


def proposal_for(meeting: Meeting) -> dict[str, str]:
    """A draft's texts, from what the meeting has recorded: nothing is typed twice."""
    book = book_of(meeting)
    above = meeting.organisation.parent
    tasks = [*_items(meeting, _PLANNED), *(point.text for point in conclusions_of(meeting))]
    superior = above.name if above else "Cấp ủy cấp trên"
    return {
        "abstract": _abstract(meeting),
        "bases": "\n".join(book.lines("document.bases")),
        "assessment": _listed(_items(meeting, _ASSESSED)),
        "tasks": _listed(tasks),
        "arrangements": _listed([_arranged(task) for task in assignments_from(meeting.id)]),
        "recipients": "\n".join(
            line.replace("{cấp trên}", superior) for line in book.lines("document.recipients")
        ),
    }


def _abstract(meeting: Meeting) -> str:
    if meeting.type not in MONTHLY and meeting.topic:
        return f"về {lower_first(meeting.topic)}"
    period = meeting.period
    return f"lãnh đạo thực hiện nhiệm vụ tháng {period.month} năm {period.year}"


def _items(meeting: Meeting, slots: tuple[str, ...]) -> list[str]:
    """What was written under these slots; restricted and withheld items stay out."""
    rows = db.session.scalars(
        select(AgendaItem.content)
        .join(AgendaStep)
        .where(
            AgendaStep.meeting_id == meeting.id,
            AgendaItem.slot.in_(slots),
            AgendaItem.content.is_not(None),
            ~AgendaItem.is_restricted,
            ~AgendaItem.is_withheld,
        )
        .order_by(AgendaStep.position, AgendaItem.position)
    )
    return [line.strip() for text in rows for line in (text or "").splitlines() if line.strip()]


def _listed(points: list[str]) -> str:
    return "\n".join(f"{number}. {point}" for number, point in enumerate(points, start=1))


def _arranged(task: Assignment) -> str:
    others = ", ".join(comrade(member.name) for member in task.collaborators)
    units = ", ".join(unit.name for unit in task.units)
    helped = "; ".join(filter(None, (others, units, task.outside_collaborators)))
    text = lower_first(task.text.strip().rstrip("."))
    with_whom = f", phối hợp với {helped}" if helped else ""
    return (
        f"Đồng chí {task.accountable.name} chịu trách nhiệm {text}{with_whom}; "
        f"hoàn thành trước ngày {cited_date(task.due_on)}."
    )
