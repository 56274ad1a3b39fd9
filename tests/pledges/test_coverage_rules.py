from datetime import date

import pytest

from app.kernel.errors import RuleBroken
from app.pledges.rules import CampaignState, PledgeStatus
from app.pledges.rules.coverage import (
    Figures,
    Standing,
    check_remindable,
    figures_of,
    total_of,
)

DUE = date(2026, 3, 31)
TODAY = date(2026, 11, 22)
S = PledgeStatus


def standing(status=None, submitted_on=None, **values):
    return Standing(values.pop("due_on", DUE), status, submitted_on, **values)


@pytest.mark.parametrize(
    ("one", "counted"),
    [
        (standing(), {"overdue": 1}),
        (standing(S.DRAFT), {"overdue": 1}),
        (standing(due_on=TODAY), {}),
        (standing(reminded_on=date(2026, 4, 2)), {"overdue": 1, "reminded": 1}),
        (standing(S.SUBMITTED, DUE), {"submitted": 1, "on_time": 1}),
        (standing(S.SUBMITTED, date(2026, 4, 1)), {"submitted": 1}),
        (standing(S.RETURNED, DUE), {"submitted": 1, "on_time": 1, "returned": 1}),
        (standing(S.CONFIRMED, DUE), {"submitted": 1, "on_time": 1, "confirmed": 1}),
        (standing(S.CLOSED, date(2026, 5, 4)), {"submitted": 1, "confirmed": 1}),
        # Who was reminded and then submitted is reminded of nothing any more.
        (
            standing(S.SUBMITTED, DUE, reminded_on=date(2026, 3, 20)),
            {"submitted": 1, "on_time": 1},
        ),
    ],
)
def test_what_one_member_adds(one, counted):
    assert figures_of([one], on=TODAY) == Figures(due=1, **counted)


def test_the_example_of_the_branch_committee():
    """81 members, 79 have submitted, two reminded, one was returned."""
    in_time = [standing(S.CONFIRMED, date(2026, 2, 10))] * 75
    late = [standing(S.CONFIRMED, date(2026, 4, 6))] * 3
    returned = [standing(S.RETURNED, date(2026, 3, 2))]
    missing = [standing(reminded_on=date(2026, 4, 1))] * 2

    found = figures_of([*in_time, *late, *returned, *missing], on=TODAY)

    assert found == Figures(81, 79, 76, 1, 78, 2, 2)
    assert (found.missing, found.late) == (2, 3)
    assert float(found.share_of("submitted")) == pytest.approx(79 / 81)


def test_figures_add_up():
    assert total_of([Figures(5, 4, 3, 1, 2, 1, 1), Figures(2, 2, 2)]) == Figures(
        7, 6, 5, 1, 2, 1, 1
    )
    assert total_of([]) == Figures()
    assert Figures().share_of("submitted") is None


@pytest.mark.parametrize(
    ("one", "label"),
    [
        (standing(), "Chưa nộp"),
        (standing(S.DRAFT), "Chưa nộp"),
        (standing(S.SUBMITTED, DUE), "Đã nộp"),
        (standing(S.RETURNED, DUE), "Yêu cầu bổ sung"),
    ],
)
def test_what_everybody_is_told_of_somebody(one, label):
    assert one.label == label


@pytest.mark.parametrize(
    ("state", "missing", "not_today", "said"),
    [
        (CampaignState.CLOSED, 2, 2, "đã kết thúc"),
        (CampaignState.OPEN, 0, 0, "đã nộp"),
        (CampaignState.OPEN, 2, 0, "Hôm nay đã nhắc"),
    ],
)
def test_nobody_is_reminded_of_nothing_or_twice_a_day(state, missing, not_today, said):
    with pytest.raises(RuleBroken, match=said):
        check_remindable(state, missing, not_today)


def test_one_who_was_not_reminded_today_is_enough():
    check_remindable(CampaignState.OPEN, 2, 1)
