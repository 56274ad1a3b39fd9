"""Resolutions looked up and listed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, extract, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.access.permissions import Permission
from app.extensions import db
from app.kernel.checks import Flaw
from app.meetings.models import Meeting, Vote
from app.meetings.rules.signing import signing_title
from app.numbering.models import NumberEntry
from app.numbering.queries import numbers_lead
from app.numbering.rules import DocumentType
from app.organisations.models import Organisation
from app.people.models import Member
from app.people.queries import positions_at
from app.people.rules import Position
from app.resolutions.models import Ground, Resolution
from app.resolutions.rules import IN_FORCE, ResolutionKind, ResolutionStatus


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
            selectinload(Resolution.grounds).joinedload(Ground.document),
        )
    )


def reading(resolution: Resolution) -> Permission:
    """A draft belongs to those who write it; what is issued, to the whole branch."""
    is_issued = resolution.status in IN_FORCE
    return Permission.MINUTES_READ if is_issued else Permission.MINUTES_READ_DRAFT


def resolutions_from(meeting_id: UUID, *, with_drafts: bool) -> Sequence[Resolution]:
    """The resolutions of one meeting, numbered ones first."""
    query = select(Resolution).where(Resolution.meeting_id == meeting_id)
    if not with_drafts:
        query = query.where(Resolution.status.in_(IN_FORCE))
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
    kind: ResolutionKind
    status: ResolutionStatus
    issued_on: date | None
    held_on: date


def list_resolutions(
    branch: Organisation,
    *,
    year: int | None,
    status: ResolutionStatus | None = None,
    with_drafts: bool,
) -> list[ResolutionRow]:
    """Newest first; a draft counts for the year of its meeting."""
    query = (
        select(
            Resolution.id,
            Resolution.number_symbol,
            Resolution.abstract,
            Resolution.kind,
            Resolution.status,
            Resolution.issued_on,
            Meeting.held_on,
        )
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(Meeting.organisation_id == branch.id)
    )
    if year:
        query = query.where(extract("year", Meeting.held_on) == year)
    if status:
        query = query.where(Resolution.status == status)
    if not with_drafts:
        query = query.where(Resolution.status.in_(IN_FORCE))
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
