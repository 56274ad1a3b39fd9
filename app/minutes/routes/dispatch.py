"""A sealed record is sent up; the committee sees what has come and says so."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.minutes import service
from app.minutes.forms import ReceiveForm
from app.minutes.models import MinutesRecord
from app.minutes.queries import get_record
from app.minutes.queries.deliveries import deliveries_below
from app.minutes.queries.progress import progress_of
from app.minutes.routes import bp
from app.minutes.routes.records import to_record
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.web.forms import saved


def _record(record_id: UUID, **_rest: Any) -> MinutesRecord | None:
    return get_record(record_id)


@bp.post("/minutes/<uuid:record_id>/send")
@guarded(Permission.DISPATCH_SEND, load=_record)
def send(record: MinutesRecord) -> ResponseReturnValue:
    with transaction():
        service.send_minutes(record, by=current_actor(), now=now())
    flash("Đã gửi biên bản lên cấp trên; chờ cấp trên xác nhận đã nhận.")
    return to_record(record)


@bp.route("/minutes/<uuid:record_id>/receive", methods=["GET", "POST"])
@guarded(Permission.DISPATCH_RECEIVE, load=_record)
def receive(record: MinutesRecord) -> ResponseReturnValue:
    """One press from the list; opened by itself it asks for a note too."""
    form = ReceiveForm()
    committee_id = record.meeting.organisation.parent_id

    def receive_() -> None:
        service.receive_minutes(record, remark=form.note.data, by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, receive_):
        flash(f"Đã nhận biên bản số {record.number_symbol}.")
        return redirect(url_for("minutes.deliveries", organisation_id=committee_id))
    return render_template("minutes/receive.html", form=form, progress=progress_of(record))


@bp.get("/organisations/<uuid:organisation_id>/deliveries")
@guarded(Permission.DISPATCH_RECEIVE, load=get_organisation)
def deliveries(organisation: Organisation) -> ResponseReturnValue:
    return render_template(
        "minutes/deliveries.html",
        organisation=organisation,
        deliveries=deliveries_below(organisation.path),
        today=today(),
    )
