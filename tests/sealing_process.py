"""A process that lets a child seal and kills it at a moment of somebody else's choosing.

    python -m tests.sealing_process INSTANCE DATABASE_URL

It says `ready`; for each line `RECORD_ID SECONDS` a fresh child draws the files and seals as the
minute-taker, and is killed so many seconds after it has begun to write. The answer is `killed`
or `done`, with the seconds it took.
"""

import os
import signal
import sys
import time
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask

from app import create_app
from app.access.permissions import Actor, Role
from app.documents.pdf import warm_up
from app.kernel.transaction import reading, transaction
from app.minutes.queries import get_record
from app.minutes.service import confirm_minutes, draw, texts_ahead
from tests.factory import NOW


def seal(record_id: UUID, folder: Path, drawn_to: int) -> None:
    with reading():
        texts = texts_ahead(get_record(record_id), Role.MINUTE_TAKER)
    drawn = draw(texts)
    os.write(drawn_to, b"1")
    with transaction():
        record = get_record(record_id)
        confirm_minutes(
            record,
            Role.MINUTE_TAKER,
            seen=record.sha256,
            drawn=drawn,
            folder=folder,
            by=Actor(uuid4(), "Thư ký", record.meeting.minute_taker_id),
            now=NOW,
        )


def let_seal(app: Flask, record_id: UUID, folder: Path, seconds: float) -> str:
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        with app.app_context():
            seal(record_id, folder, writable)
        os._exit(0)
    os.close(writable)
    os.read(readable, 1)
    os.close(readable)
    began = time.monotonic()
    while time.monotonic() < began + seconds:
        if os.waitpid(child, os.WNOHANG)[0]:
            return f"done {time.monotonic() - began}"
        time.sleep(0.0005)
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    return "killed" if os.WIFSIGNALED(status) else f"done {seconds}"


def main(instance: str, url: str) -> None:
    app = create_app({"INSTANCE": Path(instance), "DATABASE_URL": url, "SECRET_KEY": "sealing"})
    warm_up()
    print("ready", flush=True)
    for line in sys.stdin:
        record_id, seconds = line.split()
        print(let_seal(app, UUID(record_id), Path(instance) / "files", float(seconds)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
