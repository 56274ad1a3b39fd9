"""What kinds of meeting there are and how one moves from plan to adopted minutes."""

from datetime import date, time, timedelta
from enum import StrEnum
from uuid import UUID

from app.kernel.errors import RuleBroken
from app.organisations.rules import Level


class MeetingType(StrEnum):
    REGULAR = "regular"
    TOPICAL = "topical"
    COMBINED = "combined"
    EXTRAORDINARY = "extraordinary"
    BRANCH_COMMITTEE = "branch_committee_meeting"
    BRIEFING = "briefing"
    STUDY = "study_conference"


TYPE_LABELS = {
    MeetingType.REGULAR: "Sinh hoạt thường kỳ",
    MeetingType.TOPICAL: "Sinh hoạt chuyên đề",
    MeetingType.COMBINED: "Sinh hoạt thường kỳ kết hợp chuyên đề",
    MeetingType.EXTRAORDINARY: "Họp bất thường",
    MeetingType.BRANCH_COMMITTEE: "Họp chi ủy",
    MeetingType.BRIEFING: "Hội nghị giao ban",
    MeetingType.STUDY: "Hội nghị học tập, quán triệt nghị quyết",
}

# A briefing is the committee's; a branch calls every other kind.
BRANCH_TYPES = tuple(kind for kind in MeetingType if kind is not MeetingType.BRIEFING)
# What a committee calls: conferences, without dues, self-score or a branch committee before them.
COMMITTEE_TYPES = (MeetingType.BRIEFING, MeetingType.STUDY)
CONFERENCES = frozenset(COMMITTEE_TYPES)
# Types that are the branch's monthly meeting, and those that need a topic.
MONTHLY = frozenset({MeetingType.REGULAR, MeetingType.COMBINED})
# On whose table comes what earlier meetings of the same place have given.
WITH_TABLE = MONTHLY | {MeetingType.BRIEFING}
WITH_TOPIC = frozenset({MeetingType.TOPICAL, MeetingType.COMBINED})


class MeetingMode(StrEnum):
    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"


MODE_LABELS = {
    MeetingMode.IN_PERSON: "Trực tiếp",
    MeetingMode.ONLINE: "Trực tuyến",
    MeetingMode.HYBRID: "Trực tiếp kết hợp trực tuyến",
}


class MeetingStatus(StrEnum):
    PLANNED = "planned"
    NOTIFIED = "notified"
    IN_PROGRESS = "in_progress"
    MINUTES_DRAFTED = "minutes_drafted"
    ADOPTED = "adopted"
    CANCELLED = "cancelled"


STATUS_LABELS = {
    MeetingStatus.PLANNED: "Đang chuẩn bị",
    MeetingStatus.NOTIFIED: "Đã gửi thông báo",
    MeetingStatus.IN_PROGRESS: "Đang họp",
    MeetingStatus.MINUTES_DRAFTED: "Biên bản dự thảo",
    MeetingStatus.ADOPTED: "Đã thông qua biên bản",
    MeetingStatus.CANCELLED: "Đã hủy",
}

SEALED_LABEL = "Đã chốt biên bản"
REOPENED_LABEL = "Đang mở lại biên bản"


def status_label(status: MeetingStatus, *, is_sealed: bool) -> str:
    """What a list says of a meeting: once sealed, whether its minutes still stand or are open."""
    if not is_sealed:
        return STATUS_LABELS[status]
    return SEALED_LABEL if status is MeetingStatus.ADOPTED else REOPENED_LABEL


def check_resumable(*, is_sealed: bool) -> None:
    if is_sealed:
        raise RuleBroken("Biên bản đã chốt chỉ được mở lại để sửa nội dung đã ghi, không họp tiếp.")


_NEXT = {
    MeetingStatus.PLANNED: {
        MeetingStatus.NOTIFIED,
        MeetingStatus.IN_PROGRESS,
        MeetingStatus.CANCELLED,
    },
    MeetingStatus.NOTIFIED: {MeetingStatus.IN_PROGRESS, MeetingStatus.CANCELLED},
    MeetingStatus.IN_PROGRESS: {MeetingStatus.MINUTES_DRAFTED},
    MeetingStatus.MINUTES_DRAFTED: {MeetingStatus.IN_PROGRESS, MeetingStatus.ADOPTED},
    MeetingStatus.ADOPTED: set(),
    MeetingStatus.CANCELLED: set(),
}

# Without a notice, a meeting in these states is known to its preparers only.
SILENT = (MeetingStatus.PLANNED, MeetingStatus.CANCELLED)
# While these hold, what was said and decided may be written down.
RECORDABLE = frozenset({MeetingStatus.IN_PROGRESS, MeetingStatus.MINUTES_DRAFTED})
# Before these end, date, place and agenda may be prepared.
PREPARABLE = frozenset({MeetingStatus.PLANNED, MeetingStatus.NOTIFIED})
# The meeting itself is over: it counts in every figure.
HELD = frozenset({MeetingStatus.MINUTES_DRAFTED, MeetingStatus.ADOPTED})


def may_move(status: MeetingStatus, to: MeetingStatus) -> bool:
    return to in _NEXT[status]


def check_move(status: MeetingStatus, to: MeetingStatus) -> None:
    if not may_move(status, to):
        raise RuleBroken(
            f"Buổi sinh hoạt đang ở trạng thái “{STATUS_LABELS[status]}”, "
            f"không chuyển sang “{STATUS_LABELS[to]}” được."
        )


def check_not_begun(status: MeetingStatus) -> None:
    """A second "begin", from a page left open, would overwrite the hour of the first."""
    if status in RECORDABLE:
        raise RuleBroken(
            "Buổi họp đã bắt đầu trước đó. Mở trang buổi họp để ghi tiếp, hoặc chọn “Họp tiếp”."
        )


