"""How many were called to each connection point and how many came."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from app.meetings.models import ConnectionPoint
from app.web.forms import Form, hidden, number

Counts = dict[UUID, tuple[int | None, int | None]]


class PointsForm(Form):
    """Two fields for each point; `version` holds what was there when the page was drawn."""

    version = hidden()


def points_form(points: Iterable[ConnectionPoint]) -> PointsForm:
    class Filled(PointsForm):
        pass

    listed = list(points)
    for point in listed:
        key = point.id.hex
        setattr(Filled, f"invited_{key}", number("Triệu tập", at_most=100_000))
        setattr(Filled, f"present_{key}", number("Có mặt", at_most=100_000))
    return Filled(data=shown(listed))


def shown(points: Iterable[ConnectionPoint]) -> dict[str, Any]:
    """What the form holds of the points as they stand."""
    listed = list(points)
    values: dict[str, Any] = {}
    for point in listed:
        values[f"invited_{point.id.hex}"] = point.invited
        values[f"present_{point.id.hex}"] = point.present
    version = " ".join(f"{p.id.hex}:{_typed(p.invited)}:{_typed(p.present)}" for p in listed)
    return {**values, "version": version}


def _typed(count: int | None) -> str:
    return "" if count is None else str(count)


def counts_in(form: PointsForm, points: Iterable[ConnectionPoint]) -> Counts:
    return {
        point.id: (form[f"invited_{point.id.hex}"].data, form[f"present_{point.id.hex}"].data)
        for point in points
    }


def seen_in(typed: str | None) -> Counts:
    """Read back what was shown; anything malformed counts as never seen."""
    found: Counts = {}
    for part in (typed or "").split():
        try:
            key, invited, present = part.split(":")
            found[UUID(key)] = (_count(invited), _count(present))
        except ValueError:
            continue
    return found


def _count(typed: str) -> int | None:
    return int(typed) if typed else None
