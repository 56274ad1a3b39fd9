"""The indicators of one meeting, each counted from what was recorded of it (meetings.md §3, §7)."""

from collections.abc import Collection, Mapping
from datetime import date

from app.meetings.rules.agenda import StepState
from app.meetings.rules.life import TYPE_LABELS
from app.scoring.rules.facts import MeetingFacts, Praise, Sitting
from app.scoring.rules.indicators import Measured
from app.scoring.rules.measures import (
    counted,
    moment_named,
    no,
    number,
    said,
    share,
    unknown,
    yes,
    yes_if,
)

NOT_CALLED = "Chưa điểm danh"
NOBODY_DUE = "Không có đảng viên nào phải dự nên không tính tỷ lệ"
NOTHING_DUE = "Không có nhiệm vụ nào đến hạn"
_ONLY_MONTHLY = "Chỉ tính với sinh hoạt thường kỳ"


def meeting_measures(facts: MeetingFacts, *, on: date) -> Mapping[str, Measured]:
    sitting = facts.sitting
    return {
        "meeting.on_day": _on_day(facts),
        "meeting.in_window": _in_window(facts),
        "meeting.minutes": _minutes(facts),
        "meeting.long_enough": _long_enough(facts),
        "meeting.attendance": attendance(sitting),
        "meeting.attendance_full": _attendance_full(facts),
        "meeting.unexcused": _unexcused(sitting),
        "meeting.absent_in_a_row": _absent_in_a_row(facts),
        "meeting.materials_ahead": materials_ahead(sitting),
        "meeting.handbook_in_time": _handbook_in_time(facts, on),
        "meeting.committee_met": _committee_met(facts),
        "meeting.steps_held": _steps_held(facts.steps),
        "meeting.speakers": _speakers(sitting),
        "meeting.praise": _praise(facts),
        "meeting.resolution_drafted": resolution_drafted(sitting),
        "meeting.tasks_on_time": _tasks_on_time(facts),
        "meeting.read_back": _read_back(facts),
        "meeting.sent_in_time": sent_in_time(sitting, on=on),
    }


def three_times_absent(
    here: Collection[object], before: Collection[Collection[object]]
) -> frozenset[object]:
    """Who was absent here and both times before; nobody while it has not been three times."""
    if len(before) < _BEFORE:
        return frozenset()
    return frozenset(here).intersection(*before)


_BEFORE = 2


def _on_day(facts: MeetingFacts) -> Measured:
    planned, held_on = facts.planned, facts.sitting.held_on
    if planned is None:
        return unknown(_ONLY_MONTHLY)
    moved = "" if planned.day == planned.wanted else f", vì {planned.wanted:%d/%m} là ngày nghỉ"
    if held_on == planned.day:
        return yes(f"Họp ngày {held_on:%d/%m/%Y}, đúng ngày sinh hoạt của tháng{moved}")
    return no(
        f"Họp ngày {held_on:%d/%m/%Y}; ngày sinh hoạt của tháng là {planned.day:%d/%m/%Y}{moved}"
    )


def _in_window(facts: MeetingFacts) -> Measured:
    planned, held_on = facts.planned, facts.sitting.held_on
    if planned is None:
        return unknown(_ONLY_MONTHLY)
    return yes_if(
        planned.first <= held_on <= planned.last,
        f"Họp ngày {held_on:%d/%m/%Y}; kỳ sinh hoạt từ {planned.first:%d/%m/%Y} "
        f"đến {planned.last:%d/%m/%Y}",
    )


def _minutes(facts: MeetingFacts) -> Measured:
    if facts.minutes is None:
        return _unfinished(facts)
    return number(facts.minutes, _lasted(facts))


def _long_enough(facts: MeetingFacts) -> Measured:
    if facts.least_minutes is None:
        kind = TYPE_LABELS[facts.sitting.type]
        return unknown(f"Quy định không đặt thời lượng tối thiểu cho “{kind}”")
    if facts.minutes is None:
        return _unfinished(facts)
    return yes_if(
        facts.minutes >= facts.least_minutes,
        f"{_lasted(facts)}, tối thiểu {facts.least_minutes} phút",
    )


