"""The scores of a month below a committee, or of a year in a branch; nothing is scored here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, load_only

from app.extensions import db
from app.kernel.clock import local
from app.kernel.text import collation_key
from app.meetings.models import Meeting
from app.meetings.rules.life import (
    HELD,
    MONTHLY,
    SILENT,
    MeetingStatus,
    MeetingType,
    first_of_month,
    meeting_title,
)
from app.observers.models import VisitReport
from app.organisations.models import Organisation
from app.organisations.queries import list_branches_below
from app.programmes.rules.quarters import last_of_month
from app.scoring.models import RubricEdition, ScoreAnswer, Scorecard, ScoreProposal
from app.scoring.queries.indicators import proposed_to
from app.scoring.queries.places import members_below
from app.scoring.rules.cards import TO_DECIDE, CardState, is_handed_in
from app.scoring.rules.deciding import WAITING, Standing, departing, group_of, standing_of
from app.scoring.rules.indicators import Measured
from app.scoring.rules.rubric import Column
from app.scoring.rules.scoring import Answer

_Answers: TypeAlias = Mapping[UUID, Mapping[str, Answer]]


@dataclass(frozen=True)
class QueueLine:
    """A branch with one of its meetings and the score of it; without a meeting it has not met."""

    branch_id: UUID
    branch: str
    period: date
    members: int = 0
    meeting: Meeting | None = None
    card: Scorecard | None = None
    self_grade: str = ""
    grade: str = ""
    visits: tuple[int, ...] = ()
    departures: int = 0

    @property
    def title(self) -> str:
        kind = self.meeting.type if self.meeting else MeetingType.REGULAR
        return meeting_title(kind, self.period)

    @property
    def is_monthly(self) -> bool:
        return self.meeting is None or self.meeting.type in MONTHLY

    @property
    def standing(self) -> Standing:
        card, meeting = self.card, self.meeting
        return standing_of(
            card.state if card else None,
            is_held=meeting is not None and meeting.status in HELD,
            is_appealed=bool(card and card.appeal and card.appeal.answered_at is None),
        )

    @property
    def self_total(self) -> Fraction | None:
        """What was handed on; what is being written is the branch's alone."""
        return self.card.self_total if self.card and is_handed_in(self.card.state) else None

    @property
    def total(self) -> Fraction | None:
        is_decided = self.card is not None and self.card.state is CardState.DECIDED
        return self.card.decision_total if self.card and is_decided else None

    @property
    def waits_since(self) -> datetime | None:
        if self.card is None:
            return None
        return self.card.appeal.at if self.card.appeal else self.card.submitted_at

    @property
    def may_be_accepted(self) -> bool:
        """As it is, unread: no line departs from the facts, and nobody has scored otherwise."""
        card = self.card
        return (
            card is not None
            and self.standing in (Standing.SUBMITTED, Standing.REVIEWED)
            and not self.departures
            and card.decision_total is None
            and card.review_total in (None, card.self_total)
            and self.meeting is not None
            and self.meeting.status is MeetingStatus.ADOPTED
        )


def queue_of(place: Organisation, month: date, *, on: date, with_visits: bool) -> list[QueueLine]:
    """Each branch at a place and below with what it scored of a month, in the order in which it
    is looked at; eight queries, however many there are.

    :param with_visits: whether the reader may know what observers have reported.
    """
    found = _cards(Organisation.path.startswith(place.path, autoescape=True), month, month)
    members = members_below(place.path, on=min(on, last_of_month(month.year, month.month)))
    visits = _visits([one.id for one, _ in found]) if with_visits else {}
    extras = _Extras.of([card for _, card in found if card])
    meetings: dict[UUID, list[tuple[Meeting, Scorecard | None]]] = defaultdict(list)
    for meeting, card in found:
        meetings[meeting.organisation_id].append((meeting, card))
    lines = [
        extras.line(branch, month, meeting, card, members.get(branch.id, 0), visits)
        for branch in list_branches_below(place.path)
        if branch.dissolved_on is None or branch.id in meetings
        for meeting, card in _with_monthly(meetings[branch.id])
    ]
    return sorted(lines, key=_order)


def _with_monthly(
    found: list[tuple[Meeting, Scorecard | None]],
) -> list[tuple[Meeting | None, Scorecard | None]]:
    """That the month's meeting is missing is a line as well."""
    is_there = any(meeting.type in MONTHLY for meeting, _ in found)
    return [*found] if is_there else [(None, None), *found]


def _order(line: QueueLine) -> tuple[int, float, str, bool]:
    since = line.waits_since if line.standing in WAITING else None
    at = since.timestamp() if since else 0
    return group_of(line.standing), at, collation_key(line.branch), not line.is_monthly


def scores_of_year(branch: Organisation, year: int, *, on: date) -> list[QueueLine]:
    """A branch's own meetings of a year, the latest first; a month without one is a line too."""
    first, last = date(year, 1, 1), date(year, 12, 1)
    found = _cards(Organisation.id == branch.id, first, last)
    extras = _Extras.of([card for _, card in found if card])
    lines = [extras.line(branch, meeting.period, meeting, card) for meeting, card in found]
    met = {line.period for line in lines if line.is_monthly}
    until = min(last, first_of_month(on))
    months = [date(year, month, 1) for month in range(1, 13)]
    lines += [
        QueueLine(branch.id, branch.name, month)
        for month in months
        if month <= until and month not in met
    ]
    return sorted(lines, key=lambda line: (line.period, not line.is_monthly), reverse=True)


