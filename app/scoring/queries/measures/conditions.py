"""On what criteria may hang (rules.indicators.CONDITIONS), and whether it holds."""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, select

from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.rules.life import HELD, MONTHLY, WITH_TOPIC
from app.people.models import PositionPeriod
from app.people.queries.periods import holds_on
from app.people.rules import Position
from app.scoring.queries.measures.branches import tasks_of_branches
from app.scoring.queries.measures.meetings import has_committee, tasks_at
from app.scoring.queries.measures.members import tasks_of_members
from app.scoring.rules.facts import Span

_LEADING = (
    Position.SECRETARY,
    Position.DEPUTY_SECRETARY,
    Position.BRANCH_COMMITTEE_MEMBER,
)


def holding_at(meeting: Meeting) -> frozenset[str]:
    """Those that hold at a meeting; three queries."""
    return _holding(
        has_topic=meeting.type in WITH_TOPIC,
        topical_month=meeting.type in WITH_TOPIC or _is_topical_month(meeting),
        is_regular=meeting.type in MONTHLY,
        has_committee=has_committee(meeting.organisation_id, on=meeting.held_on),
        has_due_tasks=tasks_at(meeting)[0].due > 0,
    )


def holding_in(span: Span, branch_id: UUID, member_id: UUID | None) -> frozenset[str]:
    """Those that hold of a branch, or of a member there, in a span; up to three queries."""
    tasks = (
        tasks_of_members([member_id], span) if member_id else tasks_of_branches([branch_id], span)
    )
    return _holding(
        is_year=span.is_year,
        is_quarter=not span.is_year,
        has_committee=has_committee(branch_id, on=span.last),
        has_due_tasks=bool(tasks),
        is_leader=member_id is not None and _leads(member_id, branch_id, span),
    )


def _holding(**conditions: bool) -> frozenset[str]:
    return frozenset(key for key, holds in conditions.items() if holds)


def _is_topical_month(meeting: Meeting) -> bool:
    return _exists(
        Meeting.organisation_id == meeting.organisation_id,
        Meeting.type.in_(WITH_TOPIC),
        Meeting.status.in_(HELD),
        Meeting.period == meeting.period,
    )


def _leads(member_id: UUID, branch_id: UUID, span: Span) -> bool:
    """Whether they hold an office in the branch when the span ends."""
    return _exists(
        PositionPeriod.member_id == member_id,
        PositionPeriod.organisation_id == branch_id,
        PositionPeriod.position.in_(_LEADING),
        *holds_on(PositionPeriod, span.last),
    )


def _exists(*conditions: ColumnElement[bool]) -> bool:
    return bool(db.session.scalar(select(exists().where(*conditions))))
