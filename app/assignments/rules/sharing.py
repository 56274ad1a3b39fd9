"""The same work given to several branches at once: one task each, told as one."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from app.kernel.errors import RuleBroken


class GivenState(StrEnum):
    """How a committee looks through what it has given."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


class _Worded(Protocol):
    @property
    def text(self) -> str: ...

    @property
    def due_on(self) -> date: ...


_Given = TypeVar("_Given", bound=_Worded)


def by_words(tasks: Iterable[_Given]) -> list[list[_Given]]:
    """The same work with the same deadline together."""
    found: dict[tuple[str, date], list[_Given]] = {}
    for task in tasks:
        found.setdefault((task.text, task.due_on), []).append(task)
    return list(found.values())


def check_led(without_leader: Iterable[str], *, on: date) -> None:
    """Every task has one person who answers for it: a branch nobody leads can be given none."""
    names = ", ".join(without_leader)
    if names:
        raise RuleBroken(
            f"Ngày {on:%d/%m/%Y} chưa ghi bí thư, phó bí thư của: {names}. Ghi chức vụ ở trang chi "
            "bộ, hoặc bỏ chọn chi bộ này.",
            field="branch_ids",
        )


def check_not_given(already: Iterable[str]) -> None:
    """A form that is sent twice gives nothing twice."""
    names = ", ".join(already)
    if names:
        raise RuleBroken(f"Hội nghị đã giao việc này cho: {names}.", field="branch_ids")
