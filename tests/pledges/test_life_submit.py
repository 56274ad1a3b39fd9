"""Submitting on the pledge's page: what is missing is said, and twice is once."""

import pytest

from app.extensions import db
from tests.pledges.life_cast import Cast, again, kinds, press, states


@pytest.fixture
def cast(make):
    return Cast(make)


@pytest.fixture
def author(cast, make, sign_in):
    return sign_in(account=make.account(member=cast.author, at=cast.branch))


def test_an_incomplete_text_leads_back_to_its_rows_and_says_what_is_missing(cast, author):
    pledge = cast.draft()
    pledge.last.items[1].content = ""
    db.session.commit()

    answer = press(author, pledge, "submit")

    assert answer.request.path == f"/pledges/{pledge.id}/write"
    assert "còn trống" in answer.text
    assert states(again(pledge)) == ["open"]


def test_a_second_press_leads_to_what_was_submitted(cast, author):
    pledge = cast.submitted()
    db.session.commit()

    page = press(author, pledge, "submit")

    assert "đã nộp nên không sửa được nữa" in page.text
    assert kinds(pledge).count("submitted") == 1
