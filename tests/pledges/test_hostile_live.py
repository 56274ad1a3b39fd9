"""What a curious or hostile account may send to the address where a pledge is saved as typed."""

from uuid import uuid4

import pytest
import time_machine

from app.extensions import db
from app.people.rules import Position
from app.pledges.models import PledgeItem
from app.pledges.rules.rows import FIELDS
from app.revisions.queries import broken_unit
from tests.meetings.writer import Writer

TYPED = [
    "",
    "x",
    "\0",
    "-1",
    "9" * 30,
    "None",
    "y" * 10_000,
    "0001-01-01",
    "9999-12-31",
    "<b>",
    "٣",
]


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        yield


@pytest.fixture
def branch(make):
    return make.branch()


@pytest.fixture
def campaign(make, branch):
    return make.campaign(branch.parent)


@pytest.fixture
def page_of(make, branch, campaign, sign_in):
    """Somebody of the branch at their own pledge, as its script talks to the server."""

    def opened(**standing):
        member = make.member(branch=branch, **standing)
        pledge = make.pledge(member, campaign=campaign, branch=branch, lines=("Của riêng tôi",))
        account = make.account(member=member, at=branch)
        page = Writer(sign_in(account=account), account.id, pledge.id)
        page.pledge_id, page.url = pledge.id, f"/pledges/{pledge.id}/live"
        page.row = f"row:{pledge.last.items[0].id}"
        return page

    return opened


def contents():
    db.session.expire_all()
    return sorted(item.content for item in db.session.query(PledgeItem))


@pytest.mark.parametrize(
    "unit", ["", ":", "row:", "row:x", "x" * 5000, "row:\0", "item:1", "row:" + "0" * 32]
)
def test_a_name_no_row_can_have_is_refused(page_of, unit):
    page = page_of()

    answer = page.send(page.change(unit, 0, {"content": "a"}))

    assert answer.json["results"][0]["outcome"] == "refused"


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"account":' * 50_000,
        '{"account": "\\ud800"}',
        "1" * 6000,
        "null",
        '{"account": "x", "changes": [{"id": 5}]}',
        '{"account": "x", "known": {"row": -1}, "changes": []}',
        b"\xff\xfe",
    ],
)
def test_a_body_no_page_writes_is_answered_in_words(page_of, body):
    page = page_of()

    answer = page.client.post(page.url, data=body, content_type="application/json")

    assert answer.status_code in {400, 409}
    assert answer.json["message"]


@pytest.mark.parametrize("typed", TYPED)
def test_whatever_is_typed_anywhere_is_answered_and_can_be_read_again(page_of, typed):
    page = page_of()

    for field in (*FIELDS, "position", "line_id", "edition_id"):
        for unit in (page.row, f"row:{uuid4()}"):
            result = page.save(unit, 0, {field: typed, "content": "Viết"})
            assert result["outcome"] in {"saved", "merged", "held", "conflict", "refused"}
    assert page.client.get(page.url).status_code == 200
    assert page.client.get(f"/pledges/{page.pledge_id}/write").status_code == 200
    present = {unit: told["values"] for unit, told in page.state()["units"].items()}
    assert broken_unit(page.pledge_id, present) is None


@pytest.mark.parametrize("removes", [True, False])
def test_a_row_of_somebody_elses_pledge_is_neither_read_nor_written(page_of, removes):
    page, other = page_of(), page_of()

    values = {} if removes else {"content": "Đã sửa hộ"}
    result = page.save(other.row, 0, values, removes=removes)

    assert result["outcome"] == "refused"
    assert result["values"] == {}
    assert contents() == ["Của riêng tôi", "Của riêng tôi"]


def test_a_leader_saves_nothing_in_a_members_draft(page_of):
    page, leader = page_of(), page_of(position=Position.SECRETARY)

    leader.url = page.url

    assert leader.send(leader.change(page.row, 0, {"content": "x"})).status_code == 403
    assert leader.client.get(page.url).status_code == 403
    assert contents() == ["Của riêng tôi", "Của riêng tôi"]


def test_an_identity_used_for_one_pledge_tells_nothing_of_it_to_another(page_of):
    page, other = page_of(), page_of()
    change = other.change(other.row, 0, {"content": "Bí mật"})
    other.send(change)

    result = page.save(page.row, 0, {"content": "Dò"}, id_=change["id"])

    assert result["outcome"] == "refused"
    assert "Bí mật" not in str(result)


def test_a_source_nobody_offered_is_not_named(page_of, campaign):
    page = page_of()
    section = str(campaign.template.sections[0].id)
    values = {"section": section, "content": "Việc", "source": f"assignment:{uuid4()}"}

    page.save(f"row:{uuid4()}", 0, values)

    assert {item.source for item in db.session.query(PledgeItem)} == {None}


def test_more_rows_than_a_pledge_has_room_for_wait(page_of, campaign):
    page = page_of()
    section = str(campaign.template.sections[0].id)

    changes = [
        page.change(f"row:{uuid4()}", 0, {"section": section, "content": str(n)}) for n in range(70)
    ]
    outcomes = [result["outcome"] for result in page.send(*changes).json["results"]]

    assert (outcomes.count("saved"), outcomes.count("held")) == (59, 11)
    assert page.send(*changes, *changes).status_code == 400
