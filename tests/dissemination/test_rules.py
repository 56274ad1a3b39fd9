from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dissemination.rules import (
    Reach,
    Reached,
    RollLine,
    check_telling,
    reach_of,
    totals_of,
)
from app.kernel.errors import RuleBroken
from app.meetings.rules.roll import MUST_ATTEND, Presence, choices_for
from app.people.rules import Status

AN, BINH, CUONG, DUNG, HANH = (UUID(int=n) for n in range(1, 6))
EVERYBODY = frozenset((AN, BINH, CUONG, DUNG, HANH))


def line(who, presence=Presence.PRESENT, status=Status.OFFICIAL, **more):
    return RollLine(who, status, presence, **more)


def reach(*lines, told=(), belonging=EVERYBODY):
    return reach_of(lines, told=frozenset(told), belonging=frozenset(belonging))


def test_who_was_present_has_had_it_and_who_missed_it_misses_it_until_told():
    found = reach(
        line(AN), line(BINH, Presence.EXCUSED), line(CUONG, Presence.UNEXCUSED), told=[CUONG]
    )

    assert (found.present, found.told, found.missing) == ({AN}, {CUONG}, {BINH})
    assert (found.reached, found.must_attend) == (2, 3)
    assert found.state is Reached.PARTLY


def test_a_second_meeting_reaches_who_missed_the_first():
    found = reach(line(AN), line(BINH, Presence.EXCUSED), line(AN, Presence.EXCUSED), line(BINH))

    assert (found.reached, found.must_attend, found.state) == (2, 2, Reached.FULLY)


def test_exempt_comrades_are_counted_neither_above_nor_below():
    found = reach(
        line(AN),
        line(DUNG, Presence.PRESENT, Status.EXEMPT),
        line(HANH, Presence.NOT_REQUIRED, Status.EXEMPT),
    )

    assert (found.reached, found.must_attend) == (1, 1)


def test_whoever_has_left_the_branch_is_not_waited_for():
    found = reach(line(AN), line(BINH, Presence.EXCUSED), belonging=[AN])

    assert found.left == {BINH}
    assert (found.reached, found.must_attend) == (1, 2)
    assert found.state is Reached.FULLY


def test_a_conference_above_reaches_but_the_branch_still_has_to_present_it():
    conference = line(BINH, is_own=False)

    assert reach(conference).state is Reached.NOT_YET
    assert reach(line(AN), line(BINH, Presence.EXCUSED), conference).state is Reached.FULLY


lines = st.sampled_from(list(Status)).flatmap(
    lambda status: st.builds(
        RollLine,
        st.sampled_from(sorted(EVERYBODY)),
        st.just(status),
        st.sampled_from(choices_for(status)),
        st.booleans(),
    )
)


@given(st.lists(lines, max_size=12), st.sets(st.sampled_from(sorted(EVERYBODY))), st.data())
def test_everybody_who_had_to_attend_is_in_exactly_one_group(rolls, told, data):
    belonging = data.draw(st.sets(st.sampled_from(sorted(EVERYBODY))))

    found = reach(*rolls, told=told, belonging=belonging)

    groups = [found.present, found.told, found.missing, found.left]
    wanted = {row.member_id for row in rolls if row.is_own and row.status in MUST_ATTEND}
    assert set().union(*groups) == wanted
    assert sum(map(len, groups)) == len(wanted) == found.must_attend


def test_the_sums_of_a_committee_keep_numerator_and_denominator():
    some = Reach(
        present=frozenset((AN, BINH)), told=frozenset((CUONG,)), missing=frozenset((DUNG,))
    )

    totals = totals_of([some, Reach()])

    assert (totals.presented, totals.branches) == (1, 2)
    assert (totals.present, totals.told, totals.reached, totals.must_attend) == (2, 1, 3, 4)


@pytest.mark.parametrize(
    ("told_on", "presented_on", "said"),
    [
        (date(2026, 11, 5), None, "chưa phổ biến"),
        (date(2026, 11, 2), date(2026, 11, 3), "trước buổi sinh hoạt"),
        (date(2026, 11, 11), date(2026, 11, 3), "tương lai"),
    ],
)
def test_a_telling_that_cannot_be_is_refused(told_on, presented_on, said):
    with pytest.raises(RuleBroken, match=said):
        check_telling(told_on, presented_on=presented_on, today=date(2026, 11, 10))


def test_a_telling_on_the_very_day_is_taken():
    day = date(2026, 11, 3)
    check_telling(day, presented_on=day, today=day)
