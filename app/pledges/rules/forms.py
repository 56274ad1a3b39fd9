"""The form of the pledge: its sections, when they may change (pledges.md §2)."""

from collections.abc import Iterable
from enum import StrEnum

from app.kernel.errors import RuleBroken
from app.kernel.text import fold
from app.pledges.rules.campaigns import CampaignState

MOST_SECTIONS = 20


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


def check_not_fixed(*, is_fixed: bool) -> None:
    if is_fixed:
        raise RuleBroken(
            "Mẫu đã dùng cho một đợt cam kết nên giữ nguyên; chép thành bản mới để sửa."
        )


def check_heading(heading: str, others: Iterable[str]) -> None:
    if fold(heading) in {fold(other) for other in others}:
        raise RuleBroken("Mẫu đã có mục mang tên này.", field="heading")


def check_room_for_section(count: int) -> None:
    if count >= MOST_SECTIONS:
        raise RuleBroken(f"Một mẫu có nhiều nhất {MOST_SECTIONS} mục.")


def check_branch_form_changeable(state: CampaignState, *, has_submitted: bool) -> None:
    """What was submitted stands as it was written: from then on its form does too."""
    if state is not CampaignState.OPEN:
        raise RuleBroken("Chi bộ thêm, sửa mục riêng khi đợt cam kết đang thực hiện.")
    if has_submitted:
        raise RuleBroken(
            "Chi bộ đã có đồng chí nộp bản cam kết nên các mục của mẫu giữ nguyên trong năm."
        )


def check_section_empty(written: int) -> None:
    if written:
        raise RuleBroken(
            f"Dưới mục này đang có {written} nội dung cam kết; mục chỉ xóa được khi còn trống."
        )


def neighbour_of(place: int, direction: Direction, *, count: int) -> int | None:
    """With whom a section at `place` (from 0) changes; None at either end."""
    other = place - 1 if direction is Direction.UP else place + 1
    return other if 0 <= other < count else None
