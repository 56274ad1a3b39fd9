"""A consistent copy of the database while others write to it, and a copy put back."""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.upkeep.rules import UpkeepRefused, damaged

_LOCK_WAIT = "10s"


@contextmanager
def copied(engine: Engine, into: Path) -> Iterator[Session]:
    """Write a copy to `into`; the block asks that very copy what it holds."""
    copy = _copied_sqlite if engine.dialect.name == "sqlite" else _copied_postgresql
    with copy(engine, into) as session:
        yield session


@contextmanager
def _copied_sqlite(engine: Engine, into: Path) -> Iterator[Session]:
    # Autocommit on both sides, one step: a reader of the log, in whose way no writer is.
    with (
        closing(sqlite3.connect(_file_of(engine.url), isolation_level=None)) as source,
        closing(sqlite3.connect(into, isolation_level=None)) as target,
    ):
        source.execute("PRAGMA busy_timeout=30000")
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        found = target.execute("PRAGMA quick_check").fetchone()[0]
        if found != "ok":
            raise UpkeepRefused(f"Cơ sở dữ liệu có chỗ hỏng ({found}); chạy lệnh verify để xem.")
    copy = create_engine(URL.create("sqlite", database=str(into)))
    try:
        with Session(copy) as session:
            yield session
    finally:
        copy.dispose()


@contextmanager
def _copied_postgresql(engine: Engine, into: Path) -> Iterator[Session]:
    connection = engine.connect().execution_options(isolation_level="REPEATABLE READ")
    with connection, Session(connection) as session:
        snapshot = session.scalar(text("SELECT pg_export_snapshot()"))
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _tool(engine, "pg_dump", [*options, f"--file={into}"], into.parent)
        _tool(engine, "pg_restore", ["--list", str(into)], into.parent, connects=False)
        yield session


def put_back(engine: Engine, copy: Path) -> None:
    """The database is what `copy` holds, and nothing else."""
    engine.dispose()
    if engine.dialect.name == "sqlite":
        _put_back_sqlite(Path(_file_of(engine.url)), copy)
    else:
        _put_back_postgresql(engine, copy)


def _put_back_sqlite(path: Path, copy: Path) -> None:
    _check_readable(copy)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        _check_closed(path)
    for beside in (f"{path}-wal", f"{path}-shm"):
        Path(beside).unlink(missing_ok=True)
    copy.replace(path)


def _check_readable(copy: Path) -> None:
    """Nothing gives way to what is no database."""
    try:
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            found = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.DatabaseError as problem:
        found = str(problem)
    if found != "ok":
        raise damaged(f"cơ sở dữ liệu bên trong không đọc được ({found})")


def _check_closed(path: Path) -> None:
    """Whoever has the file open would go on writing to the one that is gone."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise UpkeepRefused(
            "Chương trình đang chạy và giữ cơ sở dữ liệu. Dừng dịch vụ rồi khôi phục lại."
        ) from None
    except sqlite3.DatabaseError:
        return  # not a database any more: nothing can be writing to it


def _put_back_postgresql(engine: Engine, copy: Path) -> None:
    # Nothing gives way to what is no copy of a database.
    _tool(engine, "pg_restore", ["--list", str(copy)], copy.parent, connects=False)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_WAIT}'"))
            quote = connection.dialect.identifier_preparer.quote
            for name in inspect(connection).get_table_names():
                connection.execute(text(f"DROP TABLE {quote(name)} CASCADE"))
    except DBAPIError as problem:
        raise UpkeepRefused(
            "Chương trình đang chạy và giữ cơ sở dữ liệu. Dừng dịch vụ rồi khôi phục lại. "
            f"({_first_line(str(problem.orig))})"
        ) from None
    engine.dispose()
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _tool(engine, "pg_restore", [*options, str(copy)], copy.parent)


def _tool(
    engine: Engine, name: str, options: list[str], folder: Path, *, connects: bool = True
) -> None:
    """:raises UpkeepRefused: if PostgreSQL's own program is missing or fails."""
    target = [f"--dbname={_address(engine.url, folder)}"] if connects else []
    command = [_program(engine, name), *target, *options]
    done = subprocess.run(  # noqa: S603 - our own words and a program of PostgreSQL's
        command, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise UpkeepRefused(f"{name} không làm được: {_first_line(done.stderr)}")


def _address(url: URL, folder: Path) -> str:
    """As libpq reads it; the password in a file, where no list of processes shows it."""
    plain = url.set(drivername="postgresql", password=None)
    if url.password is None:
        return plain.render_as_string()
    passfile = folder / "pgpass"
    passfile.touch(0o600)
    escaped = re.sub(r"([\\:])", r"\\\1", str(url.password))
    passfile.write_text(f"*:*:*:*:{escaped}\n", "utf-8")
    return plain.update_query_dict({"passfile": str(passfile)}).render_as_string()


def _program(engine: Engine, name: str) -> str:
    """The server's own version of it, or a newer one: an older one refuses."""
    with engine.connect() as connection:
        wanted = int((connection.dialect.server_version_info or (0,))[0])
    installed = sorted(
        (int(path.parts[-3]), str(path))
        for path in Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
        if path.parts[-3].isdigit()
    )
    fitting = [path for version, path in installed if version >= wanted]
    found = fitting[0] if fitting else shutil.which(name)
    if found is None:
        raise UpkeepRefused(
            f"Không tìm thấy {name} của PostgreSQL {wanted}. "
            f"Cài gói postgresql-client-{wanted} rồi chạy lại."
        )
    return found


def _file_of(url: URL) -> str:
    return str(url.database)


def _first_line(text_: str) -> str:
    return next((line.strip() for line in text_.splitlines() if line.strip()), "không rõ lý do")
