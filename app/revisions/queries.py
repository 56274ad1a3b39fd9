"""What was written when, by whom, and how it read then."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.revisions.models import Revision
from app.revisions.rules import RevisionKind, SpliceMisfit, Values, applied, undone

# Saves of one writer no further apart than this are read as one run.
RUN = timedelta(minutes=10)


def last_number(scope_id: UUID, unit: str) -> int:
    """The number of what stands; 0 where nothing was ever saved."""
    query = select(func.max(Revision.number)).where(
        Revision.scope_id == scope_id, Revision.unit == unit
    )
    return db.session.scalar(query) or 0


@dataclass(frozen=True)
class Standing:
    """The revision by which a unit is as it is."""

    unit: str
    number: int
    kind: RevisionKind
    account_id: UUID | None
    actor_name: str
    at: datetime

    @property
    def is_removed(self) -> bool:
        return self.kind is RevisionKind.REMOVED

    def continues(self, account_id: UUID, at: datetime) -> bool:
        """Whether a save by this account now belongs to the same run."""
        return self.account_id == account_id and not self.is_removed and at - self.at <= RUN


def standing_of(scope_id: UUID) -> dict[str, Standing]:
    """The last revision of every unit, by unit; one query over the index."""
    last = (
        select(Revision.unit, func.max(Revision.number).label("number"))
        .where(Revision.scope_id == scope_id, Revision.number.is_not(None))
        .group_by(Revision.unit)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Revision.unit,
            Revision.number,
            Revision.kind,
            Revision.account_id,
            Revision.actor_name,
            Revision.at,
        )
        .join(last, (Revision.unit == last.c.unit) & (Revision.number == last.c.number))
        .where(Revision.scope_id == scope_id)
    )
    return {row.unit: Standing(*row) for row in rows}  # type: ignore[arg-type]


def revisions_with(ids: Collection[UUID]) -> Sequence[Revision]:
    return db.session.scalars(select(Revision).where(Revision.id.in_(ids))).all()


def revisions_after(scope_id: UUID, unit: str, number: int) -> Sequence[Revision]:
    """What came after revision `number`, latest first."""
    return db.session.scalars(
        select(Revision)
        .where(Revision.scope_id == scope_id, Revision.unit == unit, Revision.number > number)
        .order_by(Revision.number.desc())
    ).all()


def history_of(scope_id: UUID, unit: str) -> Sequence[Revision]:
    """All that ever stood in a unit, latest first."""
    return revisions_after(scope_id, unit, 0)


def texts_set_aside(scope_id: UUID) -> Sequence[Revision]:
    """What was typed and not chosen, of all writers."""
    return db.session.scalars(
        select(Revision).where(
            Revision.scope_id == scope_id,
            Revision.number.is_(None),
            Revision.kind == RevisionKind.SET_ASIDE,
        )
    ).all()


@dataclass(frozen=True)
class Run:
    """Saves of one writer in one go: from what stood before `first` to what `last` left."""

    first: int
    last: int
    kind: RevisionKind
    actor_name: str
    began_at: datetime
    ended_at: datetime

    @property
    def before(self) -> int:
        return self.first - 1


_TYPED = frozenset({RevisionKind.SAVED, RevisionKind.MERGED})


def runs_of(revisions: Sequence[Revision]) -> list[Run]:
    """Group a history, latest first, by writer and by what was done."""
    runs: list[Run] = []
    account_id: UUID | None = None
    for revision in revisions:
        run = runs[-1] if runs else None
        kind = RevisionKind.SAVED if revision.kind in _TYPED else revision.kind
        if (
            run is not None
            and run.kind is kind is RevisionKind.SAVED
            and revision.account_id == account_id
            and run.began_at - revision.at <= RUN
        ):
            runs[-1] = replace(run, first=revision.number or 0, began_at=revision.at)
            continue
        number, account_id = revision.number or 0, revision.account_id
        runs.append(Run(number, number, kind, revision.actor_name, revision.at, revision.at))
    return runs


def values_at(present: Values, scope_id: UUID, unit: str, number: int) -> dict[str, str]:
    """The values of a unit as revision `number` left them, by undoing what came later.

    :raises SpliceMisfit: if the history does not fit what stands.
    """
    values = dict(present)
    for revision in revisions_after(scope_id, unit, number):
        values = undone(values, revision.changes)
    return values


def waiting_texts(
    scope_id: UUID,
    account_id: UUID | None = None,
    units: Collection[str] | None = None,
) -> Sequence[Revision]:
    """What is held and its writer has not settled since, the last of each writer and unit."""
    later = aliased(Revision)
    settled = (
        select(later.id)
        .where(
            later.scope_id == Revision.scope_id,
            later.unit == Revision.unit,
            later.account_id == Revision.account_id,
            or_(
                later.number > Revision.base,
                and_(later.kind == RevisionKind.SET_ASIDE, later.at > Revision.at),
            ),
        )
        .exists()
    )
    query = select(Revision).where(
        Revision.scope_id == scope_id,
        Revision.number.is_(None),
        Revision.kind == RevisionKind.HELD,
        ~settled,
    )
    if account_id is not None:
        query = query.where(Revision.account_id == account_id)
    if units is not None:
        query = query.where(Revision.unit.in_(set(units)))
    held = db.session.scalars(query.order_by(Revision.at))
    return list({(kept.unit, kept.account_id): kept for kept in held}.values())


def text_of(kept: Revision, present: Values) -> dict[str, str]:
    """The fields of a text that never stood, as they were typed."""
    base = values_at(present, kept.scope_id, kept.unit, kept.base)
    typed = applied({name: base.get(name, "") for name in kept.changes}, kept.changes)
    return {name: typed[name] for name in kept.changes}


@dataclass(frozen=True)
class Misfit:
    """A unit whose history does not lead to what stands, and where it breaks."""

    unit: str
    number: int


def broken_unit(scope_id: UUID, present: Mapping[str, Values]) -> Misfit | None:
    """The first unit of a scope whose numbers have a gap or whose splices do not fit.

    :param present: the values that stand, by unit; a unit that is not there must be removed.
    """
    revisions = db.session.scalars(
        select(Revision)
        .where(Revision.scope_id == scope_id, Revision.number.is_not(None))
        .order_by(Revision.unit, Revision.number.desc())
    )
    by_unit: dict[str, list[Revision]] = {}
    for revision in revisions:
        by_unit.setdefault(revision.unit, []).append(revision)
    for unit, history in by_unit.items():
        number = _misfit(history, present.get(unit))
        if number is not None:
            return Misfit(unit, number)
    return None


def _misfit(history: Sequence[Revision], present: Values | None) -> int | None:
    """The number of the first revision, from the latest back, that does not hold."""
    is_removed = history[0].kind is RevisionKind.REMOVED
    if is_removed == (present is not None):
        return history[0].number
    values = dict(present or {})
    for expected, revision in zip(range(len(history), 0, -1), history, strict=True):
        if revision.number != expected:
            return revision.number
        try:
            values = undone(values, revision.changes)
        except SpliceMisfit:
            return revision.number
    return None
