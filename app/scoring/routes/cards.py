"""One card: looked at, scored column by column, submitted."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.kernel.clock import now
from app.scoring.forms.answers import AnswersForm, answers_form
from app.scoring.models import Scorecard
from app.scoring.queries.card_pages import page_of
from app.scoring.queries.cards import (
    CardColumn,
    base_for,
    card_title,
    deciding_card,
    filled_in,
    get_card,
    get_column,
    is_own,
    reading_card,
    reviewing_card,
    sheet_of,
    unfinished,
    writing_column,
)
from app.scoring.routes import CARD, bp
from app.scoring.rules.cards import check_not_own, check_writable, seen_columns
from app.scoring.rules.rubric import Column
from app.scoring.service import cards as service
from app.web.forms import saved

SAVE, RECOUNT, HAND_ON = "save", "recount", "hand_on"


def seen_of(card: Scorecard) -> tuple[Column, ...]:
    """The columns whoever is signed in may see."""
    is_others = not is_own(card, current_actor())
    return seen_columns(
        card.rubric.rubric.columns,
        card.state,
        may_review=is_others and can(reviewing_card(card), card),
        may_decide=is_others and can(deciding_card(card), card),
    )


@bp.get(CARD)
@guarded(reading_card, load=get_card)
def card(card: Scorecard) -> ResponseReturnValue:
    page = page_of(sheet_of(card, seen_of(card)))
    return render_template("scoring/card.html", card=card, page=page, title=card_title(card))


@bp.route(f"{CARD}/<any(self,review,decision):column>", methods=["GET", "POST"])
@guarded(writing_column, load=get_column)
def write_card(writing: CardColumn) -> ResponseReturnValue:
    card, column = writing.card, writing.column
    check_not_own(column, is_own=is_own(card, current_actor()))
    check_writable(card.state, column, card.rubric.rubric.columns)
    base = base_for(card, column)
    start = filled_in(card, column, base)
    form = answers_form(card.rubric.rubric).starting(start, base, version=card.version)
    what = request.form.get("what", SAVE)
    if form.validate_on_submit() and _kept(writing, form, what):
        return _onward(writing, what)
    page = page_of(sheet_of(card, seen_of(card), writing={column: form.given()}))
    return render_template(
        "scoring/write_card.html",
        card=card,
        column=column,
        form=form,
        page=page,
        title=card_title(card),
    )


def _kept(writing: CardColumn, form: AnswersForm, what: str) -> bool:
    card, column, given = writing.card, writing.column, form.given()
    if what == RECOUNT or (what == HAND_ON and form.blame(unfinished(card, column, given))):
        return False

    def keep() -> None:
        service.write_column(
            card, column, given, version=form.version.data, by=current_actor(), now=now()
        )
        if what == HAND_ON and column is Column.SELF:
            service.submit(card, version=card.version, by=current_actor(), now=now())

    return saved(form, keep, on=card)


def _onward(writing: CardColumn, what: str) -> ResponseReturnValue:
    card_url = url_for("scoring.card", scorecard_id=writing.card.id)
    if what == SAVE:
        flash("Đã lưu phiếu chấm.")
        return redirect(request.url)
    flash("Đã nộp phiếu chấm." if writing.column is Column.SELF else "Đã lưu phiếu chấm.")
    return redirect(card_url)
