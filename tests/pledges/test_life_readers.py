"""Who may read what of a pledge: every reader, every state, route by route."""

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.extensions import db
from app.pledges.models import PledgeStep
from app.pledges.rules import EditionState, PledgeStatus
from tests.pledges.life_cast import NOW, Cast

OK, NO, UNKNOWN = 200, 403, 404
READERS = (
    "author",
    "comrade",
    "secretary",
    "deputy",
    "standing_committee",
    "committee_member",
    "observer",
    "office",
    "inspector",
    "other_secretary",
    "other_member",
    "stranger",
)


@pytest.fixture
def cast(make):
    return Cast(make)


@pytest.fixture
def read_by(cast, make, sign_in):
    """Clients by the name of their reader."""
    accounts = {
        "author": make.account(member=cast.author, at=cast.branch),
        "comrade": make.account(member=cast.comrade, at=cast.branch),
        "secretary": make.account(member=cast.secretary, at=cast.branch),
        "deputy": make.account(member=cast.deputy, at=cast.branch),
        "standing_committee": make.account(Role.STANDING_COMMITTEE, at=cast.committee),
        "committee_member": make.account(Role.COMMITTEE_MEMBER, at=cast.committee),
        "observer": make.account(Role.OBSERVER, at=cast.branch),
        "office": make.account(Role.OFFICE, at=cast.committee),
        "inspector": make.account(Role.INSPECTOR, at=cast.committee),
        "other_secretary": make.account(Role.SECRETARY, at=cast.other),
        "other_member": make.account(Role.MEMBER, at=cast.other),
        "stranger": make.account(Role.STANDING_COMMITTEE, at=make.organisation()),
    }
    return {name: sign_in(account=account) for name, account in accounts.items()}


def expected(inside, *readable):
    """200 for `readable`, 403 for who is otherwise at home there, 404 for everybody else."""
    return {
        reader: OK if reader in readable else NO if reader in inside else UNKNOWN
        for reader in READERS
    }


INSIDE = frozenset(READERS) - {"other_secretary", "other_member", "stranger"}
BRANCH = ("author", "secretary", "deputy")
KEPT = (*BRANCH, "standing_committee", "committee_member", "observer", "inspector")
# How a pledge comes to be, and who reads it then.
STATES = {
    "draft": ("author",),
    "from_paper": BRANCH,
    "submitted": BRANCH,
    "returned": BRANCH,
    "leaders_submitted": (*BRANCH, "standing_committee"),
    "confirmed": KEPT,
    "revised": KEPT,
    "self_reviewed": KEPT,
    "commented": KEPT,
    "closed": KEPT,
    "public": (*KEPT, "comrade"),
}


def _prepared(cast, state):
    if state == "from_paper":
        return cast.draft(is_from_paper=True, by=cast.by_secretary)
    if state == "leaders_submitted":
        return _of_leader(cast)
    if state in {"draft", "submitted", "confirmed"}:
        return getattr(cast, state)()
    if state == "returned":
        pledge = cast.submitted()
        cast.give_back(pledge)
        return pledge
    pledge = cast.confirmed()
    if state == "public":
        cast.publish(pledge)
    elif state == "revised":
        cast.revise(pledge)
    else:
        pledge.status = PledgeStatus(state)
    return pledge


def _of_leader(cast):
    """The author leads the branch, so that the readers' names stay what they are."""
    pledge = cast.submitted()
    pledge.is_leaders = True
    return pledge


@pytest.mark.parametrize("state", STATES)
def test_the_page_opens_to_its_readers(cast, read_by, state):
    pledge = _prepared(cast, state)
    db.session.commit()

    for path in (f"/pledges/{pledge.id}", f"/pledges/{pledge.id}/results"):
        got = {name: read_by[name].get(path).status_code for name in READERS}
        assert got == expected(INSIDE, *STATES[state]), path


# One pledge with an edition in every state, by number, and who reads each.
EDITIONS = [
    (EditionState.RETURNED, BRANCH),
    (EditionState.CONFIRMED, KEPT),
    (EditionState.DROPPED, ("author",)),
    (EditionState.CONFIRMED, KEPT),
    (EditionState.OPEN, ("author",)),
]


@pytest.fixture
def long_one(cast):
    pledge = cast.submitted()
    cast.give_back(pledge)
    cast.submit(pledge)
    cast.confirm(pledge)
    for last in (EditionState.DROPPED, EditionState.CONFIRMED, EditionState.OPEN):
        cast.revise(pledge)
        pledge.last.state = last
        db.session.flush()
    assert [edition.state for edition in pledge.editions] == [state for state, _ in EDITIONS]
    return pledge


@pytest.mark.parametrize("page", ["", "/compare"])
def test_each_edition_opens_to_its_readers(cast, read_by, long_one, page):
    db.session.commit()

    for number, (_state, readers) in enumerate(EDITIONS, 1):
        path = f"/pledges/{long_one.id}/editions/{number}{page}"
        got = {name: read_by[name].get(path).status_code for name in READERS}
        assert got == expected(INSIDE, *readers), path


