"""Statuses, positions, passwords and roles as tables of the law."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from app.access.permissions import Actor, Grant, Role
from app.kernel.errors import RuleBroken
from app.organisations.rules import Level
from app.people.rules import (
    Holding,
    Position,
    Standing,
    Status,
    check_email,
    check_end,
    check_holding,
    check_joined,
    check_may_give,
    check_may_take_over,
    check_password,
    check_standing,
    check_takes_members,
    check_transfer,
    check_username,
    holding_doubts,
    is_throttled,
)

HERE, THERE = UUID(int=1), UUID(int=2)
TODAY = date(2026, 11, 22)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def standing(place, status, starts_on, ends_on=None):
    return Standing(place, status, day(starts_on), day(ends_on))


OFFICIAL_HERE = standing(HERE, Status.OFFICIAL, "2024-01-01", "2024-12-31")


@pytest.mark.parametrize(
    "new",
    [
        standing(HERE, Status.EXEMPT, "2025-01-01"),
        standing(HERE, Status.PROBATIONARY, "2023-01-01", "2023-12-31"),
        standing(THERE, Status.OFFICIAL, "2025-01-01"),
        standing(THERE, Status.TEMPORARY_IN, "2024-03-01", "2024-09-30"),
    ],
)
def test_a_standing_may_touch_but_not_share_a_day_with_another(new):
    check_standing(new, [OFFICIAL_HERE])


@pytest.mark.parametrize(
    ("new", "blamed"),
    [
        (standing(HERE, Status.EXEMPT, "2024-12-31"), "starts_on"),
        (standing(HERE, Status.TEMPORARY_IN, "2024-06-01"), "starts_on"),
        (standing(THERE, Status.OFFICIAL, "2024-12-31"), "starts_on"),
        (standing(THERE, Status.SUSPENDED, "2023-01-01"), "starts_on"),
        (standing(THERE, Status.TEMPORARY_AWAY, "2024-02-01", "2024-02-01"), "starts_on"),
        (standing(THERE, Status.OFFICIAL, "2025-02-01", "2025-01-31"), "ends_on"),
        (standing(THERE, Status.OFFICIAL, "0001-01-01"), "starts_on"),
        (standing(THERE, Status.OFFICIAL, "2025-01-01", "9999-12-31"), "ends_on"),
    ],
)
def test_two_statuses_or_two_memberships_at_once_are_refused(new, blamed):
    with pytest.raises(RuleBroken) as refusal:
        check_standing(new, [OFFICIAL_HERE])
    assert refusal.value.field == blamed


def test_a_stay_beside_a_membership_is_a_stay_whichever_came_first():
    stay = standing(THERE, Status.TEMPORARY_IN, "2024-01-01")
    check_standing(standing(HERE, Status.OFFICIAL, "2024-06-01"), [stay])


@pytest.mark.parametrize("level", [Level.COMMITTEE, Level.GROUP])
def test_members_belong_to_branches_only(level):
    check_takes_members(Level.BRANCH)
    with pytest.raises(RuleBroken):
        check_takes_members(level)


def test_what_ended_before_today_is_history():
    check_end(date(2024, 1, 1), None, date(2025, 5, 1), today=TODAY)
    check_end(date(2024, 1, 1), TODAY, date(2026, 11, 30), today=TODAY)
    with pytest.raises(RuleBroken, match="21/11/2026"):
        check_end(date(2024, 1, 1), date(2026, 11, 21), date(2026, 11, 30), today=TODAY)
    with pytest.raises(RuleBroken):
        check_end(date(2024, 1, 1), None, date(2023, 12, 31), today=TODAY)


@pytest.mark.parametrize(
    ("status", "to", "starts_on"),
    [
        (Status.TEMPORARY_IN, THERE, date(2026, 12, 1)),
        (Status.OFFICIAL, HERE, date(2026, 12, 1)),
        (Status.OFFICIAL, THERE, date(2024, 1, 1)),
        (Status.OFFICIAL, THERE, date(2023, 12, 31)),
    ],
)
def test_a_transfer_needs_a_membership_another_branch_and_a_later_day(status, to, starts_on):
    with pytest.raises(RuleBroken):
        check_transfer(standing(HERE, status, "2024-01-01"), to=to, starts_on=starts_on)


def test_a_member_may_move_the_day_after_joining():
    check_transfer(
        standing(HERE, Status.OFFICIAL, "2024-01-01"), to=THERE, starts_on=date(2024, 1, 2)
    )


@pytest.mark.parametrize(
    ("admitted_on", "official_on", "birth_year", "blamed"),
    [
        ("2010-03-02", "2010-03-01", None, "official_on"),
        ("1929-03-02", None, None, "admitted_on"),
        (None, "2101-01-01", None, "official_on"),
        ("2010-03-02", None, 1993, "birth_year"),
        (None, None, 2009, "birth_year"),
    ],
)
def test_impossible_dates_of_joining_are_refused(admitted_on, official_on, birth_year, blamed):
    with pytest.raises(RuleBroken) as refusal:
        check_joined(day(admitted_on), day(official_on), birth_year, today=TODAY)
    assert refusal.value.field == blamed


def test_possible_dates_of_joining_pass():
    check_joined(date(2010, 3, 2), date(2011, 3, 2), 1992, today=TODAY)
    check_joined(None, None, None, today=TODAY)


@pytest.mark.parametrize("email", ["hanh", "hanh@", "@vn", "a b@c.vn", "hanh@vn", "hanh@x..vn"])
def test_a_wrong_address_is_refused(email):
    with pytest.raises(RuleBroken):
        check_email(email)


@pytest.mark.parametrize("email", [None, "", "tran.hanh@example.vn"])
def test_an_address_may_be_missing_or_right(email):
    check_email(email)


def holding(member, position, starts_on, ends_on=None):
    return Holding(member, position, day(starts_on), day(ends_on))


ME, OTHER = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("position", "level", "fits"),
    [
        (Position.SECRETARY, Level.BRANCH, True),
        (Position.OBSERVER, Level.BRANCH, True),
        (Position.COMMITTEE_MEMBER, Level.BRANCH, False),
        (Position.COMMITTEE_SECRETARY, Level.COMMITTEE, True),
        (Position.SECRETARY, Level.COMMITTEE, False),
        (Position.OBSERVER, Level.COMMITTEE, False),
        (Position.PARTY_GROUP_LEADER, Level.GROUP, True),
        (Position.SECRETARY, Level.GROUP, False),
    ],
)
def test_a_position_exists_only_at_its_level(position, level, fits):
    new = holding(ME, position, "2026-01-01")
    if fits:
        check_holding(new, [], level=level)
    else:
        with pytest.raises(RuleBroken) as refusal:
            check_holding(new, [], level=level)
        assert refusal.value.field == "position"


SECRETARY_UNTIL_MAY = holding(OTHER, Position.SECRETARY, "2025-01-01", "2026-05-31")


def test_a_branch_has_one_secretary_at_a_time():
    next_one = holding(ME, Position.SECRETARY, "2026-06-01")
    check_holding(next_one, [SECRETARY_UNTIL_MAY], level=Level.BRANCH)
    with pytest.raises(RuleBroken, match="đồng chí khác giữ chức vụ Bí thư"):
        check_holding(
            holding(ME, Position.SECRETARY, "2026-05-31"),
            [SECRETARY_UNTIL_MAY],
            level=Level.BRANCH,
        )


def test_several_may_be_deputy_but_nobody_twice():
    deputy = holding(OTHER, Position.DEPUTY_SECRETARY, "2025-01-01")
    check_holding(
        holding(ME, Position.DEPUTY_SECRETARY, "2025-01-01"), [deputy], level=Level.BRANCH
    )
    with pytest.raises(RuleBroken, match="đã giữ chức vụ đó"):
        check_holding(
            holding(OTHER, Position.DEPUTY_SECRETARY, "2026-01-01"), [deputy], level=Level.BRANCH
        )


@pytest.mark.parametrize(
    ("position", "status", "officials", "doubts"),
    [
        (Position.BRANCH_COMMITTEE_MEMBER, Status.OFFICIAL, 9, 0),
        (Position.BRANCH_COMMITTEE_MEMBER, Status.OFFICIAL, 8, 1),
        (Position.BRANCH_COMMITTEE_MEMBER, None, 8, 2),
        (Position.SECRETARY, Status.PROBATIONARY, 20, 1),
        (Position.SECRETARY, Status.OFFICIAL, 3, 0),
        (Position.OBSERVER, None, 3, 0),
        (Position.COMMITTEE_MEMBER, None, 0, 0),
    ],
)
def test_an_unusual_position_is_doubted_not_refused(position, status, officials, doubts):
    assert (
        len(holding_doubts(position, status=status, official_members=officials, committee_from=9))
        == doubts
    )


@pytest.mark.parametrize(
    ("password", "username"),
    [
        ("ngắn quá", "hanh"),
        ("x" * 201, "hanh"),
        ("đây là Tran.Hanh nhé", "tran.hanh"),
        ("aaabbbaaabbb", "hanh"),
    ],
)
def test_a_weak_password_is_refused(password, username):
    with pytest.raises(RuleBroken) as refusal:
        check_password(password, username=username)
    assert refusal.value.field == "password"


def test_a_sentence_is_a_good_password():
    check_password("mùa xuân trên sông Hương", username="hanh")


@pytest.mark.parametrize("name", ["ab", "Hạnh", "tran hanh", ".hanh", "hanh.", "a<b>c", ""])
def test_an_odd_user_name_is_refused(name):
    with pytest.raises(RuleBroken):
        check_username(name)


@pytest.mark.parametrize("name", ["abc", "tran.thi.hanh", "cb4_thuky-2"])
def test_a_plain_user_name_passes(name):
    check_username(name)


@pytest.mark.parametrize(
    ("by_name", "by_address", "closed"),
    [(7, 7, False), (8, 0, True), (0, 39, False), (0, 40, True)],
)
def test_an_office_behind_one_address_has_more_room_than_one_name(by_name, by_address, closed):
    assert is_throttled(by_name=by_name, by_address=by_address, attempts=8) is closed


def actor(role, path):
    return Actor(uuid4(), "Trần Thị Hạnh", None, (Grant(role, path),))


@pytest.mark.parametrize(
    ("giver", "role", "place", "may"),
    [
        (Role.SYSTEM_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR, "/a/b/", True),
        (Role.SYSTEM_ADMINISTRATOR, Role.OFFICE, "/a/", True),
        (Role.OFFICE, Role.OFFICE, "/a/b/", True),
        (Role.OFFICE, Role.INSPECTOR, "/a/b/", True),
        (Role.OFFICE, Role.SYSTEM_ADMINISTRATOR, "/a/b/", False),
        (Role.OFFICE, Role.OFFICE, "/", False),
        (Role.OFFICE, Role.OFFICE, "/c/", False),
        (Role.SYSTEM_ADMINISTRATOR, Role.SECRETARY, "/a/b/", False),
        (Role.SECRETARY, Role.INSPECTOR, "/a/b/", False),
    ],
)
def test_nobody_gives_more_than_they_hold(giver, role, place, may):
    if may:
        check_may_give(role, actor(giver, "/a/"), place)
    else:
        with pytest.raises(RuleBroken):
            check_may_give(role, actor(giver, "/a/"), place)


@pytest.mark.parametrize(
    ("giver", "held", "may"),
    [
        (Role.OFFICE, (), True),
        (Role.OFFICE, (Grant(Role.SECRETARY, "/a/b/"), Grant(Role.OFFICE, "/a/")), True),
        (Role.OFFICE, (Grant(Role.STANDING_COMMITTEE, "/"),), False),
        (Role.OFFICE, (Grant(Role.MEMBER, "/a/b/"), Grant(Role.OBSERVER, "/c/")), False),
        (Role.OFFICE, (Grant(Role.SYSTEM_ADMINISTRATOR, "/a/b/"),), False),
        (Role.SYSTEM_ADMINISTRATOR, (Grant(Role.SYSTEM_ADMINISTRATOR, "/a/"),), True),
        (Role.SECRETARY, (Grant(Role.MEMBER, "/a/"),), False),
    ],
)
def test_nobody_takes_over_an_account_that_reaches_further(giver, held, may):
    if may:
        check_may_take_over(actor(giver, "/a/"), held)
    else:
        with pytest.raises(RuleBroken):
            check_may_take_over(actor(giver, "/a/"), held)
