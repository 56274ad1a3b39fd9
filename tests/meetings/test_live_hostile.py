"""What a curious or hostile account may send to the address where texts are saved."""

import io
from uuid import uuid4

import pytest
from sqlalchemy import event

from app.access.permissions import Role
from app.extensions import db
from app.meetings.models import AgendaItem, Meeting
from app.meetings.queries.live import broken_revision
from app.meetings.rules.units import FIELDS, UnitKind
from app.revisions.service import answers
from app.web.forms import TEXT_LENGTH
from tests.meetings.writer import Writer


@pytest.mark.parametrize(
    "unit", ["", ":", "item:", "item:x", "x" * 5000, "item:\0", "item:\ud800", "' OR 1=1 --"]
)
def test_a_name_no_unit_can_have_is_refused(hanh, running, unit):
    answer = hanh.send(hanh.change(unit, 0, {"content": "a"}))

    assert answer.json["results"][0]["outcome"] == "refused"


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"account":' * 50_000,
        '{"account": "\\ud800"}',
        "1" * 6000,
        '{"account": "x", "changes": [{"id": 5}]}',
        b"\xff\xfe",
    ],
)
def test_a_body_no_page_writes_is_answered_in_words(hanh, running, body):
    answer = hanh.client.post(hanh.url, data=body, content_type="application/json")

    assert answer.status_code in {400, 409}
    assert answer.json["message"]


@pytest.mark.parametrize("field", ["chair_id", "minute_taker_id"])
@pytest.mark.parametrize("value", ["x", "None", "' OR 1=1", "1" * 400])
def test_who_is_nobody_leads_nothing(hanh, running, field, value):
    result = hanh.save(f"opening:{running.meeting.id}", 1, {field: value})

    assert result["outcome"] == "held"
    assert db.session.get(Meeting, running.meeting.id).chair_id == running.secretary.id


@pytest.mark.parametrize("speaker", ["guest:None", "member:None", "guest:", "x:1", "member:' OR 1"])
def test_who_is_nobody_says_nothing(hanh, running, speaker):
    unit = f"statement:{uuid4()}"
    hanh.save(unit, 0, {"speaker": f"member:{running.members[1].id}", "text": "Nhất trí."})

    result = hanh.save(unit, 1, {"speaker": speaker})

    assert result["outcome"] == "held"


def test_who_is_not_of_the_branch_is_not_on_its_roll(hanh, running, make):
    other = make.member("Phạm Gia Bảo", branch=make.branch(name="Chi bộ khác"))
    db.session.commit()

    result = hanh.save(f"roll:{other.id}", 0, {"presence": "present"})

    assert result["outcome"] == "held"
    assert f"roll:{other.id}" not in hanh.state()["units"]


TYPED = ["", "x", "\0", "-1", "9" * 30, "None", "y" * 20_000, "2026-99-99", "25:61", "٣", "<b>"]


@pytest.mark.parametrize("text", TYPED)
def test_whatever_is_typed_anywhere_is_answered_and_can_be_read_again(hanh, running, text):
    meeting = running.meeting
    ids = {
        UnitKind.ITEM: meeting.steps[0].items[0].id,
        UnitKind.OPENING: meeting.id,
        UnitKind.CLOSING: meeting.id,
        UnitKind.ROLL: running.members[1].id,
        UnitKind.STEP: meeting.steps[0].id,
    }
    for kind, fields in FIELDS.items():
        alone = [{name: text} for name in fields]
        for values in (*alone, dict.fromkeys(fields, text)):
            unit = f"{kind}:{ids.get(kind) or uuid4()}"
            assert hanh.send(hanh.change(unit, 0, values)).status_code == 200, (unit, values)

    page = hanh.client.get(f"/meetings/{meeting.id}/revisions")

    assert page.status_code == 200
    assert broken_revision(db.session.get(Meeting, meeting.id)) is None


def test_a_text_too_long_for_any_field_is_not_kept_beside_either(hanh, trang, item):
    unit = f"item:{item.id}"
    trang.save(unit, 0, {"content": "Kinh tế tăng."})

    result = hanh.save(unit, 0, {"content": "a" * (TEXT_LENGTH + 1)})

    assert result["outcome"] == "refused"
    assert "20.000 ký tự" in result["errors"]["content"]
    assert "aaaa" not in hanh.client.get(hanh.url.replace("live", "revisions")).text


def test_what_is_typed_on_a_history_from_elsewhere_is_set_aside_as_it_was_typed(hanh, trang, item):
    """After an older backup came back, a page may know more revisions than there are."""
    unit = f"item:{item.id}"
    trang.save(unit, 0, {"content": "Kinh tế tăng."})

    result = hanh.save(unit, 99, {"content": "Xuất khẩu tăng."})

    assert result["outcome"] == "conflict"
    page = hanh.client.get(hanh.url.replace("live", "revisions")).text
    assert "Xuất khẩu tăng." in page
    assert "Xuất khẩu tăng.Kinh" not in page


