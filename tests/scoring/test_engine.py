"""From answers to points and grades: the worked examples, and what holds for any rubric."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.rules.checking import flaws_of
from app.scoring.rules.rubric import CriterionKind, Gate, GateKind, NotApplicable
from app.scoring.rules.scoring import Answer, grade_for, points_of, score
from tests.scoring.rubrics import NATIONAL, criterion, levels, rubric, rubrics, section

YES, NO = Answer(is_yes=True), Answer(is_yes=False)
FULL = {
    **{code: YES for code in ("1", "2", "3.1", "3.2", "4.1", "4.3", "5", "7")},
    "4.2": Answer(value=Fraction(5)),
    "6": Answer(value=Fraction(100)),
}


def answers(**changes):
    return FULL | {code.replace("_", "."): answer for code, answer in changes.items()}


def test_the_national_frame_has_no_flaw_and_a_hundred_points():
    assert flaws_of(NATIONAL) == []
    assert NATIONAL.max_points == 100


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("100", "good"),
        ("90", "good"),
        ("89.5", "fair"),
        ("89.999", "fair"),
        ("70", "fair"),
        ("69.99", "average"),
        ("50", "average"),
        ("49.9", "poor"),
        ("0", "poor"),
    ],
)
def test_thresholds_are_half_open_and_nothing_is_rounded_before(total, grade):
    assert grade_for(NATIONAL, Fraction(total)).code == grade


def test_everything_done_earns_everything():
    found = score(NATIONAL, FULL)
    assert (found.total, found.grade.code, found.barred) == (100, "good", ())


def test_sections_say_what_stands_below_them():
    found = score(NATIONAL, answers(**{"3_2": NO}))
    assert (found.lines["3"].points, found.lines["3"].counted) == (5, 10)
    assert found.total == 95


def test_full_marks_are_asked_of_the_top_grade_beside_the_points():
    found = score(NATIONAL, answers(**{"2": NO}))
    assert found.total == 95
    assert found.by_points.code == "good"
    assert found.grade.code == "fair"
    assert [(b.gate.limit, b.codes) for b in found.barred] == [("fair", ("2",))]


def test_a_case_takes_the_best_grade_away_whatever_the_points():
    sheet = rubric(
        criterion("1", points=100),
        criterion("k", CriterionKind.PASS_FAIL, 0),
        gates=(Gate(GateKind.NO_CASE, ("k",), "poor"),),
    )
    assert score(sheet, {"1": YES, "k": YES}).grade.code == "good"
    assert score(sheet, {"1": YES, "k": NO}).grade.code == "poor"


def test_there_is_no_grade_while_something_is_unanswered():
    found = score(NATIONAL, {code: a for code, a in FULL.items() if code != "5"})
    assert found.open_codes == ("5",)
    assert found.by_points is None
    assert found.grade is None


@pytest.mark.parametrize(
    ("kind", "values", "answer", "worth"),
    [
        (CriterionKind.YES_NO, {}, YES, 5),
        (CriterionKind.YES_NO, {}, NO, 0),
        (CriterionKind.NUMBER, {"per_unit": Fraction(2)}, Answer(value=Fraction(2)), 4),
        (CriterionKind.NUMBER, {"per_unit": Fraction(2)}, Answer(value=Fraction(9)), 5),
        (CriterionKind.PERCENTAGE, {}, Answer(value=Fraction(50)), Fraction(5, 2)),
        (CriterionKind.PERCENTAGE, {}, Answer(value=Fraction(120)), 5),
        (CriterionKind.DEDUCTION, {"per_unit": Fraction(2)}, Answer(value=Fraction(2)), -4),
        (CriterionKind.DEDUCTION, {"per_unit": Fraction(2)}, Answer(value=Fraction(9)), -5),
        (CriterionKind.BONUS, {"per_unit": Fraction(1)}, Answer(value=Fraction(3)), 3),
    ],
)
def test_what_an_answer_is_worth(kind, values, answer, worth):
    assert points_of(criterion("1", kind, 5, **values), answer) == worth


@pytest.mark.parametrize(
    ("value", "worth"), [("0", 0), ("79.99", 0), ("80", 3), ("89.99", 3), ("90", 5), ("100", 5)]
)
def test_a_figure_falls_into_exactly_one_level(value, worth):
    made = levels(("Dưới 80 %", 0), ("80 đến dưới 90 %", 3), ("Từ 90 %", 5), bounds=[80, 90])
    asked = criterion("2", CriterionKind.LEVELS, 5, levels=made)
    assert points_of(asked, Answer(value=Fraction(value))) == worth


def test_a_level_may_be_chosen_by_its_name_too():
    made = levels(("Dưới 80 %", 0), ("Từ 80 %", 5), bounds=[80])
    asked = criterion("2", CriterionKind.LEVELS, 5, levels=made)
    assert points_of(asked, Answer(level="Từ 80 %")) == 5
    assert points_of(asked, Answer(level="Rất tốt")) is None


@pytest.mark.parametrize(
    ("policy", "points", "counted", "total"),
    [
        (NotApplicable.LOSE, 0, 40, 60),
        (NotApplicable.FULL, 40, 40, 100),
        (NotApplicable.RESCALE, 0, 0, 100),
    ],
)
def test_what_does_not_apply_is_worth_what_its_policy_says(policy, points, counted, total):
    sheet = rubric(
        criterion("1", points=60),
        criterion("2", points=40, condition="has_topic", not_applicable=policy),
    )
    found = score(sheet, {"1": YES})
    line = found.lines["2"]
    assert (line.points, line.counted, line.applies) == (points, counted, False)
    assert found.total == total
    assert score(sheet, {"1": YES, "2": NO}, holding={"has_topic"}).total == 60


def test_nothing_is_asked_below_a_section_that_does_not_apply():
    sheet = rubric(
        criterion("1", points=60),
        section("2", criterion("2.1", points=40), not_applicable=NotApplicable.RESCALE),
    )
    found = score(sheet, {"1": YES, "2": Answer(applies=False)})
    assert found.open_codes == ()
    assert not found.lines["2.1"].applies
    assert found.total == 100


def test_where_nothing_applies_there_is_no_grade_and_no_division_by_nothing():
    sheet = rubric(criterion("1", points=60, not_applicable=NotApplicable.RESCALE))
    found = score(sheet, {"1": Answer(applies=False)})
    assert (found.possible, found.total, found.grade) == (0, 0, None)


def test_a_bonus_never_lifts_above_the_maximum_nor_a_deduction_below_nothing():
    sheet = rubric(
        criterion("1", points=100),
        criterion("b", CriterionKind.BONUS, 5, per_unit=Fraction(5)),
        criterion("d", CriterionKind.DEDUCTION, 200, per_unit=Fraction(10)),
    )
    some = {"b": Answer(value=Fraction(1)), "d": Answer(value=Fraction(0))}
    assert score(sheet, {"1": YES, **some}).total == 100
    assert score(sheet, {"1": NO, **some}).total == 5
    assert score(sheet, {"1": NO, **some, "d": Answer(value=Fraction(9))}).total == 0


def test_a_rubric_without_points_leaves_the_grade_to_people_and_says_what_bars_it():
    sheet = rubric(
        criterion("1", CriterionKind.LEVEL_ONLY, 0, levels=levels(("Tốt", 0), ("Khá", 0))),
        criterion("2", CriterionKind.PASS_FAIL, 0),
        gates=(Gate(GateKind.NO_CASE, ("2",), "fair"),),
    )
    found = score(sheet, {"1": Answer(level="Tốt"), "2": NO})
    assert found.grade is None
    assert found.best_allowed.code == "fair"


# --- whatever the rubric ---

figures = st.integers(0, 300).map(lambda n: Fraction(n, 2))
given_answers = st.builds(
    Answer,
    level=st.sampled_from(["", "Kém", "Khá", "Tốt"]),
    is_yes=st.sampled_from([None, True, False]),
    value=st.none() | figures,
    applies=st.sampled_from([True, True, True, False]),
)


@st.composite
def sheets(draw):
    sheet = draw(rubrics())
    filled = {c.code: draw(given_answers) for c in sheet.walk() if not c.is_section}
    holding = draw(st.sampled_from([frozenset(), frozenset({"has_topic"})]))
    return sheet, filled, holding


@given(rubrics())
def test_any_rubric_that_is_made_whole_has_no_flaw(sheet):
    assert flaws_of(sheet, conditions={"has_topic"}) == []


@given(sheets())
def test_points_never_exceed_their_maximum_nor_fall_below_nothing(case):
    sheet, filled, holding = case
    found = score(sheet, filled, holding=holding)
    assert 0 <= found.earned <= found.possible
    assert 0 <= found.total <= sheet.max_points
    for line in found.lines.values():
        most = line.criterion.max_points
        low = -most if line.criterion.kind is CriterionKind.DEDUCTION else 0
        assert low <= line.points <= most
        assert 0 <= line.counted <= most


@given(sheets(), st.data())
def test_rescaling_keeps_the_order(case, data):
    """Of two sheets on which the same applies, who earns more stands higher."""
    sheet, filled, holding = case
    asked = [c for c in sheet.walk() if not c.is_section]
    changed = dict(filled)
    for one in asked:
        if data.draw(st.booleans()):
            changed[one.code] = replace(data.draw(given_answers), applies=filled[one.code].applies)
    first, second = (score(sheet, each, holding=holding) for each in (filled, changed))
    assert first.possible == second.possible
    assert (first.earned < second.earned) == (first.total < second.total)


@given(rubrics(), st.integers(0, 1000))
def test_every_total_has_exactly_one_grade(sheet, per_mille):
    total = sheet.max_points * per_mille / 1000
    edges = [grade.from_points for grade in sheet.grades]
    tops = [sheet.max_points + 1, *edges]
    holding = [
        grade.code
        for grade, low, high in zip(sheet.grades, edges, tops, strict=False)
        if low <= total < high
    ]
    assert [grade_for(sheet, total).code] == holding


@given(sheets())
def test_a_grade_is_never_better_than_points_or_gates_allow(case):
    sheet, filled, holding = case
    codes = tuple(c.code for c in sheet.walk() if not c.is_section)[:2]
    gated = replace(sheet, gates=(Gate(GateKind.FULL_MARKS, codes, "average"),))
    found = score(gated, filled, holding=holding)
    if found.grade is None:
        assert found.open_codes or not found.possible
        return
    assert gated.rank(found.grade.code) >= gated.rank(found.by_points.code)
    assert gated.rank(found.grade.code) >= gated.rank(found.best_allowed.code)
    assert found.grade in (found.by_points, found.best_allowed)
