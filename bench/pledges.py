"""A year's pledges: memory of a branch's papers, and the committee's page over 10,000 of them.

    python -m bench.pledges FOLDER FORMAT

writes the papers of the branch in FOLDER's database and tells in JSON what it took.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.access.permissions import Role
from app.devtools.scale import Scale, fill
from app.extensions import db
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.organisations.models import Organisation
from app.people.service import create_account, grant_role
from app.pledges.rules.collection import Scope
from app.pledges.service.export import checked_collection, write_papers
from bench.memory import peak_mb, tell_peak
from bench.place import PASSWORD, USERNAME, make_app, open_app
from bench.ratios import Ratio, at_most, in_turn, seconds, show

_FEW, _MANY = 40, 120
_BRANCHES_FEW, _BRANCHES_MANY, _MEMBERS = 10, 100, 103  # of whom 100 or so have pledged
_ROUNDS = 3
_MEMORY_AT_MOST = 1.1
_TIME_AT_MOST = 12  # ten times the branches, and a fifth
_QUERIES_BELOW = 12


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
        ours, peer = _Page(many), _Page(few)
        asked, of = ours.queries(), peer.queries()
        took, against = in_turn(
            lambda: seconds(ours.ask) * 1000, lambda: seconds(peer.ask) * 1000, rounds=_ROUNDS
        )
    words = f"{_BRANCHES_MANY} branches against {_BRANCHES_FEW}"
    return [
        Ratio(
            f"queries, {words}",
            str(asked),
            str(of),
            f"{asked - of:+d}",
            f"< {_QUERIES_BELOW}, the same",
            asked == of < _QUERIES_BELOW,
        ),
        at_most(f"time, {words}", took, against, "ms", _TIME_AT_MOST),
    ]


@contextmanager
def _filled(branches: int, members: int) -> Iterator[Flask]:
    """An application whose committee has collected the pledges of its branches."""
    with tempfile.TemporaryDirectory(prefix="nenep-bench-") as folder:
        app = make_app(Path(folder))
        with app.app_context(), transaction():
            fill(Scale(branches, 1, members, until=today(), pledges=True), now=now())
        yield app


class _Page:
    """The coverage page of a committee, for its office."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            committee = db.session.scalars(
                select(Organisation).where(Organisation.symbol == "ĐU")
            ).one()
            with transaction():
                account = create_account(
                    username=USERNAME,
                    name="Văn phòng",
                    password=PASSWORD,
                    organisation=committee,
                    member=None,
                    must_change_password=False,
                    by=None,
                    now=now(),
                )
                grant_role(
                    account,
                    Role.OFFICE,
                    committee,
                    starts_on=today(),
                    ends_on=None,
                    by=None,
                    now=now(),
                )
            with app.test_request_context():
                self.path = url_for(
                    "pledges.committee", organisation_id=committee.id, year=today().year
                )
        self.client = self._signed_in()

    def _signed_in(self) -> FlaskClient:
        self.app.config["WTF_CSRF_ENABLED"] = False
        client = self.app.test_client()
        client.post("/sign-in", data={"username": USERNAME, "password": PASSWORD})
        return client

    def ask(self) -> None:
        answer = self.client.get(self.path)
        assert answer.status_code == 200, answer.status

    def queries(self) -> int:
        statements: list[str] = []

        def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                statements.append(statement)

        with self.app.app_context():
            event.listen(db.engine, "before_cursor_execute", note)
            self.ask()
            event.remove(db.engine, "before_cursor_execute", note)
        return len(statements)


def _write(folder: Path, kind: str) -> None:
    with open_app(folder).app_context(), tempfile.TemporaryDirectory() as scratch:
        branch = db.session.scalars(select(Organisation).where(Organisation.symbol == "CB")).one()
        data = checked_collection(branch, today().year, Scope.SUBMITTED, now=now())
        out = Path(scratch) / "papers"
        write_papers(data, extension=kind, out=out, folder=Path(scratch), report=lambda done: None)


if __name__ == "__main__":
    _write(Path(sys.argv[1]), sys.argv[2])
    tell_peak()
