"""The file of a backup: a plain tar, its inventory last, and a seal over every byte after its end.

Any `tar` opens it; only what matches inventory and seal is ever put back.
"""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.upkeep.rules import (
    MANIFEST,
    SEAL,
    SEAL_LENGTH,
    Manifest,
    Member,
    damaged,
    read_manifest,
)

_CHUNK = 1 << 20


class Writer:
    """Members one after another; what each was is remembered for the inventory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tar = tarfile.open(path, "w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.members: dict[str, Member] = {}

    def add(self, name: str, path: Path) -> Member:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            hashed = _Hashed(file)
            info = tarfile.TarInfo(name)
            info.size, info.mode = size, 0o600
            self._tar.addfile(info, hashed)
        self.members[name] = Member(hashed.digest.hexdigest(), size)
        return self.members[name]

    def finish(self, manifest: Manifest) -> str:
        """Inventory, end, seal; on disk when this returns. The digest of the whole file."""
        text = manifest.written()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(text), 0o600
        self._tar.addfile(info, io.BytesIO(text))
        self.close()
        digest = _digest(self._path, self._path.stat().st_size)
        seal = f"nenep-backup-1 sha256 {digest.hexdigest()}\n".encode()
        with self._path.open("ab") as file:
            file.write(seal)
            file.flush()
            os.fsync(file.fileno())
        digest.update(seal)
        return digest.hexdigest()

    def close(self) -> None:
        self._tar.close()


class _Hashed(io.RawIOBase):
    """A file that keeps the digest of what was read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        piece = self._file.read(size)
        self.digest.update(piece)
        return piece


@contextmanager
def checked(path: Path) -> Iterator["Archive"]:
    """A backup whose every byte and member has been read and found to be what it was.

    :raises UpkeepRefused: otherwise.
    """
    _check_seal(path)
    try:
        with tarfile.open(path, "r:") as tar:
            _check_plain(tar, path.stat().st_size)
            archive = Archive(tar, read_manifest(_text(tar)))
            archive.check()
            yield archive
    except (tarfile.TarError, EOFError, OverflowError) as problem:
        raise damaged(str(problem)) from None


class Archive:
    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._tar = tar
        self.manifest = manifest

    def check(self) -> None:
        names = [name for name in self._tar.getnames() if name != MANIFEST]
        if sorted(names) != sorted(self.manifest.members):
            raise damaged("các tệp bên trong không khớp bản kê")
        for name, member in self.manifest.members.items():
            digest = hashlib.sha256()
            for piece in self.pieces(name):
                digest.update(piece)
            if digest.hexdigest() != member.sha256:
                raise damaged(f"nội dung của {name} không khớp bản kê")

    def pieces(self, name: str) -> Iterator[bytes]:
        file = self._tar.extractfile(name)
        if file is None:
            raise damaged(f"{name} không phải là tệp")
        while piece := file.read(_CHUNK):
            yield piece

    def extract(self, name: str, path: Path) -> None:
        """Write one member, on disk when this returns."""
        with path.open("wb") as file:
            for piece in self.pieces(name):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())


def _check_seal(path: Path) -> None:
    length = path.stat().st_size - SEAL_LENGTH
    if length <= 0:
        raise damaged("tệp bị cắt ngắn")
    with path.open("rb") as file:
        file.seek(length)
        seal = SEAL.fullmatch(file.read())
    if seal is None:
        raise damaged("thiếu dấu cuối tệp, hoặc đây không phải bản sao lưu của Nề Nếp")
    if _digest(path, length).hexdigest() != seal[1].decode("ascii"):
        raise damaged("mã kiểm tra của cả tệp không khớp")


def _digest(path: Path, length: int) -> "hashlib._Hash":
    """Of the first `length` bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while length > 0 and (piece := file.read(min(_CHUNK, length))):
            digest.update(piece)
            length -= len(piece)
    return digest


def _check_plain(tar: tarfile.TarFile, length: int) -> None:
    """Nothing but whole files of a size that fits: no links, no holes, nothing that grows."""
    for info in tar:
        if not info.isreg() or info.issparse() or not 0 <= info.size <= length:
            raise damaged(f"{info.name} không phải là tệp thường")


def _text(tar: tarfile.TarFile) -> bytes:
    try:
        file = tar.extractfile(MANIFEST)
    except KeyError:
        file = None
    if file is None:
        raise damaged("không có bản kê")
    return file.read()