def test_one_identity_is_one_change(hanh, running, item):
    change = hanh.change(f"item:{item.id}", 0, {"content": "Một"})

    answer = hanh.send(change, {**change, "values": {"content": "Hai"}})

    assert answer.status_code == 400
    assert db.session.get(AgendaItem, item.id).content is None


def test_the_identity_of_another_writers_change_says_nothing_of_it(hanh, trang, item):
    unit, id_ = f"item:{item.id}", uuid4()
    hanh.save(unit, 0, {"content": "Kinh tế tăng."})
    hanh.save(unit, 0, {"content": "Kinh tế giảm."}, id_=id_)

    result = trang.save(unit, 1, {"content": "Của tôi."}, id_=id_)

    assert result["outcome"] == "refused"
    assert result["conflicts"] == []


@pytest.mark.parametrize(
    ("role", "here", "status"),
    [
        (Role.MEMBER, True, 403),
        (Role.INSPECTOR, True, 403),
        (Role.OFFICE, True, 403),
        (Role.STANDING_COMMITTEE, True, 403),
        (Role.BRANCH_COMMITTEE, True, 403),
        (Role.SECRETARY, False, 404),
    ],
)
def test_who_does_not_write_a_running_meeting_neither_saves_nor_hears(
    setting, running, make, sign_in, item, role, here, status
):
    account = make.account(role, at=setting.branch if here else make.branch(name="Chi bộ khác"))
    writer = Writer(sign_in(account=account), account.id, running.meeting.id)

    answers = (
        writer.send(writer.change(f"item:{item.id}", 0, {"content": "Lạ."})),
        writer.client.get(writer.url, headers={"Accept": "application/json"}),
    )

    assert [answer.status_code for answer in answers] == [status] * 2
    assert all(answer.json.keys() == {"message"} for answer in answers)
    assert db.session.get(AgendaItem, item.id).content is None


@pytest.mark.parametrize("token", [None, "", "wrong", "x" * 5000])
def test_without_the_right_token_nothing_is_saved_and_a_script_reads_why(
    app, hanh, running, item, monkeypatch, token
):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    headers = {} if token is None else {"X-CSRFToken": token}
    body = {
        "account": hanh.account_id,
        "changes": [hanh.change(f"item:{item.id}", 0, {"content": "Lạ."})],
    }

    answer = hanh.client.post(hanh.url, json=body, headers=headers)

    assert answer.status_code == 400
    assert answer.json["message"]
    assert db.session.get(AgendaItem, item.id).content is None


def test_the_token_that_the_state_hands_out_is_taken(app, hanh, running, item, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    token = hanh.state()["csrf_token"]
    body = {
        "account": hanh.account_id,
        "changes": [hanh.change(f"item:{item.id}", 0, {"content": "A."})],
    }

    answer = hanh.client.post(hanh.url, json=body, headers={"X-CSRFToken": token})

    assert answer.json["results"][0]["outcome"] == "saved"


def test_a_body_larger_than_any_meeting_is_refused_in_json(hanh, running):
    answer = hanh.client.post(
        hanh.url, data=b"[" + b" " * (5 << 20) + b"]", content_type="application/json"
    )

    assert answer.status_code == 413
    assert "quá lớn" in answer.json["message"]


def test_nobody_waits_while_two_long_texts_are_merged(hanh, trang, item, monkeypatch):
    waiting = []

    def merge(_base, mine, _theirs):
        waiting.append(db.session().in_transaction())
        return mine

    monkeypatch.setattr(answers, "merge", merge)
    trang.save(f"item:{item.id}", 0, {"content": "Kinh tế tăng."})

    result = hanh.save(f"item:{item.id}", 0, {"content": "Xuất khẩu tăng."})

    assert result["conflicts"][0]["merged"] == "Xuất khẩu tăng."
    assert waiting == [False]


def test_nobody_waits_for_a_slow_line(hanh, running):
    """The database is asked only when all of the body has come."""
    asked = []

    class Line(io.BytesIO):
        def read(self, *size):
            return self._while_nothing_is_asked(super().read, *size)

        def readinto(self, *buffer):
            return self._while_nothing_is_asked(super().readinto, *buffer)

        def _while_nothing_is_asked(self, read, *how):
            assert not asked
            return read(*how)

    def note(*_statement):
        asked.append(True)

    body = b'{"account": "%s"}' % hanh.account_id.encode()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        answer = hanh.client.post(
            hanh.url,
            input_stream=Line(body),
            content_length=len(body),
            content_type="application/json",
        )
    finally:
        event.remove(db.engine, "before_cursor_execute", note)

    assert answer.status_code == 200
    assert asked
