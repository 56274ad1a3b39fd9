"""What a backup says of itself, when it may be put back, and when the last one is too old."""

import json
import re
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app.kernel.errors import RuleBroken

FORMAT = 1
DATABASE = "database"
MANIFEST = "manifest.json"
# After the archive's own end: the digest of everything before, so that no byte goes unwatched.
SEAL = re.compile(rb"nenep-backup-1 sha256 ([0-9a-f]{64})\n\Z")
SEAL_LENGTH = len(b"nenep-backup-1 sha256 " + b"0" * 64 + b"\n")

ENGINE_LABELS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class UpkeepRefused(RuleBroken):
    """A backup or a restore that was not done; whatever stood before still stands."""


@dataclass(frozen=True)
class Member:
    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """The inventory of a backup."""

    made_at: str
    engine: str
    schema: str
    counts: dict[str, int]
    members: dict[str, Member]
    # Files that rows name, but that were damaged or gone when the backup was made.
    missing: list[str] = field(default_factory=list)

    def written(self) -> bytes:
        return json.dumps(
            {"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1, sort_keys=True
        ).encode()


def read_manifest(text: bytes) -> Manifest:
    """:raises UpkeepRefused: if it is not an inventory this version can read."""
    try:
        stored: dict[str, Any] = json.loads(text)
        if stored.pop("format") != FORMAT:
            raise UpkeepRefused(
                "Bản sao lưu do phiên bản khác tạo ra; nâng cấp chương trình rồi khôi phục."
            )
        members = {name: Member(**member) for name, member in stored.pop("members").items()}
        manifest = Manifest(members=members, **stored)
        words = (manifest.made_at, manifest.engine, manifest.schema)
        if DATABASE not in members or not all(isinstance(word, str) for word in words):
            raise ValueError
        return manifest
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise damaged("bản kê không đọc được") from None


def damaged(what: str) -> UpkeepRefused:
    return UpkeepRefused(f"Bản sao lưu hỏng: {what}. Dùng bản sao lưu khác; chưa có gì thay đổi.")


def file_member(sha256: str) -> str:
    return f"files/{sha256[:2]}/{sha256}"


def check_engine(made_on: str, here: str) -> None:
    if made_on != here:
        raise UpkeepRefused(
            f"Bản sao lưu là của {ENGINE_LABELS.get(made_on, made_on)}, còn máy này dùng "
            f"{ENGINE_LABELS[here]}. Đặt database_url cho đúng loại rồi khôi phục lại."
        )


def check_schema(schema: str, known: frozenset[str]) -> None:
    if schema not in known:
        raise UpkeepRefused(
            f"Bản sao lưu thuộc phiên bản mới hơn ({schema}); nâng cấp chương trình rồi khôi phục."
        )


def check_empty(filled: list[str]) -> None:
    if filled:
        raise UpkeepRefused(
            f"Cơ sở dữ liệu đang có dữ liệu ({', '.join(filled[:3])}…). Chỉ khôi phục vào nơi còn "
            "trống; nếu thật sự muốn thay toàn bộ, thêm --replace."
        )


@dataclass(frozen=True)
class Overdue:
    """The last good backup is too old, or there is none."""

    last_at: datetime | None
    days: int


def overdue(last_at: datetime | None, *, days: int, now: datetime) -> Overdue | None:
    """What to warn of, if the last backup is more than `days` old."""
    if last_at is None:
        return Overdue(None, 0)
    age = now - last_at
    return Overdue(last_at, age.days) if age > timedelta(days=days) else None
