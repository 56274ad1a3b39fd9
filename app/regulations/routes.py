from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded, signed_in
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation, list_where
from app.regulations.forms import DayForm, EndForm, PeriodForm, form_for
from app.regulations.models import RegulationValue
from app.regulations.queries import (
    SettingAt,
    changes_of,
    get_setting_at,
    get_value,
    lines_in_force,
    periods_at,
    values_of_setting,
)
from app.regulations.rules import CONFIDENCE_LABELS, has_begun, settings
from app.regulations.service import end_value, set_value, withdraw_value
from app.web.forms import saved
from app.web.pages import home

bp = Blueprint("regulations", __name__)


@bp.get("/regulations")
@signed_in
def mine() -> ResponseReturnValue:
    """The main navigation's way to the values that the actor keeps, else those at home."""
    kept = list_where(current_actor(), Permission.REGULATION_KEEP)
    place = home()
    if kept:
        return redirect(url_for("regulations.show", organisation_id=kept[0].id))
    if place is None:
        abort(404)
    return redirect(url_for("regulations.show", organisation_id=place.organisation_id))


@bp.get("/organisations/<uuid:organisation_id>/regulations")
@guarded(Permission.REGULATION_READ, load=get_organisation)
def show(organisation: Organisation) -> ResponseReturnValue:
    form = DayForm(request.args)
    on = (form.validate() and form.on.data) or today()
    return render_template(
        "regulations/show.html",
        organisation=organisation,
        form=form,
        on=on,
        groups=lines_in_force(organisation.path, on=on),
        confidence=CONFIDENCE_LABELS,
    )


@bp.get("/organisations/<uuid:organisation_id>/regulations/<string:setting_key>")
@guarded(Permission.REGULATION_READ, load=get_setting_at)
def setting(place: SettingAt) -> ResponseReturnValue:
    day = today()
    return render_template(
        "regulations/setting.html",
        place=place,
        periods=periods_at(place),
        own=[(value, _open(value, day)) for value in _own(place)],
        changes=changes_of(place),
        today=day,
    )


def _own(place: SettingAt) -> list[RegulationValue]:
    return list(values_of_setting(place.organisation, place.setting.key))


def _open(value: RegulationValue, day: date) -> str:
    """What may still be done with a value: end it, withdraw it, or nothing."""
    if value.valid_until is not None and value.valid_until < day:
        return ""
    return "end" if has_begun(value.valid_from, on=day) else "withdraw"


@bp.route(
    "/organisations/<uuid:organisation_id>/regulations/<string:setting_key>/new",
    methods=["GET", "POST"],
)
@guarded(Permission.REGULATION_KEEP, load=get_setting_at)
def new(place: SettingAt) -> ResponseReturnValue:
    form = form_for(place.setting)(valid_from=today())
    if form.validate_on_submit() and saved(form, lambda: _set(place, form)):
        flash("Đã lưu giá trị mới.")
        return redirect(_address(place.organisation, place.setting.key))
    return render_template("regulations/new.html", form=form, place=place)


def _set(place: SettingAt, form: PeriodForm) -> None:
    set_value(
        place.organisation,
        place.setting,
        value=form.typed,
        valid_from=form.valid_from.data,
        valid_until=form.valid_until.data,
        source=form.source.data,
        is_older=form.is_older.data,
        by=current_actor(),
        now=now(),
    )


@bp.route("/regulations/<uuid:value_id>/end", methods=["GET", "POST"])
@guarded(Permission.REGULATION_KEEP, load=get_value)
def end(value: RegulationValue) -> ResponseReturnValue:
    form = EndForm(version=value.version, valid_until=today())
    if form.validate_on_submit() and saved(
        form,
        lambda: end_value(
            value,
            valid_until=form.valid_until.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        ),
        on=value,
    ):
        flash("Đã đặt ngày kết thúc.")
        return redirect(_address(value.organisation, value.key))
    return render_template(
        "regulations/end.html", form=form, value=value, setting=settings()[value.key]
    )


@bp.post("/regulations/<uuid:value_id>/withdraw")
@guarded(Permission.REGULATION_KEEP, load=get_value)
def withdraw(value: RegulationValue) -> ResponseReturnValue:
    back = _address(value.organisation, value.key)
    with transaction():
        withdraw_value(value, by=current_actor(), now=now())
    flash("Đã xóa giá trị chưa áp dụng.")
    return redirect(back)


def _address(organisation: Organisation, key: str) -> str:
    return url_for("regulations.setting", organisation_id=organisation.id, setting_key=key)
