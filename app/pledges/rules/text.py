"""What a pledge says: commitments as rows of a section (pledges.md §2)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.kernel.errors import RuleBroken

CONTENT_LENGTH = 2_000
MEASURE_LENGTH = 1_000
MOST_ITEMS = 60


class ItemSource(StrEnum):
    """Where a commitment was drawn from."""

    LAST_PLEDGE = "last_pledge"
    SHORTCOMING = "shortcoming"
    ASSIGNMENT = "assignment"


@dataclass(frozen=True)
class Line:
    """One commitment, as the rules see it."""

    section_id: UUID
    content: str
    due_on: date | None


def check_due(due_on: date | None, *, year: int) -> None:
    if due_on is not None and due_on.year != year:
        raise RuleBroken(f"Thời hạn phải trong năm {year}; để trống nếu là cả năm.", field="due_on")


def check_room(count: int) -> None:
    if count >= MOST_ITEMS:
        raise RuleBroken(
            f"Một bản cam kết có nhiều nhất {MOST_ITEMS} nội dung; xin gộp những nội dung gần nhau."
        )


def check_complete(
    lines: Sequence[Line], required: Mapping[UUID, str], known: Collection[UUID]
) -> None:
    """What is submitted: something under every required section, no empty commitment.

    :param required: the headings of the sections that must not stay empty.
    :param known: every section of the form as it is today.
    """
    if not lines:
        raise RuleBroken("Bản cam kết chưa có nội dung nào.")
    if any(not line.content.strip() for line in lines):
        raise RuleBroken("Có dòng cam kết còn trống; xin viết nội dung hoặc xóa dòng đó.")
    filled = {line.section_id for line in lines}
    missing = [heading for id_, heading in required.items() if id_ not in filled]
    if missing:
        raise RuleBroken(f"Còn mục bắt buộc chưa viết: {'; '.join(missing)}.")
    if not filled <= set(known):
        raise RuleBroken("Có nội dung thuộc mục đã bỏ khỏi mẫu; xin chuyển sang mục khác.")
