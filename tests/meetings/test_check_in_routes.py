"""Members say from their phones that they are in the room; the roll stays the secretary's."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel.clock import local, now
from app.meetings.models import Attendance, CheckIn
from app.meetings.rules.check_in import code_of, minute_of
from app.meetings.rules.life import MeetingStatus
from app.meetings.rules.roll import Presence
from app.people.models import SignInAttempt
from app.people.rules import Status
from tests.factory import NOW
from tests.meetings.sent import fresh, roll_data, url_of

SECRET = "tests"


def code(setting, *, minutes=0):
    shown_at = now() + timedelta(minutes=minutes)
    return code_of(setting.meeting.id, minute_of(shown_at), secret=SECRET)


@pytest.fixture
def member(running, make, sign_in):
    return sign_in(account=make.account(member=running.members[3], at=running.branch))


def kept(running, number=3):
    return db.session.get(CheckIn, (running.meeting.id, running.members[number].id))


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def checked_in_lines():
    found = select(AuditEntry).where(AuditEntry.event == Event.CHECKED_IN.value)
    return [line.facts for line in db.session.scalars(found)]


def test_a_member_scans_and_confirms_with_one_press(member, running):
    page = member.get(url_of(running, f"/check-in?code={code(running)}"))
    assert f'value="{code(running)}"' in page.text
    assert kept(running) is None  # looking writes nothing

    page = member.post(
        url_of(running, "/check-in"), data={"code": code(running)}, follow_redirects=True
    )

    assert "Đồng chí đã báo có mặt lúc" in page.text
    assert kept(running) is not None
    assert checked_in_lines() == [{"member": running.members[3].name}]


@pytest.mark.parametrize("spelt", ["{}", " {} "])
def test_the_code_of_the_minute_before_still_holds(member, running, spelt):
    typed = spelt.format(code(running, minutes=-1))

    assert member.post(url_of(running, "/check-in"), data={"code": typed}).status_code == 302


@pytest.mark.parametrize("minutes", [-3, 2])
def test_an_old_or_wrong_code_is_said_beside_the_field(member, running, minutes):
    page = member.post(
        url_of(running, "/check-in"), data={"code": code(running, minutes=minutes)}
    ).text

    assert "Mã chưa đúng hoặc đã đổi" in page
    assert kept(running) is None


def test_a_second_press_is_friendly_and_changes_nothing(member, running):
    for _ in range(2):
        answer = member.post(url_of(running, "/check-in"), data={"code": code(running)})
        assert answer.status_code == 302

    assert len(checked_in_lines()) == 1
    assert "đã báo có mặt" in member.get(url_of(running, "/check-in")).text
    # Who is in needs no code any more, right or wrong.
    assert member.post(url_of(running, "/check-in"), data={"code": "000000"}).status_code == 302


def test_guessing_is_stopped_even_for_the_right_code(member, running, app):
    for _ in range(app.config["SIGN_IN_ATTEMPTS"]):
        member.post(url_of(running, "/check-in"), data={"code": "abc"})

    page = member.post(url_of(running, "/check-in"), data={"code": code(running)}).text

    assert "nhập sai mã quá nhiều lần" in page
    assert kept(running) is None
    # It is counted beside sign-ins and closes nobody's door there.
    assert count(SignInAttempt) == app.config["SIGN_IN_ATTEMPTS"]
    assert {attempt.address for attempt in db.session.scalars(select(SignInAttempt))} == {""}


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (MeetingStatus.NOTIFIED, "Buổi họp chưa bắt đầu"),
        (MeetingStatus.MINUTES_DRAFTED, "đã kết thúc"),
        (MeetingStatus.ADOPTED, "đã kết thúc"),
    ],
)
def test_outside_the_meeting_a_sentence_says_why(member, running, status, says):
    meeting = fresh(running)
    meeting.status, meeting.notified_at = status, NOW
    db.session.commit()

    assert says in member.get(url_of(running, "/check-in")).text
    assert says in member.post(url_of(running, "/check-in"), data={"code": code(running)}).text
    assert kept(running) is None


def test_a_silent_draft_is_not_there(member, running):
    meeting = fresh(running)
    meeting.status, meeting.notified_at = MeetingStatus.PLANNED, None
    db.session.commit()

    assert member.get(url_of(running, "/check-in")).status_code == 404


def test_an_exempt_member_who_came_may_say_so(running, make, sign_in):
    exempt = make.member("Lê Hoài Ân", branch=running.branch, status=Status.EXEMPT)
    client = sign_in(account=make.account(member=exempt, at=running.branch))

    client.post(url_of(running, "/check-in"), data={"code": code(running)})

    assert db.session.get(CheckIn, (running.meeting.id, exempt.id)) is not None


def test_a_suspended_member_is_turned_away(running, make, sign_in):
    suspended = make.member("Lê Hoài Ân", branch=running.branch, status=Status.SUSPENDED)
    client = sign_in(account=make.account(member=suspended, at=running.branch))

    answer = client.post(url_of(running, "/check-in"), data={"code": code(running)})

    assert answer.status_code == 404  # the suspension has taken the branch out of their sight
    assert count(CheckIn) == 0


def test_who_joined_after_the_day_is_not_on_the_roll(running, make, sign_in):
    newcomer = make.member(
        "Lê Hoài Ân", branch=running.branch, starts_on=running.meeting.held_on + timedelta(days=1)
    )
    client = sign_in(account=make.account(member=newcomer, at=running.branch))

    page = client.post(url_of(running, "/check-in"), data={"code": code(running)})

    assert "không có tên trong danh sách" in page.text


def test_a_member_of_another_branch_finds_nothing(running, make, sign_in):
    stranger = sign_in(Role.MEMBER, at=make.branch())

    assert stranger.get(url_of(running, "/check-in")).status_code == 404
    assert (
        stranger.post(url_of(running, "/check-in"), data={"code": code(running)}).status_code == 404
    )


def test_a_phone_that_is_not_signed_in_comes_back_to_the_code(running, client):
    answer = client.get(url_of(running, "/check-in?code=123456"))

    assert "/sign-in" in answer.location
    assert f"next={url_of(running, '/check-in')}?code%3D123456" in answer.location


def test_the_roll_shows_who_reported_and_stays_as_it_is(secretary, member, running):
    member.post(url_of(running, "/check-in"), data={"code": code(running)})

    page = secretary.get(url_of(running, "/roll")).text

    assert f"đã tự báo có mặt {local(kept(running).checked_in_at):%H:%M}" in page
    assert "1/5 đã tự báo" in page
    assert page.count('class="arrived"') == 1
    parts = secretary.get(url_of(running, "/roll/arrivals")).text
    assert "1/5 đã tự báo" in parts
    assert parts.count('data-part="arrived-') == 5


def test_checking_in_marks_nobody_present(secretary, member, running):
    absent = running.members[3]
    marks = {f"presence_{absent.id.hex}": "unexcused"}
    secretary.post(url_of(running, "/roll"), data=roll_data(running, **marks))

    member.post(url_of(running, "/check-in"), data={"code": code(running)})

    line = db.session.get(Attendance, (running.meeting.id, absent.id))
    assert line.presence is Presence.UNEXCUSED
    assert fresh(running).present == 4


def test_the_roll_asks_as_much_for_many_as_for_few(secretary, running, make, count_queries):
    with count_queries() as few:
        secretary.get(url_of(running, "/roll"))
    for person in make.members(10, branch=running.branch):
        db.session.add(
            CheckIn(meeting_id=running.meeting.id, member_id=person.id, checked_in_at=NOW)
        )
    db.session.commit()
    with count_queries() as many:
        secretary.get(url_of(running, "/roll"))

    assert len(many) == len(few) <= 19
