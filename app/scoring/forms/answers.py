"""One set of fields for each criterion of a rubric, however many it has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import StopValidation

from app.kernel.points import read_points, shown
from app.kernel.text import clean_line
from app.scoring.rules.cards import Given, Unfinished
from app.scoring.rules.rubric import PER_UNIT, WITH_LEVELS, Criterion, CriterionKind, Rubric
from app.scoring.rules.scoring import UNANSWERED, Answer, level_of
from app.web.forms import Form, choice, text, tick, version_field

_NOTE_LENGTH = 2000
_EMPTY = ("", "Chưa chấm")
_NOT_SCORED = "Tiêu chí {}: chưa chấm."
_NO_REASON = "Tiêu chí {}: ghi lý do chấm khác, hoặc lý do không áp dụng."
_YES, _NO = "yes", "no"
_YES_NO = [(_YES, "Có"), (_NO, "Không")]
_PASS_FAIL = [(_YES, "Đạt"), (_NO, "Không đạt")]
_FIGURES = PER_UNIT | {CriterionKind.PERCENTAGE}


class FigureField(StringField):
    """A number from 0 up, comma or point; `most` is its upper bound, if it has one."""

    def __init__(self, label: str, *, most: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            label, filters=[lambda typed: clean_line(typed) if typed else ""], **kwargs
        )
        self.most = most

    def pre_validate(self, form: Form) -> None:
        if not self.data:
            return
        value = read_points(self.data)
        if value is None:
            raise StopValidation("Nhập số từ 0 trở lên, ví dụ 82,5.")
        if self.most is not None and value > self.most:
            raise StopValidation(f"Nhập số từ 0 đến {self.most}.")


@dataclass(frozen=True)
class AnswerFields:
    """The fields of one criterion: what is said, that it does not apply, and why."""

    criterion: Criterion
    said: Field
    aside: BooleanField
    note: TextAreaField

    @property
    def answer(self) -> Answer:
        if self.aside.data:
            return Answer(applies=False)
        typed = self.said.data
        if not typed:
            return UNANSWERED
        if self.criterion.kind in _FIGURES:
            return Answer(value=read_points(typed))
        if self.criterion.kind in WITH_LEVELS:
            return Answer(level=typed)
        return Answer(is_yes=typed == _YES)


class AnswersForm(Form):
    """Made by `answers_form`; a section has no fields."""

    marks_optional = False
    rubric: ClassVar[Rubric]
    version = version_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known: tuple[Mapping[str, Answer], ...] = ()

    @classmethod
    def starting(
        cls,
        given: Mapping[str, Given],
        base: Mapping[str, Answer] | None = None,
        *,
        version: int | None = None,
    ) -> Self:
        """
        :param given: what the fields start from.
        :param base: what is proposed beside them. A figure is shown rounded: who leaves it, or
            types it as it is shown, means it exactly.
        """
        form = cls(data={"version": version, **cls.filled(given)})
        form._known = (base or {}, {code: one.answer for code, one in given.items()})
        return form

    @classmethod
    def filled(cls, given: Mapping[str, Given]) -> dict[str, object]:
        """The values of the fields for what was said."""
        found: dict[str, object] = {}
        for number, criterion in enumerate(cls.rubric.leaves()):
            said = given.get(criterion.code, Given())
            found[f"said_{number}"] = _typed(criterion, said.answer)
            found[f"aside_{number}"] = not said.answer.applies
            found[f"note_{number}"] = said.note
        return found

    @property
    def lines(self) -> dict[str, AnswerFields]:
        """By the code of the criterion."""
        return {
            criterion.code: AnswerFields(
                criterion,
                self[f"said_{number}"],
                self[f"aside_{number}"],
                self[f"note_{number}"],
            )
            for number, criterion in enumerate(self.rubric.leaves())
        }

    def given(self) -> dict[str, Given]:
        """What was said of every criterion, those without an answer too."""
        return {
            code: Given(self._meant(fields), fields.note.data or "")
            for code, fields in self.lines.items()
        }

    def _meant(self, fields: AnswerFields) -> Answer:
        criterion, said = fields.criterion, fields.answer
        for known in self._known:
            answer = known.get(criterion.code, UNANSWERED)
            if answer.applies == said.applies and _typed(criterion, answer) == _typed(
                criterion, said
            ):
                return answer
        return said

    def blame(self, found: Unfinished) -> bool:
        """Say beside each line what it lacks; whether anything does."""
        lines = self.lines
        for code in found.open_codes:
            _complain(lines[code].said, _NOT_SCORED.format(code))
        for code in found.without_reason:
            _complain(lines[code].note, _NO_REASON.format(code))
        return bool(found.open_codes or found.without_reason)


def answers_form(rubric: Rubric) -> type[AnswersForm]:
    """The form of one column of a rubric."""
    fields: dict[str, Any] = {"rubric": rubric}
    for number, criterion in enumerate(rubric.leaves()):
        fields[f"said_{number}"] = _said_field(criterion)
        fields[f"aside_{number}"] = tick(f"Không áp dụng tiêu chí {criterion.code}")
        fields[f"note_{number}"] = text(
            f"Lý do, ghi chú cho {criterion.code}", length=_NOTE_LENGTH, render_kw={"rows": 1}
        )
    return type("FilledAnswersForm", (AnswersForm,), fields)


def _complain(field: Field, sentence: str) -> None:
    field.errors = (*field.errors, sentence)


def _said_field(criterion: Criterion) -> Any:
    label = f"{criterion.code}. {criterion.label}"
    if criterion.kind in _FIGURES:
        return FigureField(label, most=100 if criterion.kind is CriterionKind.PERCENTAGE else None)
    return choice(label, _offered(criterion), empty=_EMPTY)


def _offered(criterion: Criterion) -> list[tuple[str, str]]:
    if criterion.kind is CriterionKind.PASS_FAIL:
        return _PASS_FAIL
    if criterion.kind is CriterionKind.LEVELS:
        levels = criterion.levels
        return [(one.label, f"{one.label} ({shown(one.points)} điểm)") for one in levels]
    if criterion.kind is CriterionKind.LEVEL_ONLY:
        return [(one.label, one.label) for one in criterion.levels]
    return _YES_NO


def _typed(criterion: Criterion, answer: Answer) -> str:
    """An answer as its field shows it."""
    if criterion.kind in WITH_LEVELS:
        level = level_of(criterion, answer)
        return level.label if level else ""
    if criterion.kind in _FIGURES:
        return "" if answer.value is None else shown(answer.value)
    if answer.is_yes is None:
        return ""
    return _YES if answer.is_yes else _NO
