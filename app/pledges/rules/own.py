"""What its author has to do with a pledge next."""

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

_CHECK_FROM, _REVIEW_FROM = 6, 11  # months in which branches ask for it


def next_of(
    status: PledgeStatus, last: EditionState, *, is_checked: bool, year: int, on: date
) -> Next:
    if is_writable(status, last):
        return _WRITING.get(status, Next.REWRITE)
    if last is EditionState.SUBMITTED:
        return Next.WAIT
    if status is not PledgeStatus.CONFIRMED:
        return Next.READ
    if on >= date(year, _REVIEW_FROM, 1):
        return Next.REVIEW
    if on >= date(year, _CHECK_FROM, 1) and not is_checked:
        return Next.CHECK
    return Next.READ


_WRITING = {PledgeStatus.DRAFT: Next.WRITE, PledgeStatus.RETURNED: Next.MEND}