def _unfinished(facts: MeetingFacts) -> Measured:
    return unknown(
        "Chưa ghi giờ bắt đầu" if facts.began is None else "Chưa ghi giờ kết thúc buổi họp"
    )


def _lasted(facts: MeetingFacts) -> str:
    hours = [f"{t.hour} giờ {t.minute:02d}" for t in (facts.began, facts.ended) if t]
    return f"Từ {' đến '.join(hours)}: {facts.minutes} phút"


def attendance(sitting: Sitting) -> Measured:
    if sitting.present is None or sitting.must_attend is None:
        return unknown(NOT_CALLED)
    return share(
        sitting.present,
        sitting.must_attend,
        "đảng viên phải dự có mặt",
        counted(
            (sitting.excused or 0, "vắng có lý do"), (sitting.unexcused or 0, "vắng không lý do")
        ),
        nothing=NOBODY_DUE,
    )


def _attendance_full(facts: MeetingFacts) -> Measured:
    found = attendance(facts.sitting)
    if found.value is None:
        return found
    reached = facts.target.is_met_by(found.value / 100)
    word = "trên" if facts.target.more_than else "từ"
    percent = int(facts.target.share * 100)
    return yes_if(
        reached and not facts.sitting.unexcused,
        f"{found.reason} (quy định {word} {percent} % và không ai vắng không lý do)",
    )


def _unexcused(sitting: Sitting) -> Measured:
    if sitting.unexcused is None:
        return unknown(NOT_CALLED)
    return number(
        sitting.unexcused,
        f"{sitting.unexcused}/{sitting.must_attend} đảng viên phải dự vắng không lý do",
    )


def _absent_in_a_row(facts: MeetingFacts) -> Measured:
    if facts.planned is None:
        return unknown(_ONLY_MONTHLY)
    if not facts.sitting.is_called:
        return unknown(NOT_CALLED)
    if facts.rolls_before < _BEFORE:
        return number(
            0, f"Mới có {facts.rolls_before + 1} kỳ được điểm danh nên chưa ai vắng ba kỳ liền"
        )
    return number(
        facts.absent_in_a_row,
        f"{facts.absent_in_a_row}/{facts.sitting.must_attend} đảng viên phải dự vắng kỳ này và "
        "hai kỳ thường kỳ liền trước",
    )


def materials_ahead(sitting: Sitting) -> Measured:
    due = sitting.documents_due_at
    last = sitting.last_material_at
    lacking = (
        "chưa gửi thông báo" if sitting.notified_at is None else "",
        f"thông báo gửi lúc {moment_named(sitting.notified_at)}"
        if sitting.notified_at and sitting.notified_at > due
        else "",
        "không có tài liệu nào được gửi" if last is None else "",
        f"tài liệu cuối gửi lúc {moment_named(last)}" if last and last > due else "",
    )
    if any(lacking):
        return no(said(f"Hạn gửi {moment_named(due)}", *lacking))
    return yes(
        f"Thông báo và {sitting.materials} tài liệu đã gửi trước hạn {moment_named(due)} "
        f"(trước buổi họp {sitting.documents_days} ngày)"
    )


def _handbook_in_time(facts: MeetingFacts, on: date) -> Measured:
    due, posted = facts.sitting.documents_due_at, facts.handbook_posted_at
    if posted is not None:
        return yes_if(
            posted <= due, f"Đăng lúc {moment_named(posted)}; hạn đăng {moment_named(due)}"
        )
    if on <= due.date():
        return unknown(f"Chưa đăng, còn hạn đến {moment_named(due)}")
    return no(f"Chưa ghi việc đăng lên Sổ tay đảng viên điện tử; hạn đăng {moment_named(due)}")


