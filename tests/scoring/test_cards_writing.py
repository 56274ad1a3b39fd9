"""The page on which one column is written: prefilled, counted, saved, handed on with reasons."""

import re
from fractions import Fraction

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.meetings.rules.life import MeetingStatus
from app.people.rules import Position
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Column, CriterionKind
from app.scoring.rules.scoring import score
from app.scoring.service import cards
from tests.factory import NOW
from tests.scoring.card_cast import SHEET, cast_of
from tests.scoring.rubrics import criterion, rubric, section


@pytest.fixture
def cast(make):
    found = cast_of(make)
    found.opened()
    return found


@pytest.fixture
def secretary(cast, sign_in):
    return sign_in(Role.SECRETARY, at=cast.branch)


@pytest.fixture
def deputy(cast, sign_in):
    return sign_in(Role.DEPUTY_SECRETARY, at=cast.branch)


@pytest.fixture
def above(cast, sign_in):
    return sign_in(Role.STANDING_COMMITTEE, at=cast.committee)


def url(cast, column="self"):
    return f"/scorecards/{cast.card.id}/{column}"


def typed(cast, **values):
    """All fields as the page shows them once everything is answered, others in `values`."""
    return {
        "version": cast.card.version,
        "said_0": "yes",
        "said_1": "Tốt",
        "said_2": "Không ai",
        "said_4": "0",
        **values,
    }


def test_what_facts_propose_stands_in_the_fields_with_its_reason(secretary, cast):
    cast.meeting.unexcused = 1
    db.session.commit()
    page = " ".join(secretary.get(url(cast)).text.split())
    assert "Căn cứ: 1/5 đảng viên phải dự vắng không lý do" in page
    assert '<option selected value="Có người">' in page
    assert '<option selected value="">Chưa chấm</option>' in page


def test_what_hangs_on_a_condition_is_folded_with_what_it_gives(secretary, cast):
    page = secretary.get(url(cast)).text
    assert "Không áp dụng lần này (1)" in page
    assert "Không tính, quy đổi tổng điểm" in page
    assert 'name="said_3"' not in page


def test_a_draft_may_be_saved_unfinished(secretary, cast):
    sent = secretary.post(url(cast), data=typed(cast, said_0="", what="save"))
    assert sent.location == url(cast)
    card = cast.card
    assert (card.state, card.self_grade) == (CardState.DRAFT, None)
    assert card.answers_in(Column.SELF)["1.2"].level == "Tốt"


def test_handed_on_the_total_is_what_the_engine_counts(secretary, cast):
    secretary.post(url(cast), data=typed(cast, said_1="Khá", said_4="2,5", what="hand_on"))
    card = cast.card
    found = score(SHEET, card.answers_in(Column.SELF), holding=card.holding.split())
    assert card.state is CardState.SUBMITTED
    assert card.self_total == found.total == Fraction(700, 9)


def test_to_count_again_stores_nothing_and_loses_nothing(secretary, cast):
    page = secretary.post(
        url(cast), data=typed(cast, said_1="Khá", note_1="Còn sơ sài", what="recount")
    ).text
    assert "83,33/100" in page
    assert "Còn sơ sài" in page
    assert '<option selected value="Khá">' in page
    assert not cast.card.answers


def test_what_lacks_is_said_beside_its_line_and_what_was_typed_stays(secretary, cast):
    sent = secretary.post(
        url(cast),
        data=typed(
            cast, said_1="", note_1="Đang bàn", said_2="Có người", said_4="7", what="hand_on"
        ),
    )
    page = sent.text
    assert sent.status_code == 200
    assert "Tiêu chí 1.2: chưa chấm." in page
    assert "Tiêu chí 2: ghi lý do chấm khác" in page
    assert "Đang bàn" in page
    assert 'value="7"' in page
    assert cast.card.state is CardState.DRAFT


def test_a_number_that_is_none_is_refused_in_place_and_stays(secretary, cast):
    page = secretary.post(url(cast), data=typed(cast, said_4="hai", what="save")).text
    assert "Nhập số từ 0 trở lên, ví dụ 82,5." in page
    assert 'value="hai"' in page


