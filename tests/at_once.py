"""Several buttons pressed at the same moment, on a database that processes share."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask_migrate import upgrade

from app import create_app
from app.extensions import db
from tests.architecture.sources import ROOT
from tests.postgres import shared_database

Press = Callable[..., list[str]]


@contextmanager
def pressing_at_once(name: str, folders: pytest.TempPathFactory) -> Iterator[Press]:
    """What sends presses off at once and gives their answers, with the database at hand."""
    with shared_database(name, folders.mktemp(name)) as url:
        instance = folders.mktemp("instance")
        app = create_app({"INSTANCE": instance, "DATABASE_URL": url, "SECRET_KEY": "pressing"})
        command = [sys.executable, "-m", "tests.pressing", str(instance), url]
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            db.session.commit()
            with subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            ) as process:
                try:
                    assert process.stdout.readline() == "ready\n"
                    yield lambda *presses: _press(process, presses)
                finally:
                    process.kill()
            db.session.remove()
            db.engine.dispose()


def _press(process: Any, presses: tuple[dict[str, Any], ...]) -> list[str]:
    db.session.commit()
    process.stdin.write(json.dumps(presses) + "\n")
    process.stdin.flush()
    while not (line := process.stdout.readline()).startswith("="):
        print(line, end="")  # what the application logs: shown where a test fails
    answers: list[str] = json.loads(line.removeprefix("="))
    return answers
