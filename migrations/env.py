"""Alembic's way into the application's database; works for SQLite and PostgreSQL alike."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy.types import TypeDecorator

migrate = current_app.extensions["migrate"]
database = migrate.db


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """A migration never imports the application: our column types are written as what they store."""
    if kind == "type" and isinstance(item, TypeDecorator):
        if isinstance(item.impl, sa.Text):
            return "sa.Text()"
        if isinstance(item.impl, sa.String):
            return f"sa.String(length={item.impl.length})"
        if isinstance(item.impl, sa.DateTime):
            return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


def include_name(name: str | None, _kind: str, _parents: Any) -> bool:
    """What each database keeps in its own way for searching is in no model."""
    return not (name or "").startswith("search_index")


def run_migrations() -> None:
    with database.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            render_item=render_item,
            include_name=include_name,
            compare_type=True,
            transaction_per_migration=False,
        )
        if is_sqlite:
            # Batch mode rebuilds tables; references are checked once at the end instead.
            _set_foreign_keys(connection, "OFF")
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("the migration would leave dangling references")
        if is_sqlite:
            connection.commit()
            _set_foreign_keys(connection, "ON")


def _set_foreign_keys(connection: sa.Connection, state: str) -> None:
    """Through the driver: inside a transaction, which SQLAlchemy begins, the pragma does nothing."""
    connection.connection.driver_connection.execute(f"PRAGMA foreign_keys={state}")


if context.is_offline_mode():
    raise SystemExit("Migrations need a database connection.")
run_migrations()
