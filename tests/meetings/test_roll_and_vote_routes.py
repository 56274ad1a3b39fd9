import pytest
from sqlalchemy import select

from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.meetings.models import Attendance, Vote
from app.meetings.rules.roll import Presence
from tests.meetings.sent import VOTE, fresh, roll_data, url_of


def test_the_roll_is_taken_by_marking_the_exceptions(secretary, running):
    absent = running.members[4]
    marks = {
        f"presence_{absent.id.hex}": "excused",
        f"reason_{absent.id.hex}": "đi công tác",
    }

    response = secretary.post(url_of(running, "/roll"), data=roll_data(running, **marks))

    assert response.status_code == 302
    line = db.session.get(Attendance, (running.meeting.id, absent.id))
    assert (line.presence, line.reason) == (Presence.EXCUSED, "đi công tác")
    meeting = fresh(running)
    assert (meeting.must_attend, meeting.present, meeting.vote_base) == (5, 4, 5)


def test_an_absence_without_reason_is_said_and_the_roll_is_kept_as_marked(secretary, running):
    absent = running.members[4]
    data = roll_data(running, **{f"presence_{absent.id.hex}": "excused"})

    page = secretary.post(url_of(running, "/roll"), data=data).text

    assert f"Đồng chí {absent.name}: nêu lý do vắng mặt." in page
    assert page.count('value="excused"\n               checked') or "checked" in page
    assert fresh(running).present == 5


@pytest.mark.parametrize("minutes", ["abc", "-5", "601", "१०"])
def test_minutes_late_are_a_number(secretary, running, minutes):
    late = {f"late_{running.members[1].id.hex}": minutes}

    page = secretary.post(url_of(running, "/roll"), data=roll_data(running, **late)).text

    assert "từ 1 đến 600" in page


def test_figures_follow_the_marks_without_storing_them(secretary, running):
    data = roll_data(running, **{f"presence_{running.members[1].id.hex}": "unexcused"})

    page = secretary.post(url_of(running, "/roll/figures"), data=data).text

    assert "4 trên 5 đồng chí phải dự" in page
    assert fresh(running).present == 5


def test_the_roll_waits_until_the_meeting_begins(secretary, setting):
    page = secretary.post(url_of(setting, "/roll"), data=roll_data(setting)).text

    assert "Buổi sinh hoạt chưa bắt đầu" in page


def test_a_vote_is_settled_by_the_share_of_the_base(secretary, running):
    secretary.post(url_of(running, "/votes/new"), data=VOTE)

    (vote,) = db.session.scalars(select(Vote)).all()
    assert (vote.vote_base, vote.needed, vote.is_passed) == (5, 3, True)


def test_a_vote_that_does_not_add_up_is_refused(secretary, running):
    page = secretary.post(url_of(running, "/votes/new"), data={**VOTE, "in_favour": "4"}).text

    assert "Tổng là 4" in page
    assert db.session.scalars(select(Vote)).all() == []


def test_who_left_before_the_vote_stays_in_the_base(secretary, running):
    secretary.post(url_of(running, "/votes/new"), data={**VOTE, "in_favour": "4", "away": "1"})

    (vote,) = db.session.scalars(select(Vote)).all()
    assert (vote.voters_present, vote.vote_base) == (4, 5)


def test_the_law_of_the_meeting_day_decides(secretary, running, make):
    make.regulation(running.branch.parent, "vote.ordinary", ">= 5/5")
    db.session.commit()
    data = {**VOTE, "in_favour": "4", "against": "1"}

    secretary.post(url_of(running, "/votes/new"), data=data)

    (vote,) = db.session.scalars(select(Vote)).all()
    assert (vote.needed, vote.is_passed) == (5, False)


def test_a_secret_ballot_leaves_no_trace_of_a_voter(secretary, running):
    data = {**VOTE, "method": "secret_ballot", "in_favour": "3", "against": "1", "invalid": "1"}
    secretary.post(url_of(running, "/votes/new"), data=data)

    line = db.session.scalar(select(AuditEntry).where(AuditEntry.event == Event.VOTE_RECORDED))
    assert "member" not in str(line.facts)
    assert not [name for name in Vote.__table__.columns if "member" in name.name]


def test_two_rolls_on_one_version_do_not_overwrite_each_other(secretary, running):
    absent = running.members[4].id.hex
    marks = {f"presence_{absent}": "excused", f"reason_{absent}": "ốm"}
    secretary.post(url_of(running, "/roll"), data=roll_data(running, **marks))
    first = roll_data(running, **{**marks, f"reason_{absent}": "đi công tác"})
    second = {**first, f"reason_{absent}": "nghỉ phép"}

    assert secretary.post(url_of(running, "/roll"), data=first).status_code == 302
    assert secretary.post(url_of(running, "/roll"), data=second).status_code == 409

    line = db.session.get(Attendance, (running.meeting.id, running.members[4].id))
    assert line.reason == "đi công tác"


def test_somebody_entered_after_the_roll_has_to_be_called(secretary, running, make):
    make.member("Phan Thanh Long", branch=running.branch)
    db.session.commit()

    page = secretary.post(url_of(running, "/votes/new"), data=VOTE).text

    assert "Điểm danh" in page
    assert db.session.scalars(select(Vote)).all() == []
