"""Connections that lose nothing: the drivers' defaults lose concurrent updates silently."""

from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event

# True while a request that may not write is served; everything else takes the write lock
# at BEGIN, so that two read-modify-write transactions can never interleave on SQLite.
reading_only: ContextVar[bool] = ContextVar("reading_only", default=False)

_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=30000",
    "PRAGMA foreign_keys=ON",
)


def prepare_engine(engine: Engine) -> None:
    """Set up every connection of `engine`; call once, before the first is opened."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in _SQLITE_PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if reading_only.get() else "BEGIN IMMEDIATE")
