"""Whatever is sent to any address of pledges, plans and mail is answered in words."""

from io import BytesIO

import pytest
from flask import url_for
from sqlalchemy.orm import scoped_session

from app.access.permissions import Role
from app.extensions import db as _db
from tests.access.test_matrix import ALLOWED, TRIED, addresses, guarded_by, key_of
from tests.access.world import World
from tests.conftest import _empty
from tests.factory import Make

ROOMS = ("pledges.", "personal_plans.", "mail.")
ODD = [
    "\0",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "\u202eđảo ngược",
    "x" * 10_000,
    "0001-01-01",
    "9999-12-31",
    "01/01/0001",
    "99999999999999999999",
    "-1",
    "00000000-0000-4000-8000-000000000000",
    "{00000000000000000000000000000000}",
    "assignment:x",
    "shortcoming:00000000-0000-4000-8000-000000000000",
    "yes",
    "met",
    "٣",
]


@pytest.fixture(scope="module")
def world(app):
    with app.app_context():
        try:
            yield World(Make())
        finally:
            _db.session.rollback()
            _db.session.remove()
            _empty()


@pytest.fixture(scope="module")
def asked(app, world):
    found = [one for one in addresses(app) if one.endpoint.startswith(ROOMS)]
    return [guarded_by(app, world, one) for one in found]


def _client(app, world, one):
    accounts = {role: world.account_of(role, "own") for role in Role}
    roles = [r for r in TRIED if one.expected(r, "own", accounts[r].member_id) == ALLOWED]
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = key_of(accounts[roles[0]])
    return client


def _path(app, one, **more):
    with app.test_request_context():
        return url_for(one.address.endpoint, **{**one.arguments, **more})


FIELDS = [
    "version",
    "seen",
    "content",
    "comment",
    "reason",
    "measure",
    "measures",
    "due_on",
    "signed_on",
    "from_on",
    "until_on",
    "opens_on",
    "closes_on",
    "counted_on",
    "source",
    "heading",
    "guidance",
    "statement",
    "title",
    "opening",
    "grounds",
    "place",
    "channel",
    "audience",
    "outcome",
    "result",
    "note",
    "facts",
    "dropped",
    "member_id",
    "member_ids",
    "read",
    "remove",
    "add",
    "take",
    "done",
    "scope",
    "format",
    "answer",
    "direction",
    "key",
    "year",
    "is_required",
    "with_exempt",
]


@pytest.mark.parametrize("odd", ODD)
def test_odd_words_in_every_field(app, world, asked, odd, monkeypatch):
    monkeypatch.setattr(scoped_session, "commit", lambda session: session.flush())
    for one in asked:
        if one.address.method != "POST":
            continue
        data = {name: odd for name in FIELDS}
        client, path = _client(app, world, one), _path(app, one)
        answers = [
            client.post(path, data=data),
            client.post(path, data={**data, "file": (BytesIO(b"MZ\x90\0"), odd or "a.pdf")}),
            client.post(path, json=data),
            client.post(path, json=[odd]),
            client.post(path, data=b"[" * 10_000, content_type="application/json"),
        ]
        assert all(answer.status_code < 500 for answer in answers), one.address


@pytest.mark.parametrize("year", [0, 1, 1929, 2101, 9999, 10_000, 10**9, 10**12, 10**25])
def test_a_year_that_cannot_be_is_not_found(app, world, asked, year):
    wrong = []
    for one in asked:
        if "year" not in one.arguments:
            continue
        path = _path(app, one, year=year)
        answer = _client(app, world, one).open(path, method=one.address.method)
        if answer.status_code != 404:
            wrong.append(f"{one.address}: {answer.status_code}")
    assert wrong == []
