"""What is typed is saved as it is typed: the address that takes it."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.meetings.models import AgendaItem, Statement
from app.revisions.models import Revision


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
def write(running, make, sign_in):
    def of(member):
        account = make.account(member=member, at=running.branch)
        return Writer(sign_in(account=account), account.id, running.meeting.id)

    return of


@pytest.fixture
def hanh(write, running):
    return write(running.secretary)


@pytest.fixture
def trang(write, running):
    return write(running.minute_taker)


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
