"""What became of the commitments: of one pledge, and the sums of many."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased, contains_eager, selectinload

from app.access.permissions import Appointments
from app.extensions import db
from app.files.models import StoredFile
from app.organisations.models import Organisation
from app.people.models import Member
from app.pledges.models import (
    Pledge,
    PledgeEdition,
    PledgeItem,
    PledgeResult,
    ResultEvidence,
)
from app.pledges.queries.pledges import get_pledge
from app.pledges.rules import (
    IN_FORCE,
    EditionState,
    Judge,
    Outcome,
    PledgeStatus,
    PledgeSum,
    Stage,
    StepKind,
    sum_of,
)
from app.pledges.rules.results import is_shown


def get_judged(pledge_id: UUID) -> Pledge | None:
    """A pledge with what has been said of each commitment, in a fixed number of queries."""
    evidence = selectinload(Pledge.results).selectinload(PledgeResult.evidence)
    return get_pledge(pledge_id, evidence.joinedload(ResultEvidence.file))


@dataclass(frozen=True)
class OfPledge:
    """A part of a pledge as an address names it: it lies where the pledge lies."""

    pledge: Pledge

    @property
    def unit_path(self) -> str:
        return self.pledge.unit_path

    @property
    def appointments(self) -> Appointments:
        return self.pledge.appointments


@dataclass(frozen=True)
class Answering(OfPledge):
    """A pledge its author answers for, at mid-year or at the end of the year."""

    stage: Stage


@dataclass(frozen=True)
class AnsweredLine(Answering):
    """One commitment of it."""

    item: PledgeItem


@dataclass(frozen=True)
class EvidenceFile(OfPledge):
    """A file that is evidence of a result."""

    evidence: ResultEvidence
    file: StoredFile


def get_answering(pledge_id: UUID, stage: str) -> Answering | None:
    pledge = get_judged(pledge_id)
    return Answering(pledge, Stage(stage)) if pledge else None


def get_answered_line(pledge_id: UUID, stage: str, line_id: UUID) -> AnsweredLine | None:
    pledge = get_judged(pledge_id)
    for item in lines_in_force(pledge) if pledge else ():
        if pledge and item.line_id == line_id:
            return AnsweredLine(pledge, Stage(stage), item)
    return None


def get_evidence_file(pledge_id: UUID, pledge_evidence_id: UUID) -> EvidenceFile | None:
    pledge = get_judged(pledge_id)
    for result in pledge.results if pledge else ():
        for piece in result.evidence:
            if pledge and piece.id == pledge_evidence_id and piece.file is not None:
                return EvidenceFile(pledge, piece, piece.file)
    return None


def lines_in_force(pledge: Pledge) -> list[PledgeItem]:
    """The commitments that are held against the author, in the order of the form."""
    edition = pledge.in_force
    return sorted(
        edition.items if edition else (),
        key=lambda item: (
            item.section.branch_id is not None,
            item.section.position,
            item.position,
        ),
    )


def result_of(pledge: Pledge, line_id: UUID, stage: Stage, judge: Judge) -> PledgeResult | None:
    """What was said of a commitment, a draft included."""
    wanted = (line_id, stage, judge)
    found = (r for r in pledge.results if (r.line_id, r.stage, r.judge) == wanted)
    return next(found, None)


@dataclass(frozen=True)
class ResultLine:
    """A commitment beside what has been handed in about it."""

    number: int
    item: PledgeItem
    midyear: PledgeResult | None
    by_member: PledgeResult | None
    by_branch: PledgeResult | None

    @property
    def outcome(self) -> Outcome | None:
        """The last word said."""
        found = self.by_branch or self.by_member or self.midyear
        return found.outcome if found else None


def result_lines(pledge: Pledge) -> list[ResultLine]:
    return [
        ResultLine(
            number,
            item,
            _shown(pledge, item, Stage.MIDYEAR, Judge.MEMBER),
            _shown(pledge, item, Stage.YEAREND, Judge.MEMBER),
            _shown(pledge, item, Stage.YEAREND, Judge.BRANCH),
        )
        for number, item in enumerate(lines_in_force(pledge), 1)
    ]


def _shown(pledge: Pledge, item: PledgeItem, stage: Stage, judge: Judge) -> PledgeResult | None:
    if not is_shown(stage, judge, pledge.status, is_checked=pledge.checked_at is not None):
        return None
    return result_of(pledge, item.line_id, stage, judge)


def pledge_sum(pledge: Pledge, judge: Judge) -> PledgeSum:
    """How the year ended for one pledge, as far as it has been handed in: what the yearly review
    of its author takes over.
    """
    found = [
        _shown(pledge, item, Stage.YEAREND, judge)
        for item in (pledge.in_force.items if pledge.in_force else ())
    ]
    return sum_of(result.outcome if result else None for result in found)


def branch_word(pledge: Pledge) -> str:
    """The branch's comment on the whole of the year."""
    said = [step.comment for step in pledge.steps if step.kind is StepKind.COMMENTED]
    return (said[-1] or "") if said else ""


