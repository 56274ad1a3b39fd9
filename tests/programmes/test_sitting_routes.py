"""From a planned topic to the meeting that holds it."""

from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.extensions import db
from app.meetings.models import AgendaItem, Meeting
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.programmes.rules import PlanStatus
from app.topics.queries import paper_of
from tests.programmes.year import again, at, events, year_of


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        yield


def test_a_meeting_called_from_a_topic_opens_with_what_the_programme_says(
    secretary, branch, leader, make, planned
):
    topic = planned(branch=branch, month=11, aim="Bớt họp.", presenters=[leader])
    make.meeting(branch=branch, held_on=date(2026, 11, 3), place="Phòng họp tầng 3")
    page = secretary.get(at(topic, "call")).text
    assert 'value="2026-11-10"' in page  # the usual day has passed: today
    assert "Phòng họp tầng 3" in page

    answer = secretary.post(at(topic, "call"), data=sitting_on("2026-11-19", topic))

    meeting = again(topic).meeting
    assert answer.location.endswith(f"/meetings/{meeting.id}")
    assert (meeting.topic, meeting.purpose) == (topic.topic, "Bớt họp.")
    assert (meeting.period, meeting.chair_id) == (date(2026, 11, 1), leader.id)
    items = {item.slot: item for item in items_of(meeting)}
    assert items["aim"].content == "Bớt họp."
    assert items["presentation"].presenter == "Đồng chí Trần Thị Hạnh"
    assert [entry.facts["held_on"] for entry in events(Event.TOPIC_CALLED)] == ["2026-11-19"]


def test_the_presenters_of_the_branch_are_asked_for_the_paper(
    secretary, branch, leader, make, planned, sign_in
):
    writer = make.member("Võ Văn Bình", branch=branch)
    guest = make.member("Lê Thị Mây", branch=make.branch(parent=branch.parent))
    topic = planned(branch=branch, month=11, presenters=[writer, guest])

    secretary.post(at(topic, "call"), data=sitting_on("2026-11-19", topic))

    meeting = again(topic).meeting
    assert paper_of(meeting).presenters == [writer]
    [item] = [item for item in items_of(meeting) if item.slot == "presentation"]
    assert item.presenter == "Đồng chí Võ Văn Bình, đồng chí Lê Thị Mây"
    own = sign_in(account=make.account(member=writer, at=branch)).get("/").text
    assert f"Viết bản đề dẫn chuyên đề: {topic.topic}" in own


def test_without_a_presenter_of_the_branch_nobody_is_asked_for_a_paper(
    secretary, branch, make, planned
):
    guest = make.member("Lê Thị Mây", branch=make.branch(parent=branch.parent))
    topic = planned(branch=branch, month=11, presenters=[guest])

    secretary.post(at(topic, "call"), data=sitting_on("2026-11-19", topic))

    assert paper_of(again(topic).meeting) is None


def sitting_on(day, topic, kind="topical"):
    return {
        "type": kind,
        "held_on": day,
        "start_time": "14:00",
        "place": "Phòng họp tầng 3",
        "mode": "in_person",
        "version": topic.version,
    }


def items_of(meeting):
    return [item for step in meeting.steps for item in step.items if isinstance(item, AgendaItem)]


def test_a_topic_is_called_once(secretary, branch, planned):
    topic = planned(branch=branch)
    db.session.commit()
    data = sitting_on("2026-11-19", topic)
    secretary.post(at(topic, "call"), data=data)

    again_ = secretary.post(at(topic, "call"), data=data)

    assert again_.status_code == 409
    assert len(list(db.session.scalars(select(Meeting)))) == 1


@pytest.mark.parametrize("day", ["2006-12-31", "1930-01-01", "9999-12-31", "0001-01-01"])
def test_a_sitting_of_a_day_without_rules_is_refused_in_words(secretary, branch, planned, day):
    topic = planned(branch=branch)
    db.session.commit()

    page = secretary.post(at(topic, "call"), data=sitting_on(day, topic))

    assert "xin xem lại" in page.text
    assert again(topic).meeting is None


