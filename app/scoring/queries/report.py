"""The report of a branch or committee over half a year or a year: as many queries for hundreds of
branches as for one.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from app.extensions import db
from app.meetings.models import Meeting, Statement
from app.meetings.rules.life import HELD, TYPE_LABELS, MeetingType
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.queries import places_below
from app.organisations.rules import Level
from app.people.models import Member, StatusPeriod
from app.people.rules import Status
from app.scoring.document.report import ReportPaper
from app.scoring.queries.campaigns import campaigns_of_year
from app.scoring.queries.grades import counts
from app.scoring.queries.measures.branches import facts_of_branches
from app.scoring.queries.papers.signing import framed
from app.scoring.queries.places import PlacePeriod, members_below
from app.scoring.queries.progress import progress_of
from app.scoring.rules.due import kind_of
from app.scoring.rules.facts import SITTINGS, BranchFacts, Span
from app.scoring.rules.indicators import Subject
from app.scoring.rules.report import (
    Held,
    Report,
    Review,
    UnitLine,
    figures_of,
    missing_months,
)
from app.scoring.rules.subjects import WHOLE_YEAR
from app.scoring.rules.vocabulary import EXCUSED, UNGRADED


def report_paper(at: PlacePeriod, found: Report, *, on: date) -> ReportPaper:
    letterhead, signatory = framed(at.place, on=on)
    return ReportPaper(
        letterhead=letterhead,
        signatory=signatory,
        on=on,
        report=found,
    )


def report_of(at: PlacePeriod, *, on: date) -> Report:
    spans = at.spans(on)
    first, last = spans[0].first, spans[-1].last
    places = [at.place, *places_below(at.place)]
    branches = [
        place
        for place in places
        if place.level is Level.BRANCH
        and (place.dissolved_on is None or place.dissolved_on >= first)
    ]
    facts = [(facts_of_branches(branches, span), span) for span in spans]
    return Report(
        year=at.year,
        period=at.period,
        units=tuple(_units(at, places, branches, facts, first, last, on)),
        held=tuple(_held(at, first, last)),
        grades=tuple(_grades(at)) if at.period == WHOLE_YEAR else (),
        reviews=tuple(_reviews(at, on)) if at.period == WHOLE_YEAR else (),
    )


def _units(
    at: PlacePeriod,
    places: Sequence[Organisation],
    branches: Sequence[Organisation],
    facts: Sequence[tuple[Mapping[UUID, BranchFacts], Span]],
    first: date,
    last: date,
    on: date,
) -> Iterator[UnitLine]:
    names: dict[UUID | None, str] = {place.id: place.name for place in places[1:]}
    members = members_below(at.place.path, on=min(on, last))
    spoke = _spoke(at.place.path, first, last)
    admitted = _admitted(at.place.path, first, last)
    for branch in branches:
        parts = [(found[branch.id], span) for found, span in facts]
        yield UnitLine(
            branch.id,
            branch.name,
            names.get(branch.parent_id, ""),
            members.get(branch.id, 0),
            spoke.get(branch.id, 0),
            admitted.get(branch.id, 0),
            figures_of(parts),
            missing_months(parts),
        )


def _spoke(path: str, first: date, last: date) -> dict[UUID, int]:
    """How many comrades of a branch spoke at least once at its meetings."""
    rows = db.session.execute(
        select(Meeting.organisation_id, func.count(Statement.member_id.distinct()))
        .join(Statement.meeting)
        .join(Meeting.organisation)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            Meeting.type.in_(SITTINGS),
            Meeting.status.in_(HELD),
            Meeting.period.between(first, last),
        )
        .group_by(Meeting.organisation_id)
    )
    return {branch_id: count for branch_id, count in rows}


def _admitted(path: str, first: date, last: date) -> dict[UUID, int]:
    """Who was admitted in these days, in the branch that had them on the day."""
    rows = db.session.execute(
        select(StatusPeriod.organisation_id, func.count(Member.id.distinct()))
        .join(StatusPeriod.member)
        .join(StatusPeriod.organisation)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            Member.admitted_on.between(first, last),
            StatusPeriod.status != Status.TEMPORARY_IN,
            StatusPeriod.starts_on <= Member.admitted_on,
            StatusPeriod.ends_on.is_(None) | (StatusPeriod.ends_on >= Member.admitted_on),
        )
        .group_by(StatusPeriod.organisation_id)
    )
    return {branch_id: count for branch_id, count in rows}


def _held(at: PlacePeriod, first: date, last: date) -> Iterator[Held]:
    """By body and by type; what is extraordinary has a line of its own."""
    rows = db.session.execute(
        select(OrganisationKind.level, Meeting.type, func.count())
        .select_from(Meeting)
        .join(Meeting.organisation)
        .join(Organisation.kind)
        .where(
            Organisation.path.startswith(at.place.path, autoescape=True),
            Meeting.status.in_(HELD),
            Meeting.period.between(first, last),
        )
        .group_by(OrganisationKind.level, Meeting.type)
    )
    found = {(_body(level, kind), kind): number for level, kind, number in rows}
    for body in (_BRANCH, _BRANCH_COMMITTEE, _COMMITTEE):
        for kind in MeetingType:
            if (body, kind) in found:
                yield Held(body, TYPE_LABELS[kind], found[body, kind])


_BRANCH, _BRANCH_COMMITTEE, _COMMITTEE = "Chi bộ", "Chi ủy", "Cấp ủy"


def _body(level: Level, kind: MeetingType) -> str:
    if level is Level.COMMITTEE:
        return _COMMITTEE
    return _BRANCH_COMMITTEE if kind is MeetingType.BRANCH_COMMITTEE else _BRANCH


_WHAT = {Subject.BRANCH_YEAR: "Tổ chức đảng", Subject.MEMBER_YEAR: "Đảng viên"}


def _grades(at: PlacePeriod) -> Iterator[tuple[str, str, int]]:
    """From the decisions that stand, in the words of the year; without a grade too."""
    for subject, counted in counts(at.place, at.year).items():
        if not (counted.due or counted.excused):
            continue
        for _, label, number in counted.grades:
            yield _WHAT[subject], label, number
        yield _WHAT[subject], UNGRADED, counted.ungraded
        yield _WHAT[subject], EXCUSED, counted.excused


def _reviews(at: PlacePeriod, on: date) -> Iterator[Review]:
    """From the campaigns of the year that cover the place; who handed in has been reviewed."""
    for subject, campaign in campaigns_of_year(at.place.path, at.year).items():
        found = progress_of(campaign, on=on, path=at.place.path)
        left_out = Counter(kind_of(line.due) for line in found.left_out)
        yield Review(
            _WHAT[subject],
            len(found.lines),
            sum(line.is_handed_in for line in found.lines),
            tuple(sorted(left_out.items())),
        )
