from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.permissions import ROLES_WITH, Permission
from app.kernel.errors import RuleBroken
from app.petitions.rules import (
    PetitionState,
    StageOutcome,
    check_changeable,
    check_extension,
    check_not_own,
    check_not_repeated,
    check_pursuable,
    check_waiting,
    deadline,
    excerpt,
    may_pursue,
    quarter,
    state_of,
)

DUE = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("outcome", "on", "state"),
    [
        (None, date(2026, 11, 12), PetitionState.WAITING),
        (None, date(2026, 11, 13), PetitionState.SOON),
        (None, DUE, PetitionState.SOON),
        (None, date(2026, 11, 21), PetitionState.OVERDUE),
        (StageOutcome.ANSWERED, date(2027, 1, 1), PetitionState.ANSWERED),
        (StageOutcome.ESCALATED, DUE, PetitionState.ESCALATED),
        (StageOutcome.WITHDRAWN, DUE, PetitionState.WITHDRAWN),
    ],
)
def test_where_a_level_stands_follows_from_its_deadline_and_the_day(outcome, on, state):
    assert state_of(outcome, DUE, on=on, soon_days=7) is state


def test_notice_given_moves_the_deadline():
    assert deadline(DUE, None) == DUE
    assert deadline(DUE, date(2026, 12, 4)) == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("until", "on", "sentence"),
    [
        (DUE, DUE, "Chọn ngày sau hạn hiện nay"),
        (date(2026, 12, 1), date(2026, 11, 21), "đã quá hạn trả lời từ ngày 20/11/2026"),
        (date(2027, 11, 22), DUE, "trong vòng một năm"),
        (date(2999, 1, 1), DUE, "Năm phải từ"),
    ],
)
def test_a_deadline_is_moved_forward_and_in_time_only(until, on, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        check_extension(until, until=DUE, on=on)


def test_notice_may_be_given_on_the_last_day():
    check_extension(date(2026, 12, 4), until=DUE, on=DUE)


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (StageOutcome.ANSWERED, "đã được trả lời"),
        (StageOutcome.ESCALATED, "đã chuyển lên cấp trên"),
        (StageOutcome.WITHDRAWN, "đã được rút"),
    ],
)
def test_a_level_that_is_done_does_nothing_more(outcome, sentence):
    check_waiting(None)
    with pytest.raises(RuleBroken, match=sentence):
        check_waiting(outcome)


@pytest.mark.parametrize(
    ("outcome", "on", "sentence"),
    [
        (None, DUE, "Còn trong thời hạn trả lời"),
        (StageOutcome.ESCALATED, date(2026, 12, 1), "đã chuyển lên cấp trên"),
        (StageOutcome.WITHDRAWN, date(2026, 12, 1), "đã được rút"),
    ],
)
def test_the_author_goes_higher_only_after_an_answer_or_the_deadline(outcome, on, sentence):
    assert not may_pursue(outcome, DUE, on=on)
    with pytest.raises(RuleBroken, match=sentence):
        check_pursuable(outcome, DUE, on=on)


@given(st.sampled_from([None, *StageOutcome]), st.dates(), st.dates())
def test_what_may_be_pursued_is_what_is_not_refused(outcome, until, on):
    try:
        check_pursuable(outcome, until, on=on)
    except RuleBroken:
        assert not may_pursue(outcome, until, on=on)
    else:
        assert may_pursue(outcome, until, on=on)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"in_meeting": True}, "trong biên bản"),
        ({"is_first": False}, "đã chuyển lên cấp trên"),
        ({"outcome": StageOutcome.ANSWERED}, "đã được trả lời"),
    ],
)
def test_words_that_somebody_relies_on_stand(values, sentence):
    given_ = {"is_first": True, "outcome": None, "in_meeting": False}
    check_changeable(**given_)
    with pytest.raises(RuleBroken, match=sentence):
        check_changeable(**{**given_, **values})


def test_nobody_answers_themselves_nor_asks_twice_a_day():
    check_not_own(is_own=False)
    check_not_repeated(is_repeated=False)
    with pytest.raises(RuleBroken, match="không tự trả lời"):
        check_not_own(is_own=True)
    with pytest.raises(RuleBroken, match="đã được ghi nhận hôm nay"):
        check_not_repeated(is_repeated=True)


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [
        (None, date(2026, 1, 1), date(2026, 12, 31)),
        (1, date(2026, 1, 1), date(2026, 3, 31)),
        (2, date(2026, 4, 1), date(2026, 6, 30)),
        (3, date(2026, 7, 1), date(2026, 9, 30)),
        (4, date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_has_three_months_and_a_year_four_quarters(number, first, last):
    assert quarter(2026, number) == (first, last)


def test_a_line_of_a_list_is_cut_between_words():
    assert excerpt("Đề nghị\nmở lớp", 20) == "Đề nghị mở lớp"
    assert excerpt("Đề nghị mở lớp bồi dưỡng", 16) == "Đề nghị mở lớp…"


def test_whoever_reads_the_trail_may_read_who_wrote():
    assert ROLES_WITH[Permission.AUDIT_READ] <= ROLES_WITH[Permission.PETITION_AUTHOR_READ]


def test_whoever_reads_the_name_reads_the_words():
    assert ROLES_WITH[Permission.PETITION_AUTHOR_READ] <= ROLES_WITH[Permission.PETITION_READ]
