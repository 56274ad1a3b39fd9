"""What is typed is saved as it is typed: by units, field by field, never over another's words."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4, uuid5

from app.access.permissions import Actor
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.revisions.models import Revision
from app.revisions.queries import (
    Standing,
    revisions_with,
    text_of,
    values_at,
    waiting_texts,
)
from app.revisions.rules import Decision, RevisionKind, Saving, decide
from app.revisions.rules.live import Checked, Conflict, Result, Sent, check_length
from app.revisions.service import set_text_aside

U = TypeVar("U")


class Desk(ABC, Generic[U]):
    """One writer at one record that is saved as it is typed; the record is locked.

    A room says by the verbs below what its units are; their names are those of `str(unit)`.
    `standing` is kept up to date, so that several changes of a unit follow each other.
    """

    standing: dict[str, Standing]
    by: Actor
    now: datetime

    @property
    @abstractmethod
    def scope_id(self) -> UUID:
        """What the units belong to."""

    @abstractmethod
    def unit_called(self, name: str) -> U:
        """:raises RuleBroken: for a name that no unit can have."""

    @abstractmethod
    def check_fields(self, unit: U, values: Mapping[str, str]) -> None:
        """:raises RuleBroken: for what may not be written now, or not by this writer."""

    @abstractmethod
    def is_addable(self, unit: U) -> bool:
        """Whether a page may add units of its kind, and take them away."""

    @abstractmethod
    def record_of(self, unit: U) -> Any | None:
        """What stands behind a unit, locked; None where nothing does yet.

        :raises RuleBroken: for what is not here, or not for this writer.
        """

    @abstractmethod
    def values_of(self, unit: U, record: Any) -> dict[str, str]: ...

    @abstractmethod
    def check(self, unit: U, values: Mapping[str, str], record: Any) -> Checked:
        """The values through the form they would have come by."""

    @abstractmethod
    def write(self, unit: U, record: Any, data: Mapping[str, Any], saving: Saving) -> Any:
        """Write into the record, or into a new one; the record.

        :raises RuleBroken: whatever a rule has against it; nothing is written then.
        """

    @abstractmethod
    def remove(self, unit: U, record: Any, saving: Saving) -> None:
        """:raises RuleBroken: if something rests on it."""

    def shown_first(self, unit: U) -> Mapping[str, str]:
        """What the fields of a new one show before anything is chosen."""
        return {}

    def begins_run(self, unit: U, number: int) -> None:
        """A writer begins to write in a unit: the place for a line of the trail."""

    def was_written(self, unit: U) -> None:
        """A unit stands otherwise than before."""


@dataclass
class _Open(Generic[U]):
    """A unit while a change of it is looked at."""

    unit: U
    number: int
    record: Any
    present: dict[str, str]  # nothing where nothing stands
    filling: dict[str, str]  # what the fields hold that the change leaves out
    base: dict[str, str]
    typed: dict[str, str]


def save_changes(desk: Desk[U], changes: Sequence[Sent]) -> list[Result]:
    """Take each change for itself: one that is refused keeps no other from being saved.

    A change that was taken before, under its identity, is answered and not taken again.
    """
    ids = [id_ for change in changes for id_ in (change.id, _aside_id(change.id))]
    taken = {revision.id: revision for revision in revisions_with(ids)} if ids else {}
    units = [change.unit for change in changes]
    waiting = waiting_texts(desk.scope_id, desk.by.account_id, units) if ids else ()
    held = {revision.unit: revision for revision in waiting}
    results = []
    for change in changes:
        result = _answer(desk, change, taken, held)
        results.append(result)
    return results


def _answer(
    desk: Desk[U], change: Sent, taken: dict[UUID, Revision], held: dict[str, Revision]
) -> Result:
    try:
        unit = desk.unit_called(change.unit)
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


def put_back(desk: Desk[U], unit: U, values: Mapping[str, str]) -> Mapping[str, str]:
    """Write what was there before over what stands; what is wrong with it, if anything.

    :raises RuleBroken: for what may not be written now, or not by this writer.
    """
    record = desk.record_of(unit)
    last = desk.standing.get(str(unit))
    number = last.number if last else 0
    present = desk.values_of(unit, record) if record is not None else {}
    wanted = {n: t for n, t in values.items() if t != present.get(n, "")}
    desk.check_fields(unit, wanted)
    opened = _Open(unit, number, record, present, present, present, wanted)
    return _write(desk, opened, wanted, Saving(uuid4(), number, RevisionKind.RESTORED))


def _check_may_write(desk: Desk[U], unit: U, change: Sent) -> None:
    desk.check_fields(unit, change.values)
    check_length(change.values)
    if change.removes and not desk.is_addable(unit):
        raise RuleBroken("Phần này thuộc chương trình quy định nên không xóa được.")


def _opened(desk: Desk[U], unit: U, change: Sent, held: Revision | None) -> _Open[U]:
    """
    :raises RuleBroken: for what is not here, or not for this writer.
    """
    record = desk.record_of(unit)
    last = desk.standing.get(str(unit))
    number = last.number if last else 0
    present = desk.values_of(unit, record) if record is not None else {}
    filling = present or dict(desk.shown_first(unit))
    if record is None and last is not None and last.is_removed and change.base >= number:
        # Its writer knows that it was removed, and brings it back.
        filling = values_at({}, desk.scope_id, str(unit), number - 1)
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


def _base_of(
    desk: Desk[U], unit: U, present: dict[str, str], number: int, base: int
) -> dict[str, str]:
    if base == number:
        return dict(present)
    if base > number:  # a later history than ours: nothing it rests on is known
        return {}
    return values_at(present, desk.scope_id, str(unit), base)


def _save(desk: Desk[U], opened: _Open[U], change: Sent) -> tuple[Result, list[Revision]]:
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


def _write(
    desk: Desk[U], opened: _Open[U], taken: dict[str, str], saving: Saving
) -> Mapping[str, str]:
    """Put `taken` into the unit; what is wrong with it, if anything, and then nothing is put."""
    unit = opened.unit
    checked = desk.check(unit, {**opened.filling, **taken}, opened.record)
    if checked.errors:
        return checked.errors
    try:
        with db.session.begin_nested():
            opened.record = desk.write(unit, opened.record, checked.data, saving)
    except RuleBroken as refusal:
        return {refusal.field or "": refusal.message}
    before, opened.present = opened.present, desk.values_of(unit, opened.record)
    if opened.present != before:
        _stands(desk, opened, saving)
        desk.was_written(unit)
    return {}


def _stands(desk: Desk[U], opened: _Open[U], saving: Saving) -> None:
    """A revision was recorded: it is what stands, and begins a run or continues one."""
    name, last = str(opened.unit), desk.standing.get(str(opened.unit))
    opened.number += 1
    desk.standing[name] = Standing(
        name, opened.number, saving.kind, desk.by.account_id, desk.by.name, desk.now
    )
    continues = last is not None and last.continues(desk.by.account_id, desk.now)
    if saving.kind in (RevisionKind.SAVED, RevisionKind.MERGED) and not continues:
        desk.begins_run(opened.unit, opened.number)


def _remove(desk: Desk[U], opened: _Open[U], change: Sent) -> tuple[Result, list[Revision]]:
    """Take a unit away; if somebody wrote in it meanwhile, their words are not taken with it."""
    saving = Saving(change.id, change.base, RevisionKind.REMOVED)
    nothing = Decision({}, ())
    if opened.record is None and not opened.typed:
        return _told(desk, opened, change, "saved", nothing), []
    if opened.record is not None and change.base < opened.number:
        raise RuleBroken("Có đồng chí vừa sửa phần này; xem lại rồi hãy xóa.")
    with db.session.begin_nested():
        desk.remove(opened.unit, opened.record, saving)
    opened.record, opened.present = None, {}
    _stands(desk, opened, saving)
    return _told(desk, opened, change, "saved", nothing), []


def _set_aside(desk: Desk[U], opened: _Open[U], decision: Decision, change: Sent) -> Revision:
    typed = {name: opened.typed[name] for name in decision.conflicting}
    id_ = _aside_id(change.id)
    # On a later history than ours it can rest on nothing but what stands.
    is_known = change.base <= opened.number
    number, base = (change.base, opened.base) if is_known else (opened.number, opened.present)
    saving = Saving(id_, number, RevisionKind.SET_ASIDE)
    return set_text_aside(
        desk.scope_id,
        str(opened.unit),
        base,
        typed,
        saving=saving,
        by=desk.by,
        now=desk.now,
    )


def _hold(desk: Desk[U], opened: _Open[U], decision: Decision, change: Sent) -> list[Revision]:
    """Keep what is not complete; against what stands now, since nothing of it is in dispute."""
    saving = Saving(change.id, opened.number, RevisionKind.HELD)
    kept = set_text_aside(
        desk.scope_id,
        str(opened.unit),
        opened.present,
        decision.taken,
        saving=saving,
        by=desk.by,
        now=desk.now,
    )
    return [kept]


def _told(
    desk: Desk[U],
    opened: _Open[U],
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
    desk: Desk[U], unit: U, change: Sent, stood: Revision | None, aside: Revision | None
) -> Result:
    """The answer to a change that came before: as it was, about what stands now.

    :raises RuleBroken: if its identity belongs to another change.
    """
    known = stood or aside
    assert known is not None
    own = (desk.scope_id, str(unit), desk.by.account_id)
    if (known.scope_id, known.unit, known.account_id) != own:
        raise RuleBroken("Nội dung này đã gửi cho một phần khác; tải lại trang rồi thử lại.")
    record = desk.record_of(unit)
    last = desk.standing.get(str(unit))
    number, present = last.number if last else 0, desk.values_of(unit, record) if record else {}
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