def asked_again(pledge: Pledge) -> str:
    """What the branch wants looked at again, until its author has done so."""
    said = [
        step
        for step in pledge.steps
        if step.kind in (StepKind.SELF_REVIEWED, StepKind.REVIEW_RETURNED)
    ]
    return (said[-1].comment or "") if said and said[-1].kind is StepKind.REVIEW_RETURNED else ""


@dataclass(frozen=True)
class Sums:
    """How one pledge of the year came out: by its author, and by the branch."""

    pledge_id: UUID
    member_id: UUID
    branch_id: UUID
    by_member: PledgeSum
    by_branch: PledgeSum


def sums_of(year: int, path: str) -> list[Sums]:
    """Every pledge in force of a year at a place and below it; one query."""
    by_member, by_branch = aliased(PledgeResult), aliased(PledgeResult)
    key = (Pledge.id, Pledge.member_id, Pledge.organisation_id, Pledge.status)
    rows = db.session.execute(
        select(*key, by_member.outcome, by_branch.outcome, func.count())
        .join(Organisation, Organisation.id == Pledge.organisation_id)
        .join(PledgeEdition, is_in_force())
        .join(PledgeItem, PledgeItem.edition_id == PledgeEdition.id)
        .outerjoin(by_member, said_of_item(by_member, Stage.YEAREND, Judge.MEMBER))
        .outerjoin(by_branch, said_of_item(by_branch, Stage.YEAREND, Judge.BRANCH))
        .where(
            Pledge.year == year,
            Pledge.status.in_(IN_FORCE),
            Organisation.path.startswith(path, autoescape=True),
        )
        .group_by(*key, by_member.outcome, by_branch.outcome)
        .order_by(Pledge.id)
    )
    counted: dict[tuple[UUID, UUID, UUID], dict[Judge, Counter[Outcome | None]]] = {}
    for pledge_id, member_id, branch_id, status, own, branchs, count in rows:
        sums = counted.setdefault(
            (pledge_id, member_id, branch_id), {judge: Counter() for judge in Judge}
        )
        for judge, outcome in ((Judge.MEMBER, own), (Judge.BRANCH, branchs)):
            shown = is_shown(Stage.YEAREND, judge, status, is_checked=False)
            sums[judge][outcome if shown else None] += count
    return [
        Sums(*ids, sum_of(sums[Judge.MEMBER].elements()), sum_of(sums[Judge.BRANCH].elements()))
        for ids, sums in counted.items()
    ]


@dataclass(frozen=True)
class MemberResult:
    """A line of the year's results of a branch."""

    pledge: Pledge
    by_member: PledgeSum
    by_branch: PledgeSum


def results_of(branch: Organisation, year: int) -> list[MemberResult]:
    """Every pledge in force that the branch keeps, by given name; two queries."""
    sums = {found.pledge_id: found for found in sums_of(year, branch.path)}
    pledges = db.session.scalars(
        select(Pledge)
        .join(Pledge.member)
        .where(
            Pledge.organisation_id == branch.id,
            Pledge.year == year,
            Pledge.status.in_(IN_FORCE),
        )
        .options(contains_eager(Pledge.member))
        .order_by(Member.sort_name, Member.id)
    )
    nothing = sum_of(())
    return [
        MemberResult(pledge, found.by_member, found.by_branch)
        if (found := sums.get(pledge.id))
        else MemberResult(pledge, nothing, nothing)
        for pledge in pledges
    ]


def commented_in(branch: Organisation, year: int) -> Sequence[Pledge]:
    """What may be closed."""
    return [
        line.pledge
        for line in results_of(branch, year)
        if line.pledge.status is PledgeStatus.COMMENTED
    ]


def is_in_force() -> ColumnElement[bool]:
    """Joins a pledge with its text in force, the one that was last confirmed."""
    later = aliased(PledgeEdition)
    last_confirmed = (
        select(func.max(later.number))
        .where(later.pledge_id == Pledge.id, later.state == EditionState.CONFIRMED)
        .correlate(Pledge)
        .scalar_subquery()
    )
    return and_(PledgeEdition.pledge_id == Pledge.id, PledgeEdition.number == last_confirmed)


def said_of_item(result: type[PledgeResult], stage: Stage, judge: Judge) -> ColumnElement[bool]:
    """Joins a commitment with what one judge said of it at one time of the year."""
    return and_(
        result.pledge_id == Pledge.id,
        result.line_id == PledgeItem.line_id,
        result.stage == stage,
        result.judge == judge,
    )
