"""What is typed is saved as it is typed: the address that takes it."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from app.assignments.rules import AssignmentStatus
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel.clock import now
from app.meetings.models import ActiveWriter, AgendaItem, Conclusion, Meeting, Statement
from app.meetings.queries.live import broken_revision
from app.meetings.queries.roll import roll_of
from app.meetings.queries.units import present_units
from app.meetings.rules.life import MeetingStatus
from app.meetings.rules.units import Unit, UnitKind
from app.meetings.service.life import open_meeting
from app.meetings.service.roll import take_roll
from app.revisions.models import Revision
from app.revisions.queries import Misfit
from tests.assignments.branch_life import BranchLife
from tests.factory import NOW


class Writer:
    """A page of one account at one meeting."""

    def __init__(self, client, account_id, meeting_id):
        self.client, self.account_id = client, str(account_id)
        self.url = f"/meetings/{meeting_id}/live"

    def change(self, unit, base, values=None, *, id_=None, removes=False):
        return {
            "id": str(id_ or uuid4()),
            "unit": unit,
            "base": base,
            "values": values or {},
            "removes": removes,
        }

    def send(self, *changes, known=None, place="step_2"):
        body = {
            "account": self.account_id,
            "place": place,
            "known": known or {},
            "changes": changes,
        }
        return self.client.post(self.url, json=body)

    def save(self, unit, base, values, **how):
        return self.send(self.change(unit, base, values, **how)).json["results"][0]

    def state(self):
        return self.client.get(self.url, headers={"Accept": "application/json"}).json


@pytest.fixture
def item(running):
    return next(i for step in running.meeting.steps for i in step.items if i.slot == "domestic")


@pytest.fixture
def write(setting, make, sign_in):
    def of(member):
        account = make.account(member=member, at=setting.branch)
        return Writer(sign_in(account=account), account.id, setting.meeting.id)

    return of


@pytest.fixture
def hanh(write, setting):
    return write(setting.secretary)


@pytest.fixture
def trang(write, setting):
    return write(setting.minute_taker)


def test_a_typed_text_stands_and_is_told_back(hanh, item):
    result = hanh.save(f"item:{item.id}", 0, {"content": "Kinh tế quý IV giữ đà tăng."})

    assert (result["outcome"], result["number"]) == ("saved", 1)
    assert db.session.get(AgendaItem, item.id).content == "Kinh tế quý IV giữ đà tăng."


def test_fields_others_left_alone_are_merged_in_silence(hanh, trang, item):
    unit = f"item:{item.id}"
    hanh.save(unit, 0, {"content": "Kinh tế tăng."})

    result = trang.save(unit, 0, {"conclusion": "Nhất trí."})

    assert (result["outcome"], result["number"]) == ("merged", 2)
    assert result["values"]["content"] == "Kinh tế tăng."


def test_one_field_changed_by_both_is_a_conflict_and_nothing_is_overwritten(hanh, trang, item):
    unit = f"item:{item.id}"
    hanh.save(unit, 0, {"content": "Kinh tế tăng."})

    result = trang.save(unit, 0, {"content": "Xuất khẩu giảm."})

    [conflict] = result["conflicts"]
    assert result["outcome"] == "conflict"
    assert db.session.get(AgendaItem, item.id).content == "Kinh tế tăng."
    assert conflict["mine"] == "Xuất khẩu giảm."
    assert conflict["theirs"] == "Kinh tế tăng."
    assert conflict["merged"] == "Kinh tế tăng. Xuất khẩu giảm."
    assert conflict["by"] == "Trần Thị Hạnh"


def test_a_change_sent_twice_is_saved_once(hanh, item):
    id_ = uuid4()
    first = hanh.save(f"item:{item.id}", 0, {"content": "Kinh tế tăng."}, id_=id_)

    second = hanh.save(f"item:{item.id}", 0, {"content": "Kinh tế tăng."}, id_=id_)

    assert first == second
    assert db.session.scalar(select(func.count()).where(Revision.unit == f"item:{item.id}")) == 1


def test_a_statement_without_its_speaker_is_held_until_it_has_one(hanh, running):
    unit = f"statement:{uuid4()}"
    held = hanh.save(unit, 0, {"text": "Tôi nhất trí."})
    waiting = hanh.state()["held"]

    done = hanh.save(unit, 0, {"speaker": f"member:{running.members[2].id}"})

    assert held["outcome"] == "held"
    assert held["errors"] == {"speaker": "Chọn người phát biểu."}
    assert [w["values"] for w in waiting] == [{"text": "Tôi nhất trí."}]
    assert done["outcome"] == "saved"
    assert db.session.scalars(select(Statement)).one().text == "Tôi nhất trí."
    assert hanh.state()["held"] == []


def test_others_changes_are_told_with_who_made_them(hanh, trang, item):
    unit = f"item:{item.id}"
    hanh.save(unit, 0, {"content": "Kinh tế tăng."})

    told = trang.send(known={unit: 0}).json["units"][unit]

    assert (told["number"], told["by"]) == (1, "Trần Thị Hạnh")
    assert told["values"]["content"] == "Kinh tế tăng."


def test_a_lost_session_is_said_to_the_script(app, running):
    answer = app.test_client().post(f"/meetings/{running.meeting.id}/live", json={})

    assert answer.status_code == 401
    assert answer.json == {"sign_in": "/sign-in"}


def test_what_its_writer_completed_waits_no_longer_whoever_writes_next(hanh, trang, running):
    unit, speaker = f"statement:{uuid4()}", f"member:{running.members[2].id}"
    hanh.save(unit, 0, {"text": "Tôi nhất trí."})
    hanh.save(unit, 0, {"speaker": speaker})
    trang.save(unit, 1, {"text": "Tôi hoàn toàn nhất trí."})

    result = hanh.save(unit, 2, {"is_dissent": "y"})

    assert (result["outcome"], result["number"]) == ("saved", 3)
    assert hanh.state()["held"] == []


def test_a_change_that_puts_nothing_in_takes_no_number(hanh, item):
    unit = f"item:{item.id}"
    hanh.save(unit, 0, {"presenter": "Đồng chí  Hạnh"})

    result = hanh.save(unit, 1, {"presenter": "Đồng chí Hạnh"})

    assert (result["outcome"], result["number"]) == ("saved", 1)


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


def test_lines_of_the_roll_are_marked_one_by_one(hanh, setting):
    open_meeting(setting.meeting, began_time=time(14), by=setting.by, now=NOW)
    db.session.commit()
    units = [f"roll:{member.id}" for member in setting.members]
    away = hanh.save(units[1], 0, {"presence": "excused"})
    results = [
        hanh.save(units[1], 0, {"presence": "excused", "reason": "đi công tác"}),
        *(hanh.save(unit, 0, {"presence": "present"}) for unit in (units[0], *units[2:])),
    ]

    assert away["outcome"] == "held"
    assert away["errors"] == {"": "Đồng chí Nguyễn Thu Trang: nêu lý do vắng mặt."}
    assert {result["outcome"] for result in results} == {"saved"}
    assert not roll_of(setting.meeting).is_taken
    take_roll(setting.meeting, {}, version=setting.meeting.version, by=setting.by, now=NOW)
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


def test_an_identity_used_for_another_unit_is_refused(hanh, running, item):
    id_ = uuid4()
    hanh.save(f"item:{item.id}", 0, {"content": "Kinh tế tăng."}, id_=id_)

    result = hanh.save(f"closing:{running.meeting.id}", 0, {"conclusion": "Khác."}, id_=id_)

    assert result["outcome"] == "refused"


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "x",
        {"account": 1, "changes": {}},
        {"changes": []},
        {"account": "x", "known": []},
        {"account": "x", "changes": [{"id": "x", "unit": "item:1", "base": 0}]},
        {"account": "x", "changes": [{"id": str(uuid4()), "unit": "item:1", "base": -1}]},
        {"account": "x", "changes": [{"id": str(uuid4()), "unit": "y", "base": 0, "values": 3}]},
        {
            "account": "x",
            "changes": [{"id": str(uuid4()), "unit": "y", "base": 0, "values": {"a": 3}}],
        },
    ],
)
def test_what_is_not_the_agreed_shape_is_answered_in_a_sentence(hanh, body):
    answer = hanh.client.post(hanh.url, json=body)

    assert answer.status_code == 400
    assert answer.json["message"].startswith("Không đọc được")


def test_too_much_at_once_is_refused(hanh, item):
    changes = [hanh.change(f"item:{item.id}", 0, {"content": "x"}) for _ in range(101)]

    assert hanh.send(*changes).status_code == 400


def test_a_text_no_form_would_take_is_refused_and_a_long_line_is_held(hanh, item, running):
    endless = hanh.save(f"item:{item.id}", 0, {"content": "x" * 20_001})
    long = hanh.save(f"opening:{running.meeting.id}", 1, {"dues_note": "x" * 201})

    assert endless["outcome"] == "refused"
    assert endless["errors"]["content"] == "Dài nhất 20.000 ký tự; xin rút gọn."
    assert long["outcome"] == "held"


def test_unknown_units_and_fields_are_refused_one_by_one(hanh, item):
    answer = hanh.send(
        hanh.change("item:x", 0, {"content": "x"}),
        hanh.change(f"item:{item.id}", 0, {"is_withheld": "y"}),
        hanh.change(f"item:{uuid4()}", 0, {"content": "x"}),
        hanh.change(f"item:{item.id}", 0, {"content": "Kinh tế tăng."}),
    )

    outcomes = [result["outcome"] for result in answer.json["results"]]
    assert outcomes == ["refused", "refused", "refused", "saved"]


def test_what_another_account_typed_is_not_saved_as_ones_own(hanh, trang, item):
    hanh.account_id = trang.account_id

    answer = hanh.send(hanh.change(f"item:{item.id}", 0, {"content": "Kinh tế tăng."}))

    assert answer.status_code == 409
    assert db.session.get(AgendaItem, item.id).content is None


def test_the_others_who_write_are_named_with_their_place(hanh, trang):
    trang.send(place="step_2")

    told = hanh.send(place="closing").json["writers"]
    seen = trang.send(place="roll").json["writers"]

    assert told == [{"name": "Nguyễn Thu Trang", "place": "step_2", "label": "bước 2"}]
    assert [writer["label"] for writer in seen] == ["phần kết thúc"]


def test_who_was_not_heard_of_for_a_minute_writes_no_more(hanh, trang):
    trang.send()
    db.session.execute(update(ActiveWriter).values(seen_at=now() - timedelta(seconds=61)))
    db.session.commit()

    assert hanh.send().json["writers"] == []


def test_the_trail_gets_one_line_a_run(hanh, trang, item):
    unit = f"item:{item.id}"
    for number, text in enumerate(("Kinh", "Kinh tế", "Kinh tế tăng.")):
        hanh.save(unit, number, {"content": text})
    trang.save(unit, 3, {"conclusion": "Nhất trí."})
    hanh.save(unit, 4, {"content": "Kinh tế tăng khá."})

    lines = db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.event == Event.TEXT_WRITTEN.value)
        .order_by(AuditEntry.sequence)
    ).all()
    assert [(line.actor_name, line.facts["revision"]) for line in lines] == [
        ("Trần Thị Hạnh", 1),
        ("Nguyễn Thu Trang", 4),
        ("Trần Thị Hạnh", 5),
    ]


def test_a_save_while_typing_is_cheap(hanh, item, count_queries):
    unit = f"item:{item.id}"
    hanh.save(unit, 0, {"content": "Kinh"})

    with count_queries() as statements:
        hanh.send(hanh.change(unit, 1, {"content": "Kinh tế"}), known={unit: 1})

    assert len(statements) == 11, "\n".join(statements)


def test_hostile_text_is_kept_as_it_is(hanh, trang, item):
    unit, hostile = f"item:{item.id}", "<script>alert(1)</script> ' OR 1=1 -- \u202egnp"
    hanh.save(unit, 0, {"content": hostile})

    result = trang.save(unit, 0, {"content": "</textarea><img src=x onerror=alert(1)>"})

    assert result["conflicts"][0]["theirs"] == "<script>alert(1)</script> ' OR 1=1 -- gnp"
    assert "onerror" in result["conflicts"][0]["merged"]


def test_the_history_of_a_whole_meeting_fits_what_stands(hanh, trang, running, item):
    for number, text in enumerate(("Kinh", "Kinh tế tăng", "Xuất khẩu tăng", "")):
        hanh.save(f"item:{item.id}", number, {"content": text})

    assert broken_revision(running.meeting) is None


def test_a_word_altered_behind_the_application_is_found(hanh, running, item):
    hanh.save(f"item:{item.id}", 0, {"content": "Kinh tế tăng"})
    db.session.execute(
        update(AgendaItem).where(AgendaItem.id == item.id).values(content="Kinh tế giảm")
    )
    db.session.commit()

    assert broken_revision(running.meeting) == Misfit(f"item:{item.id}", 1)
