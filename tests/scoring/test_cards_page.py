"""The page of a card: each sees what they may, the evidence and what became of it."""

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.meetings.rules.life import MeetingStatus
from app.scoring.rules.cards import Given
from app.scoring.rules.rubric import Column, Gate, GateKind
from app.scoring.rules.scoring import Answer
from app.scoring.service import cards, deciding
from tests.scoring.card_cast import YES, cast_of
from tests.scoring.rubrics import criterion, rubric, section

REVIEWED = Given(Answer(is_yes=False), "Người xem xét: họp sai ngày.")
DECIDED = Given(Answer(level="Khá"), "Ban Thường vụ: còn sơ sài.")


@pytest.fixture
def cast(make):
    return cast_of(make)


@pytest.fixture
def page_for(cast, sign_in):
    def page(role, *, above=False, text=True):
        client = sign_in(role, at=cast.committee if above else cast.branch)
        answer = client.get(f"/scorecards/{cast.card.id}")
        return " ".join(answer.text.split()) if text else answer

    return page


def considered(cast):
    """Submitted, reviewed, and the committee has begun its own column."""
    cast.submitted()
    cast.write({"1.1": REVIEWED}, Column.REVIEW, by=cast.above)
    cast.act(deciding.review, by=cast.above)
    cast.write({"1.2": DECIDED}, Column.DECISION, by=cast.above)
    db.session.commit()


def decided(cast):
    considered(cast)
    cast.meeting.status = MeetingStatus.ADOPTED
    db.session.flush()
    cast.act(deciding.decide, by=cast.above, reason="Theo biên bản kiểm tra")
    db.session.commit()


@pytest.mark.parametrize(
    ("role", "above", "review", "decision"),
    [
        (Role.SECRETARY, False, False, False),
        (Role.DEPUTY_SECRETARY, False, False, False),
        (Role.BRANCH_COMMITTEE, False, False, False),
        (Role.MEMBER, False, False, False),
        (Role.INSPECTOR, True, False, False),
        (Role.COMMITTEE_MEMBER, True, True, False),
        (Role.OFFICE, True, True, False),
        (Role.STANDING_COMMITTEE, True, True, True),
    ],
)
def test_until_it_is_decided_each_sees_no_draft_of_those_above(
    cast, page_for, role, above, review, decision
):
    considered(cast)
    page = page_for(role, above=above)
    assert ("Người xem xét: họp sai ngày." in page) is review
    assert ("66,67" in page) is review  # in the history as well
    assert ("Ban Thường vụ: còn sơ sài." in page) is decision


@pytest.mark.parametrize(
    ("role", "above"),
    [(Role.SECRETARY, False), (Role.MEMBER, False), (Role.INSPECTOR, True), (Role.OFFICE, True)],
)
def test_once_decided_everybody_reads_all_columns_reasons_and_the_decision(
    cast, page_for, role, above
):
    decided(cast)
    page = page_for(role, above=above)
    assert "Người xem xét: họp sai ngày." in page
    assert "Ban Thường vụ: còn sơ sài." in page
    assert "Theo biên bản kiểm tra" in page


@pytest.mark.parametrize(
    ("role", "above", "status"),
    [
        (Role.SECRETARY, False, 200),
        (Role.BRANCH_COMMITTEE, False, 200),
        (Role.MEMBER, False, 403),
        (Role.STANDING_COMMITTEE, True, 403),
        (Role.OFFICE, True, 403),
    ],
)
@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_a_draft_is_read_by_those_who_write_it(cast, page_for, role, above, status, is_withdrawn):
    cast.opened()
    cast.write()
    if is_withdrawn:
        cast.act(cards.submit)
        cast.act(cards.withdraw)
    db.session.commit()
    assert page_for(role, above=above, text=False).status_code == status


def test_nobody_of_another_branch_knows_the_card(cast, make, sign_in):
    decided(cast)
    other = sign_in(Role.SECRETARY, at=make.branch(parent=cast.committee))
    assert other.get(f"/scorecards/{cast.card.id}").status_code == 404


def test_a_cancelled_decision_and_the_appeal_stay_to_be_read(cast, page_for):
    decided(cast)
    cast.act(cards.appeal, reason="Có quyết định đổi ngày họp.")
    cast.act(deciding.answer_appeal, by=cast.above, answer="Xác nhận đã đổi ngày.", is_granted=True)
    db.session.commit()
    page = page_for(Role.SECRETARY)
    assert "Đã hủy" in page
    assert "Có quyết định đổi ngày họp." in page
    assert "Chấp nhận, quyết định lại" in page
    assert "Ban Thường vụ: còn sơ sài." not in page  # it is decided anew: a draft again


@pytest.mark.parametrize("column", ["", "/self"])
def test_what_is_asked_back_stands_where_it_is_read_and_mended(cast, sign_in, column):
    cast.submitted()
    cast.act(deciding.return_card, by=cast.above, comment="Nêu rõ vì sao 1.2 là Tốt")
    db.session.commit()

    page = sign_in(Role.SECRETARY, at=cast.branch).get(f"/scorecards/{cast.card.id}{column}").text

    # On the card it stands in its story, too.
    assert page.count("Nêu rõ vì sao 1.2 là Tốt") == (1 if column else 2)
    assert "Cần bổ sung" in page


def test_what_the_facts_say_leads_to_them(cast, page_for):
    cast.submitted()
    db.session.commit()
    page = page_for(Role.SECRETARY)
    assert "minh chứng" in page


def test_points_and_gates_are_told_apart_with_what_bars_the_better_grade(make, sign_in):
    sheet = rubric(
        section("1", criterion("1.1", points=95), criterion("1.2", points=5)),
        gates=(Gate(GateKind.FULL_MARKS, ("1.2",), "fair", "Đi họp đúng giờ"),),
    )
    cast = cast_of(make, content=sheet)
    cast.submitted({"1.1": YES, "1.2": Given(Answer(is_yes=False))})
    db.session.commit()
    client = sign_in(Role.SECRETARY, at=cast.branch)
    page = " ".join(client.get(f"/scorecards/{cast.card.id}").text.split())
    assert "Theo điểm: Tốt. Theo điều kiện: cao nhất Khá." in page
    assert "Đi họp đúng giờ: chưa đạt ở 1.2." in page
    assert (cast.card.self_grade, cast.meeting.self_grade) == ("fair", "Khá")


def test_a_card_asks_as_little_with_many_criteria_as_with_few(make, sign_in, count_queries):
    def asked(criteria):
        sheet = rubric(
            section("1", *(criterion(f"1.{n}", points=1) for n in range(criteria))),
            criterion("2", points=9),
        )
        cast = cast_of(make, content=sheet)
        given = {f"1.{n}": YES for n in range(criteria)}
        cast.submitted({**given, "2": YES})
        client = sign_in(Role.STANDING_COMMITTEE, at=cast.committee)
        with count_queries() as statements:
            page = client.get(f"/scorecards/{cast.card.id}").text
        assert f"1.{criteria - 1}" in page
        return len(statements)

    assert asked(3) == asked(40) <= 14
