"""A process that presses several buttons at the same moment, each from a process of its own.

    python -m tests.pressing INSTANCE DATABASE_URL

It says `ready`; for each line, a JSON list of presses, it forks a process for each of them, lets
all of them go at once and tells after a `=`, in the order of the presses, the status of each
answer, or `killed` if it was to be killed after so many seconds.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask

from app import create_app
from app.extensions import db
from app.kernel.clock import today
from app.people.queries import load_account
from app.people.service import session_key


def press(app: Flask, wanted: dict[str, Any], ready: int, go: int) -> str:
    client = app.test_client()
    account_id = UUID(wanted["account"])
    with app.app_context():
        key = session_key(account_id, load_account(account_id, on=today()).epoch)
        db.session.remove()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = key, True
    os.write(ready, b".")
    os.read(go, 1)  # until the other end is closed
    sent = {name: wanted[name] for name in ("data", "json") if name in wanted}
    return str(client.post(wanted["path"], **sent).status_code)


def press_all(app: Flask, presses: list[dict[str, Any]]) -> list[str]:
    ready, is_ready = os.pipe()
    wait, go = os.pipe()
    children = []
    for wanted in presses:
        told, tells = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(go)
            os.write(tells, press(app, wanted, is_ready, wait).encode())
            os._exit(0)
        os.close(tells)
        children.append((child, told))
    for _ in children:
        os.read(ready, 1)
    began = time.monotonic()
    os.close(go)
    for (child, _), wanted in zip(children, presses, strict=True):
        if "kill_after" in wanted:
            time.sleep(max(0.0, began + wanted["kill_after"] - time.monotonic()))
            os.kill(child, signal.SIGKILL)
    answers = [_answer(child, told) for child, told in children]
    for end in (ready, is_ready, wait):
        os.close(end)
    return answers


def _answer(child: int, told: int) -> str:
    with os.fdopen(told) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said or "killed"


def main(instance: str, url: str) -> None:
    app = create_app(
        {
            "INSTANCE": Path(instance),
            "DATABASE_URL": url,
            "SECRET_KEY": "pressing",
            "WTF_CSRF_ENABLED": False,
        }
    )
    print("ready", flush=True)
    for line in sys.stdin:
        print(f"={json.dumps(press_all(app, json.loads(line)))}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
