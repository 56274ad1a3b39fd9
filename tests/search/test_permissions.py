"""Whoever finds a text may open its page, whoever may open it finds it, and nothing seeps out."""

import re

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import today
from app.minutes.service import reopen_minutes
from app.people.queries import load_account
from app.search.models import SearchEntry
from app.search.queries import find
from app.search.routes import _PAGES
from app.search.rules.findables import Narrowed, SearchKind
from app.search.rules.question import question
from tests.factory import NOW
from tests.minutes.sittings import RESTRICTED, held, sealed
from tests.search.texts import DISSENTER, adopt, readers, written

ANYTHING = Narrowed()


@pytest.fixture
def texts(make):
    return written(make)


def actor_of(account):
    return load_account(account.id, on=today()).actor


def found_by(account, typed, narrowed=ANYTHING):
    return find(actor_of(account), question(typed), narrowed, limit=100)


def subjects(answer):
    return [(hit.kind, hit.subject_id) for hit in answer.hits]


def test_a_text_is_found_by_exactly_those_who_may_open_its_page(app, make, texts, sign_in):
    accounts = readers(make, texts)
    titles = {
        (entry.kind, entry.subject_id): entry.title
        for entry in db.session.scalars(select(SearchEntry))
    }
    assert {kind for kind, _ in titles} == set(SearchKind)
    clients = {who: sign_in(account=account) for who, account in accounts.items()}
    endpoints = app.test_request_context()
    wrong = []
    for (kind, id_), title in titles.items():
        endpoint, name = _PAGES[kind]
        with endpoints:
            url = app.url_for(endpoint, **{name: id_})
        for who, account in accounts.items():
            is_found = (kind, id_) in subjects(found_by(account, title))
            is_open = clients[who].get(url, follow_redirects=True).status_code == 200
            if is_found != is_open:
                wrong.append((who, kind.value, title, is_found, is_open))

    assert wrong == []


def test_every_subject_is_found_once(make, texts):
    for account in readers(make, texts).values():
        hits = subjects(found_by(account, "chi"))
        assert len(hits) == len(set(hits))


@pytest.mark.parametrize(
    ("who", "finds"),
    [
        ("secretary", True),
        ("minute-taker", True),
        ("standing_committee", True),
        ("inspector", True),
        ("member", False),
        ("observer", False),
        ("committee_member", False),
        ("office", False),
        ("nobody", False),
        ("of another branch", False),
    ],
)
def test_a_restricted_item_is_found_by_those_who_read_it(make, texts, who, finds):
    account = readers(make, texts)[who]

    answer = found_by(account, f'"{RESTRICTED}"', Narrowed(last_year=2026))

    assert bool(answer.total) is finds
    assert bool(answer.hits) is finds


def test_a_dissenter_is_not_found_by_name_in_the_circulated_text(make, texts):
    accounts = readers(make, texts)
    by_name = f'"Đồng chí {DISSENTER} (ý kiến khác)"'

    assert found_by(accounts["secretary"], by_name).total > 0
    assert found_by(accounts["member"], by_name).total == 0
    assert found_by(accounts["member"], '"có ý kiến khác"').total == 1


def test_what_is_said_of_hits_and_shown_of_them_comes_from_the_readers_own_text(
    make, texts, sign_in
):
    page = sign_in(account=readers(make, texts)["member"]).get(
        "/search", query_string={"q": "chi bộ"}
    )

    assert page.status_code == 200
    assert RESTRICTED not in re.sub("</?mark>", "", page.text)
    assert "băn khoăn" not in re.sub("</?mark>", "", page.text)


def test_the_branch_committees_own_minutes_are_not_every_members(make, texts):
    accounts = readers(make, texts)
    minutes = (SearchKind.MINUTES, texts.committee.id)

    assert minutes in subjects(found_by(accounts["branch_committee"], "họp chi ủy"))
    assert minutes not in subjects(found_by(accounts["member"], "họp chi ủy"))


def test_a_task_in_a_draft_is_found_by_those_it_names(make, texts):
    accounts = readers(make, texts)
    task = (SearchKind.ASSIGNMENT, texts.task_of(texts.draft).id)
    tasks = Narrowed(kind=SearchKind.ASSIGNMENT)

    assert task in subjects(found_by(accounts["collaborator"], "phương án", tasks))
    assert task not in subjects(found_by(accounts["member"], "phương án", tasks))


def test_whoever_has_left_the_branch_finds_nothing_of_it(make, texts):
    accounts = readers(make, texts)
    chair_elsewhere = actor_of(accounts["of another branch"])
    chair_elsewhere = type(chair_elsewhere)(
        chair_elsewhere.account_id,
        chair_elsewhere.name,
        texts.sitting.minute_taker.id,
        chair_elsewhere.grants,
    )

    assert find(chair_elsewhere, question("chi bộ"), ANYTHING).total == 0


def test_an_administrator_of_the_system_has_no_right_to_content(make, texts):
    account = make.account(Role.SYSTEM_ADMINISTRATOR, at=texts.branch.parent)
    assert found_by(account, "chi bộ").total == 0


def test_while_minutes_are_open_again_writers_find_the_draft_and_readers_the_sealed_text(
    make, tmp_path
):
    sitting = held(make)
    record = sealed(sitting, tmp_path)
    reopen_minutes(record, reason="Ghi nhầm số liệu", by=sitting.by, now=NOW)
    sitting.write("domestic", "Kinh tế quý IV tăng chậm lại.")
    secretary = make.account(at=sitting.branch, member=sitting.secretary)
    member = make.account(at=sitting.branch, member=sitting.members[4])
    above = make.account(Role.STANDING_COMMITTEE, at=sitting.branch.parent)

    def kinds(account, typed):
        return [hit.kind for hit in found_by(account, typed).hits]

    assert kinds(secretary, "tăng chậm lại") == [SearchKind.DRAFT]
    assert kinds(secretary, "giữ đà tăng") == []
    assert kinds(member, "tăng chậm lại") == []
    assert kinds(member, "giữ đà tăng") == [SearchKind.MINUTES]
    assert kinds(above, "giữ đà tăng") == [SearchKind.MINUTES]
    assert kinds(member, f'"{RESTRICTED}"') == []
    assert kinds(above, f'"{RESTRICTED}"') == [SearchKind.MINUTES]

    adopt(sitting)

    assert kinds(secretary, "tăng chậm lại") == [SearchKind.MINUTES]
    assert kinds(member, "tăng chậm lại") == [SearchKind.MINUTES]
    assert kinds(member, "giữ đà tăng") == []


def test_sealed_minutes_are_found_by_their_number(make, tmp_path):
    sitting = held(make)
    record = sealed(sitting, tmp_path)
    member = make.account(at=sitting.branch, member=sitting.members[4])

    answer = found_by(member, record.number_symbol)

    assert (SearchKind.MINUTES, sitting.meeting.id) in subjects(answer)
