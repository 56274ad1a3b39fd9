from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import now, today
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.people.rules import Position
from app.today.routes.links import link_to
from app.today.routes.sources import Reader, todos_of
from app.today.rules import Todo, Waiting


@pytest.fixture
def branch(make):
    return make.branch(name="Chi bộ Thông tin - Tin học")


@pytest.fixture
def secretary(make, branch, sign_in):
    member = make.member("Trần Thị Hạnh", branch=branch, position=Position.SECRETARY)
    return sign_in(account=make.account(member=member, at=branch))


def test_the_secretary_is_led_to_the_minutes_that_wait(secretary, branch, make):
    meeting = make.meeting(
        branch=branch,
        held_on=today() - timedelta(days=16),
        status=MeetingStatus.MINUTES_DRAFTED,
        began_time=time(14),
        ended_time=time(16),
    )
    db.session.commit()

    page = secretary.get("/").text

    assert "Thông qua biên bản" in page
    assert f"/meetings/{meeting.id}/minutes" in page
    assert "Quá hạn 14 ngày" in page


def test_a_month_without_a_plan_waits_to_be_planned(secretary, branch):
    page = secretary.get("/").text

    assert f"Lập buổi sinh hoạt thường kỳ tháng {today().month}" in page
    assert f"/branches/{branch.id}/meetings/new" in page


def test_a_member_sees_own_tasks_and_no_silent_draft(branch, make, sign_in):
    member = make.member("Võ Văn Bình", branch=branch)
    done = make.meeting(branch=branch, status=MeetingStatus.ADOPTED)
    make.assignment(meeting=done, accountable=member, text="Rà soát tài khoản", due_on=today())
    make.meeting(branch=branch, held_on=today() + timedelta(days=5), place="Phòng bí mật")
    client = sign_in(account=make.account(member=member, at=branch))

    page = client.get("/").text

    assert "Rà soát tài khoản" in page
    assert "Hôm nay" in page
    assert "Phòng bí mật" not in page
    assert "Lập buổi sinh hoạt" not in page


def test_the_committee_sees_first_who_has_not_met(make, sign_in):
    committee = make.organisation()
    silent = make.branch(parent=committee, name="Chi bộ Chưa họp")
    busy = make.branch(parent=committee, name="Chi bộ A đã họp")
    make.meeting(branch=busy, held_on=today().replace(day=1), status=MeetingStatus.ADOPTED)
    make.branch(name="Chi bộ của đảng bộ khác")

    page = sign_in(Role.OFFICE, at=committee).get("/").text

    assert page.index(silent.name) < page.index(busy.name)
    assert "Chưa sinh hoạt" in page
    assert "Chi bộ của đảng bộ khác" not in page


def test_the_year_is_counted_with_its_fractions(secretary, branch, make):
    for month in (1, 2):
        make.meeting(
            branch=branch,
            held_on=date(today().year, month, 3),
            status=MeetingStatus.ADOPTED,
            type=MeetingType.REGULAR,
            present=9,
            must_attend=10,
        )
    db.session.commit()

    page = secretary.get("/").text

    assert "có mặt 18 trên 20 lượt phải dự" in page
    assert "90 %" in page


def test_every_kind_of_thing_that_waits_leads_to_its_page(app):
    for kind in Waiting:
        todo = Todo(kind, "Việc", "", today(), uuid4())
        with app.test_request_context():
            assert link_to(todo).startswith("/"), kind


def test_who_may_do_nothing_here_is_asked_for_nothing(make, count_queries):
    nobody = make.actor(Role.SYSTEM_ADMINISTRATOR, at=make.organisation(), member=None)
    db.session.flush()

    with count_queries() as asked:
        assert todos_of(Reader(nobody, None, now(), today())) == []

    assert asked == []


def test_the_page_asks_as_much_for_many_branches_as_for_two(make, sign_in, count_queries):
    committee = make.organisation()
    make.branch(parent=committee)
    office = sign_in(Role.OFFICE, at=committee)
    office.get("/")
    with count_queries() as few:
        office.get("/")
    for _ in range(8):
        make.branch(parent=committee)
    db.session.commit()
    office.get("/")
    with count_queries() as many:
        office.get("/")

    assert len(few) == len(many) <= 6


def test_the_secretarys_page_keeps_its_number_of_questions(secretary, branch, make, count_queries):
    secretary.get("/")
    with count_queries() as few:
        secretary.get("/")
    done = make.meeting(branch=branch, status=MeetingStatus.ADOPTED, held_on=date(2026, 1, 5))
    member = make.member(branch=branch)
    for _ in range(10):
        make.assignment(meeting=done, accountable=member)
    db.session.commit()
    secretary.get("/")
    with count_queries() as many:
        secretary.get("/")

    assert len(few) == len(many) <= 24
