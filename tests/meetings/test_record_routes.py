from datetime import date

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.assignments.models import Assignment
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.meetings.models import AgendaItem, AgendaStep, Attendance, Meeting, Statement, Vote
from app.meetings.rules.agenda import StepState
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.meetings.rules.roll import Presence
from app.meetings.service.life import plan_meeting
from tests.factory import NOW
from tests.meetings.conftest import plan

VOTE = {
    "subject": "Thông qua nghị quyết tháng 11",
    "majority": "ordinary",
    "method": "show_of_hands",
    "in_favour": "5",
    "against": "0",
    "other": "0",
}


def url_of(setting, path=""):
    return f"/meetings/{setting.meeting.id}{path}"


def fresh(setting) -> Meeting:
    return db.session.get(Meeting, setting.meeting.id)


def roll_data(setting, **marks):
    data = {"version": fresh(setting).version}
    for member in setting.members:
        data[f"presence_{member.id.hex}"] = "present"
    return {**data, **marks}


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


def step_data(setting, section, **texts):
    step = db.session.scalar(
        select(AgendaStep).where(
            AgendaStep.meeting_id == setting.meeting.id, AgendaStep.section == section
        )
    )
    data = {"version": " ".join(f"{item.id.hex}:{item.version}" for item in step.items)}
    for item in step.items:
        for name in ("presenter", "source_documents", "conclusion"):
            data[f"{name}_{item.id.hex}"] = getattr(item, name) or ""
        data[f"content_{item.id.hex}"] = texts.get(item.slot, item.content or "")
    return data


def item(setting, slot) -> AgendaItem:
    return db.session.scalar(
        select(AgendaItem)
        .join(AgendaStep)
        .where(AgendaStep.meeting_id == setting.meeting.id, AgendaItem.slot == slot)
    )


def test_a_step_is_written_and_finished(secretary, running):
    data = step_data(running, "step_1", domestic="Kinh tế quý III tăng trưởng khá.")

    response = secretary.post(url_of(running, "/steps/step_1"), data={**data, "done": "1"})

    assert response.location == url_of(running, "/steps/step_2")
    written = item(running, "domestic")
    assert written.content == "Kinh tế quý III tăng trưởng khá."
    assert written.step.state is StepState.DONE
    untouched = item(running, "local")
    assert untouched.version == 1


def test_text_is_stored_composed_and_without_control_characters(secretary, running):
    typed = "Ho\u0302\u0323i nghi\u0323\r\nĐảng ủy\x00\x08"
    secretary.post(
        url_of(running, "/steps/step_1"), data=step_data(running, "step_1", domestic=typed)
    )

    assert item(running, "domestic").content == "Hội nghị\nĐảng ủy"


def test_two_writers_of_one_slot_see_both_texts_and_nothing_is_lost(secretary, running):
    stale = step_data(running, "step_1", domestic="Bản thứ hai <img src=x>")
    secretary.post(
        url_of(running, "/steps/step_1"),
        data=step_data(running, "step_1", domestic="Bản thứ nhất"),
    )

    page = secretary.post(url_of(running, "/steps/step_1"), data=stale)

    assert page.status_code == 409
    assert "Bản thứ nhất" in page.text
    assert "Bản thứ hai &lt;img" in page.text
    assert item(running, "domestic").content == "Bản thứ nhất"


def test_writers_of_different_slots_do_not_disturb_each_other(secretary, running):
    mine = step_data(running, "step_1", local="Địa phương")
    secretary.post(
        url_of(running, "/steps/step_1"),
        data=step_data(running, "step_1", domestic="Trong nước"),
    )

    response = secretary.post(
        url_of(running, "/steps/step_1"),
        data={**mine, **{k: v for k, v in mine.items() if "local" in k}},
    )

    # The stale page carries an empty text for the slot written meanwhile.
    assert response.status_code == 409
    assert item(running, "domestic").content == "Trong nước"


def test_a_mandated_step_may_be_empty_with_a_reason_and_never_vanishes(secretary, running):
    url = url_of(running, "/steps/step_4/no-content")
    assert "Nêu lý do." in secretary.post(url, data={"reason": ""}).text

    secretary.post(url, data={"reason": "Trong tháng không phát sinh"})

    page = secretary.get(url_of(running)).text
    assert "4. Phát triển đảng viên" in page
    assert item(running, "praise").step.state is StepState.NO_CONTENT


def test_a_slot_of_the_fixed_agenda_cannot_be_removed(secretary, running):
    fixed = item(running, "domestic")

    response = secretary.post(url_of(running, f"/items/{fixed.id}/remove"))

    assert response.status_code == 409
    assert "thuộc chương trình quy định" in response.text
    assert item(running, "domestic") is not None


