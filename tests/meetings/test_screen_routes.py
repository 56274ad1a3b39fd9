"""The screen in the room, and who moves it."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.meetings.models import Vote
from app.meetings.rules.life import MeetingStatus
from app.meetings.rules.roll import Mark, Presence
from app.meetings.rules.votes import Majority, Tally, VoteMethod
from app.meetings.service.record import record_statement, record_vote
from app.meetings.service.roll import take_roll
from tests.factory import NOW
from tests.meetings.sent import fresh, step_data, url_of

AT_47 = datetime(2026, 11, 3, 7, 47, tzinfo=UTC)


def moves():
    found = select(AuditEntry).where(AuditEntry.event == Event.SECTION_REACHED.value)
    return [
        line.facts["section"] for line in db.session.scalars(found.order_by(AuditEntry.sequence))
    ]


def vote(running, method=VoteMethod.SHOW_OF_HANDS, tally=None, subject="Thông qua nghị quyết"):
    record_vote(
        running.meeting,
        subject=subject,
        section=None,
        majority=Majority.ORDINARY,
        method=method,
        tally=tally or Tally(4, 1, 0),
        by=running.by,
        now=NOW,
    )
    db.session.commit()


@pytest.fixture
def in_time(running, make, sign_in):
    """The secretary at 14:47 of the meeting's day: a session must begin when it is used."""
    with time_machine.travel(AT_47, tick=False) as clock:
        account = make.account(member=running.secretary, at=running.branch)
        yield sign_in(account=account), clock


def test_the_screen_shows_time_step_votes_and_attendance(in_time, running):
    secretary, _ = in_time
    vote(running)
    secretary.post(url_of(running, "/screen/section"), data={"section": "step_2"})

    page = secretary.get(url_of(running, "/screen"))

    assert "Chi bộ Thông tin - Tin học" in page.text
    assert "Đã họp 47/90 phút" in page.text
    assert "Bước 2" in page.text
    assert "Nhiệm vụ tháng tiếp theo" in page.text
    assert "Thông qua: đạt 80 % (cần 3/5)" in page.text
    assert "<b>5/5</b>" in page.text


def test_the_state_is_the_screen_without_its_frame(secretary, running):
    state = secretary.get(url_of(running, "/screen/state")).text

    assert "<html" not in state
    parts = ["time", "now", "votes", "present", "code"]
    assert [state.count(f'data-part="{part}"') for part in parts] == [1] * 5


def test_the_screen_keeps_to_itself_what_the_room_must_not_read(secretary, running):
    absent = running.members[4]
    marks = {absent.id: Mark(Presence.EXCUSED, "đi công tác")}
    version = running.meeting.version
    take_roll(running.meeting, marks, version=version, by=running.by, now=NOW)
    record_statement(
        running.meeting,
        member_id=running.members[2].id,
        guest_id=None,
        section="step_3",
        text="Tôi bảo lưu ý kiến.",
        is_dissent=True,
        by=running.by,
        now=NOW,
    )
    db.session.commit()
    step = next(s for s in running.meeting.steps if s.section == "step_3")
    restricted = [item.title for item in step.items if item.is_restricted]
    secretary.post(url_of(running, "/screen/section"), data={"section": "step_3"})

    page = secretary.get(url_of(running, "/screen")).text

    assert "Công tác giáo dục chính trị tư tưởng" in page
    assert restricted
    for hidden in (*restricted, absent.name, "đi công tác", "bảo lưu"):
        assert hidden not in page


def test_a_secret_ballot_shows_its_totals(secretary, running):
    vote(running, VoteMethod.SECRET_BALLOT, Tally(2, 1, 0, 1))

    page = secretary.get(url_of(running, "/screen/state")).text

    assert "Bỏ phiếu kín: tán thành <b>2</b>" in page
    assert "không hợp lệ <b>1</b>" in page
    assert "Không thông qua: đạt 40 %" in page


def test_the_latest_votes_stand_on_the_screen(secretary, running):
    for number in range(4):
        vote(running, subject=f"Nội dung biểu quyết {number}")

    page = secretary.get(url_of(running, "/screen/state")).text

    assert page.index("Nội dung biểu quyết 3") < page.index("Nội dung biểu quyết 2")
    assert "Nội dung biểu quyết 1" not in page


def test_the_clock_stops_when_the_meeting_ends(secretary, running):
    data = {"ended_time": "15:35", "version": fresh(running).version}
    secretary.post(url_of(running, "/end"), data=data)

    page = secretary.get(url_of(running, "/screen")).text

    assert "Đã kết thúc, họp 95/90 phút" in page
    assert "Mã QR" not in page
    assert "Phần sau" not in page


def test_before_the_beginning_the_screen_says_when(secretary, setting):
    page = secretary.get(url_of(setting, "/screen")).text

    assert "Bắt đầu lúc 14 giờ 00" in page
    assert "Mã QR" not in page


