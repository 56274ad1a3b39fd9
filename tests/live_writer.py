"""Processes that write at one meeting through the application, to be killed or to run at once.

    python -m tests.live_writer INSTANCE DATABASE_URL MEETING_ID ACCOUNT_ID

It says `ready`; for each line `ACCOUNT_ID TAG TIMES UNIT …` it forks a writer and tells its process
id; the writer tells in JSON of each save that was acknowledged, and at last that it is done. One
writer fills its units in turn, again and again, each save adding a word to what stands.
"""

import json
import os
import signal
import sys
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask

from app import create_app
from app.extensions import db
from app.kernel.clock import today
from app.people.queries import load_account
from app.people.service import session_key


def tell(**what: object) -> None:
    os.write(1, json.dumps({"pid": os.getpid(), **what}).encode() + b"\n")


class Writer:
    def __init__(self, app: Flask, meeting_id: str, account_id: str) -> None:
        self.client = app.test_client()
        self.account_id, self.url = account_id, f"/meetings/{meeting_id}/live"
        with app.app_context():
            epoch = load_account(UUID(account_id), on=today()).epoch
        with self.client.session_transaction() as session:
            session["_user_id"] = session_key(UUID(account_id), epoch)
            session["_fresh"] = True

    def write(self, units: list[str], tag: str, times: int) -> None:
        state = self.client.get(self.url).json["units"]
        for count in range(times):
            unit = units[count % len(units)]
            stands = state.get(unit, {"number": 0, "values": {}})
            state[unit] = self.add_word(unit, f"{tag}.{count}", stands)

    def add_word(self, unit: str, word: str, stands: dict) -> dict:
        """Until it stands: where somebody else was faster, take the merged text and send it."""
        field = "content" if unit.startswith("item:") else "text"
        text = f"{stands['values'].get(field, '')} {word}".strip()
        while True:
            result = self.save(unit, stands["number"], {field: text})
            if result["outcome"] != "conflict":
                tell(unit=unit, number=result["number"], word=word, outcome=result["outcome"])
                return result
            stands, text = result, result["conflicts"][0]["merged"]

    def save(self, unit: str, base: int, values: dict) -> dict:
        change = {"id": str(uuid4()), "unit": unit, "base": base, "values": values}
        body = {"account": self.account_id, "place": "step_1", "known": {}, "changes": [change]}
        answer = self.client.post(self.url, json=body)
        if answer.status_code != 200:
            tell(error=answer.status_code, said=answer.json)
            os._exit(1)
        return answer.json["results"][0]


def main(instance: str, url: str, meeting_id: str, account_id: str) -> None:
    app = create_app(
        {
            "INSTANCE": Path(instance),
            "DATABASE_URL": url,
            "SECRET_KEY": "writers",
            "WTF_CSRF_ENABLED": False,
        }
    )
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead leave nothing behind
    with app.app_context():
        Writer(app, meeting_id, account_id).write(["closing:" + meeting_id], "warm", 0)
        db.engine.dispose()
    print("ready", flush=True)
    for line in sys.stdin:
        account_id, tag, times, *units = line.split()
        child = os.fork()  # no connection is open: each writer opens its own
        if child == 0:
            Writer(app, meeting_id, account_id).write(units, tag, int(times))
            tell(done=True)
            os._exit(0)
        os.write(1, json.dumps({"forked": child}).encode() + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
