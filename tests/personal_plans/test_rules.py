from datetime import date

import pytest

from app.kernel.errors import RuleBroken
from app.personal_plans.rules import (
    MOST_LINES,
    Audience,
    Channel,
    PersonalPlanStatus,
    Posting,
    check_closable,
    check_end,
    check_posting,
    check_publishable,
    check_registrable,
    check_room,
    check_takes_results,
    check_writable,
    reopened,
)
from app.pledges.rules import Outcome

DRAFT, SUBMITTED, CLOSED = PersonalPlanStatus
TODAY = date(2026, 11, 10)
CHECKS = {
    "write": check_writable,
    "register": lambda status: check_registrable(status, lines=1),
    "judge": check_takes_results,
    "close": lambda status: check_closable(status, [Outcome.MET]),
    "reopen": reopened,
    "publish": check_publishable,
}
ALLOWED = {
    DRAFT: {"write", "register"},
    SUBMITTED: {"judge", "close", "reopen", "publish"},
    CLOSED: {"reopen", "publish"},
}


@pytest.mark.parametrize("status", PersonalPlanStatus)
@pytest.mark.parametrize("verb", CHECKS)
def test_each_state_allows_just_this(status, verb):
    if verb in ALLOWED[status]:
        CHECKS[verb](status)
    else:
        with pytest.raises(RuleBroken):
            CHECKS[verb](status)


def test_a_plan_is_opened_again_one_step_at_a_time():
    assert reopened(CLOSED) is SUBMITTED
    assert reopened(SUBMITTED) is DRAFT


def test_nothing_is_registered_that_says_nothing():
    with pytest.raises(RuleBroken, match="chưa có nội dung"):
        check_registrable(DRAFT, lines=0)


def test_a_plan_stays_short():
    check_room(MOST_LINES - 1)
    with pytest.raises(RuleBroken, match="nhiều nhất 30"):
        check_room(MOST_LINES)


def test_nothing_is_closed_before_every_row_has_its_result():
    with pytest.raises(RuleBroken, match="Còn 2 nội dung"):
        check_closable(SUBMITTED, [Outcome.MET, None, None])


def posting(**values):
    return Posting(
        **{
            "channel": Channel.NOTICE_BOARD,
            "place": "",
            "audience": Audience.BRANCH,
            "from_on": date(2026, 2, 3),
            "until_on": None,
            **values,
        }
    )


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"from_on": TODAY, "until_on": TODAY},
        {"from_on": date(2025, 12, 28)},
        {"until_on": date(2027, 1, 31)},
        {"channel": Channel.OTHER, "place": "Hội nghị cán bộ"},
    ],
)
def test_what_the_log_takes(values):
    check_posting(posting(**values), [], year=2026, on=TODAY)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"channel": Channel.OTHER}, "place"),
        ({"from_on": date(2026, 11, 11)}, "from_on"),
        ({"from_on": date(2024, 12, 31)}, "from_on"),
        ({"until_on": date(2026, 2, 2)}, "until_on"),
    ],
)
def test_what_the_log_refuses(values, field):
    with pytest.raises(RuleBroken) as refusal:
        check_posting(posting(**values), [], year=2026, on=TODAY)
    assert refusal.value.field == field


def test_the_same_is_not_written_down_twice():
    ended = posting(until_on=date(2026, 3, 3))
    check_posting(posting(from_on=date(2026, 3, 4)), [ended], year=2026, on=TODAY)
    check_posting(posting(audience=Audience.PUBLIC), [ended], year=2026, on=TODAY)
    with pytest.raises(RuleBroken, match="đã ghi"):
        check_posting(posting(from_on=date(2026, 3, 3)), [ended], year=2026, on=TODAY)


def test_a_posting_ends_on_its_first_day_at_the_earliest():
    check_end(date(2026, 2, 3), date(2026, 2, 3))
    with pytest.raises(RuleBroken):
        check_end(date(2026, 2, 2), date(2026, 2, 3))


@pytest.mark.parametrize(
    ("until_on", "words"),
    [
        (None, "từ 03/02/2026"),
        (date(2026, 2, 3), "ngày 03/02/2026"),
        (date(2026, 3, 3), "từ 03/02/2026 đến 03/03/2026"),
    ],
)
def test_one_day_of_publication_is_said_once(until_on, words):
    shown = posting(until_on=until_on)

    assert shown.period == words
