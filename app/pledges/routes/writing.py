"""Writing a pledge, row by row: one page that saves all rows, and may add or take away one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.kernel.clock import now, today
from app.kernel.errors import RuleBroken
from app.pledges.forms.live import checked_row
from app.pledges.forms.writing import (
    ROW_FIELDS,
    RowsForm,
    as_id,
    rows_form,
    versions_in,
    versions_of,
)
from app.pledges.models import Pledge, PledgeItem
from app.pledges.queries.pledges import get_pledge
from app.pledges.queries.sources import Sources, sources_of
from app.pledges.queries.writing import Written, item_called, offered_to, writing, written_in
from app.pledges.routes import PLEDGE, bp
from app.pledges.rules.text import SOURCE_LABELS
from app.pledges.service import writing as service
from app.revisions.queries import standing_of
from app.web.forms import saved


@bp.route(f"{PLEDGE}/write", methods=["GET", "POST"])
@guarded(writing, load=get_pledge)
def write(pledge: Pledge) -> ResponseReturnValue:
    if request.method == "GET" and not pledge.is_writable:
        return redirect(url_for("pledges.show", pledge_id=pledge.id))
    written = written_in(pledge)
    sources = sources_of(pledge, written, on=today())
    form = rows_form((item, offered_to(item, written.choices)) for item in written.items)
    if form.validate_on_submit() and _save(pledge, written, sources, form):
        return _after(pledge)
    return render_template(
        "pledges/write.html",
        pledge=pledge,
        written=written,
        sources=sources,
        form=form,
        source_labels=SOURCE_LABELS,
        **_live(pledge, written),
    )


def _live(pledge: Pledge, written: Written) -> dict[str, object]:
    """What the script needs: the revision of each row that is drawn, and an empty row."""
    blank = PledgeItem(id=UUID(int=0), content="")
    return {
        "numbers": {name: last.number for name, last in standing_of(pledge.id).items()},
        "blank": blank,
        "blank_form": rows_form([(blank, written.choices)]),
    }


def _save(pledge: Pledge, written: Written, sources: Sources, form: RowsForm) -> bool:
    versions = versions_in(form.version.data)
    removed = as_id(request.form.get("remove"))

    def change() -> None:
        for item in written.items:
            if item.id != removed:
                with _blaming(item):
                    service.change_item(
                        pledge,
                        item,
                        **form.row(item),
                        version=versions.get(item.id),
                        by=current_actor(),
                        now=now(),
                    )
        for item_id in versions.keys() - {item.id for item in written.items} - {removed}:
            _bring_back(pledge, item_id, written)
        _press(pledge, sources, versions)

    return saved(form, change, on=lambda: _stored(written.items))


def _bring_back(pledge: Pledge, item_id: UUID, written: Written) -> None:
    """A row that this page still shows was removed on another device."""
    sent = {name: request.form.get(f"{name}_{item_id.hex}", "") for name in ROW_FIELDS}
    kept = service.bring_back(
        pledge,
        item_id,
        lambda values: checked_row(values, written.choices),
        sent,
        by=current_actor(),
        now=now(),
    )
    if kept:
        flash("Dòng đồng chí vừa sửa đã bị xóa ở thiết bị khác; lời vừa viết thành dòng mới.")


@contextmanager
def _blaming(item: PledgeItem) -> Iterator[None]:
    """A refusal belongs beside the field of its own row."""
    try:
        yield
    except RuleBroken as refusal:
        field = f"{refusal.field}_{item.id.hex}" if refusal.field else None
        raise RuleBroken(refusal.message, field=field) from None


def _press(pledge: Pledge, sources: Sources, versions: Mapping[UUID, int]) -> None:
    """What the pressed button asks for beyond saving."""
    pressed, by, moment = request.form, current_actor(), now()
    section_id, removed = as_id(pressed.get("add")), as_id(pressed.get("remove"))
    offered = sources.called(pressed.get("take", ""))
    if section_id:
        service.add_item(pledge, section_id=section_id, content="", by=by, now=moment)
    if offered:
        service.take_source(pledge, offered, by=by, now=moment)
    if removed and (item := item_called(pledge, removed)):
        service.remove_item(pledge, item, version=versions.get(removed), by=by, now=moment)


def _stored(items: list[PledgeItem]) -> SimpleNamespace:
    """The rows as they stand now, under the names of the form's fields."""
    values = {
        f"{name}_{item.id.hex}": getattr(item, name) or ""
        for item in items
        for name in ("content", "measure", "due_on")
    }
    return SimpleNamespace(**values, version=versions_of(items))


def _after(pledge: Pledge) -> ResponseReturnValue:
    """To the row that was added, to the whole text, or back to writing."""
    if "done" in request.form:
        flash("Đã lưu. Đọc lại lần cuối rồi nộp.")
        return redirect(url_for("pledges.show", pledge_id=pledge.id))
    added = pledge.last.items[-1] if {"add", "take"} & set(request.form) else None
    if added is None:
        flash("Đã xóa nội dung." if "remove" in request.form else "Đã lưu.")
    anchor = f"row-{added.id.hex}" if added else None
    return redirect(url_for("pledges.write", pledge_id=pledge.id, _anchor=anchor))
