"""Scores at scale: the cards of meetings and of a campaign of the year, decided or waiting."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import product
from typing import Any
from uuid import UUID, uuid4

from app.devtools.scale_pledges import Rows
from app.extensions import Model
from app.pledges.rules import CampaignState
from app.scoring.models import (
    GradeDecision,
    GradingCampaign,
    RubricEdition,
    ScoreAnswer,
    Scorecard,
    ScoreProposal,
)
from app.scoring.rules.cards import CardState, RubricState
from app.scoring.rules.indicators import INDICATORS, Measure, Measured, Subject, propose
from app.scoring.rules.plain import in_text
from app.scoring.rules.rubric import WITH_LEVELS, Column, Criterion, CriterionKind, Grade, Rubric
from app.scoring.rules.scoring import UNANSWERED, Answer, grade_for, score
from app.scoring.rules.subjects import meeting_key, year_key
from app.scoring.rules.supplied import supplied
from app.scoring.rules.year import CapBase, Grouping, MonthsRule

_SUBJECTS = (Subject.MEETING, Subject.BRANCH_YEAR)
_WAITING_EACH = 3  # one card in so many waits for its decision
_MEASURED = {Measure.SHARE: Fraction(100), Measure.YES_NO: Fraction(1), Measure.NUMBER: Fraction(0)}


@dataclass(frozen=True)
class _Sheet:
    """A rubric with everything in it done, which is what every card says."""

    id: UUID
    rubric: Rubric
    answers: Mapping[str, Answer]
    total: Fraction
    grade: Grade

    @classmethod
    def of(cls, subject: Subject) -> "_Sheet":
        rubric = supplied(subject)
        answers = {one.code: _best(one) for one in rubric.leaves()}
        total = score(rubric, answers).total
        return cls(uuid4(), rubric, answers, total, grade_for(rubric, total))


def _best(criterion: Criterion) -> Answer:
    if criterion.indicator:
        indicator = INDICATORS[criterion.indicator]
        measured = Measured(_MEASURED[indicator.measure], "")
        return propose(criterion, indicator, measured).answer or UNANSWERED
    if criterion.kind in WITH_LEVELS:
        return Answer(level=max(criterion.levels, key=lambda level: level.points).label)
    if criterion.kind is CriterionKind.PERCENTAGE:
        return Answer(value=Fraction(100))
    return Answer(is_yes=True)


@dataclass(frozen=True)
class _Card:
    """One card, before it becomes rows of several tables."""

    id: UUID
    subject: Subject
    branch_id: UUID
    meeting_id: UUID | None
    number: int

    @property
    def is_decided(self) -> bool:
        return self.number % _WAITING_EACH != 0


class ScoredYear:
    """The rubrics and the campaign of a committee, and what its branches have scored."""

    def __init__(
        self,
        committee_id: UUID,
        branches: Sequence[UUID],
        meetings: Sequence[tuple[UUID, UUID]],
        year: int,
        *,
        now: datetime,
    ) -> None:
        """
        :param meetings: each with its branch, the branch first.
        """
        self.committee_id, self.year, self.now = committee_id, year, now
        self.campaign_id = uuid4()
        self.sheets = {subject: _Sheet.of(subject) for subject in _SUBJECTS}
        self.cards = [
            *(
                _Card(uuid4(), Subject.MEETING, branch_id, meeting_id, number)
                for number, (branch_id, meeting_id) in enumerate(meetings)
            ),
            *(
                _Card(uuid4(), Subject.BRANCH_YEAR, branch_id, None, number)
                for number, branch_id in enumerate(branches)
            ),
        ]

    def tables(self) -> Iterator[tuple[type[Model], Rows]]:
        yield RubricEdition, self._rubrics()
        yield GradingCampaign, self._campaign()
        yield Scorecard, map(self._scored, self.cards)
        yield ScoreAnswer, self._answers()
        yield ScoreProposal, self._proposals()
        yield GradeDecision, (self._decided(card) for card in self.cards if card.is_decided)

    def _rubrics(self) -> Rows:
        for subject, sheet in self.sheets.items():
            yield {
                "id": sheet.id,
                "organisation_id": self.committee_id,
                "subject": subject,
                "number": 1,
                "content": in_text(sheet.rubric),
                "state": RubricState.ISSUED,
                "valid_from": date(self.year - 1, 1, 1),
                "version": 1,
            }

    def _campaign(self) -> Rows:
        opens_on = date(self.year, 1, 1)
        yield {
            "id": self.campaign_id,
            "organisation_id": self.committee_id,
            "subject": Subject.BRANCH_YEAR,
            "year": self.year,
            "quarter": 0,
            "rubric_id": self.sheets[Subject.BRANCH_YEAR].id,
            "opens_on": opens_on,
            "self_by": opens_on + timedelta(days=340),
            "review_by": opens_on + timedelta(days=350),
            "decide_by": opens_on + timedelta(days=360),
            "cap_percent": 20,
            "cap_base": CapBase.SECOND,
            "grouping": Grouping.TOGETHER,
            "months_rule": MonthsRule.AVERAGE,
            "state": CampaignState.OPEN,
            "version": 1,
        }

    def _key(self, card: _Card) -> str:
        if card.meeting_id is not None:
            return meeting_key(card.meeting_id)
        return year_key(card.branch_id, None, self.year, 0)

    def _what(self, card: _Card) -> dict[str, Any]:
        """What a card and its decision have in common."""
        return {
            "key": self._key(card),
            "subject": card.subject,
            "organisation_id": card.branch_id,
            "campaign_id": None if card.meeting_id else self.campaign_id,
            "year": self.year,
            "quarter": 0,
            "version": 1,
        }

    def _scored(self, card: _Card) -> dict[str, Any]:
        sheet = self.sheets[card.subject]
        total, grade, at = sheet.total, sheet.grade.code, self.now
        decided_at, decision_total, decision_grade = (
            (at, total, grade) if card.is_decided else (None, None, None)
        )
        return {
            "id": card.id,
            **self._what(card),
            "rubric_id": sheet.id,
            "meeting_id": card.meeting_id,
            "is_from_paper": False,
            "state": CardState.DECIDED if card.is_decided else CardState.SUBMITTED,
            "holding": "",
            "submitted_at": self.now,
            "self_total": total,
            "self_grade": grade,
            "decided_at": decided_at,
            "decision_total": decision_total,
            "decision_grade": decision_grade,
        }

    def _answers(self) -> Rows:
        for card in self.cards:
            columns = (Column.SELF, Column.DECISION) if card.is_decided else (Column.SELF,)
            said = self.sheets[card.subject].answers.items()
            for column, (code, answer) in product(columns, said):
                yield {
                    "id": uuid4(),
                    "card_id": card.id,
                    "column": column,
                    "code": code,
                    "level": answer.level or None,
                    "is_yes": answer.is_yes,
                    "value": answer.value,
                    "applies": True,
                }

    def _proposals(self) -> Rows:
        for card in self.cards:
            for one in self.sheets[card.subject].rubric.leaves():
                if one.indicator:
                    yield {
                        "id": uuid4(),
                        "card_id": card.id,
                        "code": one.code,
                        "indicator": one.indicator,
                        "value": _MEASURED[INDICATORS[one.indicator].measure],
                        "reason": "Theo dữ liệu đã ghi",
                    }

    def _decided(self, card: _Card) -> dict[str, Any]:
        sheet = self.sheets[card.subject]
        return {
            "id": uuid4(),
            **self._what(card),
            "card_id": card.id,
            "grade": sheet.grade.code,
            "label": sheet.grade.label,
            "is_excused": False,
            "total": sheet.total,
            "decided_on": self.now.date(),
            "recorded_at": self.now,
            "decided_by": "Ban Thường vụ",
        }
