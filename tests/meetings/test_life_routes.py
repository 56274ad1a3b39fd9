from datetime import date, time

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.meetings.models import AgendaStep, Meeting
from app.meetings.rules.life import MeetingStatus
from app.meetings.service.life import notify_meeting
from tests.factory import NOW

PLAN = {
    "type": "regular",
    "period": "12/2026",
    "held_on": "2026-12-03",
    "start_time": "14:00",
    "place": "Phòng họp tầng 3",
    "mode": "in_person",
}


def only(meetings):
    (meeting,) = meetings
    return meeting


def planned(period=date(2026, 12, 1)):
    return only(db.session.scalars(select(Meeting).where(Meeting.period == period)).all())


def test_the_secretary_plans_a_monthly_meeting_with_all_four_steps(secretary, setting):
    response = secretary.post(f"/branches/{setting.branch.id}/meetings/new", data=PLAN)

    meeting = planned()
    assert response.location == f"/meetings/{meeting.id}"
    assert meeting.status is MeetingStatus.PLANNED
    sections = db.session.scalars(
        select(AgendaStep.section)
        .where(AgendaStep.meeting_id == meeting.id)
        .order_by(AgendaStep.position)
    ).all()
    assert sections == ["step_1", "step_2", "step_3", "step_4"]


def test_the_next_month_is_proposed_from_the_last_meeting(secretary, setting):
    page = secretary.get(f"/branches/{setting.branch.id}/meetings/new").text

    assert 'value="12/2026"' in page
    assert 'value="2026-12-03"' in page
    assert 'value="Phòng họp tầng 3"' in page


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"period": "thang 12"}, "Nhập tháng theo mẫu 12/2026."),
        ({"period": "13/2026"}, "Nhập tháng theo mẫu 12/2026."),
        ({"held_on": "31/02/2026"}, "Ngày chưa đúng"),
        ({"start_time": "25:61"}, "Giờ chưa đúng"),
        ({"place": " "}, "Nhập địa điểm."),
        ({"place": "a" * 201}, "Dài nhất 200 ký tự"),
        ({"type": "topical"}, "Nhập tên chuyên đề."),
        ({"type": "party"}, "Chọn một giá trị trong danh sách."),
        ({"chair_id": "<script>"}, "Chọn một giá trị trong danh sách."),
        ({"period": "11/2026"}, "đã có buổi sinh hoạt thường kỳ"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_place_and_keeps_what_was_typed(
    secretary, setting, change, message
):
    response = secretary.post(
        f"/branches/{setting.branch.id}/meetings/new",
        data={**PLAN, "purpose": "Giữ lại lời này", **change},
    )

    assert response.status_code == 200
    assert message in response.text
    assert "Giữ lại lời này" in response.text
    assert len(db.session.scalars(select(Meeting)).all()) == 1


def test_hostile_text_is_shown_as_text(secretary, setting):
    data = {**PLAN, "place": "<script>alert(1)</script>"}
    secretary.post(f"/branches/{setting.branch.id}/meetings/new", data=data)

    page = secretary.get(f"/meetings/{planned().id}").text

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_plan_is_silent_until_the_notice(setting, make, sign_in):
    member = sign_in(Role.MEMBER, at=setting.branch)
    assert member.get(f"/meetings/{setting.meeting.id}").status_code == 403

    notify_meeting(setting.meeting, members=5, guests=0, by=setting.by, now=NOW)
    db.session.commit()

    assert member.get(f"/meetings/{setting.meeting.id}").status_code == 200


def test_the_notice_is_sent_once(secretary, setting):
    url = f"/meetings/{setting.meeting.id}/notify"
    assert secretary.post(url, data={"confirmed": "y"}).status_code == 302

    page = secretary.post(url, data={"confirmed": "y"}).text

    assert "không chuyển sang" in page
    events = db.session.scalars(
        select(AuditEntry.event).where(AuditEntry.event == Event.MEETING_NOTIFIED)
    ).all()
    assert len(events) == 1


def test_nobody_cancels_without_a_reason(secretary, setting):
    url = f"/meetings/{setting.meeting.id}/cancel"
    assert "Nêu lý do hủy." in secretary.post(url, data={"reason": ""}).text

    secretary.post(url, data={"reason": "Bão số 12"})

    db.session.expire_all()
    assert setting.meeting.status is MeetingStatus.CANCELLED
    assert "Bão số 12" in secretary.get(f"/meetings/{setting.meeting.id}").text


def test_a_meeting_begins_runs_and_ends(secretary, setting):
    url = f"/meetings/{setting.meeting.id}"
    assert secretary.post(f"{url}/begin", data={"began_time": "14:05"}).location.endswith("/roll")
    assert "Ghi biên bản" in secretary.get(url).text

    version = db.session.get(Meeting, setting.meeting.id).version
    end = {"ended_time": "13:00", "version": version}
    assert "sau giờ bắt đầu" in secretary.post(f"{url}/end", data=end).text
    secretary.post(f"{url}/end", data={**end, "ended_time": "15:00"})

    meeting = db.session.get(Meeting, setting.meeting.id)
    assert (meeting.status, meeting.ended_time) == (MeetingStatus.MINUTES_DRAFTED, time(15))
    assert "55 phút" in secretary.get(url).text
    assert "Ngắn hơn quy định" in secretary.get(url).text

    assert secretary.post(f"{url}/resume").status_code == 302
    assert db.session.get(Meeting, setting.meeting.id).status is MeetingStatus.IN_PROGRESS


def test_two_people_changing_the_same_plan_see_both_texts(secretary, setting):
    url = f"/meetings/{setting.meeting.id}/edit"
    version = setting.meeting.version
    data = {**PLAN, "period": "11/2026", "held_on": "2026-11-03"}
    first = secretary.post(url, data={**data, "place": "Hội trường A", "version": version})
    assert first.status_code == 302

    second = secretary.post(url, data={**data, "place": "<b>Hội trường B</b>", "version": version})

    assert second.status_code == 409
    assert "Hội trường A" in second.text
    assert "&lt;b&gt;Hội trường B&lt;/b&gt;" in second.text
    assert db.session.get(Meeting, setting.meeting.id).place == "Hội trường A"


def test_an_edit_without_a_version_counts_as_stale(secretary, setting):
    data = {**PLAN, "period": "11/2026"}
    assert secretary.post(f"/meetings/{setting.meeting.id}/edit", data=data).status_code == 409


def test_the_handbook_tick_keeps_its_moment_and_cannot_lie_ahead(secretary, setting):
    url = f"/meetings/{setting.meeting.id}/posted"
    ahead = {"posted_on": "2199-01-01", "posted_time": "08:00"}
    assert "không thể ở tương lai" in secretary.post(url, data=ahead).text

    secretary.post(url, data={"posted_on": "2026-11-02", "posted_time": "08:30"})

    assert "lúc 8 giờ 30 ngày 02/11/2026" in secretary.get(f"/meetings/{setting.meeting.id}").text


def test_a_meeting_of_another_branch_does_not_exist_here(setting, make, sign_in):
    stranger = sign_in(Role.SECRETARY, at=make.branch())

    for path in ("", "/edit", "/roll", "/steps/step_1", "/closing", "/votes/new"):
        assert stranger.get(f"/meetings/{setting.meeting.id}{path}").status_code == 404


def test_the_list_filters_by_its_address(secretary, setting):
    url = f"/branches/{setting.branch.id}/meetings"

    assert "tháng 11 năm 2026" in secretary.get(url).text
    assert "tháng 11 năm 2026" in secretary.get(f"{url}?year=2026&type=regular").text
    assert "Chưa có buổi họp nào" in secretary.get(f"{url}?type=topical").text
    assert secretary.get(f"{url}?year=abc&type=xyz&before=yesterday").status_code == 200


def test_the_year_shows_months_without_a_meeting(secretary, setting):
    page = secretary.get(f"/branches/{setting.branch.id}/calendar?year=2025").text

    assert page.count("Không có buổi họp nào được ghi") == 12


def test_the_list_asks_the_same_few_questions_however_long_it_is(
    secretary, setting, make, count_queries
):
    url = f"/branches/{setting.branch.id}/meetings"
    secretary.get(url)
    with count_queries() as few:
        secretary.get(url)
    for month in range(1, 10):
        make.meeting(branch=setting.branch, held_on=date(2026, month, 3))
    db.session.commit()
    secretary.get(url)
    with count_queries() as many:
        secretary.get(url)

    assert len(many) == len(few) <= 4
