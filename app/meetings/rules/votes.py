"""How a branch decides: plain numbers in, a verdict out (QĐ 294 §9.3.2, §9.3.4)."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor

from app.kernel.errors import RuleBroken
from app.regulations.rules import Threshold


class VoteMethod(StrEnum):
    SHOW_OF_HANDS = "show_of_hands"
    SECRET_BALLOT = "secret_ballot"  # noqa: S105 - no password


METHOD_LABELS = {
    VoteMethod.SHOW_OF_HANDS: "Giơ thẻ đảng viên",
    VoteMethod.SECRET_BALLOT: "Bỏ phiếu kín",
}


class Majority(StrEnum):
    ORDINARY = "ordinary"
    TWO_THIRDS = "two_thirds"


MAJORITY_LABELS = {
    Majority.ORDINARY: "Quá nửa",
    Majority.TWO_THIRDS: "Từ hai phần ba",
}
# The setting that holds the share of each majority.
SETTING_OF_MAJORITY = {
    Majority.ORDINARY: "vote.ordinary",
    Majority.TWO_THIRDS: "vote.two_thirds",
}


@dataclass(frozen=True)
class Tally:
    """The counts of one vote. A secret ballot has nothing else: no list of who chose what."""

    in_favour: int
    against: int
    other: int
    invalid: int = 0

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.other + self.invalid


def votes_needed(vote_base: int, threshold: Threshold) -> int:
    """Absent members stay in the base, so it is not the number of people in the room."""
    share = vote_base * threshold.share
    return floor(share) + 1 if threshold.more_than else ceil(share)


def voters_at(voters_present: int, *, away: int) -> int:
    """Voters in the room at the moment of the vote, without those who came later or had left."""
    if not 0 <= away <= voters_present:
        raise RuleBroken(
            f"Số đồng chí vắng lúc biểu quyết phải từ 0 đến {voters_present}.", field="away"
        )
    return voters_present - away


def check_tally(tally: Tally, *, method: VoteMethod, voters_present: int) -> None:
    """Hands are counted whole; of a secret ballot fewer papers may come back than were given."""
    if min(tally.in_favour, tally.against, tally.other, tally.invalid) < 0:
        raise RuleBroken("Số phiếu không thể âm.", field="in_favour")
    if method is VoteMethod.SHOW_OF_HANDS:
        if tally.invalid:
            raise RuleBroken("Phiếu không hợp lệ chỉ có khi bỏ phiếu kín.", field="invalid")
        if tally.cast != voters_present:
            raise RuleBroken(
                f"Tổng là {tally.cast}, còn số đảng viên được biểu quyết có mặt là "
                f"{voters_present}. Kiểm tra lại ba số, hoặc sửa điểm danh.",
                field="in_favour",
            )
    elif tally.cast > voters_present:
        raise RuleBroken(
            f"Số phiếu thu về là {tally.cast}, nhiều hơn {voters_present} đảng viên được "
            "biểu quyết có mặt.",
            field="in_favour",
        )
