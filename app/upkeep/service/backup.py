import sqlite3
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic.migration import MigrationContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.files.checks import file_problem
from app.files.service import path_of, sync_folder
from app.upkeep.models import BackupRun
from app.upkeep.queries.backups import named_files, row_counts
from app.upkeep.rules import DATABASE, Manifest, Member, UpkeepRefused, file_member
from app.upkeep.service.archive import Writer, checked
from app.upkeep.service.engines import copied


def write_backup(
    out: Path,
    *,
    files: Path,
    may_overwrite: bool = False,
    skip_damaged: bool = False,
    now: datetime,
) -> tuple[Manifest, Member]:
    """Copy database and files into one file: complete and read back under `out`, or not there.

    :raises UpkeepRefused: if it cannot be done; whatever stood under `out` stands.
    """
    if out.exists() and not may_overwrite:
        raise UpkeepRefused(f"{out} đã có. Chọn tên khác, hoặc thêm --force để ghi đè.")
    try:
        with TemporaryDirectory(prefix=".nenep-backup-", dir=out.parent) as folder:
            archive = Path(folder) / "archive"
            manifest, sha256 = _written(archive, files, skip_damaged=skip_damaged, now=now)
            with checked(archive):
                pass
            size = archive.stat().st_size
            archive.replace(out)
        sync_folder(out.parent)
    except (OSError, sqlite3.Error) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else problem
        raise UpkeepRefused(
            f"Không ghi được {out}: {reason}. Kiểm tra thư mục và chỗ trống rồi chạy lại."
        ) from None
    except DBAPIError as problem:
        raise UpkeepRefused(
            f"Không đọc được cơ sở dữ liệu ({problem.orig}); xem nó có đang chạy và đúng phiên bản "
            "không (flask --app wsgi db upgrade)."
        ) from None
    return manifest, Member(sha256, size)


def _written(
    archive: Path, files: Path, *, skip_damaged: bool, now: datetime
) -> tuple[Manifest, str]:
    archive.touch(0o600)  # it holds everything: for its owner's eyes alone
    writer, copy = Writer(archive), archive.with_name("copy")
    try:
        with copied(db.engine, copy) as session:
            writer.add(DATABASE, copy)
            missing = _add_files(writer, session, files, skip_damaged=skip_damaged)
            manifest = Manifest(
                made_at=now.isoformat(timespec="seconds"),
                engine=db.engine.dialect.name,
                schema=MigrationContext.configure(session.connection()).get_current_revision()
                or "",
                counts=row_counts(session),
                members=writer.members,
                missing=missing,
            )
        return manifest, writer.finish(manifest)
    finally:
        writer.close()


def _add_files(writer: Writer, session: Session, files: Path, *, skip_damaged: bool) -> list[str]:
    """Every file the copy names, its content hashed on the way; the names of those left out."""
    missing = []
    for named in named_files(session):
        problem = file_problem(files, named.sha256, named.size)
        if problem is None:
            added = writer.add(file_member(named.sha256), path_of(named.sha256, files))
            problem = None if added == named else (str(named.sha256), "đang bị thay đổi")
        if problem is not None:
            if not skip_damaged:
                raise UpkeepRefused(
                    f"Tệp {problem[0]} hỏng: {problem[1]}. Lấy lại tệp này từ bản sao lưu trước, "
                    "hoặc thêm --skip-damaged để sao lưu phần còn lại."
                )
            missing.append(named.sha256)
    return missing


def note_backup(out: Path, made: Member, *, now: datetime) -> BackupRun:
    """A backup that was written and read back is worth a line."""
    run = BackupRun(made_at=now, file_name=out.name[:200], sha256=made.sha256, size=made.size)
    db.session.add(run)
    audit.record(
        Event.BACKUP_MADE,
        by=None,
        now=now,
        organisation_id=None,
        file_name=run.file_name,
        sha256=run.sha256,
        size=run.size,
    )
    return run
