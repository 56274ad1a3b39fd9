"""What a year comes to, of a branch and of a member; months are never silently dropped."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assignments.rules import Punctuality
from app.meetings.rules.life import MeetingType
from app.pledges.rules import PledgeSum
from app.programmes.rules.quarters import Figures
from app.scoring.rules.facts import (
    BranchFacts,
    MemberFacts,
    MonthScore,
    OfDue,
    PledgeFacts,
    PledgeFigures,
)
from app.scoring.rules.indicators import INDICATORS, Measure, Subject, bindable
from app.scoring.rules.measures_branch import branch_measures
from app.scoring.rules.measures_member import member_measures
from tests.scoring.facts import LATER, sitting, span
from tests.scoring.rubrics import NATIONAL, criterion, rubric

LONG_AGO = date(2020, 1, 1)


def of_branch(key, facts, over=None):
    return branch_measures(facts, over or span())[f"year.{key}"]


def of_member(key, facts, over=None):
    return member_measures(facts, over or span())[f"member.{key}"]


def year_of(*months, **values):
    sittings = tuple(sitting(month) for month in months)
    return BranchFacts(sittings, **{"began_on": LONG_AGO, **values})


def scored(**months):
    """`m1=95`: the official points of January, with the grade they give."""
    grades = {True: "good", False: "fair"}
    return tuple(
        MonthScore(int(name[1:]), Fraction(total), grades[total >= 90], NATIONAL)
        for name, total in months.items()
    )


def test_months_are_due_once_they_are_over_and_named_where_missing():
    measured = of_branch("meetings", year_of(1, 2, 4, 5, 6, 7, 8, 9, 10))
    assert measured.value == 90  # on 29 November: ten months are over, one was left out
    assert measured.reason == (
        "9/10 tháng phải sinh hoạt đã sinh hoạt thường kỳ, đạt 90 %; không họp tháng 3"
    )


def test_a_month_still_running_counts_as_soon_as_it_was_held():
    assert of_branch("meetings", year_of(*range(1, 12))).reason.startswith("11/11")
    assert of_branch("meetings", year_of(*range(1, 13)), span(on=date(2027, 2, 1))).value == 100


@pytest.mark.parametrize(
    ("began_on", "ended_on", "due"),
    [
        (LONG_AGO, None, 10),
        (date(2026, 6, 1), None, 5),
        (date(2026, 6, 2), None, 4),
        (LONG_AGO, date(2026, 5, 31), 4),
        (LONG_AGO, date(2026, 6, 1), 5),
        (None, None, 0),
    ],
)
def test_a_branch_owes_the_months_it_lived_through(began_on, ended_on, due):
    facts = BranchFacts(began_on=began_on, ended_on=ended_on)
    assert len(facts.months_due(span())) == due
    assert (of_branch("meetings", facts).value is None) == (due == 0)


def test_a_quarter_asks_for_its_own_months():
    assert BranchFacts(began_on=LONG_AGO).months_due(span(3)) == {7, 8, 9}
    assert BranchFacts(began_on=LONG_AGO).months_due(span(4)) == {10}
    assert (span(1).first, span(1).last) == (date(2026, 1, 1), date(2026, 3, 31))


def test_a_topical_meeting_alone_is_no_monthly_one():
    facts = BranchFacts((sitting(9, type=MeetingType.TOPICAL),), began_on=LONG_AGO)
    assert of_branch("meetings", facts).value == 0


@pytest.mark.parametrize(
    ("figures", "value", "said"),
    [
        (Figures(4, 4, 3, 0, 0, 1), 100, "1 buổi chưa đến hạn"),
        (Figures(4, 4, 3, 0, 1, 0), 75, "3/4"),
        (Figures(4, 4, 6, 0, 0, 0), 100, "2 buổi ngoài số đó"),
        (Figures(1, 1, 0, 0, 0, 1), None, "Chưa buổi chuyên đề nào đến hạn"),
        (Figures(0, 0, 2, 0, 0, 0), None, "Không quy định"),
        (None, None, "Không quy định"),
    ],
)
def test_topical_meetings_of_the_minimum_that_is_due(figures, value, said):
    measured = of_branch("topical", year_of(topical=figures))
    assert measured.value == value
    assert said in measured.reason


def test_attendance_of_a_year_is_counted_by_occurrences():
    facts = BranchFacts(
        (
            sitting(1, must_attend=20, present=20, unexcused=0),
            sitting(2, must_attend=10, present=7, unexcused=2),
            sitting(3, must_attend=None, present=None),
        ),
        began_on=LONG_AGO,
    )
    measured = of_branch("attendance", facts)
    assert measured.value == 90  # 27 of 30, not the mean of 100 % and 70 %
    assert measured.reason == (
        "27/30 lượt phải dự có mặt tại 2 buổi, đạt 90 %; 1 buổi chưa điểm danh"
    )
    assert of_branch("unexcused", facts).value == 2


def test_a_month_without_a_meeting_is_missing_from_the_mean_and_named():
    """scoring.md §5: not 0, and not silently dropped."""
    facts = year_of(*range(1, 10), scores=scored(m1=95, m2=80, m4=86))
    measured = of_branch("average", facts)
    assert measured.value == 87
    assert measured.reason == (
        "261 điểm trên 3 tháng có điểm, trong 10 tháng phải sinh hoạt; bình quân 87 điểm; "
        "không họp tháng 10; chưa có điểm chính thức tháng 3, 5–9"
    )


def test_a_mean_is_exact():
    facts = year_of(1, 2, 3, scores=scored(m1=90, m2=90, m3=89))
    assert of_branch("average", facts).value == Fraction(269, 3)


def test_without_official_points_there_is_no_mean():
    measured = of_branch("average", year_of(1, 2))
    assert measured.value is None
    assert "chưa có điểm chính thức tháng 1, 2" in measured.reason


def test_months_by_their_grade():
    poor = MonthScore(5, Fraction(40), "poor", NATIONAL)
    average = MonthScore(6, Fraction(60), "average", NATIONAL)
    facts = year_of(scores=(*scored(m1=95, m2=70), poor, average))
    assert of_branch("months_top", facts).value == 25
    below = of_branch("months_below_fair", facts)
    assert below.value == 2
    assert below.reason == "2/4 tháng xếp dưới mức Khá: tháng 5, 6"
    assert of_branch("months_below_fair", year_of()).value is None


def test_a_rubric_without_the_grade_fair_says_nothing_of_it():
    own = rubric(criterion("1", points=100), grades=NATIONAL.grades[:1] + NATIONAL.grades[2:])
    facts = year_of(scores=(MonthScore(1, Fraction(95), "good", own),))
    assert "không có mức Khá" in of_branch("months_below_fair", facts).reason


def test_what_is_not_due_yet_is_left_out_of_the_share():
    facts = BranchFacts(
        (
            sitting(9),
            sitting(10, sent_on=date(2026, 10, 20)),
            sitting(11, held_on=date(2026, 11, 28), sent_on=None),
        ),
        began_on=LONG_AGO,
    )
    measured = of_branch("sent_in_time", facts)
    assert measured.value == 50
    assert measured.reason.endswith("1 buổi chưa đến hạn")
    assert of_branch("materials_ahead", facts).value == 100
    assert of_branch("speakers", facts).value == 50
    assert of_branch("resolutions", facts).reason.startswith("3/3 buổi")


def test_pledges_by_who_must_and_only_for_the_year():
    facts = year_of(pledges=PledgeFigures(9, 7, 6))
    assert of_branch("pledges", facts).reason == (
        "7/9 đảng viên phải nộp đã nộp bản cam kết, đạt 77,78 %"
    )
    assert of_branch("pledges_in_time", facts).value == Fraction(600, 9)
    assert of_branch("pledges", facts, span(2)).reason == "Chỉ tính cho cả năm"
    assert "Không có đợt cam kết năm 2026" in of_branch("pledges", year_of()).reason
    nobody = year_of(pledges=PledgeFigures(0, 0, 0))
    assert of_branch("pledges", nobody).value is None


@pytest.mark.parametrize("key", ["tasks_on_time", "petitions_in_time", "observed"])
def test_of_nothing_due_there_is_no_share(key):
    assert of_branch(key, year_of()).value is None
    full = year_of(tasks=Punctuality(2, 4), petitions=OfDue(2, 4), observed=OfDue(2, 4))
    assert of_branch(key, full).value == 50


def test_a_members_year():
    facts = MemberFacts(
        called=11, attended=10, unexcused=1, statements=6, spoken_at=4, tasks=Punctuality(3, 4)
    )
    assert of_member("attendance", facts).reason == (
        "10/11 buổi sinh hoạt phải dự có mặt, đạt 90,91 %; 1 buổi vắng không lý do"
    )
    assert of_member("unexcused", facts).value == 1
    assert of_member("statements", facts).value == 4
    assert of_member("tasks_on_time", facts).value == 75


def test_who_was_called_to_no_meeting_has_no_attendance():
    assert of_member("attendance", MemberFacts()).value is None
    assert of_member("unexcused", MemberFacts()).value is None
    assert of_member("statements", MemberFacts()).value == 0


def test_the_branchs_word_on_the_pledge_counts():
    judged, unjudged = PledgeSum(5, 1, 1, 0), PledgeSum(0, 0, 0, 7)
    measured = of_member("pledge_met", MemberFacts(by_branch=judged, by_member=judged))
    assert measured.value == Fraction(500, 7)
    assert "5/7 đạt, 1 đạt một phần, 1 chưa đạt" in measured.reason
    waiting = of_member("pledge_met", MemberFacts(by_branch=unjudged, by_member=judged))
    assert waiting.value is None
    assert "đảng viên tự đánh giá 5/7 đạt" in waiting.reason
    assert "chi bộ xác nhận" in of_member("pledge_met", MemberFacts()).reason


@pytest.mark.parametrize(
    ("submitted_on", "on", "value"),
    [
        (date(2026, 3, 31), LATER, 1),
        (date(2026, 4, 1), LATER, 0),
        (None, date(2026, 3, 31), None),
        (None, date(2026, 4, 1), 0),
    ],
)
def test_a_pledge_is_in_time_until_its_last_day(submitted_on, on, value):
    facts = MemberFacts(pledge=PledgeFacts(date(2026, 3, 31), submitted_on))
    assert of_member("pledge_in_time", facts, span(on=on)).value == value
    assert of_member("pledge_in_time", facts, span(1, on)).value is None
    assert of_member("pledge_in_time", MemberFacts()).value is None


counts = st.integers(0, 60)
pairs = st.tuples(counts, counts).map(lambda two: (min(two), max(two)))


@given(
    months=st.sets(st.integers(1, 12)),
    tasks=pairs,
    petitions=pairs,
    pledges=st.none() | st.tuples(counts, counts, counts).map(sorted),
    topical=st.tuples(counts, counts, counts),
    quarter=st.integers(0, 4),
    on=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_whatever_a_year_holds_every_figure_is_possible_and_explained(
    months, tasks, petitions, pledges, topical, quarter, on
):
    minimum, held, to_come = topical
    facts = year_of(
        *months,
        tasks=Punctuality(*tasks),
        petitions=OfDue(*petitions),
        pledges=PledgeFigures(pledges[2], pledges[1], pledges[0]) if pledges else None,
        topical=Figures(minimum, 0, held, 0, 0, min(minimum, to_come)),
        scores=scored(**{f"m{month}": 60 + month * 3 for month in months}),
    )
    measures = branch_measures(facts, span(quarter, on))
    assert set(measures) == set(bindable(Subject.BRANCH_YEAR))
    _check_possible(measures)


@given(roll=pairs, tasks=pairs, quarter=st.integers(0, 4), pledge=st.tuples(*[counts] * 4))
def test_whatever_a_member_did_every_figure_is_possible_and_explained(roll, tasks, quarter, pledge):
    attended, called = roll
    facts = MemberFacts(
        called, attended, called - attended, tasks=Punctuality(*tasks), by_branch=PledgeSum(*pledge)
    )
    measures = member_measures(facts, span(quarter))
    assert set(measures) == set(bindable(Subject.MEMBER_YEAR))
    _check_possible(measures)


def _check_possible(measures):
    for key, measured in measures.items():
        assert measured.reason
        if measured.value is not None and INDICATORS[key].measure is Measure.SHARE:
            assert 0 <= measured.value <= 100