def test_an_overridden_proposal_stays_in_sight_beside_what_was_said(secretary, cast):
    secretary.post(
        url(cast),
        data=typed(cast, said_2="Có người", note_2="Một đồng chí bỏ về.", what="hand_on"),
    )
    page = secretary.get(f"/scorecards/{cast.card.id}").text
    assert "Không ai (20 điểm)" in " ".join(page.split())
    assert "Lý do: Một đồng chí bỏ về." in page


def test_of_two_secretaries_the_second_sees_that_it_was_changed(secretary, deputy, cast):
    mine, theirs = typed(cast, what="save"), typed(cast, said_1="Khá", what="save")
    assert secretary.post(url(cast), data=mine).status_code == 302
    page = deputy.post(url(cast), data=theirs)
    assert page.status_code == 409
    assert cast.card.answers_in(Column.SELF)["1.2"].level == "Tốt"


def test_of_two_reviewers_the_second_sees_that_it_was_changed(above, cast, sign_in):
    cast.write()
    cast.act(cards.submit)
    observer = sign_in(Role.COMMITTEE_MEMBER, at=cast.committee)
    first = typed(cast, said_0="no", note_0="Sai ngày", what="save")
    second = typed(cast, what="hand_on")
    assert observer.post(url(cast, "review"), data=first).status_code == 302
    assert above.post(url(cast, "review"), data=second).status_code == 409
    assert cast.card.answers_in(Column.REVIEW)["1.1"].is_yes is False


def test_a_reviewer_starts_from_the_own_score_and_reasons_what_differs(above, cast):
    cast.write()
    cast.act(cards.submit)
    db.session.commit()
    page = " ".join(above.get(url(cast, "review")).text.split())
    assert "Tự chấm: Tốt (40 điểm)" in page
    assert '<option selected value="Tốt">' in page
    refused = above.post(url(cast, "review"), data=typed(cast, said_1="Khá", what="hand_on"))
    assert "Tiêu chí 1.2: ghi lý do chấm khác" in refused.text
    sent = above.post(
        url(cast, "review"), data=typed(cast, said_1="Khá", note_1="Sơ sài", what="hand_on")
    )
    assert sent.location == f"/scorecards/{cast.card.id}"
    assert cast.card.answers_in(Column.SELF)["1.2"].level == "Tốt"


@pytest.mark.parametrize(
    ("state", "column"),
    [
        (CardState.SUBMITTED, "self"),
        (CardState.DRAFT, "decision"),
        (CardState.RETURNED, "review"),
        (CardState.DECIDED, "decision"),
    ],
)
def test_out_of_its_turn_a_column_is_not_written(secretary, above, cast, state, column):
    card = cast.card
    card.state, card.submitted_at = state, NOW
    db.session.commit()
    client = secretary if column == "self" else above
    assert client.get(url(cast, column)).status_code == 409
    refused = client.post(url(cast, column), data=typed(cast, what="save", note_0="Đã viết."))
    assert "Phiếu " in refused.text
    assert "Đã viết." in refused.text
    assert not cast.card.answers


@pytest.mark.parametrize(
    ("role", "is_above", "own", "review", "decision"),
    [
        (Role.SECRETARY, False, 200, 403, 403),
        (Role.BRANCH_COMMITTEE, False, 200, 403, 403),
        (Role.MEMBER, False, 403, 403, 403),
        (Role.STANDING_COMMITTEE, True, 403, 200, 200),
        (Role.COMMITTEE_MEMBER, True, 403, 200, 403),
        (Role.OFFICE, True, 403, 200, 403),
        (Role.INSPECTOR, True, 403, 403, 403),
    ],
)
def test_each_column_is_written_by_those_it_belongs_to(
    cast, sign_in, role, is_above, own, review, decision
):
    client = sign_in(role, at=cast.committee if is_above else cast.branch)
    cast.write()
    db.session.commit()
    assert client.get(url(cast)).status_code == own
    cast.act(cards.submit)
    db.session.commit()
    assert client.get(url(cast, "review")).status_code == review
    assert client.get(url(cast, "decision")).status_code == decision


