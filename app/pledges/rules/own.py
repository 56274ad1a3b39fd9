"""What its author has to do with a pledge next."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.pledges.rules.life import EditionState, PledgeStatus, is_writable


class Next(StrEnum):
    WRITE = "write"
    MEND = "mend"
    REWRITE = "rewrite"
    WAIT = "wait"
    CHECK = "check"
    REVIEW = "review"
    READ = "read"


NEXT_LABELS = {
    Next.WRITE: "Viết tiếp",
    Next.MEND: "Bổ sung theo yêu cầu",
    Next.REWRITE: "Viết tiếp bản viết lại",
    Next.WAIT: "Xem",
    Next.CHECK: "Tự kiểm giữa năm",
    Next.REVIEW: "Tự đánh giá cuối năm",
    Next.READ: "Xem",
}


@dataclass(frozen=True)
class Calendar:
    """From which days of its year a pledge is looked back at."""

    check_from: date
    review_from: date


def next_of(
    status: PledgeStatus,
    last: EditionState,
    *,
    is_checked: bool,
    calendar: Calendar,
    on: date,
) -> Next:
    if is_writable(status, last):
        return _WRITING.get(status, Next.REWRITE)
    if last is EditionState.SUBMITTED:
        return Next.WAIT
    if status is not PledgeStatus.CONFIRMED:
        return Next.READ
    if on >= calendar.review_from:
        return Next.REVIEW
    if on >= calendar.check_from and not is_checked:
        return Next.CHECK
    return Next.READ


_WRITING = {PledgeStatus.DRAFT: Next.WRITE, PledgeStatus.RETURNED: Next.MEND}
