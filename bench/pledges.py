"""A year's pledges: memory of a branch's papers, and the committee's page over 10,000 of them.

    python -m bench.pledges FOLDER FORMAT

writes the papers of the branch in FOLDER's database and tells in JSON what it took.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app.devtools.scale import Scale, fill
from app.extensions import db
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.organisations.models import Organisation
from app.pledges.rules.collection import Scope
from app.pledges.service.export import checked_collection, write_papers
from bench.memory import peak_mb, tell_peak
from bench.office import Office, Page, compared
from bench.place import make_app, open_app
from bench.ratios import Ratio, at_most, show

_FEW, _MANY = 40, 120
_BRANCHES_FEW, _BRANCHES_MANY, _MEMBERS = 10, 100, 103  # of whom 100 or so have pledged
_MEMORY_AT_MOST = 1.1


def run() -> None:
    show(
        "A branch's pledges in one file",
        "of",
        list(_memory()),
        ("Peak memory of the process, with its database.",),
    )
    show("The committee's coverage page", "of", _pages(), ("One request in the same process.",))


def _memory() -> Iterator[Ratio]:
    with _filled(1, _FEW) as few, _filled(1, _MANY) as many:
        for kind in ("pdf", "zip"):
            ours, peer = (peak_mb("bench.pledges", app.instance_path, kind) for app in (many, few))
            name = f"peak memory, {kind.upper()} of {_MANY} members against {_FEW}"
            yield at_most(name, ours, peer, "MB", _MEMORY_AT_MOST)


def _pages() -> list[Ratio]:
    with _filled(_BRANCHES_FEW, _MEMBERS) as few, _filled(_BRANCHES_MANY, _MEMBERS) as many:
        words = f"{_BRANCHES_MANY} branches against {_BRANCHES_FEW}"
        return compared(words, _coverage(many), _coverage(few))


def _coverage(app: Flask) -> Page:
    office = Office(app)
    return office.page("pledges.committee", organisation_id=office.committee_id, year=today().year)


@contextmanager
def _filled(branches: int, members: int) -> Iterator[Flask]:
    """An application whose committee has collected the pledges of its branches."""
    with tempfile.TemporaryDirectory(prefix="nenep-bench-") as folder:
        app = make_app(Path(folder))
        with app.app_context(), transaction():
            fill(Scale(branches, 1, members, until=today(), pledges=True), now=now())
        yield app


def _write(folder: Path, kind: str) -> None:
    with open_app(folder).app_context(), tempfile.TemporaryDirectory() as scratch:
        branch = db.session.scalars(select(Organisation).where(Organisation.symbol == "CB")).one()
        data = checked_collection(branch, today().year, Scope.SUBMITTED, now=now())
        out = Path(scratch) / "papers"
        write_papers(data, extension=kind, out=out, folder=Path(scratch), report=lambda done: None)


if __name__ == "__main__":
    _write(Path(sys.argv[1]), sys.argv[2])
    tell_peak()
