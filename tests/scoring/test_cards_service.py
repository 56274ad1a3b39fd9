"""A card on its way: submitted with its evidence, asked back, reviewed, decided, appealed."""

from datetime import date
from fractions import Fraction

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.kernel.errors import RuleBroken, StaleEdit
from app.meetings.rules.life import MeetingStatus
from app.scoring.models import GradeDecision, ScoreProposal
from app.scoring.queries.cards import facts_of, filled_in
from app.scoring.rules.cards import CardState, CardStep, Given
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Column
from app.scoring.rules.scoring import Answer, score
from app.scoring.service import cards, deciding
from tests.factory import NOW
from tests.scoring.card_cast import FULL, GOOD, SHEET, YES, cast_of

NO_REASON = Given(Answer(is_yes=False), "Họp sai ngày.")
FAIR = Given(Answer(level="Khá"), "Chuẩn bị còn sơ sài.")


@pytest.fixture
def cast(make):
    return cast_of(make)


def adopt(cast):
    cast.meeting.status = MeetingStatus.ADOPTED
    db.session.flush()


def test_a_card_is_opened_once(cast):
    assert cast.opened() is cast.opened()
    assert cast.card.rubric is cast.rubric


def test_no_card_where_no_rubric_holds_on_the_day(cast):
    cast.rubric.valid_from = date(2026, 12, 1)
    with pytest.raises(RuleBroken, match="chưa ban hành"):
        cast.opened()


def test_no_card_before_the_meeting_begins(cast):
    cast.meeting.status = MeetingStatus.NOTIFIED
    with pytest.raises(RuleBroken, match="chưa bắt đầu"):
        cast.opened()


def test_what_is_submitted_totals_as_the_engine_counts_it(cast):
    card = cast.submitted()
    found = score(SHEET, card.answers_in(Column.SELF), holding=card.holding.split())
    assert (card.self_total, card.self_grade) == (found.total, "good")
    assert card.self_total == 100
    assert card.steps[-1].kind is CardStep.SUBMITTED
    assert card.steps[-1].total == 100


def test_what_facts_proposed_is_kept_as_it_was(cast):
    cast.submitted()
    cast.meeting.unexcused = 3
    db.session.flush()
    [kept] = db.session.query(ScoreProposal).all()
    assert (kept.code, kept.value) == ("2", 0)
    assert facts_of(cast.card, on=NOW.date()).proposals["2"].measured.value == 0


def test_asked_back_the_facts_are_counted_anew_and_replace_what_was_kept(cast):
    cast.submitted()
    cast.act(deciding.return_card, by=cast.above, comment="Xem lại mục 2")
    assert cast.card.holding is None
    cast.meeting.unexcused = 1
    db.session.flush()
    cast.write({**FULL, "2": Given(Answer(level="Có người"))})
    cast.act(cards.submit)
    [kept] = db.session.query(ScoreProposal).all()
    assert kept.value == 1


def test_what_differs_from_the_facts_is_not_submitted_without_a_reason(cast):
    cast.opened()
    cast.write({**FULL, "2": Given(Answer(level="Có người"))})
    with pytest.raises(RuleBroken, match="lý do ở tiêu chí: 2"):
        cast.act(cards.submit)
    cast.write({"2": Given(Answer(level="Có người"), "Một đồng chí về sớm không báo.")})
    assert cast.act(cards.submit).state is CardState.SUBMITTED


def test_what_is_open_is_not_submitted(cast):
    cast.opened()
    cast.write({"1.1": YES})
    with pytest.raises(RuleBroken, match=r"Chưa chấm tiêu chí: 1\.2"):
        cast.act(cards.submit)


def test_what_is_said_not_to_apply_needs_a_reason(cast):
    cast.opened()
    cast.write({**FULL, "1.1": Given(Answer(applies=False))})
    with pytest.raises(RuleBroken, match=r"1\.1"):
        cast.act(cards.submit)


def test_of_two_who_write_the_second_is_told(cast):
    card = cast.opened()
    seen = card.version
    cast.write()
    with pytest.raises(StaleEdit):
        cards.write_column(card, Column.SELF, FULL, version=seen, by=cast.by, now=NOW)


def test_a_note_alone_is_noticed_by_whoever_looks_at_the_card(cast):
    cast.opened()
    cast.write()
    seen = cast.card.version
    cast.write({"1.1": Given(YES.answer, "Bắt đầu đúng 14 giờ.")})
    db.session.flush()
    assert cast.card.version > seen


def test_withdrawn_it_is_the_branch_s_alone_again(cast):
    cast.submitted()
    card = cast.act(cards.withdraw)
    assert (card.state, card.submitted_at, card.holding) == (CardState.DRAFT, None, None)
    assert card.answers_in(Column.SELF)["1.2"].level == "Tốt"


def test_left_as_it_is_a_review_agrees_with_the_own_score(cast):
    cast.submitted()
    card = cast.act(deciding.review, by=cast.above)
    assert (card.state, card.review_total) == (CardState.REVIEWED, card.self_total)


