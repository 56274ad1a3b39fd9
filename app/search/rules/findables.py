"""What can be found, and the number that puts it in its place among the others."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import blake2b
from uuid import UUID

from app.access.permissions import Appointments, Permission


class SearchKind(StrEnum):
    """In the order in which they follow each other within one day."""

    MEETING = "meeting"
    ASSIGNMENT = "assignment"
    RESOLUTION = "resolution"
    DRAFT = "minutes_draft"
    MINUTES = "minutes"
    DOCUMENT = "document"


KIND_LABELS = {
    SearchKind.MEETING: "Buổi họp",
    SearchKind.MINUTES: "Biên bản",
    SearchKind.DRAFT: "Dự thảo biên bản",
    SearchKind.RESOLUTION: "Nghị quyết",
    SearchKind.ASSIGNMENT: "Nhiệm vụ",
    SearchKind.DOCUMENT: "Văn bản cấp trên",
}

TITLE_LENGTH = 200
# About sixty printed pages; PostgreSQL takes no more than a megabyte of words.
BODY_LENGTH = 200_000


@dataclass(frozen=True)
class Findable:
    """One text with what reading it needs, as the guard of its page would ask."""

    organisation_id: UUID
    unit_path: str
    day: date
    title: str
    body: str
    permission: Permission
    appointments: Appointments = ()
    # Members who find it as their own, though its permission is not theirs.
    own_of: frozenset[UUID] = field(default=frozenset())
    # Whoever holds this finds a fuller text of the same thing instead.
    fuller_for: Permission | None = None
    # What a committee keeps for the organisations below it: whoever may read there finds it.
    is_known_below: bool = False


@dataclass(frozen=True)
class Narrowed:
    """What else is asked of a hit."""

    kind: SearchKind | None = None
    place_id: UUID | None = None
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True)
class Subject:
    """What has a page of its own, with its texts."""

    id: UUID
    texts: Sequence[Findable]
    is_being_written: bool = False  # the index follows after a while


_KIND_BITS, _HASH_BITS = 3, 40


def number_of(kind: SearchKind, subject_id: UUID, part: int, day: date) -> int:
    """A whole number that grows with the day: newest first is then the order of the index itself.

    63 bits, the same whenever it is asked: the day, the kind, and 40 bits that tell the texts of
    a day apart.
    """
    digest = blake2b(subject_id.bytes + part.to_bytes(4, "big"), digest_size=8).digest()
    told_apart = int.from_bytes(digest, "big") >> (64 - _HASH_BITS)
    rank = list(SearchKind).index(kind)
    return (day.toordinal() << _KIND_BITS | rank) << _HASH_BITS | told_apart


def numbers_from(day: date) -> int:
    """Everything of this day and later has this number or a greater one."""
    return day.toordinal() << (_KIND_BITS + _HASH_BITS)
