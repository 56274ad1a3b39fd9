from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.kernel.errors import RuleBroken, StaleEdit
from app.regulations.models import RegulationValue
from app.regulations.queries import book_for
from app.regulations.rules import settings
from app.regulations.service import end_value, set_value, withdraw_value
from tests.factory import NOW

TODAY = date(2026, 11, 3)  # the day of NOW
LAST_YEAR, NEXT_YEAR = date(2025, 1, 1), date(2027, 1, 1)


@pytest.fixture
def office(make):
    committee = make.organisation()
    return committee, make.actor(Role.OFFICE, at=committee)


def lay_down(
    office,
    value="60",
    *,
    key="meeting.min_minutes_regular",
    valid_from=TODAY,
    until=None,
    is_older=False,
):
    committee, by = office
    return set_value(
        committee,
        settings()[key],
        value=value,
        valid_from=valid_from,
        valid_until=until,
        source="Công văn số 12-CV/ĐU",
        is_older=is_older,
        by=by,
        now=NOW,
    )


def minutes(path, on):
    return book_for(path, on).number("meeting.min_minutes_regular")


def test_a_value_of_the_committee_reaches_its_branches_from_its_first_day(office, make):
    branch = make.branch(parent=office[0])
    elsewhere = make.branch()

    lay_down(office)

    assert minutes(branch.path, TODAY) == 60
    assert minutes(branch.path, TODAY - timedelta(days=1)) == 90
    assert minutes(elsewhere.path, TODAY) == 90


def test_the_value_of_the_branch_stands_above_that_of_the_committee(office, make):
    branch = make.branch(parent=office[0])
    lay_down(office)
    lay_down((branch, office[1]), "45")

    assert minutes(branch.path, TODAY) == 45


def test_a_new_value_ends_the_open_one_the_day_before(office):
    first = lay_down(office, "60", valid_from=LAST_YEAR, is_older=True)

    lay_down(office, "75", valid_from=NEXT_YEAR)

    assert first.valid_until == date(2026, 12, 31)
    assert minutes(office[0].path, TODAY) == 60
    assert minutes(office[0].path, NEXT_YEAR) == 75


def test_a_value_that_was_in_force_is_not_shortened_backwards(office):
    first = lay_down(office, "60", valid_from=LAST_YEAR, is_older=True)

    with pytest.raises(RuleBroken, match="Nơi này đã từng đặt giá trị"):
        lay_down(office, "75", valid_from=TODAY - timedelta(days=1), is_older=True)

    assert first.valid_until is None


def test_what_was_in_force_before_is_written_down_only_when_said_so(office):
    with pytest.raises(RuleBroken, match="từ hôm nay trở đi"):
        lay_down(office, valid_from=TODAY - timedelta(days=1))

    assert lay_down(office, valid_from=LAST_YEAR, is_older=True)


@pytest.mark.parametrize(
    ("valid_from", "until", "field"),
    [
        (date(1929, 12, 31), None, "valid_from"),
        (date(9999, 1, 1), None, "valid_from"),
        (TODAY, date(2101, 1, 1), "valid_until"),
    ],
)
def test_a_day_nobody_can_mean_is_refused(office, valid_from, until, field):
    with pytest.raises(RuleBroken, match="Năm phải từ 1930") as refusal:
        lay_down(office, valid_from=valid_from, until=until, is_older=True)
    assert refusal.value.field == field


def test_an_end_nobody_can_mean_is_refused(office, db):
    laid_down = lay_down(office)
    db.session.flush()

    with pytest.raises(RuleBroken, match="Năm phải từ 1930"):
        end_value(
            laid_down,
            valid_until=date(9999, 12, 31),
            version=laid_down.version,
            by=office[1],
            now=NOW,
        )


def test_a_wrong_value_leaves_no_trace(office, db):
    with pytest.raises(RuleBroken, match="từ 10 đến 600"):
        lay_down(office, "5")

    assert db.session.scalars(select(RegulationValue)).all() == []
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_each_change_names_who_and_what(office, db):
    laid_down = lay_down(office)
    db.session.flush()

    end_value(laid_down, valid_until=NEXT_YEAR, version=laid_down.version, by=office[1], now=NOW)

    lines = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)).all()
    assert [line.event for line in lines] == [Event.REGULATION_SET, Event.REGULATION_ENDED]
    assert lines[0].facts["value"] == "60"
    assert lines[1].facts["valid_until"] == "2027-01-01"
    assert {line.actor_name for line in lines} == {"Trần Thị Hạnh"}


def test_after_its_end_the_superiors_value_applies_again(office, db):
    laid_down = lay_down(office, valid_from=LAST_YEAR, is_older=True)
    db.session.flush()

    end_value(laid_down, valid_until=TODAY, version=laid_down.version, by=office[1], now=NOW)

    assert minutes(office[0].path, TODAY) == 60
    assert minutes(office[0].path, TODAY + timedelta(days=1)) == 90


def test_two_clerks_do_not_end_a_value_over_each_other(office, db):
    laid_down = lay_down(office)
    db.session.flush()

    with pytest.raises(StaleEdit):
        end_value(
            laid_down, valid_until=TODAY, version=laid_down.version - 1, by=office[1], now=NOW
        )


def test_a_value_that_never_applied_can_be_taken_back(office, db):
    laid_down = lay_down(office, valid_from=NEXT_YEAR)
    db.session.flush()

    withdraw_value(laid_down, by=office[1], now=NOW)
    db.session.flush()

    assert minutes(office[0].path, NEXT_YEAR) == 90


def test_a_value_of_today_is_ended_and_never_taken_back(office, db):
    laid_down = lay_down(office)
    db.session.flush()

    with pytest.raises(RuleBroken, match="chỉ kết thúc được"):
        withdraw_value(laid_down, by=office[1], now=NOW)
