"""The scores of a month, for the committee that decides them; of a year, for the branch itself."""

from collections.abc import Iterable
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.meetings.rules.life import first_of_month, month_after, month_before
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.organisations.rules import KNOWN_YEARS, Level
from app.scoring.forms.deciding import QueueFilter, SeveralForm, in_address, month_in
from app.scoring.queries.queue import (
    QueueLine,
    counted,
    months_waiting,
    queue_of,
    scores_of_year,
)
from app.scoring.routes import PLACE, bp, mail_site
from app.scoring.service import deciding as service
from app.web.forms import saved

MONTHS_OFFERED = 24


@bp.get(f"{PLACE}/scores")
@guarded(Permission.SCORE_LIST, load=get_organisation)
def queue(place: Organisation) -> ResponseReturnValue:
    if place.level is not Level.COMMITTEE:
        return _branch_page(place)
    lines = _lines(place)
    return _committee_page(place, lines, _ticks(lines))


@bp.post(f"{PLACE}/scores/accept")
@guarded(Permission.SCORE_DECIDE, load=get_organisation)
def accept_cards(place: Organisation) -> ResponseReturnValue:
    """Several self scores that depart from no fact, as they are."""
    lines = _lines(place)
    form = _ticks(lines)

    def accept() -> None:
        service.accept_several(
            place,
            form.chosen,
            site=mail_site(),
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, accept):
        flash(f"Đã chấp nhận {len(form.chosen)} phiếu tự chấm.")
        return redirect(_address(place, _month()))
    return _committee_page(place, _lines(place), form)


def _month() -> date:
    return month_in(request.args.get("month")) or first_of_month(today())


def _address(place: Organisation, month: date) -> str:
    return url_for("scoring.queue", organisation_id=place.id, month=in_address(month))


def _lines(place: Organisation) -> list[QueueLine]:
    with_visits = can(Permission.VISIT_READ, place)
    return queue_of(place, _month(), on=today(), with_visits=with_visits)


def _ticks(lines: Iterable[QueueLine]) -> SeveralForm:
    form = SeveralForm()
    offered = [line for line in lines if line.may_be_accepted]
    form.offer((line.card.id, line.card.version, line.branch) for line in offered if line.card)
    return form


def _committee_page(
    place: Organisation, lines: list[QueueLine], form: SeveralForm
) -> ResponseReturnValue:
    month = _month()
    asked = QueueFilter(request.args, data={"month": in_address(month)})
    asked.offer(_offered(month))
    return render_template(
        "scoring/queue.html",
        place=place,
        month=month,
        asked=asked,
        lines=[line for line in lines if asked.chosen in (None, line.standing)],
        total=len(lines),
        figures=counted(lines),
        form=form,
        ticks={option.data: option for option in form.cards} if _may_decide(place) else {},
        elsewhere=[one for one in months_waiting(place.path) if one.period != month],
        with_visits=can(Permission.VISIT_READ, place),
        previous_url=_address(place, month_before(month))
        if month.year > KNOWN_YEARS.start
        else None,
        next_url=_address(place, month_after(month)) if month < first_of_month(today()) else None,
        address=_address,
    )


def _may_decide(place: Organisation) -> bool:
    return can(Permission.SCORE_DECIDE, place)


def _offered(chosen: date) -> list[date]:
    """This month and those before it; an older one that is looked at stays in the list."""
    months = [first_of_month(today())]
    while len(months) < MONTHS_OFFERED:
        months.append(month_before(months[-1]))
    return sorted({*months, chosen}, reverse=True)


def _branch_page(branch: Organisation) -> ResponseReturnValue:
    this_year = today().year
    year = request.args.get("year", this_year, type=int)
    year = min(max(year, KNOWN_YEARS.start), this_year + 1)
    return render_template(
        "scoring/_queue_branch.html",
        branch=branch,
        year=year,
        this_year=this_year,
        first_year=KNOWN_YEARS.start,
        lines=scores_of_year(branch, year, on=today()),
    )
