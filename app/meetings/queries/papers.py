"""What the papers of a meeting are drawn from, gathered as plain data."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import joinedload

from app.extensions import db
from app.kernel.clock import local
from app.meetings.document import (
    Leader,
    Letterhead,
    NoticeData,
    Occasion,
    ProgrammeData,
    ProgrammeItem,
    ProgrammeSection,
    RollEntry,
    RollPaper,
    titled,
)
from app.meetings.models import AgendaStep, Guest, Meeting
from app.meetings.queries.documents import Cited, documents_in
from app.meetings.queries.meetings import book_of, materials_of
from app.meetings.queries.points import points_of
from app.meetings.queries.roll import RollRow, guests_of, roll_of
from app.meetings.rules.agenda import sections
from app.meetings.rules.signing import committee_authority, signing_title
from app.organisations.models import Organisation
from app.people.models import Member
from app.people.queries import positions_at
from app.people.rules import Position
from app.regulations.rules import Book

Positions = dict[UUID, tuple[Position, ...]]


def branch_of(meeting: Meeting) -> Organisation:
    """The branch with its superior, whose name stands above it on every paper."""
    return db.session.get_one(
        Organisation, meeting.organisation_id, options=[joinedload(Organisation.parent)]
    )


def letterhead_of(branch: Organisation, book: Book) -> Letterhead:
    """The head of a paper of `branch`, after the regulations in `book`."""
    return Letterhead(
        over=branch.parent.body_name if branch.parent else "",
        issuer=branch.header_name,
        name=branch.name,
        symbol=branch.symbol,
        place=branch.place,
        style=book.choice("document.style"),
        is_capital=book.choice("document.subject_case") == "capital",
    )


def occasion_of(meeting: Meeting, book: Book) -> Occasion:
    positions = positions_at(meeting.organisation_id, on=meeting.held_on)
    return Occasion(
        letterhead=letterhead_of(branch_of(meeting), book),
        type=meeting.type,
        period=meeting.period,
        held_on=meeting.held_on,
        start_time=meeting.start_time,
        place=meeting.place,
        mode=meeting.mode,
        points=tuple(point.name for point in meeting.points) if meeting.has_points else (),
        topic=meeting.topic or "",
        chair=_leader(meeting.chair, positions),
        minute_taker=_leader(meeting.minute_taker, positions),
        dated=local(meeting.notified_at).date() if meeting.notified_at else None,
        authority=_authority(meeting, book),
        is_of_committee=meeting.is_of_committee,
    )


def _authority(meeting: Meeting, book: Book) -> str:
    if meeting.is_of_committee:
        return committee_authority(meeting.organisation.name)
    return book.text("document.authority_line")


def _leader(member: Member | None, positions: Positions) -> Leader | None:
    if member is None:
        return None
    held = positions.get(member.id, ())
    return Leader(member.name, titled(held), signing_title(held) or "")


def programme_of(meeting: Meeting) -> ProgrammeData:
    book, cited = book_of(meeting), documents_in(meeting.id)
    return ProgrammeData(
        occasion_of(meeting, book),
        tuple(_section(step, cited) for step in meeting.steps),
        is_discussed_at_each=book.choice("meeting.discussion") == "each",
    )


def _section(step: AgendaStep, cited: Cited) -> ProgrammeSection:
    law = sections()[step.section]
    items = (item for item in step.items if not item.is_restricted)
    return ProgrammeSection(
        law.number,
        law.title,
        tuple(
            ProgrammeItem(
                item.title,
                item.presenter or "",
                tuple(f"{one.kind} số {one.symbol}" for one in cited.get(item.id, ())),
            )
            for item in items
        ),
        step.planned_minutes,
    )


def notice_of(meeting: Meeting) -> NoticeData:
    guests = guests_of(meeting)
    return NoticeData(
        occasion_of(meeting, book_of(meeting)),
        contents=tuple(sections()[step.section].title for step in meeting.steps),
        materials=tuple(material.title for material in materials_of(meeting)),
        invited=_leaders(guests),
        observers=_leaders([guest for guest in guests if guest.is_observer]),
    )


def _leaders(guests: Sequence[Guest]) -> tuple[Leader, ...]:
    return tuple(
        Leader(guest.name, ", ".join(filter(None, (guest.party_title, guest.state_title))))
        for guest in guests
    )


def roll_paper_of(meeting: Meeting) -> RollPaper:
    roll = roll_of(meeting)
    return RollPaper(
        occasion_of(meeting, book_of(meeting)),
        entries=tuple(_entry(row) for row in roll.rows),
        figures=roll.figures,
        guests=_leaders([guest for guest in guests_of(meeting) if guest.has_attended]),
        points=points_of(meeting, roll),
    )


def _entry(row: RollRow) -> RollEntry:
    return RollEntry(
        name=row.name,
        status=row.status,
        title=titled(row.positions),
        presence=row.presence,
        reason=row.reason,
        late_minutes=row.late_minutes or 0,
        left_early_minutes=row.left_early_minutes or 0,
        point=row.point_name,
    )