def test_a_review_that_says_otherwise_gives_its_reason(cast):
    cast.submitted()
    cast.write({"1.1": Given(Answer(is_yes=False))}, Column.REVIEW, by=cast.above)
    with pytest.raises(RuleBroken, match=r"1\.1"):
        cast.act(deciding.review, by=cast.above)
    cast.write({"1.1": NO_REASON}, Column.REVIEW, by=cast.above)
    card = cast.act(deciding.review, by=cast.above)
    assert card.review_total == Fraction(200, 3)
    assert card.answers_in(Column.SELF)["1.1"].is_yes is True


def test_nothing_is_decided_before_the_minutes_are_adopted(cast):
    cast.submitted()
    with pytest.raises(RuleBroken, match="chưa được chi bộ thông qua"):
        cast.act(deciding.decide, by=cast.above, reason=None)


def test_accepted_the_own_score_is_official(cast):
    cast.submitted()
    adopt(cast)
    card = cast.act(deciding.decide, by=cast.above, reason=None)
    [decision] = db.session.query(GradeDecision).all()
    assert (decision.total, decision.label, card.decision_total) == (100, "Tốt", 100)


def test_a_decision_nobody_touched_takes_what_the_reviewer_found_with_the_reasons(cast):
    cast.submitted()
    cast.write({"1.1": NO_REASON}, Column.REVIEW, by=cast.above)
    cast.act(deciding.review, by=cast.above)
    adopt(cast)
    card = cast.act(deciding.decide, by=cast.above, reason="Theo thẩm định")
    assert card.decision_total == card.review_total == Fraction(200, 3)
    assert card.notes_in(Column.DECISION)["1.1"] == "Họp sai ngày."


def test_a_review_that_was_not_finished_decides_nothing(cast):
    cast.submitted()
    cast.write({"1.1": NO_REASON}, Column.REVIEW, by=cast.above)
    adopt(cast)
    assert cast.act(deciding.decide, by=cast.above, reason=None).decision_total == 100


def test_a_column_written_in_part_is_completed_from_what_came_before(cast):
    cast.submitted()
    adopt(cast)
    cast.write({"1.2": FAIR}, Column.DECISION, by=cast.above)
    card = cast.act(deciding.decide, by=cast.above, reason=None)
    assert card.decision_total == Fraction(75 * 100, 90)
    assert set(card.answers_in(Column.DECISION)) == {"1.1", "1.2", "2", "4"}


def test_a_new_own_score_is_not_measured_against_echoes_of_the_old_one(cast):
    cast.submitted({**FULL, "1.2": Given(Answer(level="Khá"))})
    cast.write({"1.1": NO_REASON, "1.2": Given(Answer(level="Khá"))}, Column.REVIEW, by=cast.above)
    cast.act(deciding.return_card, by=cast.above, comment="Xem lại 1.2")
    cast.write({"1.2": GOOD})
    cast.act(cards.submit)
    card = cast.card
    start = filled_in(card, Column.REVIEW, facts_of(card, on=NOW.date()))
    assert start["1.2"].answer.level == "Tốt"
    assert start["1.1"] == NO_REASON
    assert card.review_total is None


def test_an_appeal_that_is_granted_has_it_decided_anew_and_keeps_the_old_decision(cast):
    cast.submitted()
    adopt(cast)
    cast.write({"1.1": NO_REASON}, Column.DECISION, by=cast.above)
    cast.act(deciding.decide, by=cast.above, reason="Sai ngày")
    cast.act(cards.appeal, reason="Có quyết định đổi ngày")
    card = cast.act(deciding.answer_appeal, by=cast.above, answer="Đúng", is_granted=True)
    assert (card.state, card.decision_total, card.decided_at) == (CardState.SUBMITTED, None, None)
    cast.write({"1.1": YES}, Column.DECISION, by=cast.above)
    cast.act(deciding.decide, by=cast.above, reason=None)
    old, new = sorted(db.session.query(GradeDecision), key=lambda one: one.stands)
    assert (old.cancelled_reason, new.total, new.replaces_id) == ("Đúng", 100, old.id)


def test_a_leader_neither_reviews_nor_returns_nor_decides_the_own_card(make, cast):
    member = cast.sitting.secretary
    grading = make.grading(
        cast.committee, rubric=make.rubric(cast.committee, subject=Subject.MEMBER_YEAR)
    )
    card = make.year_card(grading, cast.branch, member, state=CardState.SUBMITTED, submitted_at=NOW)
    himself = make.actor(Role.SECRETARY, at=cast.branch, member=member)
    how = {"version": card.version, "by": himself, "now": NOW}
    for verb, values in (
        (deciding.review, {}),
        (deciding.return_card, {"comment": "Bổ sung"}),
        (deciding.decide, {"reason": None}),
    ):
        with pytest.raises(RuleBroken, match="của mình"):
            verb(card, **values, **how)
    with pytest.raises(RuleBroken, match="của mình"):
        cards.write_column(card, Column.REVIEW, {}, **how)
