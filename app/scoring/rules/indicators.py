"""What can be computed from recorded facts: each figure with the definition that users read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

from app.scoring.rules.rubric import Criterion, CriterionKind
from app.scoring.rules.scoring import Answer, level_of

CATALOGUE = Path(__file__).parents[1] / "indicators.toml"


class Subject(StrEnum):
    """What is scored."""

    MEETING = "meeting"
    BRANCH_YEAR = "branch_year"
    MEMBER_YEAR = "member_year"


class Measure(StrEnum):
    NUMBER = "number"
    SHARE = "share"  # in percent
    YES_NO = "yes_no"


@dataclass(frozen=True)
class Indicator:
    """`definition` says what it is, `source` what it is counted from; both are read by users."""

    key: str
    subject: Subject
    measure: Measure
    label: str
    definition: str
    source: str


@dataclass(frozen=True)
class Measured:
    """One indicator of one subject. `value` is None where the facts say nothing (nobody had to
    attend, nothing was due); `reason` then says why. A yes is 1, a no 0, a share in percent.
    """

    value: Fraction | None
    reason: str


MEASURE_LABELS = {
    Measure.NUMBER: "Số",
    Measure.SHARE: "Phần trăm",
    Measure.YES_NO: "Có hoặc không",
}

# What each measure may propose an answer to.
_ANSWERS: Mapping[Measure, frozenset[CriterionKind]] = {
    Measure.NUMBER: frozenset(
        {
            CriterionKind.LEVELS,
            CriterionKind.LEVEL_ONLY,
            CriterionKind.NUMBER,
            CriterionKind.DEDUCTION,
            CriterionKind.BONUS,
        }
    ),
    Measure.SHARE: frozenset(
        {CriterionKind.LEVELS, CriterionKind.LEVEL_ONLY, CriterionKind.PERCENTAGE}
    ),
    Measure.YES_NO: frozenset({CriterionKind.YES_NO, CriterionKind.PASS_FAIL}),
}


def may_bind(criterion: Criterion, indicator: Indicator) -> bool:
    """Whether a figure of this measure always leads to an answer of this criterion."""
    if criterion.kind not in _ANSWERS[indicator.measure]:
        return False
    return criterion.kind not in {CriterionKind.LEVELS, CriterionKind.LEVEL_ONLY} or (
        criterion.has_intervals
    )


@dataclass(frozen=True)
class Proposal:
    """The answer that recorded facts propose, or none, and in any case why."""

    answer: Answer | None
    reason: str


def propose(criterion: Criterion, indicator: Indicator, measured: Measured) -> Proposal:
    """
    :raises ValueError: if the criterion is bound to an indicator that cannot answer it.
    """
    if not may_bind(criterion, indicator):
        raise ValueError(f"{criterion.code} cannot be answered by {indicator.key}")
    value = measured.value
    if value is None:
        return Proposal(None, measured.reason)
    if indicator.measure is Measure.YES_NO:
        return Proposal(Answer(is_yes=value == 1), measured.reason)
    answer = Answer(value=value)
    level = level_of(criterion, answer)
    return Proposal(answer, f"{measured.reason} → {level.label}" if level else measured.reason)


def _read(
    data: Mapping[str, Any],
) -> tuple[dict[str, Indicator], dict[str, str], dict[str, frozenset[Subject]]]:
    indicators = {
        key: Indicator(key, subject, **{**row, "measure": Measure(row["measure"])})
        for subject in Subject
        for key, row in data[subject.value].items()
    }
    conditions = data["conditions"]
    return (
        indicators,
        {key: row["label"] for key, row in conditions.items()},
        {key: frozenset(map(Subject, row["subjects"])) for key, row in conditions.items()},
    )


# Conditions a criterion may hang on, in the words of the builder, and what each may be asked of.
INDICATORS: Mapping[str, Indicator]
CONDITIONS: Mapping[str, str]
INDICATORS, CONDITIONS, _ASKED_OF = _read(tomllib.loads(CATALOGUE.read_text("utf-8")))


def conditions_for(subject: Subject) -> Mapping[str, str]:
    """What a criterion on a sheet of this subject may hang on."""
    return {key: label for key, label in CONDITIONS.items() if subject in _ASKED_OF[key]}


def bindable(subject: Subject) -> Mapping[str, Indicator]:
    """The indicators a rubric of a subject may bind."""
    return {key: one for key, one in INDICATORS.items() if one.subject is subject}


def fitting(subject: Subject, criterion: Criterion) -> Mapping[str, Indicator]:
    """Those that may be bound to a criterion as it stands, and the one that is."""
    return {
        key: one
        for key, one in bindable(subject).items()
        if may_bind(criterion, one) or key == criterion.indicator
    }
