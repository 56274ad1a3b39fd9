"""When the installation was backed up, and what a backup of it has to hold."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.extensions import Model, db
from app.files.models import StoredFile
from app.minutes.models import SealedFile
from app.upkeep.models import BackupRun
from app.upkeep.rules import Member

LISTED = 100
# Filled by the migrations, so that an empty installation has them too.
_LAID_DOWN = frozenset({"organisation_kind"})
_BATCH = 500


def list_backups() -> Sequence[BackupRun]:
    """The latest ones, newest first."""
    return db.session.scalars(
        select(BackupRun).order_by(BackupRun.made_at.desc(), BackupRun.id).limit(LISTED)
    ).all()


def last_backup_at() -> datetime | None:
    return db.session.scalar(select(func.max(BackupRun.made_at)))


def named_files(session: Session) -> Iterator[Member]:
    """Every upload and sealed file that a row of this copy names, once; what jobs made can be
    made again."""
    sealed = select(SealedFile.sha256, SealedFile.size)
    every = select(StoredFile.sha256, StoredFile.size).union(sealed).order_by("sha256")
    with session.execute(every.execution_options(yield_per=_BATCH)) as rows:
        for sha256, size in rows:
            yield Member(sha256, size)


def row_counts(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Model.metadata.sorted_tables
    }


def filled_tables(session: Session) -> list[str]:
    """The tables that hold anything of somebody's."""
    return [
        table.name
        for table in Model.metadata.sorted_tables
        if table.name not in _LAID_DOWN
        and session.execute(select(1).select_from(table).limit(1)).first() is not None
    ]
