"""Whatever may rightly become of minutes, the checks have nothing to say of it."""

from datetime import date

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.minutes.queries import checks
from app.minutes.service import receive_minutes, reopen_minutes, send_minutes
from app.people.models import Member
from tests.factory import NOW
from tests.minutes.sittings import adopted, confirmed, held, people, sealed


@pytest.fixture
def hold(tmp_path):
    def check():
        db.session.commit()
        every = (
            checks.records_hold(),
            checks.numbers_hold(),
            checks.reopenings_hold(),
            checks.meetings_sealed(),
            checks.seals_hold(tmp_path),
        )
        return [flaw for kind in every for flaw in kind if flaw] == []

    return check


def test_the_whole_life_of_minutes_holds(make, tmp_path, hold):
    group = people(make)
    sitting = held(make, group=group)
    assert hold()
    first = adopted(sitting)
    confirmed(first, Role.CHAIR, tmp_path)
    assert hold()
    confirmed(first, Role.MINUTE_TAKER, tmp_path)
    assert hold()
    reopen_minutes(first, reason="Ghi sai.", by=sitting.by, now=NOW)
    assert hold()
    sitting.write("domestic", "Kinh tế quý IV tăng 8 %.")
    second = adopted(sitting)
    assert hold()
    reopen_minutes(second, reason="Còn thiếu.", by=sitting.by, now=NOW)
    assert hold()
    third = sealed(sitting, tmp_path)
    assert hold()
    send_minutes(third, by=sitting.by, now=NOW)
    receive_minutes(third, by=sitting.by, now=NOW)
    sealed(held(make, group=group, held_on=date(2026, 10, 5)), tmp_path)
    assert hold()


def test_names_may_be_corrected_later(make, tmp_path, hold):
    sitting = held(make)
    sealed(sitting, tmp_path)

    for member in sitting.members:
        db.session.get_one(Member, member.id).name += " (đính chính)"
    sitting.branch.name = "Chi bộ mang tên mới"

    assert hold()
