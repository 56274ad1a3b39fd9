"""A branch's topics in the browser: planned, registered, decided, held."""

from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.meetings.models import AgendaItem, Meeting
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.people.rules import Position
from app.programmes.models import PlannedTopic
from app.programmes.rules import PlanStatus

TOPIC = {
    "topic": "Nâng cao chất lượng tự phê bình và phê bình",
    "topic_group": "party_building",
    "month": "11",
    "shortcoming": "Còn nể nang, ngại va chạm.",
    "aim": "Mỗi đồng chí nêu ít nhất một ý kiến.",
}


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        yield


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng ủy Văn phòng")


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Thông tin - Tin học")


@pytest.fixture
def leader(make, branch):
    return make.member("Trần Thị Hạnh", branch=branch, position=Position.SECRETARY)


@pytest.fixture
def secretary(make, branch, leader, sign_in):
    return sign_in(account=make.account(member=leader, at=branch))


@pytest.fixture
def above(committee, sign_in):
    return sign_in(Role.STANDING_COMMITTEE, at=committee)


@pytest.fixture
def planned(make):
    """A topic in the database, with everything made before it."""

    def plan(**values):
        topic = make.topic(**values)
        db.session.commit()
        return topic

    return plan


def year_of(branch, path="", year=2026):
    return f"/branches/{branch.id}/programmes/{year}{path}"


def at(topic, verb):
    return f"/branches/{topic.organisation_id}/planned-topics/{topic.id}/{verb}"


def again(topic):
    return db.session.get(PlannedTopic, topic.id)


def events(kind):
    query = select(AuditEntry).where(AuditEntry.event == kind.value).order_by(AuditEntry.sequence)
    return list(db.session.scalars(query))


def test_a_topic_is_planned_as_a_draft_that_only_the_branch_committee_sees(
    secretary, branch, leader, above
):
    data = {**TOPIC, "presenter_ids": [str(leader.id)]}
    page = secretary.post(year_of(branch, "/topics/new"), data=data, follow_redirects=True).text

    assert TOPIC["topic"] in page
    assert "trình bày: đồng chí Trần Thị Hạnh" in page
    assert "Đăng ký 1 chuyên đề nháp" in page
    assert TOPIC["topic"] not in above.get(year_of(branch)).text
    assert [entry.facts for entry in events(Event.TOPIC_PLANNED)] == [
        {"topic": TOPIC["topic"], "month": 11, "year": 2026}
    ]


def test_a_bad_topic_is_refused_and_nothing_typed_is_lost(secretary, branch):
    page = secretary.post(
        year_of(branch, "/topics/new"), data={**TOPIC, "topic": "", "month": "13"}
    ).text

    assert "Nhập tên chuyên đề." in page
    assert "Chọn một giá trị trong danh sách." in page
    assert "Còn nể nang, ngại va chạm." in page


def test_a_presenter_from_elsewhere_is_refused(secretary, branch, make):
    stranger = make.member("Võ Văn Bình", branch=make.branch())
    db.session.commit()

    page = secretary.post(
        year_of(branch, "/topics/new"), data={**TOPIC, "presenter_ids": [str(stranger.id)]}
    ).text

    assert "Chọn đảng viên trong danh sách." in page


def test_the_same_topic_stands_in_a_year_once(secretary, branch, planned):
    planned(branch=branch, topic=TOPIC["topic"].upper(), month=3)

    page = secretary.post(year_of(branch, "/topics/new"), data=TOPIC).text

    assert "Chương trình năm 2026 đã có chuyên đề này, tháng 3." in page
    assert secretary.post(year_of(branch, "/topics/new", 2025), data=TOPIC).status_code == 302


def test_nothing_is_planned_beyond_next_year(secretary, branch):
    assert secretary.get(year_of(branch, "/topics/new", 2027)).status_code == 200
    refused = secretary.get(year_of(branch, "/topics/new", 2028))

    assert refused.status_code == 409
    assert "hiện lập được đến năm 2027" in refused.text
    assert secretary.get(year_of(branch, year=1500)).status_code == 404


