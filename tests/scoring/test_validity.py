"""Days on which editions hold: apart, in order, never over what is scored."""

from datetime import date

import pytest

from app.kernel.errors import RuleBroken
from app.scoring.rules.validity import (
    Validity,
    check_frame_holds,
    check_nothing_scored_after,
    check_nothing_scored_otherwise,
    check_validity,
    cut_by,
    proposed_first,
)

JAN, JUN, JUL, DEC = date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("new", "other", "ends"),
    [
        (Validity(2, JUL), Validity(1, JAN), [(1, JUN)]),
        (Validity(2, JUL), Validity(1, JAN, DEC), [(1, JUN)]),
        (Validity(2, JUL, DEC), Validity(1, JAN), [(1, JUN)]),
        (Validity(2, JUL), Validity(1, JAN, JUL), [(1, JUN)]),
        (Validity(2, JUL), Validity(1, JAN, JUN), []),
        (Validity(2, JAN, JUN), Validity(1, JUL), []),
    ],
)
def test_an_earlier_edition_ends_the_day_before_and_no_more_than_that(new, other, ends):
    assert list(cut_by(new, [other])) == ends


@pytest.mark.parametrize(
    ("new", "other"),
    [
        (Validity(2, JAN), Validity(1, JUL)),
        (Validity(2, JAN, JUL), Validity(1, JUL)),
        (Validity(2, JUL), Validity(1, JUL)),
    ],
)
def test_nothing_begins_over_an_edition_that_is_still_to_come(new, other):
    with pytest.raises(RuleBroken, match="Bản 1 áp dụng từ 01/07/2026"):
        list(cut_by(new, [other]))


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (JUL, JUN, "valid_until"),
        (date(26, 7, 1), None, "valid_from"),
        (JUL, date(9026, 1, 1), "valid_until"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(first, last, field):
    with pytest.raises(RuleBroken) as refused:
        check_validity(first, last)

    assert refused.value.field == field


def test_days_that_can_be_pass():
    check_validity(JUL, JUL)
    check_validity(JUL, None)
    check_nothing_scored_otherwise(0, JUL)
    check_nothing_scored_after(0, JUL)


def test_what_is_scored_is_named_by_how_many():
    with pytest.raises(RuleBroken, match="Từ ngày 01/07/2026 đã có 3 phiếu chấm"):
        check_nothing_scored_otherwise(3, JUL)
    with pytest.raises(RuleBroken, match="Sau ngày 01/07/2026 đã có 2 phiếu chấm"):
        check_nothing_scored_after(2, JUL)


def test_a_refinement_begins_while_its_frame_holds():
    check_frame_holds(Validity(1, JUL), JUL)
    check_frame_holds(Validity(1, JAN, JUL), JUL)
    with pytest.raises(RuleBroken, match="áp dụng từ 01/07/2026; bảng"):
        check_frame_holds(Validity(1, JUL), JUN)
    with pytest.raises(RuleBroken, match="đến 30/06/2026"):
        check_frame_holds(Validity(1, JAN, JUN), JUL)


@pytest.mark.parametrize(
    ("today", "follows", "first"),
    [
        (date(2026, 11, 29), False, date(2026, 11, 29)),
        (date(2026, 11, 29), True, date(2026, 12, 1)),
        (date(2026, 12, 1), True, date(2027, 1, 1)),
        (date(2027, 1, 31), True, date(2027, 2, 1)),
    ],
)
def test_the_first_day_is_proposed(today, follows, first):
    assert proposed_first(today, follows=follows) == first
