"""One card: looked at, scored column by column, submitted."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.meetings.rules.life import RECORDABLE
from app.scoring.forms.answers import AnswersForm, answers_form
from app.scoring.models import Scorecard
from app.scoring.queries.card_pages import minutes_note, page_of, steps_shown
from app.scoring.queries.cards import (
    CardColumn,
    Facts,
    base_for,
    card_title,
    facts_of,
    filled_in,
    get_card,
    get_column,
    is_own,
    may_be_withdrawn,
    reading_card,
    reviewing_card,
    sheet_of,
    unfinished,
    writing_card,
    writing_column,
)
from app.scoring.queries.decisions import decisions_on
from app.scoring.routes import CARD, bp
from app.scoring.rules.cards import check_not_own, check_writable, is_writable, seen_columns
from app.scoring.rules.lines import said_together
from app.scoring.rules.rubric import Column
from app.scoring.service import cards as service
from app.web.forms import SeenForm, saved

SAVE, RECOUNT, HAND_ON = "save", "recount", "hand_on"


def seen_of(card: Scorecard) -> tuple[Column, ...]:
    """The columns whoever is signed in may see."""
    is_others = not is_own(card, current_actor())
    return seen_columns(
        card.rubric.rubric.columns,
        card.state,
        may_review=is_others and can(reviewing_card(card), card),
        may_decide=is_others and can(Permission.SCORE_DECIDE, card),
    )


@bp.get(CARD)
@guarded(reading_card, load=get_card)
def card(card: Scorecard) -> ResponseReturnValue:
    seen = seen_of(card)
    return render_template(
        "scoring/card.html",
        card=card,
        page=page_of(sheet_of(card, seen, facts_of(card, on=today()))),
        title=card_title(card),
        writable=_writable_by(card),
        may_withdraw=may_be_withdrawn(card) and can(writing_card(card), card),
        minutes_note=minutes_note(card),
        steps=steps_shown(card, seen),
        decisions=decisions_on(card.key),
    )


def _writable_by(card: Scorecard) -> list[Column]:
    """The columns whoever is signed in may write just now."""
    columns, is_ones_own = card.rubric.rubric.columns, is_own(card, current_actor())
    return [
        column
        for column in columns
        if is_writable(card.state, column, columns)
        and can(writing_column(CardColumn(card, column)), card)
        and not (is_ones_own and column is not Column.SELF)
    ]


@bp.post(f"{CARD}/submit")
@guarded(writing_card, load=get_card)
def submit_card(card: Scorecard) -> ResponseReturnValue:
    """A saved card is handed on as it stands; where something is missing, the page to mend it."""
    form = SeenForm()

    def hand_on() -> None:
        service.submit(card, version=form.version.data, by=current_actor(), now=now())

    if not saved(form, hand_on, on=card):
        flash(form.form_errors[0], "warning")
        return redirect(_column_url(card, Column.SELF))
    return _submitted(card)


@bp.post(f"{CARD}/withdraw")
@guarded(writing_card, load=get_card)
def withdraw_card(card: Scorecard) -> ResponseReturnValue:
    with transaction():
        service.withdraw(card, version=SeenForm().version.data, by=current_actor(), now=now())
    flash("Đã rút phiếu lại. Chấm tiếp rồi nộp.")
    return redirect(_column_url(card, Column.SELF))


def _column_url(card: Scorecard, column: Column) -> str:
    return url_for("scoring.write_card", scorecard_id=card.id, column=column.value)


def _submitted(card: Scorecard) -> ResponseReturnValue:
    """To what comes next: weaknesses and remedies, while the minutes are open."""
    said = said_together(card.self_total, card.rubric.grade_label(card.self_grade))
    meeting = card.meeting
    if meeting and meeting.status in RECORDABLE and can(Permission.MEETING_RECORD, meeting):
        flash(f"Đã nộp phiếu: {said}. Mời ghi hạn chế, biện pháp khắc phục ở cuối trang này.")
        return redirect(url_for("meetings.closing", meeting_id=meeting.id))
    flash(f"Đã nộp phiếu: {said}.")
    return redirect(url_for("scoring.card", scorecard_id=card.id))


@bp.route(f"{CARD}/<any(self,review,decision):column>", methods=["GET", "POST"])
@guarded(writing_column, load=get_column)
def write_card(writing: CardColumn) -> ResponseReturnValue:
    card, column = writing.card, writing.column
    _check_turn(writing)
    facts = facts_of(card, on=today())
    form = _form_of(writing, facts)
    what = request.form.get("what", SAVE)
    if form.validate_on_submit() and _kept(writing, form, what, facts):
        return _onward(writing, what)
    sheet = sheet_of(card, seen_of(card), facts, writing={column: form.given()})
    return render_template(
        "scoring/write_card.html",
        card=card,
        column=column,
        form=form,
        page=page_of(sheet),
        title=card_title(card),
        minutes_note=minutes_note(card),
    )


def _check_turn(writing: CardColumn) -> None:
    """Whose turn has passed while they were writing gets the form back, with all that was typed;
    not who may not read the card as it is now.
    """
    card, column = writing.card, writing.column
    check_not_own(column, is_own=is_own(card, current_actor()))
    if request.method == "GET" or not can(reading_card(card), card):
        check_writable(card.state, column, card.rubric.rubric.columns)


def _form_of(writing: CardColumn, facts: Facts) -> AnswersForm:
    card, column = writing.card, writing.column
    return answers_form(card.rubric.rubric).starting(
        filled_in(card, column, facts), base_for(card, column, facts), version=card.version
    )


def _kept(writing: CardColumn, form: AnswersForm, what: str, facts: Facts) -> bool:
    card, column, given = writing.card, writing.column, form.given()
    if what == RECOUNT:
        return False
    if what == HAND_ON and form.blame(unfinished(card, column, given, facts)):
        return False

    def keep() -> None:
        service.write_column(
            card, column, given, version=form.version.data, by=current_actor(), now=now()
        )
        if what == HAND_ON and column is Column.SELF:
            service.submit(card, version=card.version, by=current_actor(), now=now())

    return saved(form, keep, on=card)


def _onward(writing: CardColumn, what: str) -> ResponseReturnValue:
    card, column = writing.card, writing.column
    if what == HAND_ON and column is Column.SELF:
        return _submitted(card)
    flash("Đã lưu phiếu chấm.")
    if what == HAND_ON:
        return redirect(url_for("scoring.card", scorecard_id=card.id))
    return redirect(_column_url(card, column))