def test_a_combined_sitting_needs_its_month_free(secretary, branch, make, planned):
    topic = planned(branch=branch)
    make.meeting(branch=branch, held_on=date(2026, 11, 3))

    page = secretary.post(at(topic, "call"), data=sitting_on("2026-11-19", topic, "combined")).text

    assert "Tháng 11/2026 đã có buổi sinh hoạt thường kỳ." in page
    assert again(topic).meeting is None


def test_a_draft_topic_gets_no_meeting(secretary, branch, planned):
    topic = planned(branch=branch, status=PlanStatus.DRAFT)

    assert "Đăng ký chuyên đề với cấp ủy trước" in secretary.get(at(topic, "call")).text


def test_a_cancelled_meeting_frees_its_topic(secretary, branch, make, planned):
    meeting = make.meeting(
        branch=branch, type=MeetingType.TOPICAL, topic="A", status=MeetingStatus.CANCELLED
    )
    topic = planned(branch=branch, meeting=meeting)

    assert "Lập buổi sinh hoạt" in secretary.get(year_of(branch)).text
    secretary.post(at(topic, "call"), data=sitting_on("2026-11-19", topic))
    assert again(topic).meeting.held_on == date(2026, 11, 19)


def test_a_sitting_beside_the_programme_is_attached_and_parted(secretary, branch, make, planned):
    meeting = make.meeting(
        branch=branch,
        held_on=date(2026, 11, 5),
        type=MeetingType.TOPICAL,
        topic="Đoàn kết trong chi bộ",
        status=MeetingStatus.ADOPTED,
    )
    topic = planned(branch=branch)
    assert "Buổi chuyên đề ngoài chương trình" in secretary.get(year_of(branch)).text
    data = {"meeting_id": str(meeting.id), "version": topic.version}

    secretary.post(at(topic, "attach"), data=data)

    page = secretary.get(year_of(branch)).text
    assert "Đã tổ chức đúng hạn" in page
    assert "Buổi chuyên đề ngoài chương trình" not in page
    secretary.post(at(topic, "detach"), data={"version": again(topic).version})
    assert again(topic).meeting is None
    assert len(events(Event.TOPIC_UNCALLED)) == 1


def test_only_own_free_topical_sittings_are_offered(secretary, branch, make, planned):
    taken = make.meeting(branch=branch, type=MeetingType.TOPICAL, topic="Đã có chuyên đề")
    planned(branch=branch, meeting=taken)
    make.meeting(branch=make.branch(), type=MeetingType.TOPICAL, topic="Của chi bộ khác")
    topic = planned(branch=branch)

    page = secretary.get(at(topic, "attach")).text

    assert "Không có buổi nào để gắn" in page
    forged = {"meeting_id": str(taken.id), "version": topic.version}
    assert "Của chi bộ khác" not in page
    secretary.post(at(topic, "attach"), data=forged)
    assert again(topic).meeting is None


def test_a_silent_meeting_is_not_betrayed_to_who_may_not_read_it(sign_in, branch, make, planned):
    silent = make.meeting(branch=branch, type=MeetingType.TOPICAL, topic="Kín")
    planned(branch=branch, meeting=silent)
    member = sign_in(Role.MEMBER, at=branch)

    assert f"/meetings/{silent.id}" not in member.get(year_of(branch)).text


def test_the_page_of_the_meeting_leads_back_to_its_place_in_the_year(
    secretary, branch, make, planned
):
    topic = planned(branch=branch, month=11, shortcoming="Họp dài.")
    secretary.post(at(topic, "call"), data=sitting_on("2026-11-19", topic))
    url = f"/meetings/{again(topic).meeting_id}"

    page = secretary.get(url).text

    assert f'href="{year_of(branch)}#topic-{topic.id.hex}"' in page
    assert "Họp dài." in page
    again(topic).meeting_id = None
    db.session.commit()
    assert "Theo chương trình năm" not in secretary.get(url).text
