"""What members ask, lived level by level: raised, answered, passed up, pursued."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from app.devtools.demo import written
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import Row, text
from app.extensions import db
from app.meetings.models import Meeting
from app.petitions import service
from app.petitions.models import Petition
from app.petitions.rules import PetitionKind

_BEFORE_ADOPTION = timedelta(minutes=20)


def happenings(world: World) -> Iterator[Happening]:
    held = {row["key"]: row for _, row in written.meetings()}
    for row in written.petitions():
        raised: list[UUID] = []
        if "meeting" in row:
            meeting = held[row["meeting"]]
            closed = written.at(meeting["held_on"], meeting["end_time"])
            hear = partial(_hear, world, row, raised)
            yield Happening(closed + _BEFORE_ADOPTION, row["key"], hear)
        else:
            lay = partial(_raise, world, row, raised)
            yield Happening(written.at(row["raised_on"], time(8, 30)), row["key"], lay)
        for step in row.get("step", ()):
            act = partial(_act, world, step, raised)
            yield Happening(written.at(step["on"], time(10, 15)), row["key"], act)


def _raise(world: World, row: Row, raised: list[UUID], now: datetime) -> None:
    branch = world.organisations[row["branch"]]
    petition = service.raise_petition(
        branch,
        author=world.members[row["author"]],
        kind=PetitionKind(row["kind"]),
        text=text(row, "text"),
        addressee=branch,
        by=world.actors[row["author"]],
        now=now,
    )
    raised.append(petition.id)


def _hear(world: World, row: Row, raised: list[UUID], now: datetime) -> None:
    meeting = db.session.get_one(Meeting, world.meetings[row["meeting"]])
    petition = service.raise_in_meeting(
        meeting,
        author=world.members[row["author"]],
        kind=PetitionKind(row["kind"]),
        text=text(row, "text"),
        by=world.secretary(row["branch"], meeting.held_on),
        now=now,
    )
    raised.append(petition.id)


def _act(world: World, step: Row, raised: list[UUID], now: datetime) -> None:
    petition = db.session.get_one(Petition, raised[0])
    _STEPS[step["does"]](petition, text(step, "text"), by=world.actors[step["by"]], now=now)
    db.session.flush()


def _answer(petition: Petition, words: str, **common: Any) -> None:
    stage = petition.stages[-1]
    service.answer_stage(stage, answer=words, version=stage.version, **common)


def _pass_on(petition: Petition, words: str, **common: Any) -> None:
    stage = petition.stages[-1]
    service.pass_upward(stage, reason=words, version=stage.version, **common)


def _pursue(petition: Petition, words: str, **common: Any) -> None:
    service.pursue(petition, reason=words, version=petition.stages[-1].version, **common)


def _see(petition: Petition, _words: str, **common: Any) -> None:
    service.mark_seen(petition, **common)


_STEPS: dict[str, Callable[..., None]] = {
    "answer": _answer,
    "pass_on": _pass_on,
    "pursue": _pursue,
    "see": _see,
}
