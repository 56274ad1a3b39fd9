"""What a committee has given to its branches, and what came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from app.assignments.models import Assignment
from app.assignments.rules import UNFINISHED, AssignmentStatus, shown_state
from app.assignments.rules.sharing import GivenState
from app.extensions import db
from app.organisations.models import Organisation
from app.people.models import Member


@dataclass(frozen=True)
class Answer:
    """What one branch has said of the work."""

    id: UUID
    branch: str
    accountable: str
    due_on: date
    status: AssignmentStatus
    percent: int
    result: str | None
    done_on: date | None

    def state(self, on: date) -> tuple[str, str]:
        return shown_state(self.status, self.due_on, on=on)

    def is_late(self, on: date) -> bool:
        return self.status in UNFINISHED and self.due_on < on


@dataclass(frozen=True)
class Work:
    """The same work in all branches it was given to; a line a branch."""

    meeting_id: UUID
    text: str
    given_on: date
    answers: tuple[Answer, ...]

    @property
    def done(self) -> int:
        return sum(answer.status is AssignmentStatus.DONE for answer in self.answers)

    def late(self, on: date) -> int:
        return sum(answer.is_late(on) for answer in self.answers)


def given_by(
    giver_id: UUID,
    *,
    with_drafts: bool,
    state: GivenState | None = None,
    branch_id: UUID | None = None,
    on: date,
    limit: int,
    offset: int = 0,
) -> list[Work]:
    """Work by the meeting that gave it, latest first, with those branches the filter leaves.

    Two queries, whatever the number of branches.
    """
    conditions: list[ColumnElement[bool]] = [
        Assignment.giver_id == giver_id,
        Assignment.organisation_id != giver_id,
        *_asked(state, on),
    ]
    if not with_drafts:
        conditions.append(Assignment.is_adopted.is_(True))
    if branch_id:
        conditions.append(Assignment.organisation_id == branch_id)
    key = (Assignment.meeting_id, Assignment.text)
    found = db.session.execute(
        select(*key, func.min(Assignment.given_on).label("given_on"))
        .where(*conditions)
        .group_by(*key)
        .order_by(func.min(Assignment.given_on).desc(), func.min(Assignment.due_on), *key)
        .limit(limit)
        .offset(offset)
    ).all()
    answers = _answers(conditions, [row.meeting_id for row in found])
    return [
        Work(
            row.meeting_id,
            row.text,
            row.given_on,
            tuple(answers.get((row.meeting_id, row.text), ())),
        )
        for row in found
    ]


def _asked(state: GivenState | None, on: date) -> Sequence[ColumnElement[bool]]:
    match state:
        case GivenState.OPEN:
            return [Assignment.status.in_(UNFINISHED)]
        case GivenState.OVERDUE:
            return [Assignment.status.in_(UNFINISHED), Assignment.due_on < on]
        case GivenState.DONE:
            return [Assignment.status == AssignmentStatus.DONE]
    return []


def _answers(
    conditions: Sequence[ColumnElement[bool]], meeting_ids: Sequence[UUID]
) -> dict[tuple[UUID, str], list[Answer]]:
    rows = db.session.execute(
        select(
            Assignment.meeting_id,
            Assignment.text,
            Assignment.id,
            Organisation.name,
            Member.name,
            Assignment.due_on,
            Assignment.status,
            Assignment.percent,
            Assignment.result,
            Assignment.done_on,
        )
        .join(Organisation, Organisation.id == Assignment.organisation_id)
        .join(Member, Member.id == Assignment.accountable_id)
        .where(*conditions, Assignment.meeting_id.in_(meeting_ids))
        .order_by(Organisation.name, Assignment.id)
    )
    found: dict[tuple[UUID, str], list[Answer]] = {}
    for meeting_id, text, *rest in rows:
        found.setdefault((meeting_id, text), []).append(Answer(*rest))
    return found


def charged_branches(giver_id: UUID) -> list[tuple[UUID, str]]:
    """The branches that were ever given anything, by name."""
    charged = select(Assignment.organisation_id).where(
        Assignment.giver_id == giver_id, Assignment.organisation_id != giver_id
    )
    rows = db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(charged))
        .order_by(Organisation.name)
    )
    return [(id_, name) for id_, name in rows]


def from_above(organisation_id: UUID) -> Sequence[Assignment]:
    """What a committee has given a branch and not closed yet, for the branch to look at."""
    return db.session.scalars(
        select(Assignment)
        .where(
            Assignment.organisation_id == organisation_id,
            Assignment.giver_id != organisation_id,
            Assignment.is_adopted,
            Assignment.status.in_(UNFINISHED),
        )
        .order_by(Assignment.due_on, Assignment.id)
    ).all()
