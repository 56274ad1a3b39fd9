"""Eight people saving live at one meeting, on each database, against a bare committed insert."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.access.permissions import Actor, Grant, Role
from app.extensions import db
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.meetings.rules.life import MeetingMode, MeetingType
from app.meetings.service.life import PLAN_FIELDS, open_meeting, plan_meeting
from bench.ratios import Ratio, in_turn, share_of, show
from bench.servers import ROOT
from bench.together import run_together
from bench.writer import SCRATCH
from tests.factory import Make
from tests.postgres import own_database, running_server

_WRITERS, _TIMES = 8, 20
_ROUNDS = 3


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="nenep-bench-") as folder:
        sqlite, on_sqlite = _measured("SQLite", folder, f"sqlite:///{folder}/saves.sqlite")
        with running_server() as server, own_database(server, "saves") as url:
            postgres, on_postgres = _measured("PostgreSQL", folder, url)
    show(
        f"Saving live at one meeting, {_WRITERS} people at once, each their own text",
        "bare insert",
        [sqlite, postgres],
        (
            "Ours is a whole request: signed in, guarded, compared, saved with its revision.",
            "PostgreSQL commits without fsync here, ours and the peer's alike.",
            *(on_sqlite, on_postgres),
        ),
    )


def _measured(name: str, folder: str, url: str) -> tuple[Ratio, str]:
    app = create_app({"INSTANCE": Path(folder), "DATABASE_URL": url, "SECRET_KEY": "bench"})
    meeting, writers = _meeting(app)
    told = Counter[str]()

    def measure(kind: str) -> float:
        return _written(kind, [[folder, url, meeting, *writer] for writer in writers], told)

    ours, bare = in_turn(lambda: measure("live"), lambda: measure("bare"), rounds=_ROUNDS)
    saved = _WRITERS * _TIMES * _ROUNDS
    # The last round's bare writers have read back what stands.
    lost = saved - told["refused"] - told["words"]
    note = f"{name}: {saved} saves, {told['refused']} refused, {lost} lost."
    return share_of(name, ours, bare, "saves/s", at_least=None), note


def _meeting(app: Flask) -> tuple[str, list[tuple[str, str]]]:
    """A meeting under way, with an account and a text for each writer."""
    with _empty_database(app):
        make = Make()
        branch = make.branch()
        accounts = [make.account(Role.SECRETARY, at=branch) for _ in range(_WRITERS)]
        by = Actor(accounts[0].id, "Trần Thị Hạnh", None, (Grant(Role.SECRETARY, branch.path),))
        plan = {
            **dict.fromkeys(PLAN_FIELDS),
            "period": today().replace(day=1),
            "held_on": today(),
            "start_time": time(14),
            "place": "Phòng họp",
            "mode": MeetingMode.IN_PERSON,
        }
        meeting = plan_meeting(branch, MeetingType.REGULAR, plan, by=by, now=now())
        open_meeting(meeting, began_time=time(14), by=by, now=now())
        items = [item for step in meeting.steps for item in step.items]
        return str(meeting.id), [
            (str(account.id), f"item:{item.id}")
            for account, item in zip(accounts, items, strict=False)
        ]


@contextmanager
def _empty_database(app: Flask) -> Iterator[None]:
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        with transaction():
            SCRATCH.create(db.session.connection())
            yield
        db.session.remove()
        db.engine.dispose()


def _written(kind: str, writers: list[list[str]], told: Counter[str]) -> float:
    """Saves a second of all together, the slowest one's time being the time."""
    lines = run_together([["bench.saver", kind, *about, str(_TIMES)] for about in writers])
    told["refused"] += sum(int(line[1]) for line in lines)
    told["words"] = sum(int(line[2]) for line in lines)
    return len(writers) * _TIMES / max(float(line[0]) for line in lines)
