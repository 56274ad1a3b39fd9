"""What is said between a page that saves as one types and the meeting."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from app.kernel.errors import RuleBroken
from app.meetings.rules.units import Unit

# What no field of ours takes, held and set aside texts among them.
LONGEST = 20_000


class Sent(Protocol):
    """One change as it came."""

    @property
    def id(self) -> UUID: ...
    @property
    def unit(self) -> str: ...
    @property
    def base(self) -> int: ...
    @property
    def values(self) -> Mapping[str, str]: ...
    @property
    def removes(self) -> bool: ...


def check_length(values: Mapping[str, str]) -> None:
    """:raises RuleBroken: for the first text that no form would take."""
    for name, value in values.items():
        if len(value) > LONGEST:
            sentence = f"Dài nhất {LONGEST:,} ký tự; xin rút gọn.".replace(",", ".")
            raise RuleBroken(sentence, field=name)


@dataclass(frozen=True)
class Rights:
    """What the writer may do beyond writing."""

    may_appoint: bool
    may_read_restricted: bool


@dataclass(frozen=True)
class Checked:
    """What a form says of the values of a unit: what is wrong, or what they mean."""

    errors: Mapping[str, str]
    data: Mapping[str, Any] = field(default_factory=dict)


Check = Callable[[Unit, Mapping[str, str], Any], Checked]


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
