"""Who may find what. An entry bears marks of whoever may read it, and an actor asks for theirs.

That way the permission is answered by the index itself, together with the words: an entry that
may not be read is never fetched, counted or cut out. `marks_of` and `scope_of` are two sides of
`permits`; a mark begins with an underscore, which no searched word ever does.
"""

from collections.abc import Iterator
from uuid import UUID

from app.access.permissions import ROLES_WITH, Actor, Permission, Role, places_with
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
)
# Whoever holds one of these may find a fuller text of the same thing instead.
FULLER = (Permission.RESTRICTED_READ, Permission.MINUTES_READ_DRAFT)
# What reading one's own takes.
OWN = Permission.ASSIGNMENT_READ
_BY_APPOINTMENT = frozenset({Role.CHAIR, Role.MINUTE_TAKER, Role.ACCOUNTABLE})


def marks_of(kind: SearchKind, found: Findable) -> str:
    """All marks of an entry, as they are stored: one word each."""
    return " ".join(sorted({f"_kind_{kind}", *_marks(found)}))


def _marks(found: Findable) -> Iterator[str]:
    places = found.unit_path.strip("/").split("/")
    yield from (f"_at_{place}" for place in places)
    yield from _needing("_", found.permission, places)
    if found.fuller_for:
        yield from _needing("_not_", found.fuller_for, places)
    yield from (_held(role, member) for role, member in found.appointments if member)
    yield from (_own(member) for member in found.own_of)


def _needing(start: str, permission: Permission, places: list[str]) -> Iterator[str]:
    code = start + permission.replace(":", "_")
    yield code
    yield from (f"{code}_{place}" for place in places)


def _held(role: Role, member_id: UUID) -> str:
    return f"_{role}_{member_id.hex}"


def _own(member_id: UUID) -> str:
    return f"_own_{member_id.hex}"


def of_kind(kind: SearchKind) -> Mark:
    return Mark(f"_kind_{kind}")


def at(place_id: UUID) -> Mark:
    """At a place or below it."""
    return Mark(f"_at_{place_id.hex}")


def scope_of(actor: Actor) -> Condition | None:
    """What bears the marks of `actor`; None for whoever may read nothing anywhere."""
    if not actor.grants:
        return None
    wanted = [part for needed in READING for part in _readable(actor, needed, "_")]
    wanted += _owned(actor)
    if not wanted:
        return None
    fuller = [part for needed in FULLER for part in _readable(actor, needed, "_not_")]
    kept = Any(tuple(wanted))
    return Except(kept, Any(tuple(fuller))) if fuller else kept


def _readable(actor: Actor, permission: Permission, start: str) -> list[Condition]:
    """Marks of what needs `permission`: held at a place, or by appointment in that one thing."""
    code = start + permission.replace(":", "_")
    held: list[Condition] = [
        Mark(f"{code}_{_last(place)}") for place in sorted(places_with(actor, permission))
    ]
    roles = sorted(_BY_APPOINTMENT & ROLES_WITH[permission])
    if actor.member_id and roles:
        appointed = Any(tuple(Mark(_held(role, actor.member_id)) for role in roles))
        held.append(All((Mark(code), appointed, _anywhere(actor))))
    return held


def _owned(actor: Actor) -> list[Condition]:
    if actor.member_id is None:
        return []
    own = Mark(_own(actor.member_id))
    places = places_with(actor, OWN)
    found: list[Condition] = []
    if places:
        found.append(All((own, _within(places))))
    accountable = Mark(_held(Role.ACCOUNTABLE, actor.member_id))
    found.append(All((own, accountable, _anywhere(actor))))
    return found


def _anywhere(actor: Actor) -> Any:
    """An appointment counts only where its holder still belongs."""
    return _within({grant.unit_path for grant in actor.grants})


def _within(paths: set[str] | frozenset[str]) -> Any:
    return Any(tuple(Mark(f"_at_{_last(path)}") for path in sorted(paths)))


def _last(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[-1]