def test_the_branch_adds_and_removes_an_item_of_its_own(secretary, running):
    new = url_of(running, "/steps/step_2/items/new")
    secretary.post(new, data={"title": "Chuẩn bị đại hội"})
    own = db.session.scalar(select(AgendaItem).where(AgendaItem.title == "Chuẩn bị đại hội"))

    secretary.post(url_of(running, f"/items/{own.id}/remove"))

    assert db.session.get(AgendaItem, own.id) is None


def test_step_two_shows_what_last_month_set(secretary, running, make):
    october = plan_meeting(
        running.branch,
        MeetingType.REGULAR,
        plan(period=date(2026, 10, 1), held_on=date(2026, 10, 5)),
        by=running.by,
        now=NOW,
    )
    october.status = MeetingStatus.ADOPTED
    next(i for i in october.steps[1].items if i.slot == "next_tasks").content = "Rà soát hồ sơ"
    db.session.commit()

    page = secretary.get(url_of(running, "/steps/step_2")).text

    assert "Nhiệm vụ đã đề ra tại kỳ sinh hoạt tháng 10" in page
    assert "Rà soát hồ sơ" in page


def test_a_statement_names_its_speaker_and_its_dissent(secretary, running):
    speaker = running.members[3]
    data = {
        "speaker": f"member:{speaker.id}",
        "section": "step_2",
        "text": "Đề nghị chia hai đợt.",
        "is_dissent": "y",
    }

    response = secretary.post(url_of(running, "/statements/new"), data=data)

    assert response.location == url_of(running, "/steps/step_2")
    (statement,) = db.session.scalars(select(Statement)).all()
    assert (statement.speaker_name, statement.is_dissent) == (speaker.name, True)
    assert "Đề nghị chia hai đợt." in secretary.get(response.location).text


def test_a_speaker_from_elsewhere_is_refused(secretary, running, make):
    stranger = make.member(branch=make.branch())
    data = {"speaker": f"member:{stranger.id}", "text": "Xin chào"}

    page = secretary.post(url_of(running, "/statements/new"), data=data).text

    assert "Chọn một giá trị trong danh sách." in page
    assert "Xin chào" in page


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


def test_an_assignment_comes_from_a_conclusion(secretary, running):
    secretary.post(
        url_of(running, "/conclusions/new"),
        data={"text": "Kiểm tra thành hai đợt", "section": "step_2"},
    )
    page = secretary.get(url_of(running, "/closing")).text
    assert "Kiểm tra thành hai đợt" in page
    conclusion_id = page.split("conclusion=")[1][:36]

    response = secretary.post(
        url_of(running, "/assignments/new"),
        data={
            "text": "Kiểm tra đợt một",
            "accountable_id": str(running.members[3].id),
            "due_on": "2026-11-25",
            "conclusion_id": conclusion_id,
            "priority": "normal",
        },
    )

    assert response.status_code == 302
    (assignment,) = db.session.scalars(select(Assignment)).all()
    assert str(assignment.conclusion_id) == conclusion_id
    refused = secretary.post(url_of(running, f"/conclusions/{conclusion_id}/remove"))
    assert refused.status_code == 409


def test_an_assignment_needs_one_owner_and_a_date_not_yet_past(secretary, running):
    data = {"text": "Việc", "priority": "normal", "due_on": "2026-11-02"}
    page = secretary.post(url_of(running, "/assignments/new"), data=data).text
    assert "Chọn một đồng chí chịu trách nhiệm." in page

    data["accountable_id"] = str(running.members[0].id)
    page = secretary.post(url_of(running, "/assignments/new"), data=data).text
    assert "Thời hạn phải từ ngày giao (03/11/2026) trở đi." in page


def test_the_minute_taker_of_this_meeting_may_record_it(running, make, sign_in):
    account = make.account(member=running.minute_taker, at=running.branch)
    clerk = sign_in(account=account)

    assert clerk.get(url_of(running, "/steps/step_1")).status_code == 200
    assert clerk.post(url_of(running, "/votes/new"), data=VOTE).status_code == 302


def test_an_ordinary_member_does_not_read_the_record_before_adoption(running, sign_in):
    member = sign_in(Role.MEMBER, at=running.branch)

    assert member.get(url_of(running, "/record")).status_code == 403
    assert member.get(url_of(running, "/steps/step_1")).status_code == 403


def test_every_page_of_a_meeting_keeps_its_number_of_questions(
    secretary, running, make, count_queries
):
    paths = ["", "/opening", "/roll", "/steps/step_1", "/steps/step_2", "/closing", "/record"]

    def ask():
        counts = {}
        for path in paths:
            with count_queries() as statements:
                assert secretary.get(url_of(running, path)).status_code == 200
            counts[path] = len(statements)
        return counts

    before = ask()
    make.members(10, branch=running.branch)
    for number in range(10):
        secretary.post(
            url_of(running, "/statements/new"),
            data={
                "speaker": f"member:{running.members[number % 5].id}",
                "text": f"Ý kiến thứ {number}",
                "section": "step_2",
            },
        )
    after = ask()

    assert after == before
    assert max(after.values()) <= 17
