"""One word of a submitted pledge changed afterwards is found, and so is one that is gone."""

from datetime import date

import pytest
from sqlalchemy import delete, update

from app.extensions import db
from app.kernel.checks import run
from app.pledges.models import PledgeEdition, PledgeItem
from app.pledges.queries.checks import texts_hold
from app.pledges.rules import EditionState
from tests.pledges.life_cast import Cast


@pytest.fixture
def editions(make):
    """A confirmed pledge with an open edition, one that was returned and mended, and a draft."""
    cast = Cast(make)
    revised, mended = cast.confirmed(cast.author), cast.submitted(cast.comrade)
    cast.revise(revised)
    cast.give_back(mended)
    cast.submit(mended)
    cast.draft(cast.deputy)
    db.session.commit()
    return [*revised.editions, *mended.editions]


def test_what_was_submitted_holds(editions):
    found = run(texts_hold())

    assert (found.count, found.flaw) == (3, None)


def test_what_is_being_written_may_change(editions):
    [written] = [one for one in editions if one.state is EditionState.OPEN]
    written.items[0].content = "Khác"
    db.session.commit()

    assert run(texts_hold()).flaw is None


@pytest.mark.parametrize(
    "change", [{"content": "Khác"}, {"measure": "Khác"}, {"due_on": date(2026, 12, 1)}]
)
@pytest.mark.parametrize("state", ["confirmed", "returned", "submitted"])
def test_a_changed_word_is_found(editions, change, state):
    [edition] = [one for one in editions if one.state.value == state]
    db.session.execute(
        update(PledgeItem).where(PledgeItem.id == edition.items[0].id).values(**change)
    )
    db.session.commit()

    flaw = run(texts_hold()).flaw

    assert str(edition.pledge_id) in flaw.what
    assert f"bản {edition.number}" in flaw.what


def test_a_commitment_that_is_gone_is_found(editions):
    db.session.execute(delete(PledgeItem).where(PledgeItem.id == editions[0].items[1].id))
    db.session.commit()

    assert run(texts_hold()).flaw.where == "nội dung"


def test_an_edition_that_says_it_was_never_submitted_is_found(editions):
    db.session.execute(
        update(PledgeEdition)
        .where(PledgeEdition.id == editions[0].id)
        .values(state=EditionState.DROPPED)
    )
    db.session.commit()

    assert "nay không còn" in run(texts_hold()).flaw.expected


def test_a_submitted_text_of_which_the_trail_knows_nothing_is_found(editions):
    [written] = [one for one in editions if one.state is EditionState.OPEN]
    written.state = EditionState.CONFIRMED
    db.session.commit()

    assert "không có" in run(texts_hold()).flaw.expected
