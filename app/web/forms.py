"""Glue between WTForms and the house: Vietnamese messages, clean text, refusals in place."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.kernel.errors import RuleBroken, StaleEdit
from app.kernel.text import clean, clean_line
from app.kernel.transaction import transaction
from app.web.duplicates import duplicate

LINE_LENGTH = 200
TEXT_LENGTH = 20_000


class Form(FlaskForm):
    """Every form of ours. Subclasses that edit a record add `version = version_field()`.

    Where nearly every field may stay empty, `marks_optional = False` spares saying so each time.
    """

    marks_optional = True

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """What a page sends; JSON, under whose names anything could stand, fills no form."""
            is_page = isinstance(formdata, MultiDict) or not request.is_json
            return super().wrap_formdata(form, formdata) if is_page else None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.marks_optional:
            for field in self:
                field.flags.optional = False


class _Wanted(InputRequired):
    """What is missing may be said before anything is sent: the field carries the sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.field_flags = {"required": True, "missing": message}  # type: ignore[dict-item]


def _required(message: str | None) -> list[Callable[..., Any]]:
    if message is None:
        return [Optional()]
    return [_Wanted(message), _not_blank(message)]


def _not_blank(message: str) -> Callable[[Form, Field], None]:
    def check(_form: Form, field: Field) -> None:
        if isinstance(field.data, str) and not field.data.strip():
            raise StopValidation(message)

    return check


def line(
    label: str, required: str | None = None, *, length: int = LINE_LENGTH, **kwargs: Any
) -> StringField:
    """One line of text; `required` is the sentence said when it is missing."""
    too_long = f"Dài nhất {length} ký tự; xin rút gọn."
    return StringField(
        label,
        [*_required(required), Length(max=length, message=too_long)],
        filters=[lambda text: clean_line(text) if text else ""],
        **kwargs,
    )


def text(
    label: str, required: str | None = None, *, length: int = TEXT_LENGTH, **kwargs: Any
) -> TextAreaField:
    """Several lines of text."""
    too_long = f"Dài nhất {length:,} ký tự; xin rút gọn.".replace(",", ".")
    return TextAreaField(
        label,
        [*_required(required), Length(max=length, message=too_long)],
        filters=[lambda value: clean(value) if value else ""],
        **kwargs,
    )


class _Day(DateField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Ngày chưa đúng; nhập theo mẫu ngày/tháng/năm.") from None


class _Clock(TimeField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Giờ chưa đúng; nhập theo mẫu 14:00.") from None


class _Whole(IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Nhập một số nguyên.") from None


class _Choice(SelectField):
    def pre_validate(self, form: Form) -> None:
        if not self.data:
            return  # whether it may be empty is said by the validators
        try:
            super().pre_validate(form)
        except ValueError:
            raise StopValidation("Chọn một giá trị trong danh sách.") from None


def day(label: str, required: str | None = None, **kwargs: Any) -> DateField:
    # Browsers send ISO; people without a date picker type 03/12/2026.
    formats = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
    return _Day(label, _required(required), format=formats, **kwargs)


def clock(label: str, required: str | None = None, **kwargs: Any) -> TimeField:
    return _Clock(label, _required(required), format=["%H:%M", "%H:%M:%S", "%H giờ %M"], **kwargs)


def number(
    label: str,
    required: str | None = None,
    *,
    at_least: int = 0,
    at_most: int = 1_000_000,
    **kwargs: Any,
) -> IntegerField:
    bounds = NumberRange(min=at_least, max=at_most, message=f"Nhập số từ {at_least} đến {at_most}.")
    return _Whole(label, [*_required(required), bounds], **kwargs)


ALL = ("", "Tất cả")  # a filter that leaves nothing out


def choice(
    label: str,
    choices: list[tuple[str, str]],
    required: str | None = None,
    *,
    empty: tuple[str, str] = ("", "—"),
    **kwargs: Any,
) -> SelectField:
    """A list to choose from; without `required` the first entry is the `empty` one."""
    offered = choices if required else [empty, *choices]
    validators = [_Wanted(required)] if required else [Optional()]
    listed = [SelectChoice(value, shown) for value, shown in offered]
    return _Choice(label, validators, choices=listed, **kwargs)


def tick(label: str, **kwargs: Any) -> BooleanField:
    return BooleanField(label, **kwargs)


def ticks(label: str, unknown: str = "Chọn trong danh sách.", **kwargs: Any) -> SelectMultipleField:
    """Several of a list, a box to tick beside each; what is not in it is refused as `unknown`."""
    return SelectMultipleField(
        label,
        choices=[],
        invalid_choice_message=unknown,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        **kwargs,
    )


class _Version(_Whole):
    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None  # a form sent without it never passes for the stored version
        with suppress(ValueError):  # nor does one on which it was tampered with
            super().process_formdata(valuelist)


def version_field() -> IntegerField:
    """The version the edit was made on; a missing one counts as stale."""
    return _Version(validators=[Optional()], widget=HiddenInput())


def hidden() -> HiddenField:
    return HiddenField(filters=[lambda value: clean_line(value) if value else value])


class SeenForm(Form):
    """A bare button that tells what its page has shown."""

    version = version_field()
    seen = hidden()


def show_on(form: FlaskForm, problem: RuleBroken) -> None:
    """Put the rule's message beside the field it blames, or above the form."""
    if problem.field and problem.field in form:
        form[problem.field].errors = [*form[problem.field].errors, problem.message]
    else:
        form.form_errors.append(problem.message)


@dataclass(frozen=True)
class Difference:
    """One field that stands differently in the store and in the form just sent."""

    label: str
    stored: str
    typed: str


class ConflictError(Exception):
    """Somebody else saved meanwhile: shown as a page with both texts, nothing is lost."""

    def __init__(self, form: FlaskForm, differences: list[Difference], version: int | str) -> None:
        super().__init__()
        self.form = form
        self.differences = differences
        self.version = version


def saved(form: FlaskForm, change: Callable[[], object], *, on: Any = None) -> bool:
    """Run `change` as one transaction; False with the message on the form if a rule refuses,
    or a unique constraint where two were at it at once.

    :param on: the record being edited, or a function giving its present values, so that a
        stale edit can show both texts.
    :raises ConflictError: if the record changed after the form was opened.
    """
    try:
        with transaction():
            change()
    except RuleBroken as problem:
        show_on(form, problem)
        return False
    except IntegrityError as collision:
        refusal = duplicate(collision)
        if refusal is None:
            raise
        show_on(form, refusal)
        return False
    except (StaleEdit, StaleDataError) as stale:
        raise _conflict(form, on() if isinstance(on, FunctionType) else on) from stale
    return True


def _conflict(form: FlaskForm, record: Any) -> ConflictError:
    pairs = [
        (field, _shown(field, getattr(record, field.name)), _shown(field, field.data))
        for field in form
        if hasattr(record, field.name) and field.name not in {"version", "csrf_token"}
    ]
    differences = [
        Difference(field.label.text, stored, typed)
        for field, stored, typed in pairs
        if stored != typed
    ]
    return ConflictError(form, differences, getattr(record, "version", 0))


def _shown(field: Field, value: Any) -> str:
    if isinstance(field, SelectField):
        labels = {str(value): label for value, label, *_ in field.choices}
        if isinstance(value, list):
            return ", ".join(str(labels.get(one, one)) for one in value)
        return str(labels.get(str(value or ""), value or ""))
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if hasattr(value, "strftime"):
        return str(value.strftime("%d/%m/%Y" if hasattr(value, "year") else "%H:%M"))
    return "" if value is None else str(value)
