"""The work of a branch's year: planned, put forward, decided, moved, finished."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.kernel.text import fold
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation
from app.people.queries import members_of
from app.programmes.models import WorkItem
from app.programmes.queries.work import items_of
from app.programmes.rules import PlanStatus
from app.programmes.rules.topics import changed_in, check_year
from app.programmes.rules.work import (
    a_year_later,
    check_approvable,
    check_changeable,
    check_due,
    check_registrable,
    check_removable,
    check_result,
    check_returnable,
    status_after_change,
)
from app.programmes.service.topics import check_seen, note, take_turn

FIELDS = ("month", "text", "owner", "due_on")


def plan_item(
    branch: Organisation, year: int, values: Mapping[str, Any], *, by: Actor, now: datetime
) -> WorkItem:
    """A draft, seen by the branch's leading hands alone until it is registered.

    :raises RuleBroken: if the year is not open yet, for a deadline that does not fit, or for the
        same work in the same month.
    """
    check_year(year, today=local(now).date())
    take_turn(branch)
    check_due(year, values["month"], values["due_on"])
    _check_new(branch, year, values)
    return _planned(branch, year, values, by, now)


def _planned(
    branch: Organisation, year: int, values: Mapping[str, Any], by: Actor, now: datetime
) -> WorkItem:
    known = {name: values[name] for name in FIELDS}
    item = WorkItem(organisation=branch, year=year, status=PlanStatus.DRAFT, **known)
    db.session.add(item)
    db.session.flush()
    note(Event.WORK_PLANNED, item, by, now, text=item.text, month=item.month, year=year)
    return item


def _check_new(
    branch: Organisation,
    year: int,
    values: Mapping[str, Any],
    *,
    beside: WorkItem | None = None,
) -> None:
    wanted = (values["month"], fold(values["text"]))
    for item in items_of(branch, year, with_drafts=True):
        if item is not beside and (item.month, fold(item.text)) == wanted:
            raise RuleBroken(
                f"Tháng {item.month} đã có việc này; sửa việc đó, hoặc chọn tháng khác.",
                field="text",
            )


def change_item(
    item: WorkItem,
    values: Mapping[str, Any],
    *,
    version: int | None,
    by: Actor,
    now: datetime,
) -> bool:
    """Whether the committee has to decide again; another month or hand alone keeps its approval.

    :raises RuleBroken: once it is done.
    """
    check_fresh(item, version)
    before = {name: getattr(item, name) for name in FIELDS}
    changed = changed_in(before, values)
    if not changed:
        return False
    take_turn(item.organisation)
    check_changeable(item.done_on)
    check_due(item.year, values["month"], values["due_on"])
    _check_new(item.organisation, item.year, values, beside=item)
    after = {name: values[name] for name in FIELDS if name in changed}
    for name, value in after.items():
        setattr(item, name, value)
    shown = _shown({name: before[name] for name in after})
    note(Event.WORK_CHANGED, item, by, now, before=shown, after=_shown(after))
    status = status_after_change(item.status, is_reworded="text" in changed)
    if status is item.status:
        return False
    _register(item, by, now)
    return True


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    shown = dict(values)
    if "owner" in shown:
        shown["owner"] = shown["owner"].name if shown["owner"] else None
    return shown


def remove_item(item: WorkItem, *, version: int | None, by: Actor, now: datetime) -> None:
    check_fresh(item, version)
    check_removable(item.status)
    note(Event.WORK_REMOVED, item, by, now, text=item.text)
    db.session.delete(item)


def register_item(item: WorkItem, *, version: int | None, by: Actor, now: datetime) -> None:
    """Put before the committee, for the first time or mended."""
    check_fresh(item, version)
    check_registrable(item.status)
    _register(item, by, now)


def _register(item: WorkItem, by: Actor, now: datetime) -> None:
    item.status = PlanStatus.REGISTERED
    item.returned_reason = item.decided_at = item.decided_by = None
    item.registered_at, item.registered_by = now, by.name
    note(Event.WORK_REGISTERED, item, by, now, text=item.text)


def register_all(
    branch: Organisation, year: int, *, seen: str | None, by: Actor, now: datetime
) -> int:
    """Every draft of the year, if these are the ones the page has shown."""
    items = _seen(branch, year, PlanStatus.DRAFT, seen)
    for item in items:
        _register(item, by, now)
    return len(items)


def approve_all(
    branch: Organisation, year: int, *, seen: str | None, by: Actor, now: datetime
) -> int:
    """Every registered item of the branch's year, if these are the ones that were read."""
    items = _seen(branch, year, PlanStatus.REGISTERED, seen)
    for item in items:
        check_approvable(item.status)
        item.status = PlanStatus.APPROVED
        item.decided_at, item.decided_by = now, by.name
        note(Event.WORK_APPROVED, item, by, now, text=item.text)
    return len(items)


def _seen(branch: Organisation, year: int, status: PlanStatus, seen: str | None) -> list[WorkItem]:
    items = [i for i in items_of(branch, year, with_drafts=True) if i.status is status]
    check_seen(items, seen, "việc")
    return items


def return_item(
    item: WorkItem, *, reason: str, version: int | None, by: Actor, now: datetime
) -> None:
    """Back to the branch with a reason, approved or not, as long as it is not done."""
    check_fresh(item, version)
    check_returnable(item.status, item.done_on)
    item.status = PlanStatus.RETURNED
    item.returned_reason = reason
    item.decided_at, item.decided_by = now, by.name
    note(Event.WORK_RETURNED, item, by, now, text=item.text, reason=reason)


def record_result(
    item: WorkItem,
    *,
    result: str,
    done_on: date | None,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """What came of it; without a day it is not done yet, or not after all."""
    check_fresh(item, version)
    check_result(item.status, done_on, today=local(now).date())
    if (item.result, item.done_on) == (result, done_on):
        return
    item.result, item.done_on = result, done_on
    note(Event.WORK_DONE, item, by, now, text=item.text, done_on=done_on)


def copy_last_year(branch: Organisation, year: int, *, by: Actor, now: datetime) -> int:
    """Last year's work as drafts, in the same months; what stands there already is left alone.

    :raises RuleBroken: if there is nothing to copy.
    """
    check_year(year, today=local(now).date())
    take_turn(branch)
    known = {(i.month, fold(i.text)) for i in items_of(branch, year, with_drafts=True)}
    here = {row.member_id for row in members_of(branch.id, on=local(now).date())}
    copied = 0
    for old in items_of(branch, year - 1, with_drafts=True):
        if (old.month, fold(old.text)) in known:
            continue
        values = {
            "month": old.month,
            "text": old.text,
            "owner": old.owner if old.owner_id in here else None,
            "due_on": a_year_later(old.due_on),
        }
        _planned(branch, year, values, by, now)
        copied += 1
    if not copied:
        raise RuleBroken(f"Chương trình năm {year - 1} không có việc nào chưa có trong năm {year}.")
    return copied
