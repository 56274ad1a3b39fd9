from datetime import date

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.people.rules import Position
from app.personal_plans.models import PersonalPlanLine, Publication
from app.personal_plans.rules import Audience, Channel, PersonalPlanStatus
from tests.factory import NOW

NAME = "Trần Thị Hạnh"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        yield


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng ủy Văn phòng")


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Hành chính")


@pytest.fixture
def campaign(make, committee):
    campaign = make.campaign(committee, with_plans=True)
    db.session.commit()
    return campaign


@pytest.fixture
def head(make, branch):
    return make.member(NAME, branch=branch, position=Position.SECRETARY)


@pytest.fixture
def secretary(make, sign_in, branch, head):
    return sign_in(account=make.account(member=head, at=branch))


@pytest.fixture
def by(make, branch, head):
    return make.actor(Role.SECRETARY, at=branch, member=head)


@pytest.fixture
def planned(make, branch, head, campaign):
    """A plan of the head in the database, registered, with these rows and this log."""

    def plan(*contents, status=PersonalPlanStatus.SUBMITTED, published=(), member=None, **values):
        is_draft = status is PersonalPlanStatus.DRAFT
        known = {"submitted_at": None if is_draft else NOW, "branch": branch, **values}
        made = make.personal_plan(member or head, campaign=campaign, status=status, **known)
        made.lines = [
            PersonalPlanLine(position=number, content=content)
            for number, content in enumerate(contents, 1)
        ]
        made.publications = [posted(on) for on in published]
        db.session.commit()
        return made

    return plan


def posted(on: date, **values):
    return Publication(
        **{
            "channel": Channel.NOTICE_BOARD,
            "audience": Audience.BRANCH,
            "from_on": on,
            "recorded_at": NOW,
            "recorded_by": NAME,
            **values,
        }
    )
