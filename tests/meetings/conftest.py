from dataclasses import dataclass
from datetime import date, time

import pytest
from flask.testing import FlaskClient

from app.access.permissions import Actor, Role
from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingType
from app.meetings.service.life import PLAN_FIELDS, open_meeting, plan_meeting
from app.meetings.service.roll import take_roll
from app.organisations.models import Organisation
from app.people.models import Member
from app.people.rules import Position
from tests.factory import NOW, Make
from tests.meetings.writer import Writer

HELD_ON = date(2026, 11, 3)


@dataclass
class Setting:
    """A branch with five official members, its secretary and a regular meeting."""

    branch: Organisation
    secretary: Member
    minute_taker: Member
    members: list[Member]
    meeting: Meeting
    by: Actor


def plan(**values):
    blank = dict.fromkeys(PLAN_FIELDS)
    return {
        **blank,
        "period": HELD_ON.replace(day=1),
        "held_on": HELD_ON,
        "start_time": time(14, 0),
        "place": "Phòng họp tầng 3",
        "mode": "in_person",
        **values,
    }


@pytest.fixture
def setting(make: Make) -> Setting:
    branch = make.branch(name="Chi bộ Thông tin - Tin học")
    secretary = make.member("Trần Thị Hạnh", branch=branch, position=Position.SECRETARY)
    others = [
        make.member(name, branch=branch)
        for name in ("Nguyễn Thu Trang", "Lê Minh Khôi", "Võ Văn Bình", "Hồ Đắc Dũng")
    ]
    by = make.actor(Role.SECRETARY, at=branch, member=secretary)
    meeting = plan_meeting(
        branch,
        MeetingType.REGULAR,
        plan(chair_id=secretary.id, minute_taker_id=others[0].id),
        presenter="Đồng chí Trần Thị Hạnh, Bí thư",
        by=by,
        now=NOW,
    )
    db.session.commit()
    return Setting(branch, secretary, others[0], [secretary, *others], meeting, by)


@pytest.fixture
def running(setting: Setting) -> Setting:
    """The same meeting in session, everybody present."""
    open_meeting(setting.meeting, began_time=time(14, 0), by=setting.by, now=NOW)
    db.session.flush()
    take_roll(setting.meeting, {}, version=setting.meeting.version, by=setting.by, now=NOW)
    db.session.commit()
    return setting


@pytest.fixture
def secretary(setting: Setting, make: Make, sign_in) -> FlaskClient:
    account = make.account(member=setting.secretary, at=setting.branch)
    return sign_in(account=account)


@pytest.fixture
def item(running):
    return next(i for step in running.meeting.steps for i in step.items if i.slot == "domestic")


@pytest.fixture
def write(setting, make, sign_in):
    def of(member):
        account = make.account(member=member, at=setting.branch)
        return Writer(sign_in(account=account), account.id, setting.meeting.id)

    return of


@pytest.fixture
def hanh(write, setting):
    return write(setting.secretary)


@pytest.fixture
def trang(write, setting):
    return write(setting.minute_taker)
