"""One step at a time: its slots, its state, further items."""

from collections.abc import Sequence
from types import SimpleNamespace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.assignments.queries import reviews_of, unsettled_before
from app.assignments.queries.given import from_above
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.meetings.forms.record import (
    ItemForm,
    NoContentForm,
    StepForm,
    step_form,
    versions_in,
    versions_of,
)
from app.meetings.models import AgendaItem, AgendaStep
from app.meetings.queries.meetings import get_meeting
from app.meetings.queries.panel import panel_of
from app.meetings.queries.record import (
    get_item,
    get_step,
    has_record,
    has_table,
    tasks_set_before,
    writing,
)
from app.meetings.routes import bp
from app.meetings.routes.asides import asides_of
from app.meetings.routes.entry import entry, live_page, section_url
from app.meetings.routes.screen import on_screen
from app.meetings.rules.agenda import StepState, hints, sections
from app.meetings.rules.life import PREPARABLE, RECORDABLE
from app.meetings.service import agenda as service
from app.web.forms import saved


def _readable(step: AgendaStep) -> Sequence[AgendaItem]:
    may_read_all = can(Permission.RESTRICTED_READ, step)
    return [item for item in step.items if may_read_all or not item.is_restricted]


@bp.route("/meetings/<uuid:meeting_id>/steps/<string:section>", methods=["GET", "POST"])
@guarded(writing, load=get_step)
def step(agenda_step: AgendaStep) -> ResponseReturnValue:
    items = [item for item in _readable(agenda_step) if not item.is_withheld]
    form = step_form(items)
    if form.validate_on_submit() and _save(agenda_step, items, form):
        return _after(agenda_step)
    meeting = get_meeting(agenda_step.meeting_id)
    return render_template(
        "meetings/step.html",
        meeting=meeting,
        step=agenda_step,
        section=sections()[agenda_step.section],
        items=_readable(agenda_step),
        form=form,
        panel=panel_of(agenda_step.meeting),
        on_screen=on_screen(agenda_step.meeting),
        hints=hints(agenda_step.meeting.organisation.branch_type, agenda_step.section),
        live=live_page(agenda_step.meeting, agenda_step.section, writable=PREPARABLE | RECORDABLE),
        next_url=_next_url(agenda_step),
        **asides_of(agenda_step.meeting, agenda_step.section),
        today=today(),
        **_table(agenda_step),
    )


def _table(agenda_step: AgendaStep) -> dict[str, object]:
    """Last month's words and tasks: on the table once the meeting runs, announced before."""
    meeting = agenda_step.meeting
    if not has_table(agenda_step):
        return {"reviews": [], "coming": [], "last_month": None, "from_above": []}
    around = {
        "last_month": tasks_set_before(meeting),
        "from_above": from_above(meeting.organisation_id),
    }
    if meeting.status in PREPARABLE:
        coming = unsettled_before(
            meeting.organisation_id, meeting_id=meeting.id, held_on=meeting.held_on
        )
        return {"reviews": [], "coming": coming, **around}
    return {"reviews": reviews_of(meeting.id), "coming": [], **around}


def _save(agenda_step: AgendaStep, items: Sequence[AgendaItem], form: StepForm) -> bool:
    versions = versions_in(form.version.data)

    def change() -> None:
        for item in items:
            service.change_item(
                item,
                {name: form[f"{name}_{item.id.hex}"].data for name in service.ITEM_FIELDS},
                version=versions.get(item.id),
                by=current_actor(),
                now=now(),
            )
        if "done" in request.form:
            service.set_step(agenda_step, StepState.DONE, by=current_actor(), now=now())

    return saved(form, change, on=lambda: _stored(items))


def _stored(items: Sequence[AgendaItem]) -> SimpleNamespace:
    """The step's texts as they stand now, under the names of the form's fields."""
    values = {
        f"{name}_{item.id.hex}": getattr(item, name) or ""
        for item in items
        for name in service.ITEM_FIELDS
    }
    return SimpleNamespace(**values, version=versions_of(items))


def _after(agenda_step: AgendaStep) -> ResponseReturnValue:
    """Saved: stay; finished: on to what comes next."""
    if "done" not in request.form:
        flash("Đã lưu.")
        return redirect(section_url(agenda_step.meeting, agenda_step.section))
    flash("Đã xong phần này.")
    return redirect(_next_url(agenda_step))


def _next_url(agenda_step: AgendaStep) -> str:
    meeting = agenda_step.meeting
    following = [s for s in meeting.steps if s.position > agenda_step.position]
    return section_url(meeting, following[0].section if following else None)


@bp.route("/meetings/<uuid:meeting_id>/steps/<string:section>/no-content", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_step)
def no_content(agenda_step: AgendaStep) -> ResponseReturnValue:
    form = NoContentForm()

    def mark() -> None:
        service.set_step(
            agenda_step,
            StepState.NO_CONTENT,
            reason=form.reason.data,
            has_record=has_record(agenda_step),
            by=current_actor(),
            now=now(),
        )

    back = section_url(agenda_step.meeting, agenda_step.section)
    if form.validate_on_submit() and saved(form, mark):
        flash("Đã ghi: không có nội dung.")
        return redirect(back)
    title = sections()[agenda_step.section].short
    return entry(agenda_step.meeting, form, f"{title}: không có nội dung", back=back)


@bp.post("/meetings/<uuid:meeting_id>/steps/<string:section>/reopen")
@guarded(Permission.MEETING_RECORD, load=get_step)
def reopen_step(agenda_step: AgendaStep) -> ResponseReturnValue:
    with transaction():
        service.set_step(agenda_step, StepState.OPEN, by=current_actor(), now=now())
    return redirect(section_url(agenda_step.meeting, agenda_step.section))


@bp.route("/meetings/<uuid:meeting_id>/steps/<string:section>/items/new", methods=["GET", "POST"])
@guarded(writing, load=get_step)
def new_item(agenda_step: AgendaStep) -> ResponseReturnValue:
    form = ItemForm()

    def add() -> None:
        service.add_item(
            agenda_step,
            title=form.title.data,
            is_restricted=form.is_restricted.data,
            is_withheld=form.is_withheld.data,
            by=current_actor(),
            now=now(),
        )

    back = section_url(agenda_step.meeting, agenda_step.section)
    if form.validate_on_submit() and saved(form, add):
        flash("Đã thêm nội dung.")
        return redirect(back)
    return entry(agenda_step.meeting, form, "Thêm nội dung vào chương trình", back=back)


@bp.post("/meetings/<uuid:meeting_id>/items/<uuid:item_id>/remove")
@guarded(writing, load=get_item)
def remove_item(item: AgendaItem) -> ResponseReturnValue:
    back = url_for("meetings.step", meeting_id=item.step.meeting_id, section=item.step.section)
    with transaction():
        service.remove_item(item, by=current_actor(), now=now())
    flash("Đã xóa nội dung.")
    return redirect(back)