def _committee_met(facts: MeetingFacts) -> Measured:
    sitting, met_on = facts.sitting, facts.committee_met_on
    if met_on is not None:
        return yes_if(
            met_on <= sitting.held_on,
            f"Chi ủy họp ngày {met_on:%d/%m/%Y}, chi bộ họp ngày {sitting.held_on:%d/%m/%Y}",
        )
    if facts.has_committee:
        return no("Chi bộ có chi ủy, chưa ghi ngày họp chi ủy")
    if sitting.notified_at is None:
        return no("Chi bộ không có chi ủy; chưa gửi thông báo trước buổi họp")
    return yes_if(
        sitting.notified_at < sitting.starts_at,
        f"Chi bộ không có chi ủy; nội dung được thông báo lúc {moment_named(sitting.notified_at)}",
    )


def _steps_held(steps: Collection[StepState]) -> Measured:
    empty = sum(step is StepState.NO_CONTENT for step in steps)
    return share(
        sum(step is not StepState.OPEN for step in steps),
        len(steps),
        "phần bắt buộc đã thực hiện",
        counted((empty, "phần ghi rõ lý do không có nội dung")),
        nothing="Chương trình của loại họp này không có phần bắt buộc",
    )


def _speakers(sitting: Sitting) -> Measured:
    if not sitting.is_called:
        return unknown(NOT_CALLED)
    return share(
        sitting.speakers,
        sitting.in_room,
        "đảng viên có mặt đã phát biểu",
        nothing="Không có đảng viên nào có mặt",
    )


def _praise(facts: MeetingFacts) -> Measured:
    match facts.praise:
        case Praise.GIVEN:
            return yes("Mục biểu dương, khen thưởng có nội dung")
        case Praise.NONE if facts.sitting.is_over:
            return no("Mục biểu dương, khen thưởng không ghi nội dung")
        case Praise.NONE:
            return unknown("Chưa ghi nội dung biểu dương, khen thưởng")
    return unknown("Chương trình không có mục biểu dương, khen thưởng để đọc")


def resolution_drafted(sitting: Sitting) -> Measured:
    if sitting.resolutions or sitting.conclusions:
        found = counted(
            (sitting.resolutions, "nghị quyết hoặc dự thảo"), (sitting.conclusions, "kết luận")
        )
        return yes(f"Có {found}")
    if sitting.is_over:
        return no("Không có dự thảo nghị quyết và kết luận nào được ghi")
    return unknown("Chưa ghi dự thảo nghị quyết hoặc kết luận")


def _tasks_on_time(facts: MeetingFacts) -> Measured:
    if facts.pending_tasks:
        return unknown(f"Còn {facts.pending_tasks} nhiệm vụ đến hạn buổi họp chưa đánh giá")
    return share(
        facts.tasks.done,
        facts.tasks.due,
        "nhiệm vụ đến hạn hoàn thành đúng hạn",
        nothing=NOTHING_DUE,
    )


def _read_back(facts: MeetingFacts) -> Measured:
    if facts.is_read_back:
        return yes("Biên bản đã được đọc lại và thông qua tại buổi họp")
    if facts.sitting.is_over:
        return no("Không ghi việc đọc lại và thông qua biên bản")
    return unknown("Buổi họp chưa kết thúc")


def sent_in_time(sitting: Sitting, *, on: date) -> Measured:
    """Nothing while there is still time; afterwards the day it was sent says it."""
    by = f"hạn {sitting.send_by:%d/%m/%Y}"
    if sitting.sent_on is not None:
        return yes_if(
            sitting.sent_on <= sitting.send_by,
            f"Biên bản đã chốt, gửi cấp trên ngày {sitting.sent_on:%d/%m/%Y}; {by}",
        )
    stands = "Biên bản đã chốt, chưa gửi cấp trên" if sitting.is_sealed else "Biên bản chưa chốt"
    if on <= sitting.send_by:
        return unknown(f"{stands}; còn {by}")
    return no(f"{stands}; đã quá {by}")
