"""Who is sent to watch a branch, and what they report of a meeting (meetings.md §10)."""

from collections.abc import Mapping
from datetime import date, datetime

from app.kernel.errors import RuleBroken
from app.meetings.rules.life import HELD, RECORDABLE, MeetingStatus, MeetingType
from app.people.rules import OBSERVING, POSITION_LABELS, Position

# In the order in which a report is written.
VISIT_FIELDS = {
    "heard": "Ý kiến lắng nghe được",
    "said": "Ý kiến tham gia với chi bộ",
    "informed": "Thông tin chủ trương mới đã truyền đạt",
    "difficulties": "Khó khăn, vướng mắc phát hiện",
    "proposals": "Đề xuất với cấp ủy",
}
LINK_LABELS = {p: POSITION_LABELS[p] for p in Position if p in OBSERVING}

# What is over, and what of it an observer is expected at.
OBSERVED = frozenset(
    {
        MeetingType.REGULAR,
        MeetingType.TOPICAL,
        MeetingType.COMBINED,
        MeetingType.EXTRAORDINARY,
    }
)
REPORT_DAYS = "visit.report_days"


def check_sent(*, sits_above: bool, basis: str, starts_on: date) -> None:
    """Who is sent to a branch sits on a committee above it on the first day, by a resolution."""
    if not basis.strip():
        raise RuleBroken(
            "Ghi nghị quyết hoặc quyết định phân công: số, ngày, cơ quan ban hành.", field="basis"
        )
    if not sits_above:
        raise RuleBroken(
            f"Ngày {starts_on:%d/%m/%Y} đồng chí không phải cấp ủy viên cấp trên của chi bộ này; "
            "xin chọn đồng chí khác hoặc ngày khác.",
            field="starts_on",
        )


def may_report(status: MeetingStatus, meeting_type: MeetingType) -> bool:
    """From its opening on, and of what a branch is visited at."""
    return meeting_type in OBSERVED and (status in RECORDABLE or status in HELD)


def check_reportable(status: MeetingStatus, meeting_type: MeetingType, *, is_on_roll: bool) -> None:
    if not may_report(status, meeting_type):
        raise RuleBroken("Chỉ viết báo cáo về buổi sinh hoạt chi bộ đang họp hoặc đã họp.")
    if is_on_roll:
        raise RuleBroken(
            "Đồng chí sinh hoạt tại chi bộ này nên không viết báo cáo dự sinh hoạt; "
            "báo cáo do cấp ủy viên cấp trên dự viết."
        )


def check_draft(submitted_at: datetime | None) -> None:
    """What has been submitted stands; the committee may have acted on it."""
    if submitted_at is not None:
        raise RuleBroken("Báo cáo đã nộp, không sửa được nữa; xin trao đổi trực tiếp với cấp ủy.")


def check_submittable(status: MeetingStatus, texts: Mapping[str, str | None]) -> None:
    if status not in HELD:
        raise RuleBroken("Buổi họp chưa kết thúc; xin nộp báo cáo sau khi họp xong.")
    if not any(texts.values()):
        raise RuleBroken("Báo cáo chưa có nội dung; xin ghi ít nhất một mục rồi nộp.")
