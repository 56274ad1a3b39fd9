"""What differs before and after an edit, as the trail tells it."""

from collections.abc import Mapping
from typing import Any


def change(record: object, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write `values` into a record: what it held of those that differ, and what it holds now."""
    held = {name: getattr(record, name) for name in values}
    after = {name: value for name, value in values.items() if value != held[name]}
    for name, value in after.items():
        setattr(record, name, value)
    return {name: held[name] for name in after}, after