def test_last_year_may_be_completed_and_says_so(secretary, branch):
    secretary.post(year_of(branch, "/topics/new", 2025), data=TOPIC)
    topic = db.session.scalar(select(PlannedTopic))
    secretary.post(at(topic, "register"), data={"version": topic.version})

    page = secretary.get(year_of(branch, year=2025)).text

    assert "Năm 2025 đã qua." in page
    assert ", sau tháng dự kiến" in page


def test_all_drafts_are_registered_at_once(secretary, branch, planned):
    for month in (2, 5):
        planned(branch=branch, month=month, status=PlanStatus.DRAFT, registered_at=None)
    returned = planned(branch=branch, status=PlanStatus.RETURNED, returned_reason="Chung chung")
    seen = seen_on(secretary.get(year_of(branch)).text)

    page = secretary.post(
        year_of(branch, "/register"), data={"seen": seen}, follow_redirects=True
    ).text

    assert "Đã đăng ký 2 chuyên đề với cấp ủy cấp trên." in page
    assert again(returned).status is PlanStatus.RETURNED
    assert len(events(Event.TOPIC_REGISTERED)) == 2
    assert secretary.post(year_of(branch, "/register"), data={"seen": seen}).status_code == 409


def seen_on(page):
    return page.split('name="seen" value="')[1].split('"')[0]


def test_a_page_that_has_aged_registers_nothing(secretary, branch, planned):
    planned(branch=branch, month=2, status=PlanStatus.DRAFT)
    seen = seen_on(secretary.get(year_of(branch)).text)
    late = planned(branch=branch, month=5, status=PlanStatus.DRAFT)
    db.session.commit()

    answer = secretary.post(year_of(branch, "/register"), data={"seen": seen})

    assert answer.status_code == 409
    assert again(late).status is PlanStatus.DRAFT


def test_registering_twice_is_refused_in_words(secretary, branch, planned):
    topic = planned(branch=branch)

    answer = secretary.post(at(topic, "register"), data={"version": topic.version})

    assert answer.status_code == 409
    assert "Chuyên đề này đã được đăng ký trước đó." in answer.text


def test_the_committee_approves_and_the_branch_reads_it(above, secretary, branch, planned):
    topic = planned(branch=branch)

    above.post(at(topic, "approve"), data={"version": topic.version})

    assert again(topic).status is PlanStatus.APPROVED
    assert "Đã duyệt" in secretary.get(year_of(branch)).text


def test_two_deciders_at_once_decide_once(above, sign_in, committee, branch, planned):
    other = sign_in(Role.COMMITTEE_MEMBER, at=committee)
    topic = planned(branch=branch)
    db.session.commit()
    version = topic.version
    above.post(at(topic, "approve"), data={"version": version})

    answer = other.post(at(topic, "return"), data={"version": version, "reason": "Trùng lặp"})

    assert answer.status_code == 409
    assert "Trùng lặp" in answer.text
    assert again(topic).status is PlanStatus.APPROVED
    assert other.post(at(topic, "approve"), data={"version": version}).status_code == 409
    assert len(events(Event.TOPIC_APPROVED)) == 1


def test_a_topic_comes_back_with_its_reason_is_mended_and_registered_again(
    above, secretary, branch, planned
):
    topic = planned(branch=branch)
    form = {"version": topic.version, "reason": "Nêu rõ hạn chế cần khắc phục."}
    assert "Nêu lý do" in above.post(at(topic, "return"), data={**form, "reason": ""}).text

    above.post(at(topic, "return"), data=form)
    assert "Cấp ủy trả lại: Nêu rõ hạn chế cần khắc phục." in secretary.get(year_of(branch)).text

    topic = again(topic)
    secretary.post(at(topic, "edit"), data={**TOPIC, "version": topic.version})
    assert again(topic).status is PlanStatus.RETURNED
    secretary.post(at(topic, "register"), data={"version": again(topic).version})
    assert again(topic).status is PlanStatus.REGISTERED
    assert again(topic).returned_reason is None


def test_changing_what_was_approved_asks_the_committee_again(secretary, branch, planned):
    topic = planned(branch=branch, **approved())
    data = {**TOPIC, "topic": topic.topic, "topic_group": "integrity", "month": "12"}

    page = secretary.post(
        at(topic, "edit"), data={**data, "version": topic.version}, follow_redirects=True
    ).text

    assert "cần cấp ủy cấp trên duyệt lại" in page
    assert again(topic).status is PlanStatus.REGISTERED
    change = events(Event.TOPIC_CHANGED)[0].facts
    assert (change["before"]["month"], change["after"]["month"]) == (11, 12)
    assert len(events(Event.TOPIC_REGISTERED)) == 1


