"""Two editions of a pledge side by side, commitment by commitment."""

from dataclasses import dataclass

from app.pledges.models import PledgeEdition, PledgeItem
from app.pledges.queries.pledges import text_of
from app.revisions.rules import Part, compare


@dataclass(frozen=True)
class Change:
    """One commitment, word by word, as it was and as it became."""

    label: str
    parts: list[tuple[Part, str]]


def changes_between(before: PledgeEdition, after: PledgeEdition) -> list[Change]:
    """What differs, in the order of the later text; then what it no longer holds."""
    old = {item.line_id: item for item in before.items}
    kept = {item.line_id for item in after.items}
    changes = []
    for number, item in _numbered(after):
        source = old.get(item.line_id)
        texts = _in_words(source, item), _in_words(item, source)
        label = f"{item.section.heading}, nội dung {number}"
        changes.append((f"{label} (thêm mới)" if source is None else label, *texts))
    for number, item in _numbered(before):
        if item.line_id not in kept:
            label = f"{item.section.heading}, nội dung {number} (đã bỏ)"
            changes.append((label, _in_words(item, None), ""))
    return [Change(label, compare(old, new)) for label, old, new in changes if old != new]


def _numbered(edition: PledgeEdition) -> list[tuple[int, PledgeItem]]:
    return [pair for part in text_of(edition) for pair in enumerate(part.items, 1)]


def _in_words(item: PledgeItem | None, beside: PledgeItem | None) -> str:
    """All that is promised; the heading only where the other text has it under another one."""
    if item is None:
        return ""
    lines = [item.content]
    if item.measure:
        lines.append(f"Chỉ tiêu: {item.measure}")
    lines.append(f"Thời hạn: {item.due_on:%d/%m/%Y}" if item.due_on else "Thời hạn: cả năm")
    if beside is not None and beside.section_id != item.section_id:
        lines.append(f"Thuộc mục: {item.section.heading}")
    return " · ".join(lines)
