"""From which day until which an edition of a rubric holds: never two at once in one place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.errors import RuleBroken
from app.organisations.rules import check_known

_OPEN = date.max


@dataclass(frozen=True)
class Validity:
    """Both ends are included; without an end it holds until another edition follows."""

    number: int
    first: date
    last: date | None = None

    @property
    def end(self) -> date:
        return self.last or _OPEN


def check_validity(first: date, last: date | None) -> None:
    check_known(first, "valid_from")
    check_known(last, "valid_until")
    if last is not None and last < first:
        raise RuleBroken("Ngày hết áp dụng phải từ ngày bắt đầu trở đi.", field="valid_until")


def cut_by(new: Validity, others: Iterable[Validity]) -> Iterator[tuple[int, date]]:
    """The earlier editions that end because of a new one: their numbers, and their last days.

    :raises RuleBroken: where one begins while the new one is to hold.
    """
    for other in others:
        if other.first > new.end or other.end < new.first:
            continue
        if other.first >= new.first:
            raise RuleBroken(
                f"Bản {other.number} áp dụng từ {_day(other.first)}; chọn ngày bắt đầu sau ngày "
                "đó, hoặc ghi ngày hết áp dụng trước ngày đó.",
                field="valid_from",
            )
        yield other.number, new.first - timedelta(days=1)


def check_nothing_scored_otherwise(cards: int, first: date) -> None:
    """:param cards: those from the first day on that another edition was used for."""
    if cards:
        raise RuleBroken(
            f"Từ ngày {_day(first)} đã có {cards} phiếu chấm lập theo bảng khác; chọn ngày bắt đầu "
            "muộn hơn.",
            field="valid_from",
        )


def check_nothing_scored_after(cards: int, last: date) -> None:
    """:param cards: those after the last day that were filled with this edition."""
    if cards:
        raise RuleBroken(
            f"Sau ngày {_day(last)} đã có {cards} phiếu chấm lập theo bảng này; chọn ngày hết áp "
            "dụng muộn hơn.",
            field="valid_until",
        )


def check_frame_holds(frame: Validity, first: date) -> None:
    """A refinement begins while its frame holds."""
    if not frame.first <= first <= frame.end:
        until = f" đến {_day(frame.end)}" if frame.last else ""
        raise RuleBroken(
            f"Khung cấp trên áp dụng từ {_day(frame.first)}{until}; bảng cụ thể hóa bắt đầu trong "
            "thời gian đó.",
            field="valid_from",
        )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def proposed_first(today: date, *, follows: bool) -> date:
    """The first of the next month where another edition is scored with, else at once."""
    next_month = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    return next_month if follows else today
