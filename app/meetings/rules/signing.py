"""Who signs for a branch: collectively, by the secretary or a deputy (documents.md §4)."""

from collections.abc import Iterable

from app.people.rules import Position

_SIGNING = {Position.SECRETARY: "BÍ THƯ", Position.DEPUTY_SECRETARY: "PHÓ BÍ THƯ"}


def signing_title(positions: Iterable[Position]) -> str | None:
    """How somebody who holds these positions signs; None if they may not."""
    return next((_SIGNING[held] for held in positions if held in _SIGNING), None)
