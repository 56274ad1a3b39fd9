from datetime import date

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.assignments.models import Assignment
from app.extensions import db
from app.meetings.models import AgendaItem, Statement
from app.meetings.rules.agenda import StepState
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.meetings.service.life import plan_meeting
from tests.factory import NOW
from tests.meetings.conftest import plan
from tests.meetings.sent import VOTE, fresh, item, step_data, url_of


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
    assert max(after.values()) <= 23


@pytest.mark.parametrize("version", ["²", "9" * 5000, "x:1", "", "0" * 32 + ":²"])
def test_a_forged_version_is_stale_and_never_an_error(secretary, running, version):
    data = {**step_data(running, "step_1", domestic="Mới"), "version": version}

    assert secretary.post(url_of(running, "/steps/step_1"), data=data).status_code == 409


def test_a_step_under_which_somebody_spoke_is_not_without_content(secretary, running):
    secretary.post(
        url_of(running, "/statements/new"),
        data={
            "speaker": f"member:{running.members[0].id}",
            "section": "step_4",
            "text": "Đề nghị biểu dương.",
        },
    )

    page = secretary.post(
        url_of(running, "/steps/step_4/no-content"), data={"reason": "Không phát sinh"}
    ).text

    assert "đã có nội dung" in page


@pytest.mark.parametrize(
    ("score", "grade"), [(90, "Tốt"), (89, "Khá"), (70, "Khá"), (50, "Trung bình"), (49, "Kém")]
)
def test_the_grade_follows_from_the_points(secretary, running, score, grade):
    data = {"self_score": score, "version": fresh(running).version}

    secretary.post(url_of(running, "/closing"), data=data)

    assert fresh(running).self_grade == grade


def test_what_the_branch_committee_said_is_not_for_every_member(setting, make, sign_in):
    meeting = make.meeting(
        branch=setting.branch, type=MeetingType.BRANCH_COMMITTEE, status=MeetingStatus.ADOPTED
    )
    url = f"/meetings/{meeting.id}/record"
    db.session.commit()

    assert sign_in(Role.MEMBER, at=setting.branch).get(url).status_code == 403
    assert sign_in(Role.BRANCH_COMMITTEE, at=setting.branch).get(url).status_code == 200
    assert sign_in(Role.STANDING_COMMITTEE, at=setting.branch.parent).get(url).status_code == 200


def test_a_restricted_title_is_hidden_too(secretary, running, sign_in):
    new = url_of(running, "/steps/step_4/items/new")
    secretary.post(new, data={"title": "Xem xét kỷ luật", "is_restricted": "y"})
    own = db.session.scalar(select(AgendaItem).where(AgendaItem.title == "Xem xét kỷ luật"))
    own.content = "Nội dung riêng"
    running.meeting.status = MeetingStatus.ADOPTED
    db.session.commit()

    page = sign_in(Role.MEMBER, at=running.branch).get(url_of(running, "/record")).text

    assert "Xem xét kỷ luật" not in page
    assert "Nội dung riêng" not in page
