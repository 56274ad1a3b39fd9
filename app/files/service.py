import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path
from uuid import UUID

from app.extensions import db
from app.files.models import StoredFile
from app.files.rules import check_file, safe_name


class FileDamaged(Exception):
    """A kept file is gone, or is not what its name says; it is never handed out."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}")
        self.message = (
            f"Tệp đã lưu {what} trên máy chủ nên không đưa ra được; biên bản trong cơ sở dữ liệu "
            "không bị ảnh hưởng. Mời đồng chí báo người quản trị: chạy lệnh “verify” để kiểm tra "
            "và khôi phục tệp từ bản sao lưu."
        )


def store_file(
    content: bytes, name: str, *, organisation_id: UUID, folder: Path, now: datetime
) -> StoredFile:
    """Keep an upload by the hash of its content; the same content is kept once.

    The bytes are on disk before the row exists: a row never points to nothing.

    :raises RuleBroken: if it is of a kind we do not keep.
    """
    kind = check_file(content, name)
    stored = StoredFile(
        organisation_id=organisation_id,
        sha256=keep_bytes(content, folder=folder),
        name=safe_name(name),
        media_type=kind.media_type,
        size=len(content),
        stored_at=now,
    )
    db.session.add(stored)
    return stored


def keep_bytes(content: bytes, *, folder: Path) -> str:
    """Put bytes on disk, once; the hash under which they are found again."""
    digest = hashlib.sha256(content).hexdigest()
    _write_once(path_of(digest, folder), content)
    return digest


def read_kept(sha256: str, *, folder: Path) -> bytes:
    """The very bytes that were kept under this hash.

    :raises FileDamaged: if they are gone or no longer the same.
    """
    path = path_of(sha256, folder)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise FileDamaged(path, "không còn") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileDamaged(path, "đã bị thay đổi")
    return content


def path_of(sha256: str, folder: Path) -> Path:
    return folder / sha256[:2] / sha256


def keep_file(path: Path, folder: Path) -> str:
    """Move a finished file of our own among the kept ones; its hash is returned.

    It must lie on the same file system: either it is there whole, or not at all.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    kept = path_of(digest, folder)
    kept.parent.mkdir(parents=True, exist_ok=True)
    path.replace(kept)
    _sync_name(kept)
    return digest


def _write_once(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return  # and where it was damaged meanwhile, this mends it
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_name(path)


def _sync_name(path: Path) -> None:
    """A name is only safe once its folders are: the row that points to it is written after this."""
    sync_folder(path.parent)
    sync_folder(path.parent.parent)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
