"""The database itself: every reference leads somewhere, the tables are those of this version."""

from collections.abc import Iterator
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import ForeignKeyConstraint, and_, exists, select, text

from app.extensions import Model, db
from app.kernel.checks import Flaw


def references_hold() -> Iterator[Flaw | None]:
    """Every foreign key of every table, whatever the database was told to overlook."""
    for table in Model.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            yield _orphan(key)


def _orphan(key: ForeignKeyConstraint) -> Flaw | None:
    target = key.referred_table.alias()
    pairs = [(element.parent, target.c[element.column.name]) for element in key.elements]
    found = db.session.execute(
        select(*key.table.primary_key.columns)
        .where(
            *(column.is_not(None) for column, _ in pairs),
            ~exists(select(1).where(and_(*(column == other for column, other in pairs)))),
        )
        .limit(1)
    ).first()
    if found is None:
        return None
    columns = ", ".join(column.name for column, _ in pairs)
    row = ", ".join(str(value) for value in found)
    return Flaw(
        f"Bảng {key.table.name}, hàng {row}",
        columns,
        f"không có hàng này trong {key.referred_table.name}",
    )


def storage_holds() -> Iterator[Flaw | None]:
    """SQLite looks through its own pages and indexes; PostgreSQL keeps checksums of its own."""
    if db.engine.dialect.name != "sqlite":
        return
    for (line,) in db.session.execute(text("PRAGMA integrity_check")).all():
        yield None if line == "ok" else Flaw("Tệp cơ sở dữ liệu", "cấu trúc", str(line))


def version_holds(migrations: Path) -> Iterator[Flaw | None]:
    wanted, found = schema_wanted(migrations), schema_found()
    yield (
        None
        if wanted == found
        else Flaw("Cơ sở dữ liệu", f"phiên bản {found or 'trống'}", f"phải là {wanted}")
    )


def schema_wanted(migrations: Path) -> str | None:
    return ScriptDirectory(str(migrations)).get_current_head()


def schema_found() -> str | None:
    return MigrationContext.configure(db.session.connection()).get_current_revision()
