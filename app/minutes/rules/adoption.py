"""When minutes may be adopted, and what is worth saying before they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from app.kernel.errors import RuleBroken
from app.meetings.rules.agenda import sections
from app.meetings.rules.life import MeetingStatus
from app.meetings.rules.roll import RollFigures, meets_target
from app.regulations.rules import Threshold


class Place(StrEnum):
    """Where in the meeting's pages a gap is closed."""

    OPENING = "opening"
    ROLL = "roll"
    STEP = "step"
    END = "end"


@dataclass(frozen=True)
class Gap:
    sentence: str
    place: Place
    section: str = ""  # of Place.STEP


@dataclass(frozen=True)
class Readiness:
    """What must stand before minutes can be adopted."""

    status: MeetingStatus
    is_roll_taken: bool
    pending_reviews: int
    open_sections: tuple[str, ...]
    has_chair: bool
    has_minute_taker: bool
    began: time | None
    ended: time | None
    table: str = "step_2"  # the section under which tasks are judged


def check_adoptable(found: Readiness, *, is_read_back: bool) -> None:
    """:raises RuleBroken: for the first thing that is missing, in the order of the work."""
    if found.status is MeetingStatus.ADOPTED:
        raise RuleBroken("Biên bản đã được thông qua trước đó; không thông qua lần nữa.")
    if found.status is not MeetingStatus.MINUTES_DRAFTED:
        raise RuleBroken("Chỉ thông qua biên bản sau khi đã kết thúc buổi họp.")
    for gap in gaps(found):
        raise RuleBroken(gap.sentence)
    if not is_read_back:
        raise RuleBroken(
            "Thư ký đọc lại biên bản trước khi chi bộ thông qua; đánh dấu khi đã đọc.",
            field="read_back",
        )


def gaps(found: Readiness) -> Iterator[Gap]:
    """Everything that still has to be closed, in the order of the work."""
    if not found.has_chair:
        yield Gap("Chưa ghi đồng chí chủ trì.", Place.OPENING)
    if not found.has_minute_taker:
        yield Gap("Chưa ghi đồng chí thư ký.", Place.OPENING)
    if found.began is None or found.ended is None:
        yield Gap("Chưa ghi đủ giờ bắt đầu và giờ kết thúc.", Place.OPENING)
    elif found.ended <= found.began:
        yield Gap("Giờ kết thúc phải sau giờ bắt đầu.", Place.OPENING)
    if not found.is_roll_taken:
        yield Gap("Chưa điểm danh, hoặc danh sách có thay đổi: lưu lại điểm danh.", Place.ROLL)
    if found.pending_reviews:
        yield Gap(
            f"Còn {found.pending_reviews} nhiệm vụ kỳ trước chưa đánh giá: hoàn thành, "
            "đang thực hiện, chuyển sang tháng sau hay hủy.",
            Place.STEP,
            found.table,
        )
    if found.open_sections:
        yield Gap(
            "Còn phần chưa xong: "
            + "; ".join(sections()[code].short for code in found.open_sections)
            + ". Mở từng phần, bấm “Xong” hoặc “Không có nội dung”.",
            Place.STEP,
            found.open_sections[0],
        )


@dataclass(frozen=True)
class VoteCounts:
    """A vote as it was counted, with what the roll said then."""

    subject: str
    cast: int
    vote_base: int
    voters_on_roll: int


@dataclass(frozen=True)
class Concerns:
    """Figures of a meeting beside what the regulations of its day ask; None where nothing does."""

    minutes: int | None
    least_minutes: int | None
    figures: RollFigures | None
    votes: tuple[VoteCounts, ...]
    target: Threshold
    unvoted_resolutions: int
    unsaid: tuple[str, ...]  # what the minutes of a month leave as an empty line


def warnings(found: Concerns) -> Iterator[str]:
    """What the branch should know; the paper world goes on, so nothing here refuses."""
    if found.minutes is not None and found.least_minutes and found.minutes < found.least_minutes:
        yield f"Thời lượng {found.minutes} phút, ít hơn mức tối thiểu {found.least_minutes} phút."
    if found.figures is not None:
        yield from _roll_warnings(found.figures, found.target)
        for vote in found.votes:
            if contradiction := _contradiction(vote, found.figures):
                yield f"Biểu quyết “{vote.subject}”: {contradiction}."
    for what in found.unsaid:
        yield f"Chưa ghi {what}: biên bản in ra dòng chấm để trống."
    if found.unvoted_resolutions:
        yield "Có dự thảo nghị quyết chưa gắn với kết quả biểu quyết nào."


def _roll_warnings(figures: RollFigures, target: Threshold) -> Iterator[str]:
    if meets_target(figures, target) is False:
        yield (
            f"Tỷ lệ dự họp {figures.present}/{figures.must_attend} chưa đạt mức "
            f"{_shown(target)} theo quy định."
        )
    if not figures.can_decide:
        yield (
            f"Chỉ có {figures.voters_present} đảng viên được biểu quyết có mặt, không quá nửa "
            f"cơ số {figures.vote_base}: không đủ điều kiện ra nghị quyết."
        )


def _contradiction(vote: VoteCounts, roll: RollFigures) -> str:
    """What of a vote no longer agrees with the roll as it stands; empty where all does."""
    if vote.cast > roll.voters_present:
        return (
            f"tổng {vote.cast} phiếu, nhiều hơn {roll.voters_present} đảng viên được biểu quyết "
            "có mặt theo điểm danh"
        )
    if vote.vote_base != roll.vote_base:
        return f"cơ số đã ghi là {vote.vote_base}, theo điểm danh là {roll.vote_base}"
    if vote.voters_on_roll != roll.voters_present:
        return (
            f"khi biểu quyết điểm danh có {vote.voters_on_roll} đảng viên được biểu quyết, "
            f"nay là {roll.voters_present}"
        )
    return ""


def _shown(target: Threshold) -> str:
    percent = float(target.share * 100)
    figure = f"{percent:g}".replace(".", ",")
    return f"{'trên' if target.more_than else 'từ'} {figure} %"
