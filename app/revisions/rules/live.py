"""What is said between a page that saves as one types and the server (ADR 0011)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.kernel.errors import RuleBroken
from app.kernel.text import clean

# What no field of ours takes, held and set aside texts among them.
LONGEST = 20_000
MOST_CHANGES = 100
MOST_KNOWN = 5000
_NOT_UNDERSTOOD = "Không đọc được nội dung gửi lên; tải lại trang rồi thử lại."


@dataclass(frozen=True)
class Sent:
    """One change as it was sent; `values` are clean strings by field."""

    id: UUID
    unit: str
    base: int
    values: dict[str, str]
    removes: bool


@dataclass(frozen=True)
class Call:
    account: str
    place: str
    known: dict[str, int]
    changes: tuple[Sent, ...]


def read_call(body: Any) -> Call:
    """:raises RuleBroken: for anything that is not the shape agreed in ADR 0011."""
    try:
        known = {str(unit): _whole(number_) for unit, number_ in body.get("known", {}).items()}
        changes = tuple(_sent(change) for change in _listed(body.get("changes", [])))
        call = Call(str(body["account"]), str(body.get("place", "")), known, changes)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise RuleBroken(_NOT_UNDERSTOOD) from None
    if len({change.id for change in changes}) < len(changes):
        raise RuleBroken(_NOT_UNDERSTOOD)
    if len(known) > MOST_KNOWN or len(changes) > MOST_CHANGES:
        raise RuleBroken("Gửi quá nhiều nội dung trong một lần; xin gửi từng phần.")
    return call


def _sent(change: Any) -> Sent:
    values = {str(name): _text(value) for name, value in change.get("values", {}).items()}
    removes = change.get("removes", False)
    if not isinstance(removes, bool):
        raise TypeError
    return Sent(UUID(change["id"]), _text(change["unit"]), _whole(change["base"]), values, removes)


def _listed(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise TypeError
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return clean(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise TypeError
    return value


def check_length(values: Mapping[str, str]) -> None:
    """:raises RuleBroken: for the first text that no form would take."""
    for name, value in values.items():
        if len(value) > LONGEST:
            sentence = f"Dài nhất {LONGEST:,} ký tự; xin rút gọn.".replace(",", ".")
            raise RuleBroken(sentence, field=name)


@dataclass(frozen=True)
class Checked:
    """What a form says of the values of a unit: what is wrong, or what they mean."""

    errors: Mapping[str, str]
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Conflict:
    """One field both changed; the base is where the two parted."""

    field: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Result:
    """What became of one change, and how its unit stands now."""

    id: UUID
    unit: str
    outcome: str
    number: int
    values: Mapping[str, str]
    version: int | None = None
    conflicts: Sequence[Conflict] = ()
    by: str = ""
    at: datetime | None = None
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Present:
    """A unit as it stands, and the version a form would carry."""

    values: dict[str, str]
    version: int | None
