"""Who may do what with a card in which state, who sees which column, and what needs a reason."""

from fractions import Fraction

import pytest

from app.kernel.errors import RuleBroken
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.scoring.rules import cards, meetings
from app.scoring.rules.cards import CardState, Given, departs, seen_columns, unreasoned
from app.scoring.rules.rubric import Column, CriterionKind
from app.scoring.rules.scoring import Answer
from tests.scoring.rubrics import criterion, levels, rubric, section

ALL = tuple(Column)
DRAFT, SUBMITTED, RETURNED, REVIEWED, DECIDED = CardState


def allows(check, *args, **values):
    try:
        check(*args, **values)
    except RuleBroken:
        return False
    return True


@pytest.mark.parametrize(
    ("state", "written"),
    [
        (DRAFT, {Column.SELF}),
        (SUBMITTED, {Column.REVIEW, Column.DECISION}),
        (RETURNED, {Column.SELF}),
        (REVIEWED, {Column.REVIEW, Column.DECISION}),
        (DECIDED, set()),
    ],
)
def test_each_column_is_written_in_its_turn(state, written):
    assert {c for c in Column if cards.is_writable(state, c, ALL)} == written
    assert {c for c in Column if allows(cards.check_writable, state, c, ALL)} == written


def test_a_column_the_rubric_does_not_have_is_never_written():
    both = (Column.SELF, Column.DECISION)
    assert not cards.is_writable(SUBMITTED, Column.REVIEW, both)
    assert not allows(cards.check_writable, SUBMITTED, Column.REVIEW, both)


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        (DRAFT, {"submit"}),
        (SUBMITTED, {"withdraw", "return", "review", "decide"}),
        (RETURNED, {"submit"}),
        (REVIEWED, {"return", "review", "decide"}),
        (DECIDED, {"appeal"}),
    ],
)
def test_what_may_be_done_follows_from_the_state(state, verbs):
    checks = {
        "submit": lambda: cards.check_submittable(state),
        "withdraw": lambda: cards.check_withdrawable(state, has_appeal=False),
        "return": lambda: cards.check_returnable(state, "Bổ sung mục 2"),
        "review": lambda: cards.check_writable(state, Column.REVIEW, ALL),
        "decide": lambda: cards.check_decidable(state),
        "appeal": lambda: cards.check_appealable(state, has_appeal=False, reason="Vì"),
    }
    assert {verb for verb, check in checks.items() if allows(check)} == verbs


def test_what_is_decided_anew_after_an_appeal_is_not_withdrawn():
    assert not allows(cards.check_withdrawable, SUBMITTED, has_appeal=True)


@pytest.mark.parametrize("state", [DRAFT, SUBMITTED, RETURNED, REVIEWED])
def test_until_the_decision_each_sees_their_own_column_and_those_below(state):
    def seen(**may):
        values = {"may_review": False, "may_decide": False, **may}
        return seen_columns(ALL, state, **values)

    assert seen() == (Column.SELF,)
    assert seen(may_review=True) == (Column.SELF, Column.REVIEW)
    assert seen(may_decide=True) == ALL


def test_once_decided_everybody_sees_every_column():
    assert seen_columns(ALL, DECIDED, may_review=False, may_decide=False) == ALL


def test_nobody_reviews_or_decides_their_own_card():
    assert allows(cards.check_not_own, Column.SELF, is_own=True)
    assert not allows(cards.check_not_own, Column.REVIEW, is_own=True)
    assert not allows(cards.check_not_own, Column.DECISION, is_own=True)
    assert allows(cards.check_not_own, Column.DECISION, is_own=False)


SHARE = criterion(
    "a", CriterionKind.LEVELS, 3, levels=levels(("Dưới 90", 0), ("Từ 90", 3), bounds=[90])
)
WORD = criterion(
    "b", CriterionKind.LEVEL_ONLY, 0, levels=levels(("Khá", 0), ("Tốt", 0), bounds=[50])
)
PASS = criterion("c", CriterionKind.PASS_FAIL, 0)
NONE = Answer(applies=False)


