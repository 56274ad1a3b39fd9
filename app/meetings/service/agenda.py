from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.meetings.models import AgendaItem, AgendaStep
from app.meetings.queries.units import item_values, step_values
from app.meetings.rules.agenda import StepState, check_no_content
from app.meetings.rules.life import check_editable, check_recordable
from app.meetings.rules.units import FIELDS, UnitKind
from app.meetings.service.screen import follow_finished
from app.meetings.service.trail import keep, keep_removal, note
from app.meetings.service.turns import take_turn
from app.revisions.rules import Saving, unit_name

ITEM_FIELDS = FIELDS[UnitKind.ITEM]


def change_item(
    item: AgendaItem,
    values: Mapping[str, Any],
    *,
    version: int | None,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Write under a slot; an unchanged one leaves no line."""
    before = {name: getattr(item, name) or "" for name in values}
    after = {name: value or "" for name, value in values.items()}
    if before == after:
        return
    check_fresh(item, version)
    check_editable(take_turn(item.step.meeting, saving))
    unit_before = item_values(item)
    for name, value in values.items():
        setattr(item, name, value or None)
    meeting = item.step.meeting
    keep(
        meeting,
        unit_name(UnitKind.ITEM, item.id),
        unit_before,
        item_values(item),
        saving=saving,
        by=by,
        now=now,
    )
    if item.step.state is StepState.NO_CONTENT and has_content(item.step):
        _put_state(item.step, StepState.OPEN, "", None, by, now)
    note(
        Event.AGENDA_CHANGED,
        meeting,
        saving=saving,
        by=by,
        now=now,
        item=item.title,
        before=before,
        after=after,
    )


def add_item(
    step: AgendaStep,
    *,
    title: str,
    is_restricted: bool,
    is_withheld: bool,
    by: Actor,
    now: datetime,
) -> AgendaItem:
    """A further item of the branch's own under a step."""
    check_editable(take_turn(step.meeting))
    item = AgendaItem(
        position=max((item.position for item in step.items), default=0) + 1,
        title=title,
        is_restricted=is_restricted,
        is_withheld=is_withheld,
    )
    step.items.append(item)
    note(Event.AGENDA_CHANGED, step.meeting, by=by, now=now, item=title, before={}, after={})
    return item


def remove_item(item: AgendaItem, *, by: Actor, now: datetime) -> None:
    """:raises RuleBroken: for a slot of the fixed agenda: it can be empty, never gone."""
    check_editable(take_turn(item.step.meeting))
    if item.slot is not None:
        raise RuleBroken("Nội dung này thuộc chương trình quy định nên không xóa được.")
    before = item_values(item)
    meeting = item.step.meeting
    item.step.items.remove(item)
    db.session.delete(item)
    keep_removal(meeting, unit_name(UnitKind.ITEM, item.id), before, by=by, now=now)
    note(
        Event.AGENDA_CHANGED,
        meeting,
        by=by,
        now=now,
        item=item.title,
        before=before,
        after={},
    )


def has_content(step: AgendaStep) -> bool:
    return any(item.content or item.conclusion for item in step.items)


def set_step(
    step: AgendaStep,
    state: StepState,
    *,
    reason: str = "",
    has_record: bool = False,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Mark a step done, open again, or without content (with the reason).

    With a step that is done the screen in the room goes on.

    :param has_record: whether something was said, voted or reviewed under it.
    :raises RuleBroken: if a step said to be empty has content or no reason is given.
    """
    check_recordable(take_turn(step.meeting, saving))
    if state is StepState.NO_CONTENT:
        check_no_content(reason, has_content=has_content(step) or has_record)
    before = step.state
    _put_state(step, state, reason, saving, by, now)
    note(
        Event.STEP_CHANGED,
        step.meeting,
        saving=saving,
        by=by,
        now=now,
        section=step.section,
        before=before,
        after=state,
    )
    if state is StepState.DONE:
        follow_finished(step, by=by, now=now)


def _put_state(
    step: AgendaStep,
    state: StepState,
    reason: str,
    saving: Saving | None,
    by: Actor,
    now: datetime,
) -> None:
    before = step_values(step)
    step.state = state
    step.no_content_reason = reason if state is StepState.NO_CONTENT else None
    keep(
        step.meeting,
        unit_name(UnitKind.STEP, step.id),
        before,
        step_values(step),
        saving=saving,
        by=by,
        now=now,
    )
