from datetime import UTC, date, datetime, time
from enum import StrEnum
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.audit import service as audit
from app.audit.events import Event
from app.audit.facts import FACTS
from app.audit.models import AuditEntry, AuditHead
from app.audit.rules import FIRST_HASH, canonical, chained_hash, plain
from app.kernel.transaction import transaction
from app.meetings.rules.votes import Tally
from tests.factory import NOW

CHAINED = (
    "organisation_id",
    "sequence",
    "at",
    "account_id",
    "actor_name",
    "event",
    "subject_id",
    "facts",
)


def record(organisation, text="Một kết luận", *, by=None):
    audit.record(
        Event.CONCLUSION_RECORDED, by=by, now=NOW, organisation_id=organisation.id, text=text
    )


def lines_of(db, organisation):
    db.session.expire_all()
    return db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.organisation_id == organisation.id)
        .order_by(AuditEntry.sequence)
    ).all()


def broken_at(lines):
    """The sequence of the first line that does not follow from the one before, or None."""
    previous = FIRST_HASH
    for number, line in enumerate(lines, start=1):
        content = {name: getattr(line, name) for name in CHAINED}
        follows = line.sequence == number and line.previous_hash == previous
        if not follows or line.hash != chained_hash(content, previous):
            return number
        previous = line.hash
    return None


@pytest.fixture
def branch(make):
    return make.branch()


def test_a_chain_read_back_from_the_database_verifies(db, make, branch):
    secretary = make.actor(Role.SECRETARY, at=branch)
    for number in range(4):
        record(branch, f"Kết luận {number}", by=secretary)
    db.session.flush()

    lines = lines_of(db, branch)

    assert len(lines) == 4
    assert broken_at(lines) is None
    assert lines[0].previous_hash == FIRST_HASH
    assert lines[0].account_id == secretary.account_id


@pytest.mark.parametrize(
    ("name", "forged"),
    [
        ("facts", {"text": "Nội dung khác"}),
        ("actor_name", "Người khác"),
        ("at", datetime(2026, 1, 1, tzinfo=UTC)),
        ("event", Event.VOTE_REMOVED.value),
        ("subject_id", uuid4()),
    ],
)
def test_a_line_changed_afterwards_breaks_the_chain_there(db, branch, name, forged):
    for _ in range(3):
        record(branch)
    db.session.flush()
    lines = lines_of(db, branch)

    setattr(lines[1], name, forged)
    db.session.flush()

    assert broken_at(lines_of(db, branch)) == 2


def test_a_line_taken_out_breaks_the_chain(db, branch):
    for _ in range(3):
        record(branch)
    db.session.flush()

    db.session.delete(lines_of(db, branch)[1])
    db.session.flush()

    assert broken_at(lines_of(db, branch)) == 2


def test_each_organisation_has_a_chain_of_its_own(db, make, branch):
    other = make.branch()
    record(branch)
    record(other)
    record(branch)
    db.session.flush()

    assert [line.sequence for line in lines_of(db, branch)] == [1, 2]
    assert [line.sequence for line in lines_of(db, other)] == [1]
    assert broken_at(lines_of(db, branch)) is None
    assert broken_at(lines_of(db, other)) is None


def test_what_concerns_no_organisation_stands_on_the_installations_chain(db):
    audit.record(Event.SIGNED_OUT_EVERYWHERE, by=None, now=NOW, organisation_id=None)
    db.session.flush()

    assert db.session.scalars(select(AuditHead.chain)).all() == ["installation"]
    assert db.session.scalars(select(AuditEntry.actor_name)).all() == ["hệ thống"]


@pytest.mark.parametrize("facts", [{}, {"text": "Đủ", "extra": 1}, {"txet": "Nhầm"}])
def test_facts_other_than_declared_raise_and_leave_no_line(db, branch, facts):
    with pytest.raises(ValueError, match="conclusion:recorded declares"):
        audit.record(
            Event.CONCLUSION_RECORDED, by=None, now=NOW, organisation_id=branch.id, **facts
        )

    assert lines_of(db, branch) == []


def test_a_line_is_undone_with_the_change_it_tells_of(db, branch):
    db.session.commit()

    def fail():
        with transaction():
            record(branch)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with transaction():
        record(branch)

    lines = lines_of(db, branch)
    assert [line.sequence for line in lines] == [1]
    assert broken_at(lines) is None


@pytest.mark.parametrize("event", Event)
def test_every_event_declares_its_facts_under_a_name_that_lasts(event):
    assert isinstance(FACTS[event], frozenset)
    room, _, verb = event.value.partition(":")
    assert room.isidentifier()
    assert verb.isidentifier()
    assert event.value.islower()


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Colour.RED, "red"),
        (None, None),
        (True, True),
        (date(2026, 11, 3), "2026-11-03"),
        (time(14, 30), "14:30:00"),
        (datetime(2026, 11, 3, 7, tzinfo=UTC), "2026-11-03T07:00:00+00:00"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Fraction(2, 3), "2/3"),
        (Tally(1, 2, 3), {"in_favour": 1, "against": 2, "other": 3, "invalid": 0}),
        ({Colour.RED: (1, [date(2026, 1, 1)])}, {"red": [1, ["2026-01-01"]]}),
    ],
)
def test_facts_are_written_as_plain_data(value, written):
    assert plain(value) == written


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes"])
def test_what_has_no_one_way_to_be_written_is_refused(value):
    with pytest.raises(TypeError, match="an audit fact cannot be"):
        plain(value)


def test_one_meaning_has_one_spelling():
    assert (
        canonical({"b": "ủy", "a": 1})
        == canonical({"a": 1, "b": "ủy"})
        == '{"a":1,"b":"ủy"}'.encode()
    )