def test_the_state_is_asked_in_few_questions_however_much_was_recorded(
    secretary, running, make, count_queries
):
    with count_queries() as few:
        secretary.get(url_of(running, "/screen/state"))
    make.members(10, branch=running.branch)
    for position in range(9):
        row = Vote(
            meeting=running.meeting,
            position=position,
            subject="Nội dung",
            majority=Majority.ORDINARY,
            method=VoteMethod.SHOW_OF_HANDS,
            in_favour=5,
            against=0,
            other=0,
            vote_base=5,
            voters_present=5,
            needed=3,
            is_passed=True,
        )
        db.session.add(row)
    db.session.commit()
    with count_queries() as many:
        secretary.get(url_of(running, "/screen/state"))

    assert len(many) == len(few) <= 8


def test_the_screen_is_moved_on_and_back(secretary, running):
    before = fresh(running).version
    for to in ("next", "next", "previous", "nonsense"):
        answer = secretary.post(url_of(running, "/screen/move"), data={"to": to})
        assert answer.location == url_of(running, "/screen")

    assert fresh(running).current_section == "step_1"
    assert moves() == ["step_1", "step_2", "step_1"]
    assert fresh(running).version == before  # nobody's open form became stale


def test_a_step_is_brought_onto_the_screen_from_its_page(secretary, running):
    answer = secretary.post(url_of(running, "/screen/section"), data={"section": "step_3"})

    assert answer.location == url_of(running, "/steps/step_3")
    page = secretary.get(url_of(running, "/steps/step_1")).text
    assert "bước 3. Chính trị tư tưởng" in page
    assert "đồng chí Trần Thị Hạnh chuyển lúc" in page
    assert "Chính trị tư tưởng" in secretary.get(url_of(running, "/screen/section")).text


def test_the_same_section_again_leaves_no_second_line(secretary, running):
    for _ in range(2):
        secretary.post(url_of(running, "/screen/section"), data={"section": "opening"})

    assert moves() == ["opening"]


def test_a_section_of_no_agenda_is_refused(secretary, running):
    answer = secretary.post(url_of(running, "/screen/section"), data={"section": "topical"})

    assert answer.status_code == 409
    assert "không có trong chương trình" in answer.text


def test_the_screen_of_an_ended_meeting_stays(secretary, running):
    fresh(running).status = MeetingStatus.MINUTES_DRAFTED
    db.session.commit()

    assert secretary.post(url_of(running, "/screen/move"), data={"to": "next"}).status_code == 409


def test_a_finished_step_takes_the_screen_on(secretary, running):
    data = step_data(running, "step_1", domestic="Kinh tế tăng trưởng khá.")
    secretary.post(url_of(running, "/steps/step_1"), data={**data, "done": "1"})
    assert fresh(running).current_section == "step_2"

    secretary.post(url_of(running, "/screen/section"), data={"section": "step_4"})
    data = step_data(running, "step_2", branch_results="Hoàn thành.")
    secretary.post(url_of(running, "/steps/step_2"), data={**data, "done": "1"})
    assert fresh(running).current_section == "step_4"  # the chair had gone further


def test_a_step_that_is_finished_live_takes_the_screen_on_too(hanh, running):
    hanh.save(f"step:{running.meeting.steps[0].id}", 0, {"state": "done"})
    assert fresh(running).current_section == "step_2"

    hanh.save(f"step:{running.meeting.steps[0].id}", 1, {"state": "open"})
    assert fresh(running).current_section == "step_2"


def test_a_saved_step_leaves_the_screen_where_it_is(secretary, running):
    secretary.post(url_of(running, "/steps/step_1"), data=step_data(running, "step_1", local="Mới"))

    assert fresh(running).current_section is None


def test_a_plain_member_has_no_screen(running, make, sign_in):
    member = sign_in(account=make.account(member=running.members[3], at=running.branch))

    for path in ("/screen", "/screen/state", "/screen/code.svg", "/screen/section"):
        assert member.get(url_of(running, path)).status_code == 403
    assert member.post(url_of(running, "/screen/move")).status_code == 403


def test_the_branch_committee_sees_the_screen_and_cannot_move_it(running, make, sign_in):
    committee = sign_in(Role.BRANCH_COMMITTEE, at=running.branch)

    page = committee.get(url_of(running, "/screen"))

    assert page.status_code == 200
    assert "Phần sau" not in page.text
    assert committee.post(url_of(running, "/screen/move")).status_code == 403


def test_the_code_is_a_picture_of_its_own_that_changes_each_minute(in_time, running):
    secretary, clock = in_time
    url = url_of(running, "/screen/code.svg")

    first, again = secretary.get(url), secretary.get(url)
    clock.shift(60)
    later = secretary.get(url)

    assert first.mimetype == "image/svg+xml"
    assert first.data.startswith(b"<?xml")
    assert first.data == again.data != later.data


@pytest.mark.parametrize("path", ["/screen", "/screen/state"])
def test_an_organisation_beside_sees_nothing(running, make, sign_in, path):
    stranger = sign_in(Role.SECRETARY, at=make.branch())

    assert stranger.get(url_of(running, path)).status_code == 404
