"""One of several processes that save at one meeting at once, or insert bare rows.

    python -m bench.saver live|bare INSTANCE DATABASE_URL MEETING_ID ACCOUNT_ID UNIT TIMES

`live`: a whole request through the application, signed in, guarded, one field saved with its
revision. `bare`: one row inserted and committed. It says `ready`, waits for a line, writes, and
says how long that took, how often it was refused, and how many words stand.
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from uuid import UUID, uuid4

from flask import Flask

from app import create_app
from app.extensions import db
from app.kernel.clock import today
from app.people.queries import load_account
from app.people.service import session_key
from bench.writer import insert_a_row

NOBODY = UUID(int=0)


class Saver:
    """One page that adds a word to one text every time it saves."""

    def __init__(self, app: Flask, meeting: str, account: str, unit: str, on: date) -> None:
        self.client, self.url = app.test_client(), f"/meetings/{meeting}/live"
        self.account, self.unit = account, unit
        found = load_account(UUID(account), on=on)
        assert found is not None
        with self.client.session_transaction() as session:
            session["_user_id"] = session_key(UUID(account), found.epoch)
            session["_fresh"] = True
        stands = self.client.get(self.url).json["units"][unit]
        db.session.remove()
        self.number, self.text = stands["number"], stands["values"]["content"]

    def save(self) -> bool:
        text = f"{self.text} {uuid4().hex[:6]}".strip()
        values = {"content": text}
        change = {"id": str(uuid4()), "unit": self.unit, "base": self.number, "values": values}
        body = {
            "account": self.account,
            "place": "step_1",
            "known": {self.unit: self.number},
            "changes": [change],
        }
        answer = self.client.post(self.url, json=body)
        db.session.remove()  # each as a request of its own
        if answer.status_code != 200 or answer.json["results"][0]["outcome"] != "saved":
            return False
        self.number, self.text = answer.json["results"][0]["number"], text
        return True


def main(
    kind: str, instance: str, url: str, meeting: str, account: str, unit: str, times: str
) -> None:
    app = create_app(
        {
            "INSTANCE": Path(instance),
            "DATABASE_URL": url,
            "SECRET_KEY": "bench",
            "WTF_CSRF_ENABLED": False,
        }
    )
    with app.app_context():
        saver = Saver(app, meeting, account, unit, today())
        work: Callable[[], bool] = saver.save if kind == "live" else _insert
        print("ready", flush=True)
        sys.stdin.readline()
        began = perf_counter()
        refused = sum(not work() for _ in range(int(times)))
        print(perf_counter() - began, refused, len(saver.text.split()))
        db.session.remove()
        db.engine.dispose()


def _insert() -> bool:
    insert_a_row(NOBODY)
    db.session.remove()
    return True


if __name__ == "__main__":
    main(*sys.argv[1:])
