from datetime import date

import pytest

from app.kernel.errors import RuleBroken
from app.organisations.rules import Level
from app.pledges.rules import CampaignState
from app.pledges.rules.campaigns import (
    Days,
    check_alone,
    check_changeable,
    check_closable,
    check_days,
    check_form_changeable,
    check_led_by_committee,
    check_openable,
    check_removable,
    check_reopenable,
    check_takes_pledges,
    check_year,
    proposed_days,
)
from app.pledges.rules.forms import (
    MOST_SECTIONS,
    Direction,
    check_branch_form_changeable,
    check_heading,
    check_not_fixed,
    check_room_for_section,
    check_section_empty,
    neighbour_of,
)
from app.pledges.rules.supplied import supplied_form

DRAFT, OPEN, CLOSED = CampaignState
CLOSES = date(2027, 3, 31)


def refused(said, check, *args, **kwargs):
    if said is None:
        check(*args, **kwargs)
    else:
        with pytest.raises(RuleBroken, match=said):
            check(*args, **kwargs)


@pytest.mark.parametrize(
    ("year", "closing", "today", "days"),
    [
        # Prepared in the weeks of the yearly review: from today on.
        (2027, "03-31", date(2026, 11, 29), (date(2026, 11, 29), date(2027, 3, 31))),
        # Too early: from the first day of the year.
        (2027, "01-31", date(2026, 9, 30), (date(2027, 1, 1), date(2027, 1, 31))),
        # Brought in afterwards.
        (2026, "02-28", date(2026, 11, 29), (date(2026, 1, 1), date(2026, 2, 28))),
    ],
)
def test_days_are_proposed_by_the_settings_and_the_calendar(year, closing, today, days):
    opens_on, closes_on = days

    found = proposed_days(year, closing, today=today)

    assert found == Days(opens_on, closes_on, opens_on)
    check_days(year, opens_on=opens_on, closes_on=closes_on, counted_on=opens_on)


@pytest.mark.parametrize(
    ("year", "said"),
    [(2024, "từ 2025 đến 2027"), (2025, None), (2026, None), (2027, None), (2028, "đến 2027")],
)
def test_a_campaign_is_for_this_year_and_its_neighbours(year, said):
    refused(said, check_year, year, today=date(2026, 11, 29))


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "counted_on", "said"),
    [
        ("2026-10-01", "2027-03-31", "2027-01-05", None),
        ("2026-09-30", "2027-03-31", "2027-01-05", "sớm nhất từ ngày 01/10/2026"),
        ("2027-02-01", "2027-01-31", "2027-01-05", "Hạn nộp phải từ ngày bắt đầu"),
        ("2027-01-05", "2028-01-01", "2027-01-05", "Hạn nộp phải trong năm 2027"),
        ("2027-01-05", "2027-03-31", "2027-04-01", "Ngày tính đảng viên phải từ"),
        ("2027-01-05", "2027-03-31", "2026-09-30", "Ngày tính đảng viên phải từ"),
        ("2027-01-05", "2027-01-05", "2027-01-05", None),
    ],
)
def test_its_days_lie_in_their_order_around_the_year(opens_on, closes_on, counted_on, said):
    days = {"opens_on": opens_on, "closes_on": closes_on, "counted_on": counted_on}

    refused(said, check_days, 2027, **{k: date.fromisoformat(v) for k, v in days.items()})


@pytest.mark.parametrize(
    ("check", "allowed"),
    [
        (check_changeable, {DRAFT, OPEN}),
        (check_form_changeable, {DRAFT}),
        (check_removable, {DRAFT}),
        (check_reopenable, {CLOSED}),
        (lambda state: check_openable(state, sections=1), {DRAFT}),
        (lambda state: check_closable(state, CLOSES, on=date(2027, 4, 1)), {OPEN}),
        (lambda state: check_branch_form_changeable(state, has_submitted=False), {OPEN}),
        (lambda state: check_takes_pledges(state, opens_on=CLOSES, on=CLOSES), {OPEN}),
    ],
)
def test_what_may_be_done_follows_from_the_state(check, allowed):
    for state in CampaignState:
        refused(None if state in allowed else ".", check, state)


def test_it_closes_on_the_day_after_the_last_one_at_the_earliest():
    refused("đến hết ngày 31/03/2027", check_closable, OPEN, CLOSES, on=CLOSES)


def test_without_sections_it_does_not_open():
    refused("chưa có mục nào", check_openable, DRAFT, sections=0)


@pytest.mark.parametrize("level", [Level.BRANCH, Level.GROUP])
def test_only_a_committee_has_campaigns(level):
    refused("do cấp ủy lập", check_led_by_committee, level)


def test_two_over_the_same_branches_are_refused_by_name():
    check_alone(2026, [])
    refused("của Đảng ủy Sở, gồm cả chi bộ", check_alone, 2026, ["Đảng ủy Sở"])


# The form


def test_what_has_been_used_stands():
    check_not_fixed(is_fixed=False)
    refused("chép thành bản mới", check_not_fixed, is_fixed=True)
    refused("đã có đồng chí nộp", check_branch_form_changeable, OPEN, has_submitted=True)
    check_section_empty(0)
    refused("đang có 2 nội dung", check_section_empty, 2)


def test_a_heading_stands_once_however_it_is_typed():
    check_heading("Về nêu gương", ["Về tư tưởng"])
    refused("đã có mục mang tên này", check_heading, "VỀ TƯ TƯỞNG", ["Về tư tưởng"])


def test_a_form_has_room_for_a_number_of_sections():
    check_room_for_section(MOST_SECTIONS - 1)
    refused("nhiều nhất 20 mục", check_room_for_section, MOST_SECTIONS)


@pytest.mark.parametrize(
    ("place", "direction", "other"),
    [
        (0, Direction.UP, None),
        (1, Direction.UP, 0),
        (1, Direction.DOWN, 2),
        (2, Direction.DOWN, None),
    ],
)
def test_a_section_moves_past_its_neighbour(place, direction, other):
    assert neighbour_of(place, direction, count=3) == other


def test_the_supplied_form_has_the_four_sections_and_the_common_additions():
    form = supplied_form()

    assert [section.heading for section in form.sections] == [
        "Về tư tưởng chính trị",
        "Về phẩm chất đạo đức, lối sống",
        "Về thực hiện nhiệm vụ chuyên môn",
        "Về tổ chức kỷ luật và nêu gương",
    ]
    assert all(section.is_required and section.guidance for section in form.sections)
    assert [section.key for section in form.additions] == ["degradation", "shortcomings", "targets"]
    assert form.addition("degradation").statement.startswith("Tôi cam kết không suy thoái")
    assert form.addition("unknown") is None
    assert form.grounds.count("\n") == 1
