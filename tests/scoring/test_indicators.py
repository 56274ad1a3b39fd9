"""What indicators propose, and the frames that are bound to them."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.rules.checking import flaws_of
from app.scoring.rules.indicators import (
    CONDITIONS,
    INDICATORS,
    Measured,
    Subject,
    may_bind,
    propose,
)
from app.scoring.rules.rubric import CriterionKind
from app.scoring.rules.scoring import points_of
from app.scoring.rules.supplied import supplied
from tests.scoring.rubrics import criterion, levels

THREE = levels(("Thấp", 0), ("Vừa", 3), ("Cao", 5), bounds=[80, 90])
BOUND = [
    (asked, indicator)
    for asked, indicator in product(
        [
            *(criterion("1", kind, 5, per_unit=Fraction(1)) for kind in CriterionKind),
            criterion("1", CriterionKind.LEVELS, 5, levels=THREE),
            criterion("1", CriterionKind.LEVEL_ONLY, 0, levels=THREE),
        ],
        INDICATORS.values(),
    )
    if may_bind(asked, indicator)
]
figures = st.none() | st.integers(0, 400).map(lambda n: Fraction(n, 3))


@given(st.sampled_from(BOUND), figures)
def test_a_bound_criterion_can_always_be_explained(pair, value):
    asked, indicator = pair
    found = propose(asked, indicator, Measured(value, "18/20 đảng viên có mặt"))
    assert "18/20 đảng viên có mặt" in found.reason
    assert (found.answer is None) == (value is None)
    if found.answer is not None:
        assert points_of(asked, found.answer) is not None


def test_a_level_is_named_with_the_reason():
    asked = criterion("1", CriterionKind.LEVELS, 5, levels=THREE)
    found = propose(asked, INDICATORS["meeting.attendance"], Measured(Fraction(90), "18/20"))
    assert found.reason == "18/20 → Cao"


def test_levels_without_intervals_are_chosen_by_people():
    asked = criterion("1", CriterionKind.LEVELS, 5, levels=levels(("Thấp", 0), ("Cao", 5)))
    assert not may_bind(asked, INDICATORS["meeting.attendance"])
    with pytest.raises(ValueError, match="cannot be answered"):
        propose(asked, INDICATORS["meeting.attendance"], Measured(Fraction(1), ""))


@pytest.mark.parametrize("subject", Subject)
def test_the_supplied_frames_are_whole_and_bound_to_what_can_answer_them(subject):
    frame = supplied(subject)
    assert flaws_of(frame, indicators=INDICATORS, conditions=CONDITIONS) == []
    assert frame.max_points == 100
    for one in frame.walk():
        if one.indicator:
            assert INDICATORS[one.indicator].subject is subject
            assert may_bind(one, INDICATORS[one.indicator])


def test_the_national_frame_of_a_meeting_weighs_as_the_guidance_has_it():
    assert [int(c.max_points) for c in supplied(Subject.MEETING).criteria] == [
        5,
        5,
        10,
        40,
        5,
        30,
        5,
    ]


@pytest.mark.parametrize("subject", [Subject.BRANCH_YEAR, Subject.MEMBER_YEAR])
def test_the_yearly_frames_are_thirty_and_seventy(subject):
    tops = [int(c.max_points) for c in supplied(subject).criteria if c.is_section]
    assert tops == [30, 70]


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda one: one.key)
def test_every_indicator_says_what_it_is(indicator):
    assert indicator.label.strip()
    assert indicator.definition.endswith(".")
