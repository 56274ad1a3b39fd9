"""Each part of a meeting, saved as it is typed."""

from datetime import date, time
from uuid import uuid4

from sqlalchemy import select

from app.assignments.rules import AssignmentStatus
from app.extensions import db
from app.meetings.models import AgendaItem, Conclusion, Meeting
from app.meetings.queries.roll import roll_of
from app.meetings.queries.units import present_units
from app.meetings.rules.life import MeetingStatus
from app.meetings.rules.units import Unit, UnitKind
from app.meetings.service.life import open_meeting
from tests.assignments.branch_life import BranchLife
from tests.factory import NOW


def test_a_vote_and_a_task_are_added_and_taken_away(hanh, running):
    vote, task = f"vote:{uuid4()}", f"assignment:{uuid4()}"
    counts = {"subject": "Thông qua nghị quyết", "in_favour": "5"}
    duty = {
        "text": "Sao lưu dữ liệu",
        "accountable_id": str(running.members[1].id),
        "due_on": "2026-11-20",
        "collaborator_ids": f"{running.members[3].id} {running.members[2].id}",
    }
    saved = [hanh.save(vote, 0, counts), hanh.save(task, 0, duty)]

    removed = [hanh.save(unit, 1, {}, removes=True) for unit in (vote, task)]

    assert [result["outcome"] for result in saved] == ["saved", "saved"]
    assert saved[1]["values"]["collaborator_ids"].count(" ") == 1
    assert [(result["outcome"], result["number"]) for result in removed] == [("saved", 2)] * 2
    assert hanh.send().json["units"][vote]["is_removed"] is True


def test_what_was_removed_comes_back_whole_when_its_writer_knows(hanh, running):
    unit = f"conclusion:{uuid4()}"
    hanh.save(unit, 0, {"text": "Giao văn phòng.", "section": "step_2"})
    hanh.save(unit, 1, {}, removes=True)

    back = hanh.save(unit, 2, {"text": "Giao đồng chí Khôi."})

    assert (back["outcome"], back["number"]) == ("saved", 3)
    assert back["values"] == {"text": "Giao đồng chí Khôi.", "section": "step_2"}


def test_what_another_removed_meanwhile_is_a_conflict(hanh, trang, running):
    unit = f"conclusion:{uuid4()}"
    hanh.save(unit, 0, {"text": "Giao văn phòng."})
    trang.save(unit, 1, {}, removes=True)

    result = hanh.save(unit, 1, {"text": "Giao văn phòng trước 20/11."})

    assert result["outcome"] == "conflict"
    assert result["conflicts"][0]["theirs"] == ""


def test_what_another_changed_meanwhile_is_not_removed(hanh, trang, running):
    unit = f"conclusion:{uuid4()}"
    hanh.save(unit, 0, {"text": "Giao văn phòng."})
    trang.save(unit, 1, {"text": "Giao văn phòng trước 20/11."})

    result = hanh.save(unit, 1, {}, removes=True)

    assert result["outcome"] == "refused"
    assert "xem lại rồi hãy xóa" in result["errors"][""]
    assert db.session.scalars(select(Conclusion)).one().text == "Giao văn phòng trước 20/11."


def test_lines_of_the_roll_are_marked_one_by_one_and_make_it_with_the_last(hanh, setting):
    open_meeting(setting.meeting, began_time=time(14), by=setting.by, now=NOW)
    db.session.commit()
    units = [f"roll:{member.id}" for member in setting.members]
    away = hanh.save(units[1], 0, {"presence": "excused"})
    results = [
        hanh.save(units[1], 0, {"presence": "excused", "reason": "đi công tác"}),
        *(hanh.save(unit, 0, {"presence": "present"}) for unit in (units[0], *units[2:-1])),
    ]

    assert away["outcome"] == "held"
    assert away["errors"] == {"": "Đồng chí Nguyễn Thu Trang: nêu lý do vắng mặt."}
    assert {result["outcome"] for result in results} == {"saved"}
    assert not roll_of(setting.meeting).is_taken
    hanh.save(units[-1], 0, {"presence": "present"})
    assert roll_of(setting.meeting).is_taken
    assert roll_of(setting.meeting).figures.excused == 1


def test_a_line_marked_after_the_roll_was_taken_counts_at_once(hanh, running):
    unit = f"roll:{running.members[4].id}"

    hanh.save(unit, 1, {"presence": "unexcused"})

    assert db.session.get(Meeting, running.meeting.id).present == 4


