"""A running copy of the application for the tests to change as they like."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "sinh-hoat-chi-bo"


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "tests.browser.server", *words]


def _environment() -> dict[str, str]:
    """Whoever runs the tests may have settings of their own; the site has only its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("NENEP_")}


def made(instance: Path, how: str) -> Path:
    """A new instance, `how` being "fill" or "empty"."""
    instance.mkdir(parents=True)
    command = _command(how, str(instance))
    done = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return instance


@dataclass(frozen=True)
class Site:
    url: str
    log: Path
    process: "subprocess.Popen[str]"

    def move_to(self, moment: str) -> None:
        """Let it be `moment`, such as "2026-12-04T14:00:00+07:00", for the application."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(moment + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "moved\n"


@contextmanager
def running(instance: Path) -> Iterator[Site]:
    log = instance / "server.log"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            _command("serve", str(instance)),
            cwd=ROOT,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout
            port = process.stdout.readline().strip()
            assert port, log.read_text()
            yield Site(f"http://127.0.0.1:{port}", log, process)
        finally:
            process.kill()


def copied(instance: Path, to: Path) -> Path:
    return Path(shutil.copytree(instance, to))
