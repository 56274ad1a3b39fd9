import re
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel.clock import today
from app.meetings.models import AgendaStep, Meeting
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.meetings.service.life import notify_meeting
from app.people.rules import Position
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
    ahead = {"posted_on": "2099-01-01", "posted_time": "08:00"}
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


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"period": "12/9999"}, "Năm phải từ"),
        ({"held_on": "2027-06-03"}, "cách tháng 12/2026 quá xa"),
        ({"committee_met_on": "9999-12-31"}, "Năm phải từ"),
    ],
)
def test_a_day_nobody_can_mean_is_refused(secretary, setting, change, message):
    page = secretary.post(f"/branches/{setting.branch.id}/meetings/new", data={**PLAN, **change})

    assert message in page.text
    assert len(db.session.scalars(select(Meeting)).all()) == 1


def test_day_and_month_stay_once_the_meeting_has_begun(secretary, running):
    meeting = db.session.get(Meeting, running.meeting.id)
    data = {**PLAN, "period": "11/2026", "held_on": "2026-11-04", "version": meeting.version}

    page = secretary.post(f"/meetings/{meeting.id}/edit", data=data).text

    assert "không đổi ngày họp" in page
    assert db.session.get(Meeting, running.meeting.id).held_on == date(2026, 11, 3)


def test_chair_and_minute_taker_are_two_people(secretary, setting):
    both = str(setting.secretary.id)

    page = secretary.post(
        f"/branches/{setting.branch.id}/meetings/new",
        data={**PLAN, "chair_id": both, "minute_taker_id": both},
    ).text

    assert "phải là hai đồng chí khác nhau" in page


def test_nobody_but_the_leaders_names_chair_and_minute_taker(setting, make, sign_in):
    member = make.member(branch=setting.branch, position=Position.BRANCH_COMMITTEE_MEMBER)
    client = sign_in(account=make.account(member=member, at=setting.branch))
    url = f"/meetings/{setting.meeting.id}/edit"
    assert "Chủ trì" not in client.get(url).text
    data = {**PLAN, "period": "11/2026", "held_on": "2026-11-03"}

    response = client.post(
        url, data={**data, "chair_id": str(member.id), "version": setting.meeting.version}
    )

    assert response.status_code == 302
    meeting = db.session.get(Meeting, setting.meeting.id)
    assert meeting.chair_id == setting.secretary.id


def test_a_silent_draft_stays_silent_when_it_is_called_off(secretary, setting, sign_in):
    secretary.post(f"/meetings/{setting.meeting.id}/cancel", data={"reason": "Chưa cần họp"})
    member = sign_in(Role.MEMBER, at=setting.branch)

    assert member.get(f"/meetings/{setting.meeting.id}").status_code == 403
    assert "tháng 11" not in member.get(f"/branches/{setting.branch.id}/meetings").text


def test_the_list_pages_through_meetings_of_one_day(secretary, setting, make):
    for number in range(33):
        make.meeting(
            branch=setting.branch,
            held_on=date(2026, 10, 5),
            type=MeetingType.EXTRAORDINARY,
            status=MeetingStatus.CANCELLED,
            place=f"Phòng {number}",
        )
    db.session.commit()
    url = f"/branches/{setting.branch.id}/meetings"
    first = secretary.get(url).text
    older = re.search(r'href="([^"]*before=[^"]*)"', first)[1].replace("&amp;", "&")

    second = secretary.get(older).text

    shown = set(re.findall(r'/meetings/([0-9a-f-]{36})"', first + second))
    assert len(shown) == 34


def test_a_point_somebody_sits_at_cannot_vanish(secretary, setting, make):
    meeting = db.session.get(Meeting, setting.meeting.id)
    data = {**PLAN, "period": "11/2026", "held_on": "2026-11-03", "mode": "hybrid"}
    url = f"/meetings/{meeting.id}"
    secretary.post(f"{url}/edit", data={**data, "points": "A\nB", "version": meeting.version})
    secretary.post(f"{url}/begin", data={"began_time": "14:00"})
    point = next(p for p in db.session.get(Meeting, setting.meeting.id).points if p.name == "A")
    meeting = db.session.get(Meeting, setting.meeting.id)
    secretary.post(
        f"{url}/roll",
        data={
            "version": meeting.version,
            f"presence_{setting.secretary.id.hex}": "present",
            f"point_{setting.secretary.id.hex}": str(point.id),
        },
    )
    version = db.session.get(Meeting, setting.meeting.id).version

    page = secretary.post(f"{url}/edit", data={**data, "points": "B", "version": version}).text

    assert "Đã điểm danh tại điểm cầu A" in page


def test_a_meeting_does_not_begin_before_its_day(secretary, setting):
    meeting = db.session.get(Meeting, setting.meeting.id)
    ahead = today() + timedelta(days=3)
    meeting.held_on, meeting.period = ahead, ahead.replace(day=1)
    db.session.commit()

    page = secretary.post(f"/meetings/{meeting.id}/begin", data={"began_time": "14:00"}).text

    assert "sửa ngày họp trước khi bắt đầu" in page
    assert db.session.get(Meeting, meeting.id).status is MeetingStatus.PLANNED


def test_a_meeting_that_has_begun_is_not_begun_again(secretary, setting):
    url = f"/meetings/{setting.meeting.id}"
    secretary.post(f"{url}/begin", data={"began_time": "14:05"})
    version = db.session.get(Meeting, setting.meeting.id).version
    secretary.post(f"{url}/end", data={"ended_time": "15:40", "version": version})

    page = secretary.post(f"{url}/begin", data={"began_time": "16:00"})

    assert "Buổi họp đã bắt đầu trước đó. Mở trang buổi họp để ghi tiếp" in page.text
    db.session.expire_all()
    meeting = db.session.get(Meeting, setting.meeting.id)
    assert (meeting.status, meeting.began_time) == (MeetingStatus.MINUTES_DRAFTED, time(14, 5))
