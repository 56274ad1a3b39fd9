from datetime import date

import pytest

from app.kernel.errors import RuleBroken
from app.pledges.rules import (
    IN_FORCE,
    EditionState,
    Judge,
    Outcome,
    PledgeStatus,
    PledgeSum,
    Stage,
    sum_of,
)
from app.pledges.rules.results import (
    MOST_FILES,
    check_all_judged,
    check_answerable,
    check_commentable,
    check_files,
    check_self_reviewed,
    check_settled,
    is_shown,
    may_answer,
    may_comment,
    usual_stage,
)

REVIEWED = {PledgeStatus.SELF_REVIEWED, PledgeStatus.COMMENTED, PledgeStatus.CLOSED}
IN_YEAR = {"year": 2026, "on": date(2026, 12, 1)}


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (PledgeSum(7, 0, 0, 0), "7/7 đạt"),
        (PledgeSum(5, 1, 1, 0), "5/7 đạt, 1 đạt một phần, 1 chưa đạt"),
        (PledgeSum(0, 0, 0, 4), "0/4 đạt, 4 chưa đánh giá"),
    ],
)
def test_a_sum_is_told_with_its_base(found, words):
    assert found.words == words


def test_nothing_is_judged_while_no_line_has_a_result():
    assert not sum_of([None, None]).is_judged
    assert sum_of([None, Outcome.NOT_MET]).is_judged
    assert not sum_of([]).is_judged


@pytest.mark.parametrize("status", PledgeStatus)
def test_a_judgement_is_shown_once_it_has_been_handed_in(status):
    def shown(stage, judge, *, is_checked=False):
        return is_shown(stage, judge, status, is_checked=is_checked)

    assert shown(Stage.YEAREND, Judge.MEMBER) is (status in REVIEWED)
    assert shown(Stage.YEAREND, Judge.BRANCH) is (status in REVIEWED - {PledgeStatus.SELF_REVIEWED})
    assert shown(Stage.MIDYEAR, Judge.MEMBER, is_checked=True)
    assert not shown(Stage.MIDYEAR, Judge.MEMBER)


@pytest.mark.parametrize("status", PledgeStatus)
def test_an_author_answers_while_the_pledge_is_confirmed_and_once(status):
    is_open = status is PledgeStatus.CONFIRMED

    assert may_answer(Stage.MIDYEAR, status, is_checked=False) is is_open
    assert may_answer(Stage.YEAREND, status, is_checked=True) is is_open
    assert not may_answer(Stage.MIDYEAR, status, is_checked=True)


@pytest.mark.parametrize(
    ("stage", "status", "is_checked", "sentence"),
    [
        (Stage.YEAREND, PledgeStatus.DRAFT, False, "đã được chi bộ xác nhận"),
        (Stage.MIDYEAR, PledgeStatus.SUBMITTED, False, "đã được chi bộ xác nhận"),
        (Stage.MIDYEAR, PledgeStatus.CONFIRMED, True, "tự kiểm giữa năm đã gửi"),
        (Stage.YEAREND, PledgeStatus.SELF_REVIEWED, False, "tự đánh giá cuối năm đã gửi"),
        (Stage.MIDYEAR, PledgeStatus.CLOSED, False, "tự đánh giá cuối năm đã gửi"),
    ],
)
def test_what_cannot_be_answered_is_said_plainly(stage, status, is_checked, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        check_answerable(stage, status, is_checked=is_checked, **IN_YEAR)


def test_a_year_is_not_judged_before_it_has_begun():
    with pytest.raises(RuleBroken, match="chưa đến năm thực hiện"):
        check_answerable(
            Stage.MIDYEAR,
            PledgeStatus.CONFIRMED,
            is_checked=False,
            year=2027,
            on=date(2026, 12, 31),
        )
    check_answerable(
        Stage.YEAREND, PledgeStatus.CONFIRMED, is_checked=False, year=2026, on=date(2027, 1, 20)
    )


@pytest.mark.parametrize("state", EditionState)
def test_a_text_that_is_being_changed_is_not_judged(state):
    if state in {EditionState.OPEN, EditionState.SUBMITTED}:
        with pytest.raises(RuleBroken, match="bản viết lại chưa xong"):
            check_settled(state)
    else:
        check_settled(state)


def test_lines_without_a_result_are_named():
    with pytest.raises(RuleBroken, match=r"Còn 2/3 nội dung chưa chọn kết quả: nội dung 1, 3\."):
        check_all_judged([None, Outcome.MET, None])
    check_all_judged([Outcome.NOT_MET])


def test_the_files_of_a_line_are_limited():
    check_files(MOST_FILES)
    with pytest.raises(RuleBroken) as refusal:
        check_files(MOST_FILES + 1)
    assert refusal.value.field == "file"


@pytest.mark.parametrize("status", PledgeStatus)
def test_the_branch_comments_between_the_self_review_and_the_close(status):
    is_open = status in {PledgeStatus.SELF_REVIEWED, PledgeStatus.COMMENTED}

    assert may_comment(status) is is_open
    if is_open:
        check_commentable(status)
    else:
        word = "đã khóa" if status is PledgeStatus.CLOSED else "chưa gửi tự đánh giá"
        with pytest.raises(RuleBroken, match=word):
            check_commentable(status)


@pytest.mark.parametrize("status", sorted(IN_FORCE - {PledgeStatus.SELF_REVIEWED}))
def test_only_what_waits_for_the_branch_is_asked_again(status):
    with pytest.raises(RuleBroken, match="đang chờ chi bộ nhận xét"):
        check_self_reviewed(status)


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2026, 6, 30), Stage.MIDYEAR),
        (date(2026, 9, 30), Stage.MIDYEAR),
        (date(2026, 10, 1), Stage.YEAREND),
        (date(2027, 1, 10), Stage.YEAREND),
    ],
)
def test_what_is_asked_for_first_follows_the_calendar(on, stage):
    assert usual_stage(2026, on=on) is stage
