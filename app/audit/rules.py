"""How an audit line is written down and chained."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from fractions import Fraction
from typing import Any
from uuid import UUID

FIRST_HASH = "0" * 64


def plain(value: object) -> Any:
    """`value` as JSON knows it; raises TypeError for anything undeclared."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, datetime | date | time):
        return _written(value)
    if isinstance(value, UUID | Fraction):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    raise TypeError(f"an audit fact cannot be a {type(value).__name__}")


def _written(value: date | time) -> str:
    """Moments in UTC, as they are read back from every database."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()
    return value.isoformat()


def canonical(record: Mapping[str, object]) -> bytes:
    """One byte string for one meaning: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        plain(record), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def chained_hash(record: Mapping[str, object], previous: str) -> str:
    return hashlib.sha256(previous.encode("ascii") + b"\n" + canonical(record)).hexdigest()
