"""The indicators of branches in a year or one of its quarters: of one or, in as many queries, of
hundreds.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from posixpath import commonpath
from uuid import UUID

from sqlalchemy import case, func, select

from app.assignments.models import Assignment, AssignmentReview
from app.assignments.queries.table import fell_due, met_in_time
from app.assignments.rules import Punctuality
from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.rules.life import HELD, MONTHLY
from app.observers.queries.coverage import meetings_seen
from app.organisations.models import Organisation
from app.people.models import StatusPeriod
from app.petitions.queries.lists import Wanted, answer_figures
from app.programmes.queries.tracker import tracker_of
from app.programmes.rules.quarters import Figures as Topical
from app.scoring.models import GradeDecision, RubricEdition, Scorecard
from app.scoring.queries.measures.pledging import coverages_over
from app.scoring.queries.measures.sittings import sittings_where
from app.scoring.rules.facts import (
    NO_TASKS,
    SITTINGS,
    BranchFacts,
    MonthScore,
    OfDue,
    PledgeFigures,
    Sitting,
    Span,
)
from app.scoring.rules.indicators import Measured
from app.scoring.rules.measures_branch import branch_measures

_Ids = Collection[UUID]


def measures_of_branch(
    branch: Organisation, year: int, quarter: int, *, on: date
) -> Mapping[str, Measured]:
    return measures_of_branches([branch], year, quarter, on=on)[branch.id]


def measures_of_branches(
    branches: Sequence[Organisation], year: int, quarter: int, *, on: date
) -> Mapping[UUID, Mapping[str, Measured]]:
    """By branch; as many queries for hundreds as for one, but for further pledge campaigns.

    :param on: the day from which deadlines are seen.
    """
    span = Span(year, quarter, on)
    facts = facts_of_branches(branches, span)
    return {branch.id: branch_measures(facts[branch.id], span) for branch in branches}


def facts_of_branches(branches: Sequence[Organisation], span: Span) -> Mapping[UUID, BranchFacts]:
    if not branches:
        return {}
    ids = [branch.id for branch in branches]
    path = common_path(branches)
    sittings = _sittings(ids, span)
    began = _began(ids)
    topical = _topical(path, span)
    tasks = tasks_of_branches(ids, span)
    petitions = _petitions(path, span)
    observed = _observed(path, span)
    pledges = _pledges(branches, span)
    scores = _scores(ids, span)
    return {
        branch.id: BranchFacts(
            sittings=tuple(sittings[branch.id]),
            began_on=began.get(branch.id),
            ended_on=branch.dissolved_on,
            topical=topical.get(branch.id),
            tasks=tasks.get(branch.id, NO_TASKS),
            petitions=petitions.get(branch.id, OfDue()),
            observed=observed.get(branch.id, OfDue()),
            pledges=pledges.get(branch.id),
            scores=tuple(scores[branch.id]),
        )
        for branch in branches
    }


def common_path(places: Collection[Organisation]) -> str:
    """The path of the nearest place above all of them, of one its own; "/" where there is none."""
    shared = commonpath([place.path for place in places])
    return f"{shared.rstrip('/')}/"


def _sittings(ids: _Ids, span: Span) -> Mapping[UUID, list[Sitting]]:
    found: defaultdict[UUID, list[Sitting]] = defaultdict(list)
    for placed in sittings_where(
        Meeting.organisation_id.in_(ids),
        Meeting.type.in_(SITTINGS),
        Meeting.status.in_(HELD),
        Meeting.period.between(span.first, span.last),
    ):
        found[placed.branch_id].append(placed.sitting)
    return found


def _began(ids: _Ids) -> Mapping[UUID, date]:
    rows = db.session.execute(
        select(StatusPeriod.organisation_id, func.min(StatusPeriod.starts_on))
        .where(StatusPeriod.organisation_id.in_(ids))
        .group_by(StatusPeriod.organisation_id)
    )
    return {id_: day for id_, day in rows}


def _topical(path: str, span: Span) -> Mapping[UUID, Topical]:
    return {
        one.id: one.figures.year if span.is_year else one.figures.quarters[span.quarter - 1]
        for one in tracker_of(path, span.year, on=span.on).branches
    }


def tasks_of_branches(ids: _Ids, span: Span) -> Mapping[UUID, Punctuality]:
    rows = db.session.execute(
        select(
            Assignment.organisation_id,
            func.sum(case((met_in_time(), 1), else_=0)),
            func.count(),
        )
        .join(AssignmentReview, AssignmentReview.assignment_id == Assignment.id)
        .where(
            Assignment.organisation_id.in_(ids),
            AssignmentReview.held_on.between(span.first, span.last),
            fell_due(),
        )
        .group_by(Assignment.organisation_id)
    )
    return {id_: Punctuality(done, due) for id_, done, due in rows}


def _petitions(path: str, span: Span) -> Mapping[UUID, OfDue]:
    wanted = Wanted(first=span.first, last=span.last, on=span.on)
    return {
        one.organisation_id: OfDue(one.in_time, one.due) for one in answer_figures(path, wanted)
    }


def _observed(path: str, span: Span) -> Mapping[UUID, OfDue]:
    found = {}
    for branch_id, meetings in meetings_seen(path, span.year).items():
        held = [one for one in meetings if one.held_on.month in span.months]
        found[branch_id] = OfDue(sum(one.is_seen for one in held), len(held))
    return found


def _pledges(branches: Sequence[Organisation], span: Span) -> Mapping[UUID, PledgeFigures]:
    if not span.is_year:
        return {}
    found = {}
    for coverage, asked in coverages_over(branches, span.year, on=span.on):
        figures = {unit.id: unit.figures for unit in coverage.branches}
        for branch in asked:
            one = figures.get(branch.id)
            found[branch.id] = (
                PledgeFigures(one.due, one.submitted, one.on_time)
                if one
                else PledgeFigures(0, 0, 0)
            )
    return found


def _scores(ids: _Ids, span: Span) -> Mapping[UUID, list[MonthScore]]:
    """Official scores of monthly meetings, the earliest first; two queries."""
    rows = db.session.execute(
        select(
            GradeDecision.organisation_id,
            Meeting.period,
            GradeDecision.total,
            GradeDecision.grade,
            Scorecard.rubric_id,
        )
        .join(Scorecard, Scorecard.id == GradeDecision.card_id)
        .join(Meeting, Meeting.id == Scorecard.meeting_id)
        .where(
            GradeDecision.organisation_id.in_(ids),
            GradeDecision.cancelled_at.is_(None),
            Meeting.type.in_(MONTHLY),
            Meeting.period.between(span.first, span.last),
        )
        .order_by(Meeting.period)
    ).all()
    rubrics = {
        edition.id: edition.rubric
        for edition in db.session.scalars(
            select(RubricEdition).where(RubricEdition.id.in_({row.rubric_id for row in rows}))
        )
    }
    found: defaultdict[UUID, list[MonthScore]] = defaultdict(list)
    for branch_id, period, total, grade, rubric_id in rows:
        found[branch_id].append(MonthScore(period.month, total, grade, rubrics[rubric_id]))
    return found
