"""How far a campaign has come, gathered as plain data for paper and Excel."""

from app.meetings.queries.papers import letterhead_of
from app.organisations.rules import Level
from app.pledges.document.coverage import CoverageData, MemberLine, UnitLine
from app.pledges.queries.coverage import Coverage, CoverageLine, CoveredUnit
from app.regulations.queries import book_for


def coverage_data(coverage: Coverage) -> CoverageData:
    place, campaign = coverage.place, coverage.campaign
    is_branch = place.level is Level.BRANCH
    return CoverageData(
        letterhead=letterhead_of(place, book_for(place.path, coverage.on)),
        year=campaign.year,
        on=coverage.on,
        closes_on=campaign.closes_on,
        figures=coverage.figures,
        committees=tuple(_unit(unit) for unit in coverage.committees),
        units=() if is_branch else tuple(_unit(unit) for unit in coverage.branches),
        members=tuple(_member(line, coverage) for line in coverage.lines),
        excluded=tuple(_member(line, coverage) for line in coverage.excluded),
    )


def _unit(unit: CoveredUnit) -> UnitLine:
    return UnitLine(unit.name, unit.figures)


def _member(line: CoverageLine, coverage: Coverage) -> MemberLine:
    standing, duty = line.standing, line.duty
    return MemberLine(
        name=line.name,
        branch=line.branch,
        state=standing.label if duty.is_due or not standing.is_missing else "Không phải nộp",
        due_on=duty.due_on,
        submitted_on=standing.submitted_on,
        is_late=duty.is_due and standing.is_late(on=coverage.on),
        is_missing=duty.is_due and standing.is_missing,
        reminders=line.reminders,
        reminded_on=standing.reminded_on,
        reason=duty.reason,
    )
