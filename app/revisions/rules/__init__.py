"""How a text came to be what it is: what each save changed, kept so that it can be taken back.

Texts come and go in Unicode NFC; the values of a unit are strings by field.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from difflib import SequenceMatcher
from enum import Enum, StrEnum
from fractions import Fraction
from itertools import takewhile
from typing import TypeAlias
from unicodedata import normalize
from uuid import UUID

from merge3 import Merge3

from app.kernel.points import shown


class RevisionKind(StrEnum):
    """How a revision came about; the stored names are for ever."""

    SAVED = "saved"
    MERGED = "merged"
    RESTORED = "restored"
    REMOVED = "removed"
    # Typed, but not chosen where two wrote at once: it never stood, and is never lost.
    SET_ASIDE = "set_aside"
    # Typed, but not yet complete (a statement without its speaker): kept until it is.
    HELD = "held"


KIND_LABELS = {
    RevisionKind.SAVED: "Ghi",
    RevisionKind.MERGED: "Ghi",
    RevisionKind.RESTORED: "Khôi phục,",
    RevisionKind.REMOVED: "Xóa,",
    RevisionKind.SET_ASIDE: "Không được chọn",
    RevisionKind.HELD: "Chưa đủ để lưu",
}


@dataclass(frozen=True)
class Saving:
    """Under which identity a change was made where it was typed, and on which revision.

    Whoever hands it to a service writes the trail too; without it the service does both.
    """

    id: UUID
    base: int
    kind: RevisionKind = RevisionKind.SAVED


def unit_name(kind: str, id_: UUID) -> str:
    return f"{kind}:{id_}"


def typed(value: object) -> str:
    """`value` as it stands in the field of a form."""
    if value is None or value is False:
        return ""
    if value is True:
        return "y"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Fraction):
        return shown(value)
    return str(value)  # days in ISO


# Where the text was cut, what was taken out there, what was put in; as a list, for it is stored.
Splice: TypeAlias = Sequence[int | str]
Changes: TypeAlias = Mapping[str, Sequence[Splice]]
Values: TypeAlias = Mapping[str, str]

_WORD = re.compile(r"\s*\S+|\s+\Z")
# Pairs of words up to which changed places are told apart; beyond, they are one.
_COMPARABLE = 4_000_000


class SpliceMisfit(Exception):
    """A stored change does not fit the text it is to be taken from: one of the two was altered."""


def splices(before: str, after: str) -> list[list[int | str]]:
    """What turns `before` into `after`, from the end to the start so that places stay true."""
    before, after = normalize("NFC", before), normalize("NFC", after)
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    return [
        [head + start, removed, inserted] for start, removed, inserted in reversed(_parts(old, new))
    ]


def _common(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _parts(old: str, new: str) -> list[tuple[int, str, str]]:
    if not old or not new:
        return [(0, old, new)] if old or new else []
    old_words, new_words = _words(old), _words(new)
    if len(old_words) * len(new_words) > _COMPARABLE:
        return [(0, old, new)]
    parts, place = [], 0
    for tag, i, j, k, m in SequenceMatcher(None, old_words, new_words).get_opcodes():
        removed = "".join(old_words[i:j])
        if tag != "equal":
            parts.append((place, removed, "".join(new_words[k:m])))
        place += len(removed)
    return parts


def apply(text: str, changes: Sequence[Splice]) -> str:
    """:raises SpliceMisfit: if `text` is not what the change was made on."""
    for start, removed, inserted in changes:
        text = _spliced(text, int(start), str(removed), str(inserted))
    return text


def undo(text: str, changes: Sequence[Splice]) -> str:
    """:raises SpliceMisfit: if `text` is not what the change made of it."""
    for start, removed, inserted in reversed(changes):
        text = _spliced(text, int(start), str(inserted), str(removed))
    return text


def _spliced(text: str, start: int, removed: str, inserted: str) -> str:
    end = start + len(removed)
    if start < 0 or text[start:end] != removed:
        raise SpliceMisfit
    return text[:start] + inserted + text[end:]


def changes_between(before: Values, after: Values) -> dict[str, list[list[int | str]]]:
    """The splices of each field that differs; a field one side lacks is empty there."""
    names = dict.fromkeys((*before, *after))
    pairs = {name: (before.get(name, ""), after.get(name, "")) for name in names}
    found = {name: splices(*pair) for name, pair in pairs.items()}
    return {name: parts for name, parts in found.items() if parts}


def applied(values: Values, changes: Changes) -> dict[str, str]:
    return {**values, **{n: apply(values.get(n, ""), parts) for n, parts in changes.items()}}


def undone(values: Values, changes: Changes) -> dict[str, str]:
    return {**values, **{n: undo(values.get(n, ""), parts) for n, parts in changes.items()}}


@dataclass(frozen=True)
class Decision:
    """What becomes of a change, field by field."""

    taken: dict[str, str]
    conflicting: tuple[str, ...]


def decide(base: Values, mine: Values, theirs: Values) -> Decision:
    """Untouched by others: taken. Changed by both alike, or not at all: nothing to do.
    Changed by both differently: a conflict, and nothing is taken of it.
    """
    moved = {
        name: text
        for name, text in mine.items()
        if text != theirs.get(name, "") and text != base.get(name, "")
    }
    conflicting = tuple(n for n in moved if theirs.get(n, "") != base.get(n, ""))
    return Decision({n: t for n, t in moved.items() if n not in conflicting}, conflicting)


def merge(base: str, mine: str, theirs: str) -> str:
    """A proposal that holds what both put in, theirs before mine where they meet."""
    old, one, other = (_words(normalize("NFC", text)) for text in (base, theirs, mine))
    merged: list[str] = []
    for region in Merge3(old, one, other).merge_regions():
        merged += _settled(region, old, one, other)
    return _joined(merged)


def _settled(
    region: tuple[str | int, ...], base: list[str], theirs: list[str], mine: list[str]
) -> list[str]:
    what, *rest = region
    bounds = [int(bound) for bound in rest]
    if what != "conflict":
        source = {"unchanged": base, "same": theirs, "a": theirs, "b": mine}[str(what)]
        return source[bounds[0] : bounds[1]]
    _, _, start, end, from_, to = bounds
    one, other = theirs[start:end], mine[from_:to]
    head = _alike(one, other)
    tail = _alike(one[head:][::-1], other[head:][::-1])
    return [
        *one[: len(one) - tail],
        *other[head : len(other) - tail],
        *one[len(one) - tail :],
    ]


def _alike(one: list[str], other: list[str]) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _words(text: str) -> list[str]:
    """Each word with the space before it: what is added at the end leaves the rest alone."""
    return _WORD.findall(text)


def _joined(words: Iterable[str]) -> str:
    text = ""
    for word in words:
        glued = text and not text[-1].isspace() and not word[0].isspace()
        text += f" {word}" if glued else word
    return text


class Part(StrEnum):
    """What a stretch of words is, where two texts are compared."""

    SAME = "same"
    REMOVED = "removed"
    INSERTED = "inserted"


def compare(before: str, after: str) -> list[tuple[Part, str]]:
    """The two texts as one, word by word, for the eye."""
    old, new = _words(normalize("NFC", before)), _words(normalize("NFC", after))
    found: list[tuple[Part, str]] = []
    for tag, i, j, k, m in _opcodes(old, new):
        if tag == "equal":
            found.append((Part.SAME, "".join(old[i:j])))
            continue
        found.append((Part.REMOVED, "".join(old[i:j])))
        found.append((Part.INSERTED, "".join(new[k:m])))
    return [(part, text) for part, text in found if text]


def _opcodes(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if len(old) * len(new) > 4 * _COMPARABLE:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new).get_opcodes()
