"""Lists of petitions, and how their addressees have answered; whoever asks says what they see."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, extract, func, null, or_, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.rules import Level
from app.people.models import Member
from app.petitions.models import Petition, PetitionStage
from app.petitions.rules import (
    PetitionKind,
    PetitionState,
    StageOutcome,
    deadline,
    state_of,
)

_ADDRESSEE = aliased(Organisation)
_UNTIL = func.coalesce(PetitionStage.extended_until, PetitionStage.due_on)


@dataclass(frozen=True)
class PetitionRow:
    """A line of a list: the petition at one level; `author` only where it may be read."""

    id: UUID
    kind: PetitionKind
    text: str
    raised_on: date
    branch: str
    author: str | None
    number: int
    addressee: str
    outcome: StageOutcome | None
    due_on: date
    extended_until: date | None
    ended_on: date | None

    @property
    def until(self) -> date:
        return deadline(self.due_on, self.extended_until)

    def state(self, on: date, soon_days: int) -> PetitionState:
        return state_of(self.outcome, self.until, on=on, soon_days=soon_days)


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; empty values ask for everything."""

    state: PetitionState | None = None
    first: date | None = None
    last: date | None = None
    on: date = date.min
    soon_days: int = 0


def _rows(*, with_author: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Petition.id,
            Petition.kind,
            Petition.text,
            Petition.raised_on,
            Organisation.name,
            Member.name if with_author else null(),
            PetitionStage.number,
            _ADDRESSEE.name,
            PetitionStage.outcome,
            PetitionStage.due_on,
            PetitionStage.extended_until,
            PetitionStage.ended_on,
        )
        .join(PetitionStage, PetitionStage.petition_id == Petition.id)
        .join(Organisation, Organisation.id == Petition.organisation_id)
        .join(_ADDRESSEE, _ADDRESSEE.id == PetitionStage.addressee_id)
        .join(Member, Member.id == Petition.author_id)
    )


def _is_last() -> ColumnElement[bool]:
    later = aliased(PetitionStage)
    return ~(
        select(later.id)
        .where(later.petition_id == PetitionStage.petition_id, later.number > PetitionStage.number)
        .exists()
    )


def _read(query: Select[*tuple[Any, ...]], *, limit: int, offset: int = 0) -> list[PetitionRow]:
    """Open ones first by deadline, then what is settled, latest first."""
    ordered = query.order_by(
        PetitionStage.outcome.is_not(None),
        case((PetitionStage.outcome.is_(None), _UNTIL)),
        Petition.raised_on.desc(),
        Petition.id,
    )
    return [PetitionRow(*row) for row in db.session.execute(ordered.limit(limit).offset(offset))]


def petitions_by(member_id: UUID, *, limit: int = 100) -> list[PetitionRow]:
    """One's own, wherever they were raised, at the level they have reached."""
    query = _rows(with_author=False).where(Petition.author_id == member_id, _is_last())
    return _read(query, limit=limit)


def petitions_below(
    path: str, wanted: Wanted, *, with_author: bool, limit: int, offset: int = 0
) -> list[PetitionRow]:
    """What was raised in a branch, or in all below a committee, at the level it has reached."""
    query = _rows(with_author=with_author).where(
        Organisation.path.startswith(path, autoescape=True),
        _is_last(),
        *_narrowed(wanted, Petition.raised_on),
    )
    return _read(query, limit=limit, offset=offset)


def petitions_before(
    addressee: Organisation, wanted: Wanted, *, with_author: bool, limit: int, offset: int = 0
) -> list[PetitionRow]:
    """What one level has been asked to answer, and what became of it there."""
    query = _rows(with_author=with_author).where(
        PetitionStage.addressee_id == addressee.id,
        *_narrowed(wanted, PetitionStage.received_on),
    )
    return _read(query, limit=limit, offset=offset)


def _narrowed(wanted: Wanted, day: Any) -> list[ColumnElement[bool]]:
    conditions = []
    if wanted.first and wanted.last:
        conditions.append(day.between(wanted.first, wanted.last))
    if wanted.state:
        conditions.append(_stands(wanted.state, wanted.on, wanted.soon_days))
    return conditions


def _stands(state: PetitionState, on: date, soon_days: int) -> ColumnElement[bool]:
    """`rules.state_of`, asked of the rows themselves."""
    soon = on + timedelta(days=soon_days)
    is_open = PetitionStage.outcome.is_(None)
    return {
        PetitionState.WAITING: and_(is_open, soon < _UNTIL),
        PetitionState.SOON: and_(is_open, _UNTIL.between(on, soon)),
        PetitionState.OVERDUE: and_(is_open, on > _UNTIL),
        PetitionState.ANSWERED: PetitionStage.outcome == StageOutcome.ANSWERED,
        PetitionState.ESCALATED: PetitionStage.outcome == StageOutcome.ESCALATED,
        PetitionState.WITHDRAWN: PetitionStage.outcome == StageOutcome.WITHDRAWN,
    }[state]


def years_with_petitions(path: str) -> list[int]:
    rows = db.session.scalars(
        select(extract("year", Petition.raised_on))
        .join(Organisation, Organisation.id == Petition.organisation_id)
        .where(Organisation.path.startswith(path, autoescape=True))
        .distinct()
    )
    return sorted((int(year) for year in rows), reverse=True)


@dataclass(frozen=True)
class AnswerFigures:
    """How one level has answered: of what was due, how much in time."""

    organisation_id: UUID
    name: str
    is_branch: bool
    received: int
    answered: int
    in_time: int
    overdue: int
    passed_on: int
    # Answered, overdue, or gone up only after the deadline.
    due: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.in_time, self.due) if self.due else None


def answer_figures(path: str, wanted: Wanted) -> list[AnswerFigures]:
    """A place and every branch below it, in one query; what was withdrawn counts nowhere."""
    answered = PetitionStage.outcome == StageOutcome.ANSWERED
    passed_on = PetitionStage.outcome == StageOutcome.ESCALATED
    overdue = and_(PetitionStage.outcome.is_(None), wanted.on > _UNTIL)
    joined = and_(
        PetitionStage.addressee_id == Organisation.id,
        or_(PetitionStage.outcome.is_(None), PetitionStage.outcome != StageOutcome.WITHDRAWN),
        *_narrowed(Wanted(first=wanted.first, last=wanted.last), PetitionStage.received_on),
    )
    received = func.count(PetitionStage.id)
    rows = db.session.execute(
        select(
            Organisation.id,
            Organisation.name,
            OrganisationKind.level == Level.BRANCH,
            received,
            _count(answered),
            _count(and_(answered, PetitionStage.ended_on <= _UNTIL)),
            _count(overdue),
            _count(passed_on),
            _count(or_(answered, overdue, and_(passed_on, PetitionStage.ended_on > _UNTIL))),
        )
        .join(OrganisationKind, OrganisationKind.code == Organisation.kind_code)
        .outerjoin(PetitionStage, joined)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            OrganisationKind.level != Level.GROUP,
        )
        .group_by(Organisation.id, Organisation.name, Organisation.path, OrganisationKind.level)
        .having(
            or_(
                and_(OrganisationKind.level == Level.BRANCH, Organisation.dissolved_on.is_(None)),
                received > 0,
            )
        )
        .order_by(OrganisationKind.level == Level.BRANCH, Organisation.name)
    )
    return [AnswerFigures(*row) for row in rows]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
