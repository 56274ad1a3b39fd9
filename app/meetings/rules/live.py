"""What a writer at a meeting may do, and what its forms say of a unit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.meetings.rules.units import Unit
from app.revisions.rules.live import Checked


@dataclass(frozen=True)
class Rights:
    """What the writer may do beyond writing."""

    may_appoint: bool
    may_read_restricted: bool


Check = Callable[[Unit, Mapping[str, str], Any], Checked]
