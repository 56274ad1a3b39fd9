"""The private PostgreSQL of the tests: reachable by us alone, and gone when it should be."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from tests import postgres
from tests.postgres import SHARED, main, own_database, running_server

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def no_shared_server(monkeypatch):
    monkeypatch.delenv(SHARED, raising=False)


@pytest.fixture(scope="module")
def server():
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(SHARED, raising=False)
        with running_server() as url:
            yield url


def ask(url: str, question: str) -> object:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return connection.scalar(text(question))


def folder_of(url: str | URL) -> Path:
    return Path(str(make_url(url).query["host"]))


def pid_of(url: str) -> int:
    return int((folder_of(url) / "data" / "postmaster.pid").read_text().splitlines()[0])


def is_running(pid: int) -> bool:
    """A killed parent leaves a zombie where no init process reaps: that one is not running."""
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_the_server_listens_on_a_socket_that_others_cannot_open(server):
    assert ask(server, "SHOW listen_addresses") == ""
    assert folder_of(server).stat().st_mode & 0o077 == 0


def test_text_is_stored_as_unicode(server):
    assert ask(server, "SHOW server_encoding") == "UTF8"
    assert ask(server, "SELECT length('Nề Nếp')") == 6


def test_each_database_stands_alone_and_is_dropped(server):
    with own_database(server, "one") as one, own_database(server, "two") as two:
        with create_engine(one, poolclass=NullPool).begin() as connection:
            connection.execute(text("CREATE TABLE only_here (id integer)"))
        assert ask(one, "SELECT to_regclass('only_here') IS NOT NULL") is True
        assert ask(two, "SELECT to_regclass('only_here') IS NULL") is True
    assert ask(server, "SELECT count(*) FROM pg_database WHERE datname IN ('one', 'two')") == 0


def test_a_database_still_in_use_is_dropped_all_the_same(server):
    with own_database(server, "busy") as url:
        connection = create_engine(url, poolclass=NullPool).connect()
    with connection, pytest.raises(Exception, match=r"terminat|closed"):
        connection.execute(text("SELECT 1"))


def test_a_failing_block_leaves_neither_process_nor_folder():
    seen: list[str | int] = []

    def fail() -> None:
        with running_server() as url:
            seen.extend([pid_of(url), str(folder_of(url))])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    pid, folder = seen
    assert not is_running(int(pid))
    assert not Path(folder).exists()


def test_a_shared_server_is_joined_and_left_running(server, monkeypatch):
    monkeypatch.setenv(SHARED, server)
    with running_server() as url:
        assert url == server
    assert ask(server, "SELECT 1") == 1


def test_a_command_gets_the_server_and_its_exit_code_comes_back(server, monkeypatch):
    monkeypatch.setenv(SHARED, server)
    script = f"import os, sys; sys.exit(7 if os.environ['{SHARED}'] == {server!r} else 1)"
    assert main([sys.executable, "-c", script], os.environ) == 7


def test_a_killed_test_run_takes_its_server_along():
    script = "from tests.postgres import *; s = running_server(); print(s.__enter__(), flush=True)"
    parent = subprocess.Popen(
        [sys.executable, "-c", f"{script}; import time; time.sleep(60)"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    url = parent.stdout.readline().strip()
    pid = pid_of(url)
    assert is_running(pid)

    parent.send_signal(signal.SIGKILL)
    parent.communicate()

    for _ in range(200):
        if not is_running(pid):
            break
        time.sleep(0.05)
    assert not is_running(pid)
    postgres.shutil.rmtree(folder_of(url))


def test_a_server_that_cannot_start_says_why(monkeypatch):
    monkeypatch.setitem(postgres.SETTINGS, "shared_buffers", "no such size")
    with pytest.raises(RuntimeError, match="no such size"), running_server():
        pass


def test_a_machine_without_postgresql_is_told_the_command(monkeypatch):
    monkeypatch.setattr(postgres.Path, "glob", lambda *_: iter(()))
    with pytest.raises(RuntimeError, match="make setup"), running_server():
        pass


def test_nobody_can_connect_after_the_end():
    with running_server() as url:
        folder = folder_of(url)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=str(folder), user="nenep", dbname="postgres")
