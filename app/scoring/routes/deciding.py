"""The committee decides on a card, asks back or reviews; an appeal is made and answered, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission, places_with
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.meetings.rules.life import MeetingStatus
from app.observers.models import VisitReport
from app.observers.queries.visits import reading, reports_of
from app.organisations.rules import places_along
from app.scoring.forms.deciding import (
    AnswerForm,
    AppealForm,
    DecideForm,
    ReturnForm,
    in_address,
)
from app.scoring.models import Scorecard
from app.scoring.queries.cards import (
    Sheet,
    appealing_card,
    card_title,
    get_card,
    is_own,
    reviewing_card,
)
from app.scoring.queries.deciding import (
    Departure,
    appeal_until_of,
    departures_of,
)
from app.scoring.routes import CARD, bp, mail_site
from app.scoring.routes.cards import seen_of
from app.scoring.rules.cards import TO_DECIDE, CardState
from app.scoring.rules.lines import said_together
from app.scoring.rules.rubric import COLUMN_LABELS, Column
from app.scoring.service import cards
from app.scoring.service import deciding as service
from app.web.forms import Form, SeenForm, saved


@dataclass(frozen=True)
class Deciding:
    """What the card's page shows of its decision to this reader, and what they may do now."""

    may: frozenset[str]
    compares: bool
    is_begun: bool
    is_adopted: bool
    departures: Sequence[Departure] = ()
    reports: Sequence[VisitReport] = ()
    appeal_until: date | None = None
    list_url: str | None = None

    @property
    def deals(self) -> bool:
        """Whether the reader has anything to do with a card that waits."""
        return not self.may.isdisjoint({"decide", "return", "review"})


def deciding_of(sheet: Sheet) -> Deciding:
    """For `_compare.html` and `_deciding.html`; it checks what its reader may see."""
    card = sheet.card
    compares = can(reviewing_card(card), card) or can(Permission.AUDIT_READ, card)
    until = appeal_until_of(card) if card.state is CardState.DECIDED else None
    return Deciding(
        may=frozenset(_may(card, until)),
        compares=compares,
        is_begun=bool(card.answers_in(Column.DECISION)),
        is_adopted=card.meeting is None or card.meeting.status is MeetingStatus.ADOPTED,
        departures=departures_of(sheet) if compares else (),
        reports=_reports(card),
        appeal_until=until,
        list_url=_list_url(card),
    )


def _list_url(card: Scorecard) -> str | None:
    """Where the reader finds the other scores of the month: at the highest place they follow."""
    places = places_with(current_actor(), Permission.SCORE_LIST)
    over = [path for path in places if card.unit_path.startswith(path)]
    if card.meeting is None or not over:
        return None
    return url_for(
        "scoring.queue",
        organisation_id=places_along(min(over, key=len))[-1],
        month=in_address(card.meeting.period),
    )


def _reports(card: Scorecard) -> list[VisitReport]:
    """Those of observers that are submitted and that the reader may read."""
    if card.meeting is None or not can(Permission.VISIT_READ, card):
        return []
    found = [one for one in reports_of(card.meeting) if one.submitted_at is not None]
    return [one for one in found if can(reading(one), one)]


def _may(card: Scorecard, until: date | None) -> set[str]:
    """What the state allows and the reader may; nobody deals with their own."""
    may: set[str] = set()
    is_others = not is_own(card, current_actor())
    decides = is_others and can(Permission.SCORE_DECIDE, card)
    if card.state in TO_DECIDE:
        reviews = is_others and can(reviewing_card(card), card)
        may |= {"decide"} if decides else set()
        may |= {"return"} if reviews else set()
        may |= {"review"} if reviews and Column.REVIEW in card.rubric.rubric.columns else set()
    elif card.state is CardState.DECIDED and card.appeal is None:
        is_in_time = until is None or today() <= until
        may |= {"appeal"} if is_in_time and can(appealing_card(card), card) else set()
    if decides and card.appeal and card.appeal.answered_at is None:
        may.add("answer")
    return may


