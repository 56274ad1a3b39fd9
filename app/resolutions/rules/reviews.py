"""Looking back at a resolution (sơ kết, tổng kết): when it is due, what was found."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from app.kernel.errors import RuleBroken
from app.resolutions.rules.life import ResolutionStatus


class ReviewKind(StrEnum):
    INTERIM = "interim"
    FINAL = "final"


REVIEW_LABELS = {ReviewKind.INTERIM: "Sơ kết", ReviewKind.FINAL: "Tổng kết"}


def check_in_force(status: ResolutionStatus) -> None:
    if status is ResolutionStatus.CLOSED:
        raise RuleBroken("Nghị quyết đã tổng kết nên không đặt hay ghi thêm lần xem xét nào.")
    if status is not ResolutionStatus.ISSUED:
        raise RuleBroken("Chỉ đặt ngày sơ kết, tổng kết cho nghị quyết đã ban hành.")


def check_plan(
    kind: ReviewKind,
    due_on: date,
    *,
    issued_on: date,
    planned: Collection[tuple[ReviewKind, date]],
) -> None:
    if due_on <= issued_on:
        raise RuleBroken(
            f"Ngày {REVIEW_LABELS[kind].lower()} phải sau ngày ban hành ({issued_on:%d/%m/%Y}).",
            field="due_on",
        )
    if (kind, due_on) in planned:
        raise RuleBroken("Đã đặt ngày này rồi.", field="due_on")
    if kind is ReviewKind.FINAL and any(one is kind for one, _ in planned):
        raise RuleBroken("Nghị quyết đã có ngày tổng kết; bỏ ngày cũ rồi đặt lại.", field="kind")
    finals = [day for one, day in planned if one is ReviewKind.FINAL]
    if kind is ReviewKind.INTERIM and any(due_on >= day for day in finals):
        raise RuleBroken("Ngày sơ kết phải trước ngày tổng kết.", field="due_on")


def check_removable(*, is_held: bool) -> None:
    if is_held:
        raise RuleBroken("Đã ghi kết quả lần này nên không bỏ được.")


def check_held(*, is_held: bool, held_on: date, issued_on: date, today: date) -> None:
    check_removable(is_held=is_held)
    if held_on < issued_on:
        raise RuleBroken(
            f"Ngày thực hiện không thể trước ngày ban hành ({issued_on:%d/%m/%Y}).",
            field="held_on",
        )
    if held_on > today:
        raise RuleBroken("Ngày thực hiện không thể ở tương lai.", field="held_on")
