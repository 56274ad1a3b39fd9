from datetime import datetime
from uuid import UUID, uuid4

from app.access.permissions import Actor
from app.extensions import db
from app.revisions.models import Revision
from app.revisions.queries import last_number
from app.revisions.rules import RevisionKind, Saving, Values, changes_between


def record_revision(
    scope_id: UUID,
    unit: str,
    before: Values,
    after: Values,
    *,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> Revision | None:
    """Keep what a save changed, in the caller's transaction; None where nothing changed.

    The caller has flushed its change of the record, or locked it: whoever changes the same unit
    waits for this transaction, and numbers within a unit are dense.
    """
    changes = changes_between(before, after)
    if not changes and not (saving and saving.kind is RevisionKind.REMOVED):
        return None
    number = last_number(scope_id, unit) + 1
    saving = saving or Saving(uuid4(), number - 1)
    return _insert(scope_id, unit, number, changes, saving, by, now)


def set_text_aside(
    scope_id: UUID,
    unit: str,
    base: Values,
    typed: Values,
    *,
    saving: Saving,
    by: Actor,
    now: datetime,
) -> Revision:
    """Keep what was typed and does not stand; `saving.kind` says whether it lost or must wait."""
    changes = changes_between({name: base.get(name, "") for name in typed}, typed)
    return _insert(scope_id, unit, None, changes, saving, by, now)


def _insert(
    scope_id: UUID,
    unit: str,
    number: int | None,
    changes: dict[str, list[list[int | str]]],
    saving: Saving,
    by: Actor,
    now: datetime,
) -> Revision:
    revision = Revision(
        id=saving.id,
        scope_id=scope_id,
        unit=unit,
        number=number,
        base=saving.base,
        kind=saving.kind,
        changes=changes,
        account_id=by.account_id,
        actor_name=by.name,
        at=now,
    )
    db.session.add(revision)
    return revision
