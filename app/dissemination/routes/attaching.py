"""Documents from above on the pages of a meeting."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.dissemination.forms import AttachForm, PickFilter, RegisterForm
from app.dissemination.queries import CitedItem, documents_to_present, get_cited_item
from app.dissemination.routes import bp
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.library.models import HigherDocument
from app.library.queries import documents_known_at
from app.library.service import register_document
from app.meetings.models import AgendaItem, AgendaStep, Meeting
from app.meetings.queries.documents import Cited, documents_in
from app.meetings.queries.record import get_step, writing
from app.meetings.rules.agenda import sections
from app.meetings.rules.life import PREPARABLE, RECORDABLE
from app.meetings.service.documents import attach_document, detach_document
from app.web.forms import saved

OFFERED = 20


def shown_on(meeting: Meeting, section: str | None) -> Mapping[str, Any] | None:
    """What is presented under the steps of a meeting, or under the one whose page is drawn."""
    cited = documents_in(meeting.id)
    steps = [step for step in meeting.steps if section in (None, step.section)]
    rows = [(item, cited[item.id]) for step in steps for item in step.items if item.id in cited]
    is_open = section is not None and meeting.status in PREPARABLE | RECORDABLE
    if not rows and not is_open:
        return None
    return {
        "rows": rows,
        "section": section,
        "may_change": is_open,
        "asked": _asked(meeting, steps, cited) if is_open else [],
    }


def _asked(meeting: Meeting, steps: Sequence[AgendaStep], cited: Cited) -> Sequence[HigherDocument]:
    """What the branch was asked to present, offered where documents from above belong."""
    if _usual([item for step in steps for item in step.items]) is None:
        return []
    here = {document.id for documents in cited.values() for document in documents}
    asked = documents_to_present(meeting.organisation, on=meeting.held_on)
    return [document for document in asked if document.id not in here]


def _open_items(step: AgendaStep) -> list[AgendaItem]:
    """Those that everybody may read."""
    return [item for item in step.items if not item.is_restricted and not item.is_withheld]


def _usual(items: Sequence[AgendaItem]) -> str | None:
    """Where documents from above are mostly presented."""
    return next((str(item.id) for item in items if item.slot == "policy"), None)


def _back(step: AgendaStep) -> str:
    return url_for("meetings.step", meeting_id=step.meeting_id, section=step.section)


@bp.route("/meetings/<uuid:meeting_id>/steps/<string:section>/documents", methods=["GET", "POST"])
@guarded(writing, load=get_step)
def attach(step: AgendaStep) -> ResponseReturnValue:
    narrowed = PickFilter(request.args)
    meeting, items = step.meeting, _open_items(step)
    known = documents_known_at(meeting.organisation, text=narrowed.q.data, on=meeting.held_on)
    offered = {document.id: document for document in known[:OFFERED]}
    form = AttachForm(item_id=_usual(items))
    form.offer(
        ((item.id, item.title) for item in items),
        ((id_, document.citation) for id_, document in offered.items()),
    )

    def change() -> None:
        item = next(item for item in items if item.id == form.chosen_item)
        for id_ in form.chosen_documents:
            attach_document(item, offered[id_], by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, change):
        flash("Đã gắn văn bản vào nội dung.")
        return redirect(_back(step))
    return render_template(
        "dissemination/attach.html",
        form=form,
        narrowed=narrowed,
        step=step,
        title=sections()[step.section].short,
        has_more=len(known) > OFFERED,
        back_url=_back(step),
    )


@bp.route(
    "/meetings/<uuid:meeting_id>/steps/<string:section>/documents/new", methods=["GET", "POST"]
)
@guarded(writing, load=get_step)
def register(step: AgendaStep) -> ResponseReturnValue:
    """For what came too late to be registered before: both at once."""
    if not can(Permission.LIBRARY_KEEP, step):
        abort(403)
    items = _open_items(step)
    form = RegisterForm(item_id=_usual(items))
    form.offer_items((item.id, item.title) for item in items)

    def change() -> None:
        item = next(item for item in items if item.id == form.chosen_item)
        document = register_document(
            step.meeting.organisation, form.typed(), by=current_actor(), now=now()
        )
        attach_document(item, document, by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, change):
        flash("Đã ghi văn bản vào sổ và gắn vào nội dung.")
        return redirect(_back(step))
    return render_template(
        "dissemination/register.html", form=form, step=step, back_url=_back(step)
    )


def _writing(cited: CitedItem) -> Permission:
    return writing(cited.item)


@bp.post("/meetings/<uuid:meeting_id>/items/<uuid:item_id>/documents/<uuid:document_id>/detach")
@guarded(_writing, load=get_cited_item)
def detach(cited: CitedItem) -> ResponseReturnValue:
    with transaction():
        detach_document(cited.item, cited.document, by=current_actor(), now=now())
    flash("Đã bỏ văn bản khỏi nội dung.")
    return redirect(_back(cited.item.step))
