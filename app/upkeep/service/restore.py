import os
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.files.checks import digest_of
from app.files.service import path_of
from app.upkeep.queries.backups import filled_tables
from app.upkeep.rules import (
    DATABASE,
    UpkeepRefused,
    check_empty,
    check_engine,
    check_schema,
)
from app.upkeep.service.archive import Archive, checked
from app.upkeep.service.engines import put_back


def check_restorable(backup: Path, *, migrations: Path) -> None:
    """Read the whole backup before anything is touched.

    :raises UpkeepRefused: if it is damaged, of another database, or of a newer version.
    """
    try:
        with checked(backup) as archive:
            check_engine(archive.manifest.engine, db.engine.dialect.name)
            known = ScriptDirectory(str(migrations)).walk_revisions()
            check_schema(archive.manifest.schema, frozenset(one.revision for one in known))
    except OSError as problem:
        raise UpkeepRefused(f"Không đọc được {backup}: {problem.strerror}.") from None


def check_nothing_there() -> None:
    """:raises UpkeepRefused: if the database holds anything that a restore would destroy."""
    try:
        existing = set(inspect(db.session.connection()).get_table_names())
        if existing:
            is_ours = "account" in existing
            check_empty(filled_tables(db.session()) if is_ours else sorted(existing))
    except DBAPIError as problem:
        raise UpkeepRefused(
            f"Không mở được cơ sở dữ liệu đang có ({problem.orig}). Nếu nó đã hỏng, chuyển nó sang "
            "chỗ khác (với PostgreSQL: tạo cơ sở dữ liệu mới) rồi khôi phục lại."
        ) from None


def restore_backup(backup: Path, *, files: Path) -> None:
    """Put files and database back. The files come first: cut short, it can simply be run again."""
    db.session.remove()
    try:
        with checked(backup) as archive:
            for name, member in archive.manifest.members.items():
                if name != DATABASE:
                    _put_file(archive, name, path_of(member.sha256, files))
            with TemporaryDirectory(prefix=".nenep-restore-", dir=_beside()) as folder:
                copy = Path(folder) / "copy"
                archive.extract(DATABASE, copy)
                put_back(db.engine, copy)
    except OSError as problem:
        raise UpkeepRefused(
            f"Không ghi được ({problem.strerror}); kiểm tra chỗ trống rồi chạy lại lệnh này."
        ) from None


def _beside() -> Path | None:
    """A copy is renamed into its place, so it is written on the same disk."""
    if db.engine.dialect.name != "sqlite":
        return None
    folder = Path(str(db.engine.url.database)).parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _put_file(archive: Archive, name: str, path: Path) -> None:
    if path.is_file() and digest_of(path) == path.name:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}")
    archive.extract(name, temporary)
    temporary.replace(path)


def note_restore(backup: Path, *, now: datetime) -> None:
    audit.record(
        Event.BACKUP_RESTORED,
        by=None,
        now=now,
        organisation_id=None,
        file_name=backup.name[:200],
        sha256=digest_of(backup),
    )
