"""The branch confirms, returns and makes public; the committee confirms for those who lead."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.organisations.models import Organisation
from app.organisations.queries import get_branch, get_organisation
from app.pledges import service
from app.pledges.forms.review import ConfirmSeveralForm, ReturnForm
from app.pledges.models import Pledge
from app.pledges.queries.forms import sections_for
from app.pledges.queries.pledges import get_pledge, text_of
from app.pledges.queries.waiting import (
    WAITING_SHOWN,
    Arrival,
    arrivals_at,
    get_arrival,
    leaders_waiting,
    waiting_in,
)
from app.pledges.routes import PLEDGE, bp
from app.pledges.routes.show import to_pledge
from app.pledges.rules.life import check_confirmable_above, check_moved, check_not_own, check_waits
from app.web.forms import SeenForm, saved


@bp.post(f"{PLEDGE}/confirm")
@guarded(Permission.PLEDGE_REVIEW, load=get_pledge)
def confirm(pledge: Pledge) -> ResponseReturnValue:
    return _confirmed(pledge, is_above=False)


@bp.post(f"{PLEDGE}/confirm-above")
@guarded(Permission.PLEDGE_REVIEW_ABOVE, load=get_pledge)
def confirm_above(pledge: Pledge) -> ResponseReturnValue:
    return _confirmed(pledge, is_above=True)


def _confirmed(pledge: Pledge, *, is_above: bool) -> ResponseReturnValue:
    with transaction():
        service.confirm_pledge(
            pledge,
            version=SeenForm().version.data,
            is_above=is_above,
            by=current_actor(),
            now=now(),
        )
    flash(f"Đã xác nhận bản cam kết của đồng chí {pledge.member.name}.")
    return to_pledge(pledge)


@bp.route(f"{PLEDGE}/return", methods=["GET", "POST"])
@guarded(Permission.PLEDGE_REVIEW, load=get_pledge)
def return_pledge(pledge: Pledge) -> ResponseReturnValue:
    return _returned(pledge, is_above=False)


@bp.route(f"{PLEDGE}/return-above", methods=["GET", "POST"])
@guarded(Permission.PLEDGE_REVIEW_ABOVE, load=get_pledge)
def return_above(pledge: Pledge) -> ResponseReturnValue:
    check_confirmable_above(is_leaders=pledge.is_leaders)
    return _returned(pledge, is_above=True)


def _returned(pledge: Pledge, *, is_above: bool) -> ResponseReturnValue:
    # Before the text is shown: a draft is its author's alone.
    check_waits(pledge.last.state)
    check_not_own(is_own=current_actor().member_id == pledge.member_id)
    form = ReturnForm(data={"version": pledge.version})

    def give_back() -> None:
        service.return_pledge(
            pledge,
            comment=form.comment.data,
            version=form.version.data,
            is_above=is_above,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, give_back, on=pledge):
        flash(f"Đã trả lại để đồng chí {pledge.member.name} bổ sung.")
        return to_pledge(pledge)
    text = text_of(pledge.last, sections_for(pledge.campaign, pledge.organisation))
    return render_template("pledges/return_pledge.html", pledge=pledge, form=form, text=text)


@bp.post(f"{PLEDGE}/publish")
@guarded(Permission.PLEDGE_REVIEW, load=get_pledge)
def publish(pledge: Pledge) -> ResponseReturnValue:
    with transaction():
        service.publish_pledge(
            pledge, version=SeenForm().version.data, by=current_actor(), now=now()
        )
    flash("Đã công khai; mọi đảng viên trong chi bộ đọc được bản đã xác nhận.")
    return to_pledge(pledge)


@bp.post(f"{PLEDGE}/unpublish")
@guarded(Permission.PLEDGE_REVIEW, load=get_pledge)
def unpublish(pledge: Pledge) -> ResponseReturnValue:
    with transaction():
        service.unpublish_pledge(
            pledge, version=SeenForm().version.data, by=current_actor(), now=now()
        )
    flash("Đã thôi công khai bản cam kết.")
    return to_pledge(pledge)


@bp.route("/branches/<uuid:branch_id>/pledges/waiting", methods=["GET", "POST"])
@guarded(Permission.PLEDGE_REVIEW, load=get_branch)
def waiting(branch: Organisation) -> ResponseReturnValue:
    return _waiting_page(branch, waiting_in(branch), is_above=False)


@bp.route("/organisations/<uuid:organisation_id>/pledges/waiting", methods=["GET", "POST"])
@guarded(Permission.PLEDGE_REVIEW_ABOVE, load=get_organisation)
def waiting_above(organisation: Organisation) -> ResponseReturnValue:
    return _waiting_page(organisation, leaders_waiting(organisation.path), is_above=True)


def _waiting_page(
    place: Organisation, pledges: Sequence[Pledge], *, is_above: bool
) -> ResponseReturnValue:
    """Several at once, each of them marked as read by hand."""
    form = ConfirmSeveralForm()
    others = [one for one in pledges if one.member_id != current_actor().member_id]
    offered = {f"{one.id.hex}:{one.version}": one for one in others}
    form.offer((one.id, one.version, one.member.name) for one in others)

    def confirm_them() -> None:
        service.confirm_several(
            ((one, one.version) for key, one in offered.items() if key in form.chosen),
            is_above=is_above,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, confirm_them):
        flash(f"Đã xác nhận {len(form.chosen)} bản cam kết.")
        return _to_waiting(place, is_above=is_above)
    return _show_waiting(place, pledges, form, is_above=is_above)


def _to_waiting(place: Organisation, *, is_above: bool) -> ResponseReturnValue:
    if is_above:
        return redirect(url_for("pledges.waiting_above", organisation_id=place.id))
    return redirect(url_for("pledges.waiting", branch_id=place.id))


def _show_waiting(
    place: Organisation,
    pledges: Sequence[Pledge],
    form: ConfirmSeveralForm,
    *,
    is_above: bool,
) -> ResponseReturnValue:
    return render_template(
        "pledges/waiting.html",
        place=place,
        form=form,
        lines=[(one, text_of(one.last)) for one in pledges],
        ticks={option.data: option for option in form.read},
        arrivals=() if is_above else arrivals_at(place, on=today()),
        is_above=is_above,
        is_full=len(pledges) == WAITING_SHOWN,
        today=today(),
    )


def _arriving(pledge_id: UUID) -> Arrival | None:
    return get_arrival(pledge_id, on=today())


@bp.route(f"{PLEDGE}/take-over", methods=["GET", "POST"])
@guarded(Permission.PLEDGE_TAKE_OVER, load=_arriving)
def take_over(arrival: Arrival) -> ResponseReturnValue:
    pledge, branch = arrival.pledge, arrival.branch
    check_moved(is_here=pledge.organisation_id == branch.id)
    form = SeenForm(data={"version": pledge.version})
    is_own = current_actor().member_id == pledge.member_id
    if not form.validate_on_submit():
        return render_template("pledges/take_over.html", arrival=arrival, form=form, is_own=is_own)
    with transaction():
        service.take_over(pledge, branch, version=form.version.data, by=current_actor(), now=now())
    flash(f"Đã chuyển bản cam kết năm {pledge.year} về {branch.name}.")
    return to_pledge(pledge) if is_own else _to_waiting(branch, is_above=False)