def check_recordable(status: MeetingStatus) -> None:
    if status in PREPARABLE:
        raise RuleBroken("Buổi sinh hoạt chưa bắt đầu. Chọn “Bắt đầu họp” rồi ghi nội dung này.")
    if status not in RECORDABLE:
        raise RuleBroken("Biên bản đã thông qua hoặc buổi họp đã hủy nên không ghi thêm được.")


def check_posted(status: MeetingStatus) -> None:
    if status is MeetingStatus.CANCELLED:
        raise RuleBroken("Buổi họp đã hủy nên không có tài liệu để đăng.")


def check_editable(status: MeetingStatus) -> None:
    """The agenda is prepared before and completed during the meeting, until adoption."""
    if status not in PREPARABLE | RECORDABLE:
        raise RuleBroken("Biên bản đã thông qua hoặc buổi họp đã hủy nên không sửa được nữa.")


def check_days(period: date, held_on: date) -> None:
    """A meeting counts for the month it is held in, or one beside it."""
    apart = (held_on.year - period.year) * 12 + held_on.month - period.month
    if abs(apart) > 1:
        raise RuleBroken(
            f"Ngày họp {held_on:%d/%m/%Y} cách tháng {period:%m/%Y} quá xa; "
            "kiểm tra lại ngày họp và tháng được tính.",
            field="held_on",
        )


def check_day_has_come(held_on: date, *, today: date) -> None:
    if today < held_on:
        raise RuleBroken(
            f"Buổi họp ghi ngày {held_on:%d/%m/%Y}, hôm nay là {today:%d/%m/%Y}. "
            "Nếu họp sớm, sửa ngày họp trước khi bắt đầu."
        )


def check_same_days(
    status: MeetingStatus, before: tuple[date, date], after: tuple[date, date]
) -> None:
    """Roll, votes and tasks rest on the day: once the meeting has begun, day and month stay."""
    if status in RECORDABLE and before != after:
        raise RuleBroken(
            "Buổi họp đã bắt đầu nên không đổi ngày họp và tháng được tính.", field="held_on"
        )


def check_two_people(chair: UUID | None, minute_taker: UUID | None) -> None:
    if chair is not None and chair == minute_taker:
        raise RuleBroken(
            "Chủ trì và thư ký phải là hai đồng chí khác nhau.", field="minute_taker_id"
        )


def types_at(level: Level) -> tuple[MeetingType, ...]:
    """What is called at a place of this level."""
    return COMMITTEE_TYPES if level is Level.COMMITTEE else BRANCH_TYPES


def check_type(meeting_type: MeetingType, level: Level) -> None:
    if meeting_type not in types_at(level):
        who = "Cấp ủy" if level is Level.COMMITTEE else "Chi bộ"
        raise RuleBroken(f"{who} không tổ chức “{TYPE_LABELS[meeting_type]}”.", field="type")


def check_topic(meeting_type: MeetingType, topic: str) -> None:
    if meeting_type in WITH_TOPIC and not topic:
        raise RuleBroken("Nhập tên chuyên đề.", field="topic")


def meeting_title(meeting_type: MeetingType, period: date) -> str:
    """“Sinh hoạt thường kỳ tháng 12 năm 2026”; topical ones are named by month as well."""
    when = f"tháng {period.month} năm {period.year}"
    return f"{TYPE_LABELS[meeting_type]} {when}"


def minutes_subject(meeting_type: MeetingType, period: date) -> str:
    # Months 1 and 2 are written 01 and 02, as in dates of documents.
    month = f"{period.month:02d}" if period.month < 3 else str(period.month)
    when = f"tháng {month} năm {period.year}"
    return {
        MeetingType.REGULAR: f"sinh hoạt chi bộ thường kỳ {when}",
        MeetingType.TOPICAL: f"sinh hoạt chuyên đề {when}",
        MeetingType.COMBINED: f"sinh hoạt chi bộ thường kỳ kết hợp chuyên đề {when}",
        MeetingType.EXTRAORDINARY: f"họp chi bộ bất thường {when}",
        MeetingType.BRANCH_COMMITTEE: f"họp chi ủy {when}",
        MeetingType.BRIEFING: f"hội nghị giao ban {when}",
        MeetingType.STUDY: f"hội nghị học tập, quán triệt nghị quyết {when}",
    }[meeting_type]


class WeekendRule(StrEnum):
    FORWARD = "forward"
    BACK = "back"
    KEEP = "keep"


def proposed_day(period: date, *, day: int, rule: WeekendRule, days_off: frozenset[date]) -> date:
    """The day of the monthly meeting in the month of `period`, moved off weekends and holidays.

    Moving back never leaves the month: from its first days one goes forward instead.
    """
    wanted = period.replace(day=day)
    if rule is WeekendRule.KEEP or wanted not in days_off:
        return wanted
    step = timedelta(days=1 if rule is WeekendRule.FORWARD else -1)
    candidate = wanted
    while candidate in days_off:
        candidate += step
        if candidate.month != period.month:
            return proposed_day(period, day=day, rule=WeekendRule.FORWARD, days_off=days_off)
    return candidate


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def month_after(period: date) -> date:
    return first_of_month(period.replace(day=28) + timedelta(days=4))


def month_before(period: date) -> date:
    return first_of_month(first_of_month(period) - timedelta(days=1))


def minutes_between(began: time, ended: time) -> int:
    """Length of a sitting in minutes.

    :raises RuleBroken: if it ends before it begins; a meeting is not held over midnight.
    """
    length = (ended.hour - began.hour) * 60 + ended.minute - began.minute
    if length <= 0:
        raise RuleBroken("Giờ kết thúc phải sau giờ bắt đầu.", field="ended_time")
    return length
