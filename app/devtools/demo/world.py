"""What has happened so far while the sample is lived through."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from app.access.permissions import Actor, Role
from app.devtools.demo import written
from app.kernel.errors import RuleBroken
from app.organisations.models import Organisation
from app.people.models import Member


class SampleBroken(Exception):
    """What is written breaks a rule of the product; the message names where."""


@dataclass(frozen=True)
class Happening:
    """Something that happens at a moment; `of` names what is written, for error messages."""

    at: datetime
    of: str
    do: Callable[[datetime], None]


@dataclass
class World:
    """The sample's keys and what they have become."""

    files: Path
    organisations: dict[str, Organisation] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    meetings: dict[str, UUID] = field(default_factory=dict)
    assignments: dict[str, UUID] = field(default_factory=dict)
    resolutions: dict[str, UUID] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)

    @property
    def office(self) -> Actor:
        """Whoever keeps the committee's office: receives what the branches send."""
        return next(
            self.actors[row["member"]]
            for row in written.cast()["account"]
            if any(role["role"] == Role.OFFICE for role in row["extra_roles"])
        )

    def secretary(self, branch: str, day: date) -> Actor:
        key = written.holder(branch, "secretary", day)
        if key is None:
            raise SampleBroken(f"{branch} has no secretary on {day}")
        return self.actors[key]


def live(happenings: Iterable[Happening]) -> None:
    """Let everything happen in the order of time, so that trails and numbers run with it.

    :raises SampleBroken: if the product refuses something that is written.
    """
    for happening in sorted(happenings, key=lambda h: h.at):
        try:
            happening.do(happening.at)
        except RuleBroken as refused:
            raise SampleBroken(f"{happening.of}: {refused.message}") from refused
        except Exception as problem:
            problem.add_note(f"while loading {happening.of}")
            raise
