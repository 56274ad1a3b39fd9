"""Eight processes writing at once: the house's transaction against a bare committed insert."""

import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app.devtools.scale import Scale, fill
from app.extensions import db
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.organisations.models import Organisation, Term
from bench.place import make_app
from bench.ratios import in_turn, share_of, show
from bench.together import run_together
from bench.writer import SCRATCH

_WRITERS, _TIMES = 8, 20
_ROUNDS = 3


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="nenep-bench-") as folder:
        app = make_app(Path(folder))
        about = (folder, app.config["SQLALCHEMY_DATABASE_URI"], _branch(app), str(_TIMES))
        refused = Counter[str]()
        ours, bare = in_turn(
            lambda: _written("house", about, refused),
            lambda: _written("bare", about, refused),
            rounds=_ROUNDS,
        )
    show(
        f"Writing to one SQLite file, {_WRITERS} processes",
        "bare insert",
        [share_of("numbered document with its audit line", ours, bare, "tx/s", at_least=None)],
        (
            "Both commit to disk (WAL, synchronous=FULL); ours reads, counts up, chains, inserts.",
            f"Writers that never pause, refused after 30 s: ours {refused['house']}, "
            f"bare {refused['bare']} of {_WRITERS * _TIMES * _ROUNDS} each.",
        ),
    )


def _branch(app: Flask) -> str:
    with app.app_context(), transaction():
        fill(Scale(branches=1, meetings=1, members=3, until=today()), now=now())
        SCRATCH.create(db.session.connection())
        branch = db.session.scalars(
            select(Organisation).where(Organisation.name == "Chi bộ số 1")
        ).one()
        term = Term(organisation=branch, name="Nhiệm kỳ này", starts_on=date(2025, 1, 1))
        db.session.add(term)
        return str(branch.id)


def _written(kind: str, about: tuple[str, ...], refused: Counter[str]) -> float:
    """Transactions a second of all writers together, the slowest one's time being the time."""
    told = run_together([["bench.writer", kind, *about] for _ in range(_WRITERS)])
    failures = sum(int(line[1]) for line in told)
    refused[kind] += failures
    return (_WRITERS * _TIMES - failures) / max(float(line[0]) for line in told)
