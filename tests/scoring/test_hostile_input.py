"""Sheets and figures nobody in their right mind would type."""

import html
import json
import re
from fractions import Fraction

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.scoring.queries.cards import get_card
from app.scoring.rules.cards import Given
from app.scoring.rules.indicators import Subject
from app.scoring.rules.plain import FORMAT, to_plain
from app.scoring.rules.rubric import CriterionKind
from app.scoring.rules.scoring import Answer
from app.scoring.rules.supplied import supplied
from app.scoring.service.exchange import read_rubric
from tests.scoring.card_cast import cast_of
from tests.scoring.rubrics import criterion, rubric

# Each a prime: their sum has a denominator of all of them.
PRIMES = (999983, 999979, 999961, 999959, 999953, 999931, 999917, 999907)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-20 08:00+07:00", tick=False) as traveller:
        yield traveller


def test_a_sum_of_any_length_is_kept_as_it_is(make):
    lines = [
        criterion(str(n), CriterionKind.NUMBER, 10, per_unit=Fraction(1))
        for n in range(len(PRIMES))
    ]
    cast = cast_of(make, content=rubric(*lines))

    cast.submitted({str(n): Given(Answer(value=Fraction(1, p))) for n, p in enumerate(PRIMES)})
    db.session.commit()
    db.session.expire_all()

    total = sum(Fraction(1, prime) for prime in PRIMES)
    assert len(str(total)) > 80
    assert cast.card.self_total == cast.meeting.self_score == total


@pytest.mark.parametrize(
    "typed",
    ["1e9", "-1", "1/0", "½", "NaN", "Infinity", "100,0001", "101", "0x10", "9" * 5000, "1 000"],
)
def test_what_is_no_share_is_refused_and_stays_in_its_field(make, sign_in, typed):
    cast = cast_of(make, content=rubric(criterion("1", CriterionKind.PERCENTAGE, 100)))
    card = cast.opened()
    db.session.commit()
    client = sign_in(Role.SECRETARY, at=cast.branch)

    data = {"version": card.version, "what": "save", "said_0": typed, "note_0": "Ghi chú dài."}
    answer = client.post(f"/scorecards/{card.id}/self", data=data)

    assert answer.status_code == 200
    assert "Nhập số từ 0" in answer.text
    assert typed in answer.text
    assert "Ghi chú dài." in answer.text
    assert not get_card(card.id).answers


@pytest.mark.parametrize(
    "sent", [{}, {"version": ""}, {"version": "9" * 5000}, {"version": "x"}, {"version": "-1"}]
)
def test_a_form_without_its_version_writes_nothing_and_loses_nothing(make, sign_in, sent):
    cast = cast_of(make)
    card = cast.opened()
    db.session.commit()
    client = sign_in(Role.SECRETARY, at=cast.branch)

    data = {"what": "save", "said_0": "yes", "note_0": "Đủ căn cứ.", **sent}
    answer = client.post(f"/scorecards/{card.id}/self", data=data)

    assert answer.status_code in (200, 409)
    assert "Đủ căn cứ." in answer.text
    assert not get_card(card.id).answers


def test_levels_nobody_offered_are_refused(make, sign_in):
    cast = cast_of(make)
    card = cast.opened()
    db.session.commit()
    client = sign_in(Role.SECRETARY, at=cast.branch)

    data = {"version": card.version, "what": "save", "said_0": "maybe", "said_1": "Tuyệt vời"}
    answer = client.post(f"/scorecards/{card.id}/self", data=data)

    assert answer.status_code == 200
    assert not get_card(card.id).answers


ODD = ["", "a/b", "../..", "__proto__", "1,2", "1 2", "?x=1", "#", "%2e", "<b>", "a" * 60, "ê̄"]


@pytest.mark.parametrize("code", ODD)
def test_a_sheet_with_odd_codes_is_taken_shown_and_put_right(office, committee, code):
    plain = to_plain(supplied(Subject.MEETING))
    plain["criteria"][0]["code"] = code
    plain["criteria"][0]["children"][0]["code"] = code
    plain["criteria"][1]["label"] = "<script>alert(1)</script>\u202e\u200bđảo" + "dài" * 400
    text = json.dumps(plain, ensure_ascii=False)

    path = f"/organisations/{committee.id}/rubrics/import/take"
    taken = office.client.post(path, data={"content": text, "subject": "meeting"})

    assert taken.status_code == 302
    page = office.client.get(taken.location)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    links = {
        html.unescape(link) for link in re.findall(r'href="([^"]*/criteria/[^"]*)"', page.text)
    }
    assert any("/edit" in link for link in links)
    assert [link for link in links if office.client.get(link).status_code != 200] == []
    for extension in ("json", "xlsx"):
        answer = office.client.get(f"{taken.location}/download.{extension}")
        assert answer.status_code in (200, 409)
    for printed in ("pdf", "txt"):
        assert office.client.get(f"{taken.location}/blank.{printed}").status_code == 200
    assert office.client.get(f"{taken.location}/grades").status_code == 200
    assert office.client.get(f"{taken.location}/gates").status_code == 200
    assert office.client.get(f"{taken.location}/issue").status_code == 200


def test_of_a_file_with_a_flaw_in_each_line_no_more_is_told_than_is_read():
    text = json.dumps({"format": FORMAT, "criteria": [1] * 5000})

    found = read_rubric(text.encode(), Subject.MEETING)

    assert len(found.problems) == 1001
    assert str(found.problems[-1]) == "Còn 4000 lỗi khác; sửa các lỗi trên trước."
