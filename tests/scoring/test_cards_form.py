"""The fields of one column: every kind of criterion typed, refused in place, meant exactly."""

from fractions import Fraction

import pytest
from flask import Flask
from hypothesis import given as examples
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.scoring.forms.answers import answers_form
from app.scoring.rules.cards import Given, Unfinished
from app.scoring.rules.rubric import CriterionKind
from app.scoring.rules.scoring import Answer, score
from tests.scoring.rubrics import criterion, levels, rubric, section

GRADED = levels(("Chưa tốt", 0), ("Khá", 3), ("Tốt", 5))
SHEET = rubric(
    section(
        "1",
        criterion("1.1", CriterionKind.YES_NO, 5),
        criterion("1.2", CriterionKind.LEVELS, 5, levels=GRADED),
        criterion("1.3", CriterionKind.NUMBER, 5, per_unit=Fraction(1, 2)),
        criterion("1.4", CriterionKind.PERCENTAGE, 5),
    ),
    criterion("2", CriterionKind.DEDUCTION, 5, per_unit=Fraction(1)),
    criterion("3", CriterionKind.BONUS, 5, per_unit=Fraction(1)),
    criterion("4", CriterionKind.LEVEL_ONLY, 0, levels=GRADED),
    criterion("5", CriterionKind.PASS_FAIL, 0),
)
CODES = ["1.1", "1.2", "1.3", "1.4", "2", "3", "4", "5"]


@pytest.fixture
def page(app):
    with app.test_request_context(method="POST"):
        yield


def typed(given=None, base=None, sheet=SHEET, **values):
    form = answers_form(sheet).starting(given or {}, base)
    form.process(formdata=MultiDict(values))
    return form


def test_a_section_has_no_fields(page):
    assert list(typed().lines) == CODES


def test_every_kind_is_read_as_its_answer(page):
    form = typed(
        said_0="yes",
        said_1="Khá",
        said_2="3",
        said_3="92,5",
        said_4="0",
        said_5="1.5",
        said_6="Tốt",
        said_7="no",
        note_7=" chưa ",
    )
    assert form.validate()
    assert {code: one.answer for code, one in form.given().items()} == {
        "1.1": Answer(is_yes=True),
        "1.2": Answer(level="Khá"),
        "1.3": Answer(value=Fraction(3)),
        "1.4": Answer(value=Fraction(185, 2)),
        "2": Answer(value=Fraction(0)),
        "3": Answer(value=Fraction(3, 2)),
        "4": Answer(level="Tốt"),
        "5": Answer(is_yes=False),
    }
    assert form.given()["5"].note == "chưa"


def test_nothing_typed_is_unanswered_and_what_does_not_apply_asks_no_answer(page):
    form = typed(said_0="yes", aside_0="y")
    assert form.validate()
    assert form.given()["1.1"] == Given(Answer(applies=False))
    assert form.given()["1.2"] == Given()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("said_3", "100,5", "Nhập số từ 0 đến 100."),
        ("said_3", "-1", "Nhập số từ 0 trở lên, ví dụ 82,5."),
        ("said_2", "-1", "Nhập số từ 0 trở lên, ví dụ 82,5."),
        ("said_2", "nhiều", "Nhập số từ 0 trở lên, ví dụ 82,5."),
        ("said_1", "Xuất sắc", "Chọn một giá trị trong danh sách."),
        ("said_0", "maybe", "Chọn một giá trị trong danh sách."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_stays_typed(page, field, value, sentence):
    form = typed(**{field: value})
    assert not form.validate()
    assert form[field].errors == [sentence]
    assert form[field].data == value


def test_a_hundred_percent_and_a_huge_number_are_no_mistake(page):
    assert typed(said_3="100", said_2="999999").validate()


def test_a_figure_that_is_shown_rounded_is_meant_exactly_by_whoever_leaves_it(page):
    exact = {"1.4": Answer(value=Fraction(1600, 21)), "1.2": Answer(level="Khá")}
    form = typed(base=exact, said_3="76,19", said_1="Tốt")
    assert form.given()["1.4"].answer == exact["1.4"]
    assert form.given()["1.2"].answer == Answer(level="Tốt")
    assert typed(base=exact, said_3="76,2").given()["1.4"].answer.value == Fraction("76.2")


def test_what_is_missing_is_said_beside_its_line(page):
    form = typed(said_0="yes")
    assert form.validate()
    assert form.blame(Unfinished(("1.2",), ("1.1",)))
    assert form.lines["1.2"].said.errors == ("Tiêu chí 1.2: chưa chấm.",)
    assert "1.1" in form.lines["1.1"].note.errors[0]
    assert not typed().blame(Unfinished())


def test_a_rubric_of_forty_criteria_is_read_whole(page):
    long = rubric(*(section(str(n), *(criterion(f"{n}.{m}") for m in range(8))) for n in range(5)))
    form = typed(sheet=long, **{f"said_{number}": "yes" for number in range(40)})
    assert form.validate()
    assert all(one.answer.is_yes for one in form.given().values())
    assert len(form.given()) == 40


ANSWERS = st.fixed_dictionaries(
    {
        "1.1": st.builds(lambda yes: Answer(is_yes=yes), st.booleans()),
        "1.2": st.builds(lambda one: Answer(level=one.label), st.sampled_from(GRADED)),
        "1.3": st.builds(lambda n: Answer(value=Fraction(n, 7)), st.integers(0, 200)),
        "1.4": st.builds(lambda n: Answer(value=Fraction(n, 3)), st.integers(0, 300)),
        "2": st.builds(lambda n: Answer(value=Fraction(n)), st.integers(0, 9)),
    }
)


@examples(answers=ANSWERS)
def test_what_a_page_shows_and_gets_back_untouched_scores_the_same(answers):
    """Whatever is shown rounded: nobody who only presses a button changes a point."""
    app = Flask(__name__)
    app.config |= {"SECRET_KEY": "tests", "WTF_CSRF_ENABLED": False}
    given = {code: Given(answer) for code, answer in answers.items()}
    with app.test_request_context(method="POST"):
        kind = answers_form(SHEET)
        shown = {name: value for name, value in kind.filled(given).items() if value}
        form = typed(given, **shown)
        back = {code: one.answer for code, one in form.given().items()}
    assert score(SHEET, back).total == score(SHEET, answers).total
