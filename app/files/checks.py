"""The kept files looked at again: each must still be what its row says."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from app.files.models import StoredFile
from app.files.service import path_of
from app.kernel.checks import Flaw, streamed

_CHUNK = 1 << 20


def uploads_hold(folder: Path) -> Iterator[Flaw | None]:
    rows = streamed(
        select(StoredFile.id, StoredFile.name, StoredFile.sha256, StoredFile.size).order_by(
            StoredFile.id
        )
    )
    for row in rows:
        problem = file_problem(folder, row.sha256, row.size)
        yield Flaw(f"Tệp tải lên “{row.name}” ({row.id})", *problem) if problem else None


def file_problem(folder: Path, sha256: str, size: int) -> tuple[str, str] | None:
    """Where and what, if the bytes kept under this hash are not those any more."""
    path = path_of(sha256, folder)
    try:
        found = digest_of(path)
        found_size = path.stat().st_size
    except OSError as problem:
        return str(path), f"không đọc được ({problem.strerror})"
    if found != sha256:
        return str(path), f"nội dung đã khác; mã tính lại: {found}"
    if found_size != size:
        return str(path), f"dung lượng phải là {size} byte, nay là {found_size}"
    return None


def digest_of(path: Path) -> str:
    """SHA-256 of a file of any size, a piece at a time."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