def test_opening_closing_steps_and_reviews_are_units_too(hanh, running):
    meeting = running.meeting
    step = meeting.steps[1]
    results = [
        hanh.save(f"opening:{meeting.id}", 1, {"dues_paid": "5", "dues_due": "5"}),
        hanh.save(f"closing:{meeting.id}", 0, {"self_score": "92", "remedy": "Họp đúng giờ."}),
        hanh.save(f"step:{step.id}", 0, {"state": "done"}),
    ]

    assert [result["outcome"] for result in results] == ["saved"] * 3
    db.session.refresh(meeting)
    assert (meeting.dues_paid, meeting.self_grade, meeting.remedy) == (5, "Tốt", "Họp đúng giờ.")


def test_a_task_on_the_table_is_judged(hanh, running, make):
    life = BranchLife(make, branch=running.branch)
    earlier = make.meeting(
        branch=running.branch, held_on=date(2026, 10, 5), status=MeetingStatus.ADOPTED
    )
    task = life.give(earlier)
    life.lay(running.meeting)
    review = life.review_of(task, running.meeting)
    db.session.commit()

    result = hanh.save(f"review:{review.id}", 0, {"outcome": "done", "result": "Đã xong."})

    assert result["outcome"] == "saved"
    assert db.session.get(type(task), task.id).status is AssignmentStatus.DONE


def test_nothing_is_saved_once_the_minutes_are_adopted(hanh, item, running):
    running.meeting.status = MeetingStatus.ADOPTED
    db.session.commit()

    result = hanh.save(f"item:{item.id}", 0, {"content": "Thêm."})

    assert result["outcome"] == "refused"
    assert "đã thông qua" in result["errors"][""]


def test_only_leaders_name_chair_and_minute_taker(trang, running):
    unit = f"opening:{running.meeting.id}"

    refused = trang.save(unit, 1, {"chair_id": str(running.members[3].id)})
    saved = trang.save(unit, 1, {"dues_note": "Nộp đủ."})

    assert refused["outcome"] == "refused"
    assert saved["outcome"] == "saved"
    assert db.session.get(Meeting, running.meeting.id).chair_id == running.secretary.id


def test_the_agenda_is_prepared_live_and_nothing_else_before_the_meeting(hanh, setting):
    item = setting.meeting.steps[0].items[0]

    prepared = hanh.save(f"item:{item.id}", 0, {"content": "Báo cáo."})
    early = hanh.save(f"conclusion:{uuid4()}", 0, {"text": "Kết luận."})

    assert prepared["outcome"] == "saved"
    assert early["outcome"] == "refused"
    assert "chưa bắt đầu" in early["errors"][""]


def test_what_is_not_kept_here_is_neither_taken_nor_told(hanh, item):
    db.session.get(AgendaItem, item.id).is_withheld = True
    db.session.commit()

    result = hanh.save(f"item:{item.id}", 0, {"content": "Mật."})

    assert result["outcome"] == "refused"
    assert f"item:{item.id}" not in hanh.state()["units"]


def test_restricted_words_never_reach_who_may_not_read_them(running, item, make):
    item = db.session.get(AgendaItem, item.id)
    item.is_restricted = True
    db.session.flush()

    told = present_units(running.meeting, UnitKind, with_restricted=False)

    assert str(Unit(UnitKind.ITEM, item.id)) not in told


def test_a_unit_of_another_meeting_is_refused(hanh, running, make):
    other = make.meeting(branch=running.branch, held_on=date(2026, 10, 5))
    foreign = Conclusion(meeting=other, position=1, text="Giao văn phòng.")
    db.session.add(foreign)
    db.session.commit()

    result = hanh.save(f"conclusion:{foreign.id}", 0, {"text": "Khác."})

    assert result["outcome"] == "refused"
    assert db.session.get(Conclusion, foreign.id).text == "Giao văn phòng."


def test_what_another_account_typed_is_not_saved_as_ones_own(hanh, trang, item):
    hanh.account_id = trang.account_id

    answer = hanh.send(hanh.change(f"item:{item.id}", 0, {"content": "Kinh tế tăng."}))

    assert answer.status_code == 409
    assert db.session.get(AgendaItem, item.id).content is None
