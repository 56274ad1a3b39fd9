"""The office of a committee that `fill` has made, and the pages it asks for."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.organisations.models import Organisation
from app.people.service import create_account, grant_role
from bench.place import PASSWORD, USERNAME
from bench.ratios import Ratio, at_most, in_turn, seconds

_ROUNDS = 3
_TIME_AT_MOST = 12  # ten times the branches, and a fifth
_QUERIES_BELOW = 12


@dataclass(frozen=True)
class Page:
    app: Flask
    client: FlaskClient
    path: str

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


class Office:
    """Signed in at the committee of a filled database."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            committee = db.session.scalars(
                select(Organisation).where(Organisation.symbol == "ĐU")
            ).one()
            self.committee_id = committee.id
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
        self.client = self._signed_in()

    def _signed_in(self) -> FlaskClient:
        self.app.config["WTF_CSRF_ENABLED"] = False
        client = self.app.test_client()
        client.post("/sign-in", data={"username": USERNAME, "password": PASSWORD})
        return client

    def page(self, endpoint: str, **values: Any) -> Page:
        with self.app.test_request_context():
            return Page(self.app, self.client, url_for(endpoint, **values))


def compared(
    name: str, ours: Page, peer: Page, *, queries_below: int = _QUERIES_BELOW
) -> list[Ratio]:
    """A page over ten times the branches: as many queries, and not much more than ten times as
    long.
    """
    asked, of = ours.queries(), peer.queries()
    took, against = in_turn(
        lambda: seconds(ours.ask) * 1000, lambda: seconds(peer.ask) * 1000, rounds=_ROUNDS
    )
    return [
        Ratio(
            f"queries, {name}",
            str(asked),
            str(of),
            f"{asked - of:+d}",
            f"< {_QUERIES_BELOW}, the same",
            asked == of < _QUERIES_BELOW,
        ),
        at_most(f"time, {name}", took, against, "ms", _TIME_AT_MOST),
    ]
