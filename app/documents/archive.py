"""Many papers in one ZIP: each is drawn when its turn comes and leaves the memory again."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def write_archive(files: Iterable[tuple[str, bytes]], dated: date, out: Path) -> None:
    """Name and content of each; the same files give the same bytes."""
    with ZipFile(out, "w") as archive:
        for name, content in files:
            entry = ZipInfo(name, (dated.year, dated.month, dated.day, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, ZIP_DEFLATED)