def test_changing_the_presenters_leaves_the_approval_and_ages_other_pages(
    secretary, branch, leader, planned
):
    topic = planned(branch=branch, **approved())
    version = topic.version
    data = {"topic": topic.topic, "topic_group": "integrity", "month": "11", "version": version}

    secretary.post(at(topic, "edit"), data={**data, "presenter_ids": [str(leader.id)]})

    assert again(topic).status is PlanStatus.APPROVED
    assert [member.name for member in again(topic).presenters] == ["Trần Thị Hạnh"]
    assert events(Event.TOPIC_CHANGED)[0].facts["after"] == {"presenters": ["Trần Thị Hạnh"]}
    stale = secretary.post(at(topic, "edit"), data={**data, "topic": "Tên khác"})
    assert stale.status_code == 409
    assert "Tên khác" in stale.text


def test_an_edit_that_changes_nothing_leaves_no_line(secretary, branch, planned):
    topic = planned(branch=branch)
    data = {"topic": topic.topic, "topic_group": "integrity", "month": "11"}

    secretary.post(at(topic, "edit"), data={**data, "version": topic.version})

    assert events(Event.TOPIC_CHANGED) == []


def test_a_presenter_who_has_left_stays_named_until_taken_out(secretary, branch, make, planned):
    left = make.member("Lê Minh Khôi", branch=branch, ends_on=date(2026, 10, 1))
    topic = planned(branch=branch, presenters=[left])
    data = {"topic": topic.topic, "topic_group": "integrity", "month": "11", "aim": "Rõ hơn"}
    named = {"presenter_ids": [str(left.id)], "version": topic.version}

    secretary.post(at(topic, "edit"), data={**data, **named})

    assert [member.name for member in again(topic).presenters] == ["Lê Minh Khôi"]


def test_a_draft_is_struck_out_and_what_was_registered_is_not(secretary, branch, planned):
    draft = planned(branch=branch, status=PlanStatus.DRAFT)
    taken = planned(branch=branch, taken_from_id=draft.id)
    secretary.post(at(draft, "remove"), data={"version": draft.version})

    refused = secretary.post(at(taken, "remove"), data={"version": again(taken).version})

    assert again(draft) is None
    assert again(taken).taken_from_id is None
    assert refused.status_code == 409
    assert "“Đã đăng ký” không xóa được" in refused.text


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


def test_a_topic_is_found_in_its_own_branch_alone(secretary, make, planned, committee):
    other = planned(branch=make.branch(parent=committee))
    db.session.commit()

    assert secretary.get(at(other, "edit")).status_code == 404


def test_who_only_reads_changes_nothing(sign_in, branch, planned):
    topic = planned(branch=branch, status=PlanStatus.DRAFT)
    client = sign_in(Role.MEMBER, at=branch)

    assert client.get(year_of(branch)).status_code == 200
    assert client.post(at(topic, "register"), data={"version": 1}).status_code == 403
    assert client.post(at(topic, "approve"), data={"version": 1}).status_code == 403


def test_the_branch_does_not_approve_itself(secretary, branch, planned):
    topic = planned(branch=branch)

    answer = secretary.post(at(topic, "approve"), data={"version": topic.version})

    assert answer.status_code == 403
    assert "Duyệt" not in secretary.get(year_of(branch)).text.replace("Đã duyệt", "")


def approved():
    return {"status": PlanStatus.APPROVED, "decided_by": "Cấp ủy"}


def test_the_page_of_a_year_asks_a_fixed_number_of_questions(
    secretary, branch, leader, make, planned, count_queries
):
    def fill():
        for _ in range(4):
            meeting = make.meeting(
                branch=branch, type=MeetingType.TOPICAL, topic="A", status=MeetingStatus.ADOPTED
            )
            planned(branch=branch, meeting=meeting, presenters=[leader])
        db.session.commit()

    fill()
    with count_queries() as first:
        secretary.get(year_of(branch))
    fill()
    fill()
    with count_queries() as second:
        secretary.get(year_of(branch))

    assert len(second) == len(first) == 11
