"""Statuses and positions: begun, ended, moved to another branch."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.organisations.models import Organisation
from app.organisations.queries import list_where
from app.organisations.rules import Level
from app.people import queries, service
from app.people.forms import (
    EndForm,
    PositionCorrection,
    PositionForm,
    StatusCorrection,
    StatusForm,
    TransferForm,
)
from app.people.models import PositionPeriod, StatusPeriod
from app.people.queries import Membership
from app.people.routes import bp
from app.people.routes.members import member_url, membership
from app.people.rules import STATUS_LABELS, Position, Status
from app.web.forms import saved

_MEMBER = "/organisations/<uuid:organisation_id>/members/<uuid:member_id>"


def _kept_places() -> dict[str, Organisation]:
    """Where the actor may write members down: nobody is placed outside the own reach."""
    places = list_where(current_actor(), Permission.MEMBER_KEEP)
    return {str(place.id): place for place in places}


def _kept_branches() -> dict[str, Organisation]:
    return {key: p for key, p in _kept_places().items() if p.level is Level.BRANCH}


def _named(places: dict[str, Organisation]) -> list[tuple[str, str]]:
    return [(key, place.name) for key, place in places.items()]


@bp.route(f"{_MEMBER}/statuses/new", methods=["GET", "POST"])
@guarded(Permission.MEMBER_KEEP, load=membership)
def begin_status(membership: Membership) -> ResponseReturnValue:
    branches = _kept_branches()
    form = StatusForm(organisation_id=str(membership.organisation.id))
    form.organisation_id.choices = _named(branches)
    if form.validate_on_submit() and saved(
        form,
        lambda: service.begin_status(
            membership.member,
            branches[form.organisation_id.data],
            Status(form.status.data),
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            basis=form.basis.data,
            by=current_actor(),
            now=now(),
        ),
    ):
        flash(f"Đã ghi trạng thái {STATUS_LABELS[Status(form.status.data)].lower()}.")
        return redirect(member_url(membership.member, membership.organisation))
    return render_template("people/begin_status.html", form=form, membership=membership)


@bp.route("/statuses/<uuid:period_id>/end", methods=["GET", "POST"])
@guarded(Permission.MEMBER_KEEP, load=queries.get_status_period)
def end_status(period: StatusPeriod) -> ResponseReturnValue:
    form = EndForm(ends_on=today())
    if form.validate_on_submit() and saved(
        form,
        lambda: service.end_status(
            period, ends_on=form.ends_on.data, by=current_actor(), now=now()
        ),
    ):
        flash("Đã ghi ngày kết thúc.")
        return redirect(member_url(period.member, period.organisation))
    return render_template("people/end_status.html", form=form, period=period)


@bp.route(f"{_MEMBER}/positions/new", methods=["GET", "POST"])
@guarded(Permission.MEMBER_KEEP, load=membership)
def begin_position(membership: Membership) -> ResponseReturnValue:
    places = _kept_places()
    form = PositionForm(organisation_id=str(membership.organisation.id))
    form.organisation_id.choices = _named(places)
    begun: list[PositionPeriod] = []
    if form.validate_on_submit() and saved(
        form,
        lambda: begun.append(
            service.begin_position(
                membership.member,
                places[form.organisation_id.data],
                Position(form.position.data),
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                basis=form.basis.data,
                by=current_actor(),
                now=now(),
            )
        ),
    ):
        flash("Đã ghi chức vụ.")
        for doubt in queries.doubts_about(begun[0]):
            flash(doubt, "warning")
        return redirect(member_url(membership.member, membership.organisation))
    return render_template("people/begin_position.html", form=form, membership=membership)


@bp.route("/positions/<uuid:period_id>/end", methods=["GET", "POST"])
@guarded(Permission.MEMBER_KEEP, load=queries.get_position_period)
def end_position(period: PositionPeriod) -> ResponseReturnValue:
    form = EndForm(ends_on=today())
    if form.validate_on_submit() and saved(
        form,
        lambda: service.end_position(
            period, ends_on=form.ends_on.data, by=current_actor(), now=now()
        ),
    ):
        flash("Đã ghi ngày kết thúc.")
        return redirect(url_for("organisations.show", organisation_id=period.organisation_id))
    return render_template("people/end_position.html", form=form, period=period)


@bp.route("/statuses/<uuid:period_id>/correct", methods=["GET", "POST"])
@guarded(Permission.MEMBER_KEEP, load=queries.get_status_period)
def correct_status(period: StatusPeriod) -> ResponseReturnValue:
    form = StatusCorrection(obj=period)
    if form.validate_on_submit() and saved(
        form,
        lambda: service.correct_status(
            period,
            form.values(),
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        ),
        on=period,
    ):
        flash("Đã đính chính.")
        return redirect(member_url(period.member, period.organisation))
    return render_template("people/_correct.html", form=form, period=period)


@bp.route("/positions/<uuid:period_id>/correct", methods=["GET", "POST"])
@guarded(Permission.MEMBER_KEEP, load=queries.get_position_period)
def correct_position(period: PositionPeriod) -> ResponseReturnValue:
    form = PositionCorrection(obj=period)
    if form.validate_on_submit() and saved(
        form,
        lambda: service.correct_position(
            period,
            form.values(),
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        ),
        on=period,
    ):
        flash("Đã đính chính.")
        return redirect(url_for("organisations.show", organisation_id=period.organisation_id))
    return render_template("people/_correct.html", form=form, period=period)


@bp.route(f"{_MEMBER}/transfer", methods=["GET", "POST"])
@guarded(Permission.MEMBER_KEEP, load=membership)
def transfer(membership: Membership) -> ResponseReturnValue:
    branches = _kept_branches()
    branches.pop(str(membership.organisation.id), None)
    form = TransferForm()
    form.organisation_id.choices = [("", "—"), *_named(branches)] if branches else []
    if form.validate_on_submit() and saved(
        form,
        lambda: service.transfer_member(
            membership,
            branches[form.organisation_id.data],
            starts_on=form.starts_on.data,
            basis=form.basis.data,
            by=current_actor(),
            now=now(),
        ),
    ):
        target = branches[form.organisation_id.data]
        flash(f"Đã chuyển sinh hoạt đến {target.name}.")
        return redirect(member_url(membership.member, target))
    return render_template("people/transfer.html", form=form, membership=membership)
