"""What of a pledge is saved, versioned and compared as one: a row, named `row:uuid`."""

from dataclasses import dataclass
from uuid import UUID

from app.kernel.errors import RuleBroken
from app.pledges.rules.text import ItemSource
from app.revisions.rules import unit_name

_KIND = "row"
# `source` is said once, by whoever adds the row: it never changes.
FIELDS = ("section", "content", "measure", "due_on", "source")
FIELD_LABELS = {
    "section": "Thuộc mục",
    "content": "Nội dung cam kết",
    "measure": "Chỉ tiêu, cách đo",
    "due_on": "Thời hạn",
    "source": "Nguồn",
}
# Fields of free words, which can be merged.
PROSE = frozenset({"content", "measure"})


@dataclass(frozen=True)
class Row:
    id: UUID

    def __str__(self) -> str:
        return unit_name(_KIND, self.id)


def row_called(name: str) -> Row:
    """:raises RuleBroken: for a name that no row can have."""
    try:
        row = Row(UUID(name.removeprefix(f"{_KIND}:")))
    except ValueError:
        row = None
    if row is None or str(row) != name:
        raise RuleBroken("Không nhận ra phần được gửi lên; tải lại trang rồi thử lại.")
    return row


def source_key(source: ItemSource | None, source_id: UUID | None) -> str:
    """A source as a field carries it: `assignment:uuid`, or nothing."""
    return f"{source.value}:{source_id}" if source else ""


def source_called(key: str) -> tuple[ItemSource | None, UUID | None]:
    """:raises RuleBroken: for a key that no source can have."""
    if not key:
        return None, None
    kind, _, id_ = key.partition(":")
    try:
        return ItemSource(kind), UUID(id_)
    except ValueError:
        raise RuleBroken(
            "Không nhận ra nguồn được gửi lên; tải lại trang.", field="source"
        ) from None