def _cards(
    where: ColumnElement[bool], first: date, last: date
) -> list[tuple[Meeting, Scorecard | None]]:
    """The monthly meetings of these months with their cards, and every other one with a card."""
    rows = db.session.execute(
        select(Meeting, Scorecard)
        .join(Organisation, Organisation.id == Meeting.organisation_id)
        .outerjoin(Scorecard, Scorecard.meeting_id == Meeting.id)
        .where(
            where,
            Meeting.period.between(first, last),
            Meeting.status.not_in(SILENT),
            or_(Meeting.type.in_(MONTHLY), Scorecard.id.is_not(None)),
        )
        .options(
            load_only(
                Meeting.organisation_id,
                Meeting.type,
                Meeting.status,
                Meeting.period,
                Meeting.held_on,
                Meeting.chair_id,
                Meeting.minute_taker_id,
                Meeting.version,
            ),
            joinedload(Scorecard.appeal),
        )
        .order_by(Meeting.held_on, Meeting.id)
    )
    return [(meeting, card) for meeting, card in rows]


def _visits(meeting_ids: Collection[UUID]) -> dict[UUID, tuple[int, ...]]:
    """The points observers gave, of submitted reports."""
    rows = db.session.execute(
        select(VisitReport.meeting_id, VisitReport.score)
        .where(VisitReport.meeting_id.in_(meeting_ids), VisitReport.submitted_at.is_not(None))
        .order_by(VisitReport.submitted_at)
    )
    found: dict[UUID, tuple[int, ...]] = {}
    for meeting_id, score in rows:
        if score is not None:
            found[meeting_id] = (*found.get(meeting_id, ()), score)
    return found


@dataclass(frozen=True)
class _Extras:
    """What the cards of a list need beside their own rows, asked for once for all of them."""

    rubrics: Mapping[UUID, RubricEdition]
    said: _Answers = field(default_factory=dict)
    proposed: _Answers = field(default_factory=dict)

    @classmethod
    def of(cls, cards: Sequence[Scorecard]) -> "_Extras":
        ids = {card.rubric_id for card in cards}
        rubrics = db.session.scalars(select(RubricEdition).where(RubricEdition.id.in_(ids)))
        known = {rubric.id: rubric for rubric in rubrics}
        waiting = {card.id: known[card.rubric_id] for card in cards if card.state in TO_DECIDE}
        return cls(known, _said_in(waiting), _proposed_in(waiting))

    def line(
        self,
        branch: Organisation,
        period: date,
        meeting: Meeting | None,
        card: Scorecard | None,
        members: int = 0,
        visits: Mapping[UUID, tuple[int, ...]] | None = None,
    ) -> QueueLine:
        rubric = self.rubrics[card.rubric_id] if card else None
        return QueueLine(
            branch_id=branch.id,
            branch=branch.name,
            period=period,
            members=members,
            meeting=meeting,
            card=card,
            self_grade=rubric.grade_label(card.self_grade) if card and rubric else "",
            grade=rubric.grade_label(card.decision_grade) if card and rubric else "",
            visits=(visits or {}).get(meeting.id, ()) if meeting else (),
            departures=self._departures(card) if card and card.state in TO_DECIDE else 0,
        )

    def _departures(self, card: Scorecard) -> int:
        rubric = self.rubrics[card.rubric_id].rubric
        proposed, said = self.proposed.get(card.id, {}), self.said.get(card.id, {})
        holding = (card.holding or "").split()
        return len(departing(rubric, proposed, said, holding=holding))


def _said_in(cards: Collection[UUID]) -> _Answers:
    rows = db.session.scalars(
        select(ScoreAnswer).where(ScoreAnswer.card_id.in_(cards), ScoreAnswer.column == Column.SELF)
    )
    found: dict[UUID, dict[str, Answer]] = defaultdict(dict)
    for row in rows:
        found[row.card_id][row.code] = row.answer
    return found


def _proposed_in(cards: Mapping[UUID, RubricEdition]) -> _Answers:
    """What facts proposed when each was submitted."""
    rows = db.session.scalars(
        select(ScoreProposal).where(
            ScoreProposal.card_id.in_(cards), ScoreProposal.value.is_not(None)
        )
    )
    criteria = {
        id_: {criterion.code: criterion for criterion in edition.rubric.leaves()}
        for id_, edition in cards.items()
    }
    found: dict[UUID, dict[str, Answer]] = defaultdict(dict)
    for row in rows:
        criterion = criteria[row.card_id][row.code]
        proposal = proposed_to(criterion, Measured(row.value, row.reason)).proposal
        if proposal.answer is not None:
            found[row.card_id][row.code] = proposal.answer
    return found


@dataclass(frozen=True)
class MonthWaiting:
    """How many scores of one month wait for a committee, and since when."""

    period: date
    number: int
    since: date


def months_waiting(path: str) -> list[MonthWaiting]:
    """Submitted scores at a place and below that have no decision yet, the oldest month first."""
    rows = db.session.execute(
        select(Meeting.period, func.count(), func.min(Scorecard.submitted_at))
        .join(Scorecard, Scorecard.meeting_id == Meeting.id)
        .join(Organisation, Organisation.id == Scorecard.organisation_id)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            Scorecard.state.in_(TO_DECIDE),
        )
        .group_by(Meeting.period)
        .order_by(Meeting.period)
    )
    return [
        MonthWaiting(month, number, local(since).date()) for month, number, since in rows if since
    ]


def counted(lines: Iterable[QueueLine]) -> dict[Standing, int]:
    found = dict.fromkeys(Standing, 0)
    for line in lines:
        found[line.standing] += 1
    return found
