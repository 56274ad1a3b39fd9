"""A branch's topics in the browser: planned, registered, decided, held."""

from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.extensions import db
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.programmes.models import PlannedTopic
from app.programmes.rules import PlanStatus
from tests.programmes.year import TOPIC, again, at, events, year_of


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        yield


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


def test_a_year_without_topics_offers_one_way_to_begin(secretary, branch):
    page = secretary.get(year_of(branch, year=2025)).text

    assert page.count("btn btn-primary") == 1
    assert page.count(year_of(branch, "/topics/new", 2025)) == 1
