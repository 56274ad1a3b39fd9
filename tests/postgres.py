"""A private PostgreSQL for the tests, from the binaries of the Debian package.

Inside Python:      with running_server() as url, own_database(url, "name") as database_url: ...
Around a command:   python -m tests.postgres pytest -n 2

The second form starts one server for all workers of the command; `running_server()` then joins it
instead of starting its own.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

SHARED = "NENEP_TEST_SERVER"
DRIVER = "postgresql+psycopg"
OWNER = "nenep"
START_SECONDS = 60

# Nothing here outlives the tests, so nothing needs to survive a power cut.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "timezone": "UTC",
}


@contextmanager
def running_server() -> Iterator[str]:
    """Yield the base URL of a server; it is stopped and forgotten when the block ends.

    :raises RuntimeError: if PostgreSQL is not installed or does not start.
    """
    if shared := os.environ.get(SHARED):
        yield shared
        return
    # /tmp, because a socket's path may have 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="nenep-pg-", dir="/tmp"))
    try:
        with _server_in(folder) as url:
            yield url.render_as_string(hide_password=False)
    finally:
        shutil.rmtree(folder)


@contextmanager
def own_database(server_url: str, name: str) -> Iterator[str]:
    """Create an empty database on the server, yield its URL, drop it with whoever still uses it."""
    url = make_url(server_url)
    _command(url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        _command(url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def shared_database(name: str, folder: Path) -> Iterator[str]:
    """An empty database of the kind that is tested, for several processes; SQLite in `folder`."""
    if os.environ.get("NENEP_TEST_DATABASE") != "postgresql":
        yield f"sqlite:///{folder / name}.sqlite"
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with running_server() as server, own_database(server, f"{name}_{worker}") as url:
        yield url


@contextmanager
def _server_in(folder: Path) -> Iterator[URL]:
    binaries, data = _binaries(), folder / "data"
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    options = ["-U", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run(
        [*_unprivileged(folder), binaries / "initdb", "-D", data, *options],
        cwd=folder,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*_unprivileged(folder), binaries / "postgres", "-D", data, "-k", folder, *settings],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            process_group=0,  # Ctrl-C is for pytest; the server stops after its last client
        )
    try:
        url = URL.create(DRIVER, OWNER, database="postgres", query={"host": str(folder)})
        _wait_until_it_answers(url, server, folder / "log")
        yield url
    finally:
        _stop(server)


def _binaries() -> Path:
    """The folder of the newest installed PostgreSQL."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not folders:
        raise RuntimeError("PostgreSQL is not installed; `make setup` installs it")
    return max(folders, key=lambda folder: int(folder.parent.name))


def _unprivileged(folder: Path) -> list[str]:
    """The command prefix that ends the server with its parent and, for root, steps down."""
    prefix = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() != 0:
        return prefix
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return [*prefix, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _wait_until_it_answers(url: URL, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            _connect(url).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from None
        time.sleep(0.05)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # "fast": ends sessions, keeps no one waiting
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _connect(url: URL) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(url.query["host"]), user=url.username, dbname=url.database, autocommit=True
    )


def _command(url: URL, statement: sql.Composed) -> None:
    with _connect(url) as connection:
        connection.execute(statement)


def main(command: list[str], environment: Mapping[str, str]) -> int:
    """Run the command with a server beside it; answer with its exit code."""
    with running_server() as url:
        return subprocess.run(command, env={**environment, SHARED: url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
