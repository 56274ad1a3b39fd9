from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from flask.testing import FlaskClient

from app.extensions import db
from app.kernel.clock import moment_of
from app.meetings.rules.life import MeetingType
from app.meetings.service.life import notify_meeting
from app.topics.service import assign_presenters
from tests.factory import NOW, Make
from tests.minutes.sittings import Sitting, called

ANNOUNCED = moment_of(date(2026, 10, 28), 9)


@pytest.fixture(autouse=True)
def _in_october() -> Iterator[None]:
    """Four days before the topical meeting of 3 November."""
    with time_machine.travel("2026-10-30 09:00+07:00", tick=False):
        yield


@pytest.fixture
def topical(make: Make) -> Sitting:
    """A topical meeting announced to the branch; members[3] is to present its topic."""
    sitting = called(make, meeting_type=MeetingType.TOPICAL)
    notify_meeting(sitting.meeting, members=5, guests=0, by=sitting.by, now=ANNOUNCED)
    db.session.commit()
    return sitting


@pytest.fixture
def paper(topical: Sitting):
    found = assign_presenters(topical.meeting, [topical.members[3]], by=topical.by, now=NOW)
    db.session.commit()
    return found


@pytest.fixture
def enter(topical: Sitting, make: Make, sign_in) -> Callable[[int], FlaskClient]:
    """Sign in as the comrade of that number in `topical.members`."""

    def as_(number: int) -> FlaskClient:
        member = topical.members[number]
        return sign_in(account=make.account(member=member, at=topical.branch))

    return as_


@pytest.fixture
def secretary(enter) -> FlaskClient:
    return enter(0)


@pytest.fixture
def presenter(enter, paper) -> FlaskClient:
    return enter(3)