def test_a_saved_card_is_submitted_from_its_own_page_or_leads_to_what_lacks(secretary, cast):
    address = f"/scorecards/{cast.card.id}/submit"
    refused = secretary.post(address, data={"version": cast.card.version})
    assert refused.location == url(cast)
    assert "Chưa chấm tiêu chí: 1.1, 1.2." in secretary.get(refused.location).text
    cast.write()
    db.session.commit()
    secretary.post(address, data={"version": cast.card.version})
    assert cast.card.state is CardState.SUBMITTED


def test_a_submitted_card_is_withdrawn_from_its_page(secretary, cast):
    cast.write()
    cast.act(cards.submit)
    db.session.commit()
    assert "Rút phiếu để chấm lại" in secretary.get(f"/scorecards/{cast.card.id}").text
    sent = secretary.post(
        f"/scorecards/{cast.card.id}/withdraw", data={"version": cast.card.version}
    )
    assert sent.location == url(cast)
    assert cast.card.state is CardState.DRAFT


def test_a_leader_finds_no_way_to_review_the_own_card(make, cast, sign_in):
    leader = make.member("Bùi Thị Lan", branch=cast.branch, position=Position.SECRETARY)
    sheet = make.rubric(cast.committee, subject=Subject.MEMBER_YEAR)
    card = make.year_card(
        make.grading(cast.committee, rubric=sheet),
        cast.branch,
        leader,
        state=CardState.SUBMITTED,
        submitted_at=NOW,
    )
    client = sign_in(account=make.account(member=leader, at=cast.branch))
    assert client.get(f"/scorecards/{card.id}/review").status_code == 409
    assert "/review" not in client.get(f"/scorecards/{card.id}").text
    other = sign_in(Role.DEPUTY_SECRETARY, at=cast.branch)
    assert other.get(f"/scorecards/{card.id}/review").status_code == 200


def test_forty_criteria_are_scored_on_one_page_with_as_many_queries_as_four(
    make, sign_in, count_queries
):
    def asked(criteria):
        sheet = rubric(
            section("1", *(criterion(f"1.{n}", points=1) for n in range(criteria))),
            criterion("2", CriterionKind.PERCENTAGE, 5, indicator="meeting.attendance"),
        )
        found = cast_of(make, content=sheet)
        found.opened()
        client = sign_in(Role.SECRETARY, at=found.branch)
        address = f"/scorecards/{found.card.id}/self"
        with count_queries() as statements:
            assert client.get(address).text.count("<fieldset") == criteria
        return len(statements)

    assert asked(4) == asked(40) <= 28


def test_adopted_minutes_say_that_points_do_not_reach_them_any_more(secretary, cast):
    cast.meeting.status = MeetingStatus.ADOPTED
    db.session.commit()
    assert "không ghi vào biên bản" in secretary.get(url(cast)).text


def folded(page):
    """By the code of its criterion, whether the fields of a line are out of sight."""
    lines = re.findall(
        r'<details class="confirm[^"]*"(\s+open)?>.*?form-label"[^>]*>\s*([\d.]+)\. ', page, re.S
    )
    return {code: not is_open for is_open, code in lines}


def test_what_is_filled_in_is_folded_and_what_needs_a_hand_is_in_sight(secretary, cast):
    page = secretary.get(url(cast)).text
    assert folded(page) == {"1.1": False, "1.2": False, "2": True, "4": True}
    asked = page.partition('id="todo"')[2].partition("</p>")[0]
    fields = re.findall(r'href="#(\w+)">([\d.]+)<', asked)
    assert [code for _, code in fields] == ["1.1", "1.2"]
    assert all(f'id="{field}"' in page for field, _ in fields)


def test_a_line_scored_otherwise_than_facts_propose_stays_in_sight(secretary, above, cast):
    recount = secretary.post(url(cast), data=typed(cast, what="recount")).text
    assert all(folded(recount).values())
    otherwise = typed(cast, said_2="Có người", note_2="Một đồng chí bỏ về.", what="hand_on")
    secretary.post(url(cast), data=otherwise)
    review = folded(above.get(url(cast, "review")).text)
    assert [code for code, calm in review.items() if not calm] == ["2"]
