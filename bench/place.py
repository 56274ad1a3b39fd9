"""A branch in a large database, and its secretary: what the pages are measured on."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from app import create_app
from app.access.permissions import Actor
from app.devtools.scale import Scale, fill
from app.extensions import db
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingMode, MeetingType
from app.meetings.service.life import notify_meeting, plan_meeting
from app.organisations.models import Organisation
from app.people.models import Account, Member, StatusPeriod
from app.people.rules import Position
from app.people.service import begin_position, create_account

ROOT = Path(__file__).parents[1]
USERNAME, PASSWORD = "bithu.do", "do-toc-do-trang-web"
SCALE = {"branches": 30, "meetings": 60, "members": 50}


@dataclass(frozen=True)
class Place:
    branch: str
    meeting: str


def open_app(folder: Path) -> Flask:
    """The same, on the database that is there."""
    url = f"sqlite:///{folder / 'bench.sqlite'}"
    return create_app({"INSTANCE": folder, "DATABASE_URL": url, "SECRET_KEY": "bench"})


def make_app(folder: Path) -> Flask:
    """The application on an empty database of its own in `folder`."""
    app = open_app(folder)
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
    return app


def furnish(app: Flask) -> Place:
    """Fill the database; one secretary has a notified meeting before them."""
    with app.app_context():
        with transaction():
            fill(Scale(**SCALE, until=today()), now=now())
        with transaction():
            branch = db.session.scalars(
                select(Organisation).where(Organisation.name == "Chi bộ số 1")
            ).one()
            secretary, minute_taker = db.session.scalars(
                select(Member)
                .join(StatusPeriod, StatusPeriod.member_id == Member.id)
                .where(StatusPeriod.organisation_id == branch.id)
                .limit(2)
            ).all()
            actor = _actor(_account(branch, secretary))
            meeting = _next_meeting(branch, secretary, minute_taker, actor)
            return Place(str(branch.id), str(meeting.id))


def _account(branch: Organisation, secretary: Member) -> Account:
    begin_position(
        secretary,
        branch,
        Position.SECRETARY,
        starts_on=date(2025, 1, 1),
        by=None,
        now=now(),
    )
    return create_account(
        username=USERNAME,
        name=secretary.name,
        password=PASSWORD,
        organisation=branch,
        member=secretary,
        must_change_password=False,
        by=None,
        now=now(),
    )


def _actor(account: Account) -> Actor:
    return Actor(account.id, account.name, account.member_id)


def _next_meeting(
    branch: Organisation, secretary: Member, minute_taker: Member, actor: Actor
) -> Meeting:
    month = (today().replace(day=1) + timedelta(days=31)).replace(day=1)
    plan = {
        "period": month,
        "held_on": month.replace(day=3),
        "start_time": time(14, 0),
        "place": "Phòng họp tầng 3",
        "mode": MeetingMode.IN_PERSON,
        "topic": None,
        "purpose": None,
        "chair_id": secretary.id,
        "minute_taker_id": minute_taker.id,
        "preparer_id": secretary.id,
        "committee_met_on": None,
    }
    meeting = plan_meeting(
        branch, MeetingType.REGULAR, plan, presenter=secretary.name, by=actor, now=now()
    )
    notify_meeting(meeting, members=SCALE["members"], guests=0, by=actor, now=now())
    return meeting
