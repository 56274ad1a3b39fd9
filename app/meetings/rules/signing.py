"""Who signs for a branch or a committee: the secretary or a deputy (documents.md §4)."""

from collections.abc import Iterable

from app.people.rules import Position

_SIGNING = {
    Position.SECRETARY: "BÍ THƯ",
    Position.DEPUTY_SECRETARY: "PHÓ BÍ THƯ",
    Position.COMMITTEE_SECRETARY: "BÍ THƯ",
    Position.COMMITTEE_DEPUTY_SECRETARY: "PHÓ BÍ THƯ",
}
_WORDS = 2  # “Đảng ủy”, “Tỉnh ủy”, “Huyện ủy” open the name of a committee


def signing_title(positions: Iterable[Position]) -> str | None:
    """How somebody who holds these positions signs; None if they may not."""
    return next((_SIGNING[held] for held in positions if held in _SIGNING), None)


def committee_authority(name: str) -> str:
    """“T/M ĐẢNG ỦY” for “Đảng ủy Cơ quan Sở Nội vụ”."""
    return f"T/M {' '.join(name.split()[:_WORDS])}".upper()
