"""How a room above describes work that is done outside the request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from app.jobs.models import Job

# How many parts are done.
Report = Callable[[int], None]
# What the worker looks after once a minute, beside what it is asked for.
Chore = Callable[[], object]


@dataclass(frozen=True)
class Order:
    """What is wanted, as the worker hands it to the room that knows how."""

    organisation_id: UUID
    wanted: dict[str, Any]
    asked_at: datetime


@dataclass(frozen=True)
class Made:
    """A finished file, called `name` by whoever fetches it."""

    path: Path
    name: str
    media_type: str


@dataclass(frozen=True)
class Kind:
    """One kind of work.

    `make` only reads the database and writes into the folder it is given; what it refuses with
    `RuleBroken` is told to whoever asked. `note` runs in the transaction that keeps the result.
    """

    name: str
    make: Callable[[Order, Path, Report], Made]
    note: Callable[[Job, datetime], None]
