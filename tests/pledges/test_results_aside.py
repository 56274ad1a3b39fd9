"""Keeping the pledge, in the step of the monthly meeting where it is praised or criticised."""

from datetime import date

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import moment_of
from app.meetings.rules.life import MeetingMode, MeetingStatus, MeetingType
from app.meetings.service.life import plan_meeting
from app.pledges.rules import PledgeStatus
from tests.factory import NOW
from tests.pledges.year_end import year_end_of

HELD_ON = date(2026, 12, 3)


@pytest.fixture(autouse=True)
def _in_december():
    with time_machine.travel(moment_of(HELD_ON, 14), tick=False):
        yield


@pytest.fixture
def year_end(make):
    year_end = year_end_of(make)
    first, second, _whole_year = year_end.pledge.last.items
    first.due_on, second.due_on = date(2026, 6, 30), date(2026, 12, 25)
    return year_end


@pytest.fixture
def meeting(year_end):
    """Notified, so that every member reads its page."""
    plan = {
        "period": HELD_ON.replace(day=1),
        "held_on": HELD_ON,
        "start_time": moment_of(HELD_ON, 14).time(),
        "place": "Phòng họp tầng 3",
        "mode": MeetingMode.IN_PERSON,
        "topic": "",
        "purpose": None,
        "chair_id": None,
        "minute_taker_id": None,
        "preparer_id": None,
        "committee_met_on": None,
    }
    meeting = plan_meeting(year_end.branch, MeetingType.REGULAR, plan, by=None, now=NOW)
    meeting.status, meeting.notified_at = MeetingStatus.IN_PROGRESS, NOW
    db.session.commit()
    return meeting


@pytest.fixture
def secretary(year_end, make, sign_in):
    return sign_in(account=make.account(member=year_end.secretary, at=year_end.branch))


def step(meeting, section="step_4"):
    return f"/meetings/{meeting.id}/steps/{section}"


def test_the_step_shows_what_was_due_and_how_it_came_out(secretary, meeting, year_end):
    year_end.handed_in()
    db.session.commit()

    page = secretary.get(step(meeting)).text

    assert "1/2 đạt, 1 đạt một phần" in page
    assert "Đọc báo Đảng hằng ngày" in page
    assert "Dự đủ các buổi sinh hoạt" not in page
    assert f"/pledges/{year_end.pledge.id}/results" in page


def test_many_commitments_are_folded_by_comrade(secretary, meeting, make, year_end):
    assert '<details class="more" open>' in secretary.get(step(meeting)).text
    lines = [f"Việc thứ {number}" for number in range(12)]
    pledge = make.pledge(
        make.member(branch=year_end.branch),
        campaign=year_end.pledge.campaign,
        branch=year_end.branch,
        status=PledgeStatus.CONFIRMED,
        lines=lines,
    )
    for item in pledge.last.items:
        item.due_on = date(2026, 9, 30)
    db.session.commit()

    page = secretary.get(step(meeting)).text

    assert '<details class="more" open>' not in page
    assert "0/12 đạt, 12 chưa đánh giá" in page


def test_what_is_a_draft_counts_as_not_judged(secretary, meeting, year_end):
    year_end.judged()
    db.session.commit()

    assert "0/2 đạt, 2 chưa đánh giá" in secretary.get(step(meeting)).text


def test_other_steps_and_a_branch_without_pledges_show_nothing(secretary, meeting, year_end):
    assert "Thực hiện cam kết" not in secretary.get(step(meeting, "step_2")).text

    year_end.pledge.status = PledgeStatus.SUBMITTED
    db.session.commit()

    assert "Thực hiện cam kết" not in secretary.get(step(meeting)).text


def test_who_may_not_read_a_pledge_reads_the_figures_alone(meeting, make, sign_in, year_end):
    clerk = make.member(branch=year_end.branch)
    meeting.minute_taker_id = clerk.id
    account = make.account(Role.MEMBER, at=year_end.branch, member=clerk)
    db.session.commit()
    client = sign_in(account=account)

    page = client.get(step(meeting)).text

    assert "0/2 đạt, 2 chưa đánh giá" in page
    assert "2 nội dung thuộc các bản cam kết không công khai" in page
    assert "Đọc báo Đảng hằng ngày" not in page
    assert (
        year_end.author.name
        not in page.partition("Thực hiện cam kết")[2].partition("</section>")[0]
    )

    year_end.pledge.published_at = NOW
    db.session.commit()

    assert "Đọc báo Đảng hằng ngày" in client.get(step(meeting)).text


def test_the_step_asks_one_more_question_however_many_pledge(
    secretary, meeting, make, year_end, count_queries
):
    def ask():
        secretary.get(step(meeting))
        with count_queries() as statements:
            assert "Thực hiện cam kết" in secretary.get(step(meeting)).text
        return len(statements)

    few = ask()
    for _ in range(6):
        pledge = make.pledge(
            make.member(branch=year_end.branch),
            campaign=year_end.pledge.campaign,
            branch=year_end.branch,
            status=PledgeStatus.CONFIRMED,
        )
        pledge.last.items[0].due_on = date(2026, 9, 30)
    db.session.commit()

    assert ask() == few
