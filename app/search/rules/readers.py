"""Who may find what. An entry bears marks of whoever may read it, and an actor asks for theirs.

That way the permission is answered by the index itself, together with the words: an entry that
may not be read is never fetched, counted or cut out. `marks_of` and `scope_of` are two sides of
`permits`; a mark begins with an underscore, which no searched word ever does.
"""

from collections.abc import Iterator
from uuid import UUID

from app.access.permissions import (
    ROLES_WITH,
    Actor,
    Grant,
    Permission,
    Role,
    led_by_committee,
    places_with,
)
from app.search.rules.expressions import All, Any, Condition, Except, Mark
from app.search.rules.findables import Findable, SearchKind

# What reading a page may need; whoever makes another permission findable adds it here.
READING = (
    Permission.MEETING_READ,
    Permission.MEETING_READ_DRAFT,
    Permission.MINUTES_READ,
    Permission.COMMITTEE_MINUTES_READ,
    Permission.MINUTES_READ_DRAFT,
    Permission.RESTRICTED_READ,
    Permission.ASSIGNMENT_READ,
    Permission.BRANCH_ASSIGN,
    Permission.LIBRARY_READ,
)
# Whoever holds one of these may find a fuller text of the same thing instead.
FULLER = (Permission.RESTRICTED_READ, Permission.MINUTES_READ_DRAFT)
# What reading one's own takes.
OWN = Permission.ASSIGNMENT_READ
# What may be kept for everybody below.
KNOWN_BELOW = Permission.LIBRARY_READ
_BY_APPOINTMENT = (
    Role.CHAIR,
    Role.MINUTE_TAKER,
    Role.ACCOUNTABLE,
    Role.PRESENTER,
    Role.AUTHOR,
)


def marks_of(kind: SearchKind, found: Findable) -> str:
    """All marks of an entry, as they are stored: one word each."""
    return " ".join(sorted({f"_kind_{kind}", *_marks(found)}))


def _marks(found: Findable) -> Iterator[str]:
    places = found.unit_path.strip("/").split("/")
    yield from (f"_at_{place}" for place in places)
    yield from _needing("_", found.permission, places)
    if found.fuller_for:
        yield from _needing("_not_", found.fuller_for, places)
    yield from (_held(role, holder) for role, holder in found.appointments if holder)
    yield from (_own(member) for member in found.own_of)
    if found.is_known_below:
        yield _below(found.unit_path.strip("/").split("/")[-1])


def _needing(start: str, permission: Permission, places: list[str]) -> Iterator[str]:
    code = _code(start, permission)
    yield code
    yield from (f"{code}_{place}" for place in places)


def _code(start: str, permission: Permission) -> str:
    return start + permission.replace(":", "_")


def _held(role: Role, holder: UUID | Grant) -> str:
    if isinstance(holder, Grant):
        return f"_{role}_by_{holder.role}_{_last(holder.unit_path)}"
    return f"_{role}_{holder.hex}"


def _own(member_id: UUID) -> str:
    return f"_own_{member_id.hex}"


def _below(place: str) -> str:
    return f"_below_{place}"


def of_kind(kind: SearchKind) -> Mark:
    return Mark(f"_kind_{kind}")


def at(place_id: UUID) -> Mark:
    """At a place or below it."""
    return Mark(f"_at_{place_id.hex}")


def scope_of(actor: Actor) -> Condition | None:
    """What bears the marks of `actor`; None for whoever may read nothing anywhere."""
    wanted = [*_readable(actor, READING, "_"), *_owned(actor), *_kept_above(actor)]
    if not wanted:
        return None
    fuller = _readable(actor, FULLER, "_not_")
    kept = Any(tuple(wanted))
    return Except(kept, Any(tuple(fuller))) if fuller else kept


def _readable(actor: Actor, permissions: tuple[Permission, ...], start: str) -> list[Condition]:
    """Marks of what needs one of these: held at a place, or by appointment in that one thing."""
    found: list[Condition] = [
        Mark(f"{_code(start, permission)}_{_last(place)}")
        for permission in permissions
        for place in sorted(places_with(actor, permission))
    ]
    if actor.member_id and actor.grants:
        for role in _BY_APPOINTMENT:
            codes = (_code(start, one) for one in permissions if role in ROLES_WITH[one])
            held = Mark(_held(role, actor.member_id))
            if needing := tuple(map(Mark, codes)):
                found.append(All((held, Any(needing), _anywhere(actor))))
    return [*found, *_stood_in(actor, permissions, start)]


def _stood_in(actor: Actor, permissions: tuple[Permission, ...], start: str) -> Iterator[Condition]:
    for role, held in _stand_ins(actor):
        codes = [_code(start, one) for one in permissions if role in ROLES_WITH[one]]
        if codes:
            yield All((held, Any(tuple(map(Mark, codes)))))


def _stand_ins(actor: Actor) -> Iterator[tuple[Role, Mark]]:
    """In the meetings of a committee its own bodies stand in for a branch's."""
    for grant in sorted(actor.grants, key=lambda held: (held.unit_path, held.role)):
        for role, holder in led_by_committee(grant.unit_path):
            if holder == grant:
                yield role, Mark(_held(role, grant))


def _owned(actor: Actor) -> list[Condition]:
    if actor.member_id is None or not actor.grants:
        return []
    own, places = Mark(_own(actor.member_id)), places_with(actor, OWN)
    reads = ROLES_WITH[OWN]
    held = [Mark(_held(role, actor.member_id)) for role in _BY_APPOINTMENT if role in reads]
    stood_in = [All((own, mark)) for role, mark in _stand_ins(actor) if role in reads]
    found = [All((own, Any(tuple(held)), _anywhere(actor))), *stood_in]
    return [*found, All((own, _within(places)))] if places else [*found]


def _kept_above(actor: Actor) -> list[Condition]:
    """What is kept for those below at the actor's places or over them."""
    paths = places_with(actor, KNOWN_BELOW)
    places = {place for path in paths for place in path.strip("/").split("/")}
    return [Mark(_below(place)) for place in sorted(places)]


def _anywhere(actor: Actor) -> Any:
    """An appointment counts only where its holder still belongs."""
    return _within({grant.unit_path for grant in actor.grants})


def _within(paths: set[str] | frozenset[str]) -> Any:
    return Any(tuple(Mark(f"_at_{_last(path)}") for path in sorted(paths)))


def _last(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[-1]