@pytest.mark.parametrize(
    ("one", "base", "answer", "expected"),
    [
        (SHARE, Answer(value=Fraction(95)), Answer(level="Từ 90"), False),
        (SHARE, Answer(value=Fraction(95)), Answer(value=Fraction(91)), False),
        (SHARE, Answer(value=Fraction(95)), Answer(level="Dưới 90"), True),
        (WORD, Answer(value=Fraction(70)), Answer(level="Tốt"), False),
        (WORD, Answer(value=Fraction(70)), Answer(level="Khá"), True),
        (PASS, Answer(is_yes=True), Answer(is_yes=False), True),
        (PASS, Answer(is_yes=True), Answer(is_yes=True), False),
        (PASS, None, Answer(is_yes=False), False),
        (PASS, None, NONE, True),
        (PASS, NONE, NONE, False),
        (PASS, NONE, Answer(is_yes=True), True),
        (PASS, Answer(is_yes=True), NONE, True),
        (PASS, Answer(is_yes=True), Answer(), False),
    ],
)
def test_a_departure_is_another_worth_not_another_notation(one, base, answer, expected):
    assert departs(one, base, answer) is expected


def test_a_departure_without_a_reason_is_named_and_blanks_are_none():
    sheet = rubric(section("1", SHARE, PASS))
    base = {"a": Answer(value=Fraction(95)), "c": Answer(is_yes=True)}
    given = {
        "a": Given(Answer(level="Dưới 90"), "  "),
        "c": Given(Answer(is_yes=False), "Không đạt vì…"),
    }
    assert list(unreasoned(sheet, base, given)) == ["a"]


def test_what_hangs_on_a_condition_is_set_aside_with_all_below_it():
    deep = criterion("2.1.1", condition="has_committee")
    sheet = rubric(
        criterion("1"), section("2", section("2.1", deep), criterion("2.2"), condition="has_topic")
    )
    held = sheet.set_aside({"has_topic"})
    assert {code: one.code for code, one in held.items()} == {"2.1.1": "2.1.1"}
    nothing = sheet.set_aside(set())
    assert {code: one.code for code, one in nothing.items()} == dict.fromkeys(
        ("2", "2.1", "2.1.1", "2.2"), "2"
    )


@pytest.mark.parametrize(
    ("meeting_type", "status", "expected"),
    [
        (MeetingType.REGULAR, MeetingStatus.NOTIFIED, False),
        (MeetingType.REGULAR, MeetingStatus.IN_PROGRESS, True),
        (MeetingType.TOPICAL, MeetingStatus.MINUTES_DRAFTED, True),
        (MeetingType.REGULAR, MeetingStatus.ADOPTED, True),
        (MeetingType.REGULAR, MeetingStatus.CANCELLED, False),
        (MeetingType.BRIEFING, MeetingStatus.IN_PROGRESS, False),
        (MeetingType.STUDY, MeetingStatus.IN_PROGRESS, False),
        (MeetingType.BRANCH_COMMITTEE, MeetingStatus.IN_PROGRESS, False),
    ],
)
def test_a_sitting_of_the_branch_is_scored_once_it_has_begun(meeting_type, status, expected):
    assert meetings.is_scorable(meeting_type, status) is expected
    assert allows(meetings.check_scorable, meeting_type, status) is expected


@pytest.mark.parametrize(
    ("status", "is_sealed", "expected"),
    [
        (MeetingStatus.IN_PROGRESS, False, True),
        (MeetingStatus.MINUTES_DRAFTED, False, True),
        (MeetingStatus.MINUTES_DRAFTED, True, False),
        (MeetingStatus.ADOPTED, False, False),
    ],
)
def test_a_score_is_taken_back_only_out_of_open_minutes(status, is_sealed, expected):
    assert allows(meetings.check_minutes_open, status, is_sealed=is_sealed) is expected


def test_points_are_decided_only_on_adopted_minutes():
    assert allows(meetings.check_minutes_adopted, MeetingStatus.ADOPTED)
    assert not allows(meetings.check_minutes_adopted, MeetingStatus.MINUTES_DRAFTED)
