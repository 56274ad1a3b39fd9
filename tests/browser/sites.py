"""A running copy of the application for the tests to change as they like."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

# The sample's own today; whoever runs the tests later finds the same meetings ahead.
START = datetime.fromisoformat("2026-11-22T14:00:00+07:00")
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


@dataclass
class Site:
    instance: Path
    port: str = "0"
    process: "subprocess.Popen[str] | None" = None
    clock: timedelta = timedelta()  # how far the application is from the time of this machine

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.instance / "server.log"

    def start(self) -> None:
        """Serve; after the first time at the same address, as the browser knows it."""
        with self.log.open("a") as errors:
            self.process = subprocess.Popen(
                _command("serve", str(self.instance), self.port),
                cwd=ROOT,
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        assert self.process.stdout
        self.port = self.process.stdout.readline().strip()
        assert self.port, self.log.read_text()
        if self.clock:  # time does not begin again with the server
            self.move_to((datetime.now(UTC) + self.clock).isoformat())
        else:
            self.clock = START - datetime.now(UTC)

    def kill(self) -> None:
        """At once, in the middle of whatever it does."""
        assert self.process
        self.process.kill()
        self.process.communicate()

    def move_to(self, moment: str) -> None:
        """Let it be `moment`, such as "2026-12-04T14:00:00+07:00", for the application."""
        assert self.process
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(moment + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "moved\n"
        self.clock = datetime.fromisoformat(moment) - datetime.now(UTC)


@contextmanager
def running(instance: Path) -> Iterator[Site]:
    site = Site(instance)
    site.start()
    try:
        yield site
    finally:
        site.kill()


def copied(instance: Path, to: Path) -> Path:
    return Path(shutil.copytree(instance, to))