def test_a_public_pledge_shows_members_the_text_in_force_alone(cast, read_by, long_one):
    cast.publish(long_one)
    db.session.commit()

    seen = {
        number: read_by["comrade"].get(f"/pledges/{long_one.id}/editions/{number}").status_code
        for number in range(1, 6)
    }

    assert seen == {1: NO, 2: NO, 3: NO, 4: OK, 5: NO}


def test_what_is_still_written_shows_on_nobody_elses_page(cast, read_by):
    pledge = cast.confirmed()
    cast.revise(pledge, "Lý do chưa ai biết")
    pledge.last.items[0].content = "Câu chưa ai đọc"
    cast.publish(pledge)
    db.session.commit()

    pages = {name: read_by[name].get(f"/pledges/{pledge.id}").text for name in READERS}

    assert [name for name in READERS if "Câu chưa ai đọc" in pages[name]] == ["author"]
    reading_reason = {name for name in READERS if "Lý do chưa ai biết" in pages[name]}
    assert reading_reason == set(BRANCH)


def test_what_was_asked_for_stays_between_author_and_branch(cast, read_by):
    pledge = cast.submitted()
    cast.give_back(pledge, "Còn chung chung, nêu chỉ tiêu.")
    cast.submit(pledge)
    cast.confirm(pledge)
    cast.publish(pledge)
    db.session.commit()

    pages = {name: read_by[name].get(f"/pledges/{pledge.id}").text for name in READERS}

    told = {name for name in READERS if "Còn chung chung" in pages[name]}
    assert told == set(BRANCH)
    assert "Giữ gìn lời hứa 1" in pages["comrade"]
    assert "Công khai trong chi bộ" in pages["committee_member"]


def test_the_committee_reads_why_a_confirmed_text_was_changed(cast, read_by):
    pledge = cast.confirmed()
    cast.revise(pledge, "Nhận nhiệm vụ mới.")
    cast.submit(pledge, days=61)
    cast.confirm(pledge, days=62)
    cast.publish(pledge)
    db.session.commit()

    path = f"/pledges/{pledge.id}"

    assert "Nhận nhiệm vụ mới." in read_by["committee_member"].get(path).text
    assert "Nhận nhiệm vụ mới." not in read_by["comrade"].get(path).text


def test_nobody_compares_with_what_they_may_not_read(cast, read_by, long_one):
    db.session.commit()

    def compared(name, before):
        path = f"/pledges/{long_one.id}/editions/4/compare?before={before}"
        return read_by[name].get(path).text

    assert "Từ bản số 1 đến bản số 4" in compared("secretary", 1)
    # What is not theirs is answered as if no edition had been named.
    assert "Từ bản số 2 đến bản số 4" in compared("committee_member", 1)
    assert "Từ bản số 2 đến bản số 4" in compared("secretary", 3)


def test_a_draft_says_no_word_of_itself_to_who_reviews(cast, read_by):
    pledge = cast.draft()
    db.session.commit()

    for path in ("return", "return-above", "confirm", "confirm-above"):
        for name in ("secretary", "standing_committee"):
            answers = [
                getattr(read_by[name], method)(f"/pledges/{pledge.id}/{path}")
                for method in ("get", "post")
            ]
            assert all("Giữ gìn lời hứa" not in answer.text for answer in answers)
            assert {answer.status_code for answer in answers} <= {NO, 405, 409}
    assert [step.kind.value for step in db.session.scalars(select(PledgeStep))] == ["started"]


def test_the_paper_behind_an_edition_opens_to_who_reads_the_edition(cast, read_by, long_one):
    cast.publish(long_one)
    db.session.commit()

    def asked(name):
        path = f"/pledges/{long_one.id}/editions/{{}}/scan"
        return [read_by[name].get(path.format(number)).status_code for number in range(1, 6)]

    # There is no paper behind any of them: 404 is who would have been given it.
    assert asked("comrade") == [NO, NO, NO, UNKNOWN, NO]
    assert asked("committee_member") == [NO, UNKNOWN, NO, UNKNOWN, NO]
    assert asked("secretary") == [UNKNOWN, UNKNOWN, NO, UNKNOWN, NO]


@pytest.mark.parametrize("extension", ["txt", "pdf", "docx"])
def test_the_paper_says_no_more_than_the_page(cast, read_by, extension):
    """Of a leader's pledge from paper the committee reads what was submitted, not what is typed
    anew since it was returned."""
    pledge = cast.draft(is_from_paper=True, by=cast.by_secretary)
    pledge.last.state, pledge.status = EditionState.SUBMITTED, PledgeStatus.SUBMITTED
    pledge.submitted_at, pledge.is_leaders = NOW, True
    cast.give_back(pledge, by=cast.acts(cast.deputy, Role.DEPUTY_SECRETARY))
    for item in pledge.last.items:
        item.content = "Câu đang nhập dở"
    db.session.commit()

    path = f"/pledges/{pledge.id}/paper.{extension}"
    answers = {name: read_by[name].get(path) for name in READERS}

    got = {name: answer.status_code for name, answer in answers.items()}
    assert got == expected(INSIDE, *BRANCH, "standing_committee")
    if extension == "txt":
        told = {name for name in READERS if "Câu đang nhập dở" in answers[name].text}
        assert told == set(BRANCH)
