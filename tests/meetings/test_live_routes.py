"""What is typed is saved as it is typed: the address that takes it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel.clock import now
from app.meetings.models import ActiveWriter, AgendaItem, Statement
from app.meetings.queries.live import broken_revision
from app.revisions.models import Revision
from app.revisions.queries import Misfit


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
