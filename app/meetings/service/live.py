"""What is typed is saved as it is typed: by units, field by field, never over another's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.meetings.models import AgendaItem, Meeting
from app.meetings.queries.units import VALUES_OF, record_to_change
from app.meetings.rules.life import check_editable, check_recordable
from app.meetings.rules.live import Check, Conflict, Result, Rights, Sent, check_length
from app.meetings.rules.units import (
    ADDABLE,
    APPOINTING,
    FIELDS,
    SHOWN_FIRST,
    Unit,
    UnitKind,
    unit_called,
)
from app.meetings.service.trail import index_meeting, note
from app.meetings.service.units import remove, write
from app.revisions.models import Revision
from app.revisions.queries import (
    Standing,
    revisions_with,
    text_of,
    values_at,
    waiting_texts,
)
from app.revisions.rules import Decision, RevisionKind, Saving, decide
from app.revisions.service import set_text_aside


@dataclass
class Desk:
    """One writer at one meeting, whose row is locked.

    `standing` is kept up to date, so that several changes of a unit follow each other.
    """

    meeting: Meeting
    standing: dict[str, Standing]
    check: Check
    rights: Rights
    by: Actor
    now: datetime


@dataclass
class _Open:
    """A unit while a change of it is looked at."""

    unit: Unit
    number: int
    record: Any
    present: dict[str, str]  # nothing where nothing stands
    filling: dict[str, str]  # what the fields hold that the change leaves out
    base: dict[str, str]
    typed: dict[str, str]


def save_changes(desk: Desk, changes: Sequence[Sent]) -> list[Result]:
    """Take each change for itself: one that is refused keeps no other from being saved.

    A change that was taken before, under its identity, is answered and not taken again.
    """
    ids = [id_ for change in changes for id_ in (change.id, _aside_id(change.id))]
    taken = {revision.id: revision for revision in revisions_with(ids)} if ids else {}
    units = [change.unit for change in changes]
    waiting = waiting_texts(desk.meeting.id, desk.by.account_id, units) if ids else ()
    held = {revision.unit: revision for revision in waiting}
    results = []
    for change in changes:
        result = _answer(desk, change, taken, held)
        results.append(result)
    return results


def _answer(
    desk: Desk, change: Sent, taken: dict[UUID, Revision], held: dict[str, Revision]
) -> Result:
    try:
        unit = unit_called(change.unit)
        earlier = taken.get(change.id), taken.get(_aside_id(change.id))
        if any(earlier):
            return _again(desk, unit, change, *earlier)
        _check_may_write(desk, unit, change)
        opened = _opened(desk, unit, change, held.get(change.unit))
        result, made = _save(desk, opened, change)
    except RuleBroken as refusal:
        last = desk.standing.get(change.unit)
        return Result(
            change.id,
            change.unit,
            "refused",
            last.number if last else 0,
            {},
            errors={refusal.field or "": refusal.message},
        )
    taken.update((revision.id, revision) for revision in made)
    held.pop(change.unit, None)
    held.update((kept.unit, kept) for kept in made if kept.kind is RevisionKind.HELD)
    return result


def _aside_id(change_id: UUID) -> UUID:
    """The identity of what is set aside of a change of which something else was taken."""
    return uuid5(change_id, RevisionKind.SET_ASIDE)


def put_back(desk: Desk, unit: Unit, values: Mapping[str, str]) -> Mapping[str, str]:
    """Write what was there before over what stands; what is wrong with it, if anything.

    :raises RuleBroken: for what may not be written now, or not by this writer.
    """
    record = record_to_change(desk.meeting, unit)
    _check_readable(desk, unit, record)
    last = desk.standing.get(str(unit))
    number = last.number if last else 0
    present = VALUES_OF[unit.kind](record) if record is not None else {}
    wanted = {n: t for n, t in values.items() if t != present.get(n, "")}
    _check_fields(desk, unit, wanted)
    opened = _Open(unit, number, record, present, present, present, wanted)
    return _write(desk, opened, wanted, Saving(uuid4(), number, RevisionKind.RESTORED))


def _check_fields(desk: Desk, unit: Unit, values: Mapping[str, str]) -> None:
    check = check_editable if unit.kind is UnitKind.ITEM else check_recordable
    check(desk.meeting.status)
    if not values.keys() <= set(FIELDS[unit.kind]):
        raise RuleBroken("Có ô không thuộc phần này; tải lại trang rồi thử lại.")
    if not desk.rights.may_appoint and not APPOINTING.isdisjoint(values):
        raise RuleBroken("Chỉ bí thư, phó bí thư cử chủ trì và thư ký.", field="chair_id")


def _check_may_write(desk: Desk, unit: Unit, change: Sent) -> None:
    _check_fields(desk, unit, change.values)
    check_length(change.values)
    if change.removes and unit.kind not in ADDABLE:
        raise RuleBroken("Phần này thuộc chương trình quy định nên không xóa được.")


def _opened(desk: Desk, unit: Unit, change: Sent, held: Revision | None) -> _Open:
    """
    :raises RuleBroken: for what is not in this meeting, or not for this writer.
    """
    record = record_to_change(desk.meeting, unit)
    _check_readable(desk, unit, record)
    last = desk.standing.get(str(unit))
    number = last.number if last else 0
    present = VALUES_OF[unit.kind](record) if record is not None else {}
    filling = present or dict(SHOWN_FIRST.get(unit.kind, {}))
    if record is None and last is not None and last.is_removed and change.base >= number:
        # Its writer knows that it was removed, and brings it back.
        filling = values_at({}, desk.meeting.id, str(unit), number - 1)
    base = _base_of(desk, unit, present, number, change.base)
    typed = dict(change.values)
    if held is not None:
        waiting = text_of(held, present)
        base |= {
            name: text
            for name, text in _base_of(desk, unit, present, number, held.base).items()
            if name in waiting and name not in typed
        }
        typed = waiting | typed
    return _Open(unit, number, record, present, filling, base, typed)


def _check_readable(desk: Desk, unit: Unit, record: Any) -> None:
    if record is None and unit.kind not in ADDABLE | {UnitKind.ROLL}:
        raise RuleBroken("Phần này không còn trong buổi họp; tải lại trang.")
    if not isinstance(record, AgendaItem):
        return
    if record.is_withheld or (record.is_restricted and not desk.rights.may_read_restricted):
        raise RuleBroken("Nội dung này không ghi ở đây.")


def _base_of(
    desk: Desk, unit: Unit, present: dict[str, str], number: int, base: int
) -> dict[str, str]:
    if base == number:
        return dict(present)
    if base > number:  # a later history than ours: nothing it rests on is known
        return {}
    return values_at(present, desk.meeting.id, str(unit), base)


def _save(desk: Desk, opened: _Open, change: Sent) -> tuple[Result, list[Revision]]:
    if change.removes:
        return _remove(desk, opened, change)
    decision = decide(opened.base, opened.typed, opened.present)
    made = [_set_aside(desk, opened, decision, change)] if decision.conflicting else []
    if not decision.taken:
        outcome = "conflict" if made else "saved"
        return _told(desk, opened, change, outcome, decision), made
    kind = RevisionKind.MERGED if change.base < opened.number else RevisionKind.SAVED
    errors = _write(desk, opened, decision.taken, Saving(change.id, change.base, kind))
    if errors:
        held = _hold(desk, opened, decision, change)
        outcome = "conflict" if made else "held"
        return _told(desk, opened, change, outcome, decision, errors), [*made, *held]
    outcome = "conflict" if made else str(kind)
    return _told(desk, opened, change, outcome, decision), made


def _write(desk: Desk, opened: _Open, taken: dict[str, str], saving: Saving) -> Mapping[str, str]:
    """Put `taken` into the unit; what is wrong with it, if anything, and then nothing is put."""
    unit, meeting = opened.unit, desk.meeting
    checked = desk.check(unit, {**opened.filling, **taken}, opened.record)
    if checked.errors:
        return checked.errors
    try:
        with db.session.begin_nested():
            opened.record = write(
                meeting, unit, opened.record, checked.data, saving=saving, by=desk.by, now=desk.now
            )
    except RuleBroken as refusal:
        return {refusal.field or "": refusal.message}
    before, opened.present = opened.present, VALUES_OF[unit.kind](opened.record)
    if opened.present != before:
        _stands(desk, opened, saving)
        if unit.kind is UnitKind.STEP:
            index_meeting(meeting)
    return {}


def _stands(desk: Desk, opened: _Open, saving: Saving) -> None:
    """A revision was recorded: it is what stands, and begins a run or continues one."""
    name, last = str(opened.unit), desk.standing.get(str(opened.unit))
    opened.number += 1
    desk.standing[name] = Standing(
        name, opened.number, saving.kind, desk.by.account_id, desk.by.name, desk.now
    )
    continues = last is not None and last.continues(desk.by.account_id, desk.now)
    if saving.kind in (RevisionKind.SAVED, RevisionKind.MERGED) and not continues:
        note(
            Event.TEXT_WRITTEN,
            desk.meeting,
            by=desk.by,
            now=desk.now,
            unit=name,
            revision=opened.number,
        )


def _remove(desk: Desk, opened: _Open, change: Sent) -> tuple[Result, list[Revision]]:
    """Take a unit away; if somebody wrote in it meanwhile, their words are not taken with it."""
    saving = Saving(change.id, change.base, RevisionKind.REMOVED)
    nothing = Decision({}, ())
    if opened.record is None and not opened.typed:
        return _told(desk, opened, change, "saved", nothing), []
    if opened.record is not None and change.base < opened.number:
        raise RuleBroken("Có đồng chí vừa sửa phần này; xem lại rồi hãy xóa.")
    with db.session.begin_nested():
        remove(desk.meeting, opened.unit, opened.record, saving=saving, by=desk.by, now=desk.now)
    opened.record, opened.present = None, {}
    _stands(desk, opened, saving)
    return _told(desk, opened, change, "saved", nothing), []


def _set_aside(desk: Desk, opened: _Open, decision: Decision, change: Sent) -> Revision:
    typed = {name: opened.typed[name] for name in decision.conflicting}
    id_ = _aside_id(change.id)
    # On a later history than ours it can rest on nothing but what stands.
    is_known = change.base <= opened.number
    number, base = (change.base, opened.base) if is_known else (opened.number, opened.present)
    saving = Saving(id_, number, RevisionKind.SET_ASIDE)
    return set_text_aside(
        desk.meeting.id,
        str(opened.unit),
        base,
        typed,
        saving=saving,
        by=desk.by,
        now=desk.now,
    )


def _hold(desk: Desk, opened: _Open, decision: Decision, change: Sent) -> list[Revision]:
    """Keep what is not complete; against what stands now, since nothing of it is in dispute."""
    saving = Saving(change.id, opened.number, RevisionKind.HELD)
    kept = set_text_aside(
        desk.meeting.id,
        str(opened.unit),
        opened.present,
        decision.taken,
        saving=saving,
        by=desk.by,
        now=desk.now,
    )
    return [kept]


def _told(
    desk: Desk,
    opened: _Open,
    change: Sent,
    outcome: str,
    decision: Decision,
    errors: Mapping[str, str] | None = None,
) -> Result:
    last = desk.standing.get(str(opened.unit))
    return Result(
        change.id,
        str(opened.unit),
        outcome,
        opened.number,
        opened.present,
        getattr(opened.record, "version", None),
        [
            Conflict(
                name,
                opened.base.get(name, ""),
                opened.typed[name],
                opened.present.get(name, ""),
            )
            for name in decision.conflicting
        ],
        last.actor_name if last else "",
        last.at if last else None,
        errors or {},
    )


def _again(
    desk: Desk, unit: Unit, change: Sent, stood: Revision | None, aside: Revision | None
) -> Result:
    """The answer to a change that came before: as it was, about what stands now.

    :raises RuleBroken: if its identity belongs to another change.
    """
    known = stood or aside
    assert known is not None
    own = (desk.meeting.id, str(unit), desk.by.account_id)
    if (known.scope_id, known.unit, known.account_id) != own:
        raise RuleBroken("Nội dung này đã gửi cho một phần khác; tải lại trang rồi thử lại.")
    record = record_to_change(desk.meeting, unit)
    _check_readable(desk, unit, record)
    last = desk.standing.get(str(unit))
    number, present = last.number if last else 0, VALUES_OF[unit.kind](record) if record else {}
    base: dict[str, str] = {}
    typed: dict[str, str] = {}
    errors: dict[str, str] = {}
    conflicting: tuple[str, ...] = ()
    outcome = str(stood.kind) if stood else "conflict"
    if aside is not None:
        outcome = "conflict"
        base, typed = _base_of(desk, unit, present, number, aside.base), text_of(aside, present)
        conflicting = tuple(n for n, text in typed.items() if text != present.get(n, ""))
    elif stood is not None and stood.kind is RevisionKind.HELD:
        errors = dict(desk.check(unit, {**present, **text_of(stood, present)}, record).errors)
    elif outcome == RevisionKind.REMOVED:
        outcome = "saved"
    opened = _Open(unit, number, record, present, present, base, typed)
    return _told(desk, opened, change, outcome, Decision({}, conflicting), errors)
