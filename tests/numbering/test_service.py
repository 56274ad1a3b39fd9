from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.audit.events import Event
from app.audit.models import AuditEntry
from app.kernel.errors import RuleBroken
from app.kernel.transaction import transaction
from app.numbering.models import NumberEntry
from app.numbering.rules import DocumentType
from app.numbering.service import take_number
from app.organisations.models import Term
from tests.factory import NOW

DAY = date(2026, 11, 3)


@pytest.fixture
def branch(make):
    return make.branch()


def take(branch, document_type=DocumentType.RESOLUTION, *, on=DAY):
    return take_number(branch, document_type, document_id=uuid4(), on=on, by=None, now=NOW)


def test_numbers_of_one_type_follow_each_other_through_the_term(branch):
    taken = [take(branch, on=date(year, 12, 3)) for year in (2025, 2026, 2027)]

    assert taken == ["01-NQ/CB", "02-NQ/CB", "03-NQ/CB"]


def test_each_type_and_each_branch_counts_for_itself(branch, make):
    take(branch)

    assert take(branch, DocumentType.MINUTES) == "01-BB/CB"
    assert take(make.branch(symbol="CB2")) == "01-NQ/CB2"


def test_a_new_term_begins_again_at_one(branch, db):
    db.session.add(Term(organisation=branch, name="2028-2030", starts_on=date(2028, 1, 1)))
    take(branch)
    take(branch)

    assert take(branch, on=date(2028, 1, 3)) == "01-NQ/CB"


def test_where_numbers_run_by_year_each_year_begins_at_one(branch, make):
    make.regulation(branch, "numbering.scope", "year")

    taken = [take(branch, on=on) for on in (DAY, DAY, date(2027, 1, 3))]

    assert taken == ["01-NQ/CB", "02-NQ/CB", "01-NQ/CB"]


def test_the_tenth_number_has_no_leading_zero(branch):
    assert [take(branch) for _ in range(10)][-2:] == ["09-NQ/CB", "10-NQ/CB"]


def test_a_number_rolled_back_is_given_to_the_next_document(branch, db):
    with transaction():
        take(branch)

    def fail():
        with transaction():
            take(branch)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with transaction():
        assert take(branch) == "02-NQ/CB"

    assert db.session.scalars(select(NumberEntry.number).order_by(NumberEntry.number)).all() == [
        1,
        2,
    ]


def test_without_a_term_no_number_is_taken(branch, db):
    with pytest.raises(RuleBroken, match="Chưa khai báo nhiệm kỳ"):
        take(branch, on=date(2031, 1, 3))

    assert db.session.scalars(select(NumberEntry)).all() == []


def test_the_register_and_the_trail_name_the_document(branch, db):
    document_id = uuid4()

    take_number(branch, DocumentType.MINUTES, document_id=document_id, on=DAY, by=None, now=NOW)
    db.session.flush()

    [entry] = db.session.scalars(select(NumberEntry))
    [line] = db.session.scalars(select(AuditEntry))
    assert (entry.document_id, entry.symbol, entry.taken_on) == (document_id, "01-BB/CB", DAY)
    assert (line.event, line.facts["number_symbol"]) == (Event.NUMBER_TAKEN, "01-BB/CB")
