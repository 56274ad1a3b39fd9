"""The indicators of members in a year or one of its quarters: of one or, in as many queries, of
hundreds. They count wherever the member was: a member has one grade a year.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from app.assignments.models import Assignment
from app.assignments.rules import AssignmentStatus, Punctuality
from app.extensions import db
from app.meetings.models import Attendance, Meeting, Statement
from app.meetings.rules.life import HELD
from app.meetings.rules.roll import MUST_ATTEND, Presence
from app.organisations.models import Organisation
from app.people.models import Member
from app.pledges.models import Pledge
from app.pledges.queries.results import Sums, sums_of
from app.pledges.rules import IN_FORCE
from app.scoring.queries.measures.branches import common_path
from app.scoring.queries.measures.pledging import coverages_over
from app.scoring.rules.facts import NO_TASKS, SITTINGS, MemberFacts, PledgeFacts, Span
from app.scoring.rules.indicators import Measured
from app.scoring.rules.measures_member import member_measures

# A member with the branch where they are scored.
Scored: TypeAlias = tuple[Member, Organisation]
_Ids = Collection[UUID]


def measures_of_member(
    member: Member, branch: Organisation, year: int, quarter: int, *, on: date
) -> Mapping[str, Measured]:
    return measures_of_members([(member, branch)], year, quarter, on=on)[member.id]


def measures_of_members(
    members: Sequence[Scored], year: int, quarter: int, *, on: date
) -> Mapping[UUID, Mapping[str, Measured]]:
    """By member; as many queries for hundreds as for one, but for further pledge campaigns.

    :param on: the day from which deadlines are seen.
    """
    span = Span(year, quarter, on)
    facts = facts_of_members(members, span)
    return {member.id: member_measures(facts[member.id], span) for member, _ in members}


def facts_of_members(members: Sequence[Scored], span: Span) -> Mapping[UUID, MemberFacts]:
    if not members:
        return {}
    ids = [member.id for member, _ in members]
    rolls, spoken, tasks = _rolls(ids, span), _spoken(ids, span), tasks_of_members(ids, span)
    pledges, sums = _pledges(members, span), _sums(ids, span)
    return {
        id_: MemberFacts(
            *rolls.get(id_, (0, 0, 0)),
            *spoken.get(id_, (0, 0)),
            tasks=tasks.get(id_, NO_TASKS),
            pledge=pledges.get(id_),
            by_member=sums[id_].by_member if id_ in sums else None,
            by_branch=sums[id_].by_branch if id_ in sums else None,
        )
        for id_ in ids
    }


def _held(span: Span) -> tuple[ColumnElement[bool], ...]:
    return (
        Meeting.type.in_(SITTINGS),
        Meeting.status.in_(HELD),
        Meeting.period.between(span.first, span.last),
    )


def _rolls(ids: _Ids, span: Span) -> Mapping[UUID, tuple[int, int, int]]:
    """Called, present, absent without a reason."""
    rows = db.session.execute(
        select(
            Attendance.member_id,
            func.count(),
            func.sum(case((Attendance.presence == Presence.PRESENT, 1), else_=0)),
            func.sum(case((Attendance.presence == Presence.UNEXCUSED, 1), else_=0)),
        )
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Attendance.member_id.in_(ids),
            Attendance.status.in_(MUST_ATTEND),
            Meeting.present.is_not(None),
            *_held(span),
        )
        .group_by(Attendance.member_id)
    )
    return {id_: (called, present, unexcused) for id_, called, present, unexcused in rows}


def _spoken(ids: _Ids, span: Span) -> Mapping[UUID, tuple[int, int]]:
    """Statements, and the meetings at which they were made."""
    rows = db.session.execute(
        select(Statement.member_id, func.count(), func.count(Statement.meeting_id.distinct()))
        .join(Meeting, Meeting.id == Statement.meeting_id)
        .where(Statement.member_id.in_(ids), *_held(span))
        .group_by(Statement.member_id)
    )
    return {id_: (statements, meetings) for id_, statements, meetings in rows if id_}


def tasks_of_members(ids: _Ids, span: Span) -> Mapping[UUID, Punctuality]:
    """Of those that fell due in the span or are done already, as the year's pledge results have it
    (pledges.queries.evidence).
    """
    is_done = Assignment.status == AssignmentStatus.DONE
    in_time = and_(
        is_done, or_(Assignment.done_on.is_(None), Assignment.done_on <= Assignment.due_on)
    )
    rows = db.session.execute(
        select(Assignment.accountable_id, func.sum(case((in_time, 1), else_=0)), func.count())
        .where(
            Assignment.accountable_id.in_(ids),
            Assignment.is_adopted,
            Assignment.status != AssignmentStatus.CANCELLED,
            Assignment.due_on.between(span.first, span.last),
            or_(Assignment.due_on <= span.until, and_(is_done, Assignment.done_on <= span.until)),
        )
        .group_by(Assignment.accountable_id)
    )
    return {id_: Punctuality(done, due) for id_, done, due in rows}


def _pledges(members: Sequence[Scored], span: Span) -> Mapping[UUID, PledgeFacts]:
    """Of whom a pledge is asked, by when, and when it came."""
    if not span.is_year:
        return {}
    wanted = {member.id for member, _ in members}
    branches = list({branch.id: branch for _, branch in members}.values())
    return {
        line.member_id: PledgeFacts(line.standing.due_on, line.standing.submitted_on)
        for coverage, _ in coverages_over(branches, span.year, on=span.on)
        for line in coverage.lines
        if line.member_id in wanted
    }


def _sums(ids: _Ids, span: Span) -> Mapping[UUID, Sums]:
    """How their pledges came out, whichever branch keeps them; two queries."""
    if not span.is_year:
        return {}
    kept_at = db.session.scalars(
        select(Organisation)
        .join(Pledge, Pledge.organisation_id == Organisation.id)
        .where(Pledge.member_id.in_(ids), Pledge.year == span.year, Pledge.status.in_(IN_FORCE))
        .distinct()
    ).all()
    if not kept_at:
        return {}
    return {one.member_id: one for one in sums_of(span.year, common_path(kept_at))}
