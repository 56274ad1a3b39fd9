from datetime import date
from io import BytesIO

import pytest
import time_machine
from docx import Document as Word

from app.access.permissions import Role
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.people.rules import Position
from app.programmes.models import WorkItem
from app.programmes.rules import PlanStatus
from app.programmes.rules.quarters import Standing
from app.programmes.rules.work import a_year_later, check_due, work_standing
from tests.access.world import World
from tests.factory import NOW


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        yield


@pytest.fixture
def committee(make):
    return make.organisation()


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Hành chính")


@pytest.fixture
def owner(make, branch):
    return make.member("Võ Văn Bình", branch=branch)


@pytest.fixture
def secretary(sign_in, branch):
    return sign_in(Role.SECRETARY, at=branch)


def address(branch, year=2026):
    return f"/branches/{branch.id}/programmes/{year}/work"


def planned(make, **values):
    item = make.work(**values)
    db.session.commit()
    return item


@pytest.mark.parametrize(
    ("done_on", "on", "standing"),
    [
        (None, date(2026, 11, 25), Standing.TO_COME),
        (None, date(2026, 11, 26), Standing.OVERDUE),
        (date(2026, 11, 25), date(2026, 12, 1), Standing.HELD),
        (date(2026, 11, 26), date(2026, 12, 1), Standing.HELD_LATE),
    ],
)
def test_an_item_is_due_until_the_end_of_its_day(done_on, on, standing):
    assert work_standing(date(2026, 11, 25), done_on, on=on) is standing


@pytest.mark.parametrize("due_on", [date(2026, 9, 1), date(2026, 12, 31)])
def test_a_deadline_lies_between_its_month_and_the_end_of_the_year(due_on):
    check_due(2026, 9, due_on)


@pytest.mark.parametrize("due_on", [date(2026, 8, 31), date(2027, 1, 1)])
def test_any_other_deadline_is_refused(due_on):
    with pytest.raises(RuleBroken):
        check_due(2026, 9, due_on)


def test_the_leap_day_is_copied_to_the_day_before():
    assert a_year_later(date(2028, 2, 29)) == date(2029, 2, 28)
    assert a_year_later(date(2026, 9, 30)) == date(2027, 9, 30)


# Last year


def test_last_years_work_is_copied_once_as_drafts(make, secretary, branch, owner):
    gone = make.member(branch=branch, ends_on=date(2026, 3, 1))
    kept = planned(make, branch=branch, year=2025, due_on=date(2025, 11, 25), owner=owner)
    left = planned(make, branch=branch, year=2025, due_on=date(2025, 11, 25), owner=gone)
    names = {kept.text: owner.id, left.text: None}

    secretary.post(f"{address(branch)}/copy")
    twice = secretary.post(f"{address(branch)}/copy").text

    items = db.session.query(WorkItem).filter_by(year=2026).all()
    assert {item.text: item.owner_id for item in items} == names
    assert {(i.status, i.due_on, i.done_on) for i in items} == {
        (PlanStatus.DRAFT, date(2026, 11, 25), None)
    }
    assert "không có việc nào chưa có trong năm 2026" in twice


# Paper


def test_the_programme_is_one_table_of_its_months(make, secretary, branch, owner):
    make.member("Trần Thị Hạnh", branch=branch, position=Position.SECRETARY)
    planned(
        make, branch=branch, month=3, due_on=date(2026, 3, 20), text="Học nghị quyết", owner=owner
    )
    planned(make, branch=branch, month=11, text="Tổng kết năm")
    db.session.commit()

    text = secretary.get(f"{address(branch)}/plan.txt").text
    word = Word(BytesIO(secretary.get(f"{address(branch)}/plan.docx").data))

    assert text.index("Tháng 3") < text.index("Học nghị quyết") < text.index("Tháng 11")
    assert "Đồng chí Võ Văn Bình" in text
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "Tổng kết năm" in cells
    assert "Dự thảo" not in text


def test_a_reader_is_given_no_draft_on_paper(make, branch, sign_in, secretary):
    planned(make, branch=branch, status=PlanStatus.DRAFT, text="Chưa bàn xong")
    member = sign_in(Role.MEMBER, at=branch)

    assert "Chưa bàn xong" not in member.get(f"{address(branch)}/plan.txt").text
    assert "(Dự thảo)" in secretary.get(f"{address(branch)}/plan.txt").text


# The meeting opens with it


@pytest.fixture
def world(make):
    return World(make)  # a regular meeting of October under way


def work_of(make, world, **values):
    return planned(make, branch=world.own, **values).text


@pytest.mark.parametrize("page", ["", "/steps/step_2"])
def test_the_monthly_meeting_opens_with_the_work_of_its_month(make, world, sign_in, page):
    due = work_of(make, world, month=10)
    late = work_of(make, world, month=8, due_on=date(2026, 8, 20))
    topic = make.topic(branch=world.own, month=10).topic
    hidden = [
        work_of(make, world, month=12, due_on=date(2026, 12, 20)),
        work_of(make, world, month=10, status=PlanStatus.DRAFT),
        work_of(make, world, month=9, done_on=date(2026, 9, 9), result="Xong"),
    ]
    secretary = sign_in(Role.SECRETARY, at=world.own)

    shown = secretary.get(f"/meetings/{world.meeting.id}{page}").text

    assert "Chương trình công tác tháng 10" in shown
    assert due in shown
    assert topic in shown
    assert shown.index("Việc các tháng trước chưa xong") < shown.index(late)
    assert [text for text in hidden if text in shown] == []


def test_january_opens_with_what_the_last_year_left_over(make, world, sign_in):
    left = work_of(make, world, year=2025, month=12, due_on=date(2025, 12, 20))
    meeting = make.meeting(
        branch=world.own, held_on=date(2026, 1, 5), status=MeetingStatus.NOTIFIED, notified_at=NOW
    )
    secretary = sign_in(Role.SECRETARY, at=world.own)

    assert left in secretary.get(f"/meetings/{meeting.id}").text


@pytest.mark.parametrize(
    "values",
    [{"type": MeetingType.TOPICAL, "topic": "Nêu gương"}, {"status": MeetingStatus.ADOPTED}],
)
def test_no_other_meeting_and_none_that_is_over_shows_it(make, world, sign_in, values):
    work_of(make, world, month=12, due_on=date(2026, 12, 20))
    known = {"status": MeetingStatus.NOTIFIED, "type": MeetingType.REGULAR, "notified_at": NOW}
    meeting = make.meeting(branch=world.own, held_on=date(2026, 12, 3), **{**known, **values})
    secretary = sign_in(Role.SECRETARY, at=world.own)

    page = secretary.get(f"/meetings/{meeting.id}")

    assert page.status_code == 200
    assert "Chương trình công tác tháng" not in page.text


# Many


def test_the_page_asks_as_much_for_many_items_as_for_one(
    make, secretary, branch, owner, count_queries
):
    planned(make, branch=branch, owner=owner)
    db.session.commit()
    secretary.get(address(branch))
    with count_queries() as few:
        secretary.get(address(branch))
    for month in range(1, 12):
        planned(make, branch=branch, owner=owner, month=month)
    db.session.commit()
    with count_queries() as many:
        secretary.get(address(branch))

    assert len(few) == len(many) <= 8