@bp.record_once
def _share(state: Any) -> None:
    state.app.jinja_env.globals["deciding_of"] = deciding_of


def _to_card(card: Scorecard) -> ResponseReturnValue:
    return redirect(url_for("scoring.card", scorecard_id=card.id))


@bp.post(f"{CARD}/accept")
@guarded(Permission.SCORE_DECIDE, load=get_card)
def accept_card(card: Scorecard) -> ResponseReturnValue:
    """The self score as it is."""
    with transaction():
        service.accept(
            card, version=SeenForm().version.data, site=mail_site(), by=current_actor(), now=now()
        )
    flash("Đã chấp nhận; kết quả đã được thông báo.")
    return _to_card(card)


@bp.post(f"{CARD}/finish-review")
@guarded(reviewing_card, load=get_card)
def review_card(card: Scorecard) -> ResponseReturnValue:
    with transaction():
        service.review(card, version=SeenForm().version.data, by=current_actor(), now=now())
    flash("Đã hoàn thành thẩm định.")
    return _to_card(card)


@bp.route(f"{CARD}/return", methods=["GET", "POST"])
@guarded(reviewing_card, load=get_card)
def return_card(card: Scorecard) -> ResponseReturnValue:
    form = ReturnForm(data={"version": card.version})

    def give_back() -> None:
        service.return_card(
            card,
            comment=form.comment.data,
            version=form.version.data,
            site=mail_site(),
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, give_back, on=card):
        flash("Đã yêu cầu bổ sung.")
        return _to_card(card)
    return _form_page(card, form, "Yêu cầu bổ sung", "Gửi yêu cầu")


@bp.route(f"{CARD}/decide", methods=["GET", "POST"])
@guarded(Permission.SCORE_DECIDE, load=get_card)
def decide_card(card: Scorecard) -> ResponseReturnValue:
    form = DecideForm(data={"version": card.version})

    def decide() -> None:
        service.decide(
            card,
            reason=form.reason.data or None,
            version=form.version.data,
            site=mail_site(),
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, decide, on=card):
        flash("Đã quyết định; kết quả đã được thông báo.")
        return _to_card(card)
    return _form_page(card, form, "Quyết định điểm, xếp loại", "Quyết định")


@bp.route(f"{CARD}/appeal", methods=["GET", "POST"])
@guarded(appealing_card, load=get_card)
def appeal_card(card: Scorecard) -> ResponseReturnValue:
    form = AppealForm(data={"version": card.version})

    def ask() -> None:
        cards.appeal(
            card,
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, ask, on=card):
        flash("Đã gửi đề nghị xem lại.")
        return _to_card(card)
    until = appeal_until_of(card)
    return _form_page(card, form, "Đề nghị xem lại", "Gửi đề nghị", until=until)


@bp.route(f"{CARD}/appeal/answer", methods=["GET", "POST"])
@guarded(Permission.SCORE_DECIDE, load=get_card)
def answer_appeal(card: Scorecard) -> ResponseReturnValue:
    form = AnswerForm(data={"version": card.version})

    def answer() -> None:
        service.answer_appeal(
            card,
            **form.values(),
            version=form.version.data,
            site=mail_site(),
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, answer, on=card):
        flash("Đã trả lời đề nghị xem lại.")
        return _to_card(card)
    return _form_page(card, form, "Trả lời đề nghị xem lại", "Trả lời", appeal=card.appeal)


def _form_page(
    card: Scorecard, form: Form, heading: str, verb: str, **more: object
) -> ResponseReturnValue:
    """One question about a card, below the figures it is about."""
    return render_template(
        "scoring/_deciding_form.html",
        card=card,
        form=form,
        heading=heading,
        verb=verb,
        title=card_title(card),
        figures=_figures(card),
        **more,
    )


def _figures(card: Scorecard) -> list[tuple[str, str]]:
    """Column by column, as far as the reader sees them."""
    return [
        (
            COLUMN_LABELS[column],
            said_together(card.total_in(column), card.rubric.grade_label(card.grade_in(column))),
        )
        for column in seen_of(card)
        if card.total_in(column) is not None
    ]
