"""When a task may be changed, reported, moved on or closed."""

from collections.abc import Iterable
from datetime import date

from app.assignments.rules.states import REPORTABLE, UNFINISHED, AssignmentStatus, ReviewOutcome
from app.kernel.errors import RuleBroken
from app.organisations.rules import check_known


def check_due(due_on: date, *, given_on: date) -> None:
    check_known(due_on, "due_on")
    if due_on < given_on:
        raise RuleBroken(
            f"Thời hạn phải từ ngày giao ({given_on:%d/%m/%Y}) trở đi.", field="due_on"
        )


def check_review(
    outcome: ReviewOutcome,
    *,
    reason: str,
    due_on: date | None,
    held_on: date,
    due_before: date,
) -> None:
    """Moving a task on needs why and until when; dropping one needs why.

    :param due_before: the deadline with which the task came before this meeting.
    """
    if outcome is ReviewOutcome.DOING and due_before < held_on:
        raise RuleBroken(
            f"Nhiệm vụ đã quá hạn {due_before:%d/%m/%Y}; chọn “Chuyển sang tháng sau” "
            "kèm lý do và thời hạn mới.",
            field="outcome",
        )
    if outcome is ReviewOutcome.CARRIED_OVER:
        if not reason:
            raise RuleBroken("Nêu lý do chuyển sang tháng sau.", field="reason")
        if due_on is None:
            raise RuleBroken("Nhập thời hạn mới.", field="due_on")
        check_known(due_on, "due_on")
        if due_on < held_on:
            raise RuleBroken(
                f"Thời hạn mới phải từ ngày họp ({held_on:%d/%m/%Y}) trở đi.", field="due_on"
            )
    if outcome is ReviewOutcome.CANCELLED and not reason:
        raise RuleBroken("Nêu lý do hủy nhiệm vụ.", field="reason")


def check_latest(held_on: date, others: Iterable[date]) -> None:
    """Only the latest meeting a task was laid before may judge it, so its story stays a line."""
    later = [day for day in others if day > held_on]
    if later:
        raise RuleBroken(
            f"Nhiệm vụ này đã được đưa ra buổi sinh hoạt ngày {max(later):%d/%m/%Y}; "
            "đánh giá tại buổi đó."
        )


def check_open(*, is_settled: bool) -> None:
    if is_settled:
        raise RuleBroken("Chi bộ đã kết luận về nhiệm vụ này nên không sửa được nữa.")


def check_wording_open(*, is_adopted: bool) -> None:
    """What the branch has adopted stands as it is in the minutes."""
    if is_adopted:
        raise RuleBroken(
            "Biên bản đã được thông qua nên nội dung và thời hạn nhiệm vụ không sửa được nữa. "
            "Thời hạn thay đổi khi buổi sinh hoạt chuyển nhiệm vụ sang tháng sau hoặc khi gia hạn "
            "kèm lý do; nếu cần, đổi người chịu trách nhiệm kèm lý do."
        )


def check_hand_over(*, is_adopted: bool, is_same: bool, reason: str) -> None:
    if not is_adopted:
        raise RuleBroken("Biên bản chưa thông qua: sửa trực tiếp nhiệm vụ.")
    if is_same:
        raise RuleBroken("Chọn một đồng chí khác.", field="accountable_id")
    if not reason:
        raise RuleBroken("Nêu lý do đổi người chịu trách nhiệm.", field="reason")


def check_due_unmoved(due_on: date, due_before: date, *, is_on_table: bool) -> None:
    """:param is_on_table: whether a meeting or an extension has built on the deadline."""
    if is_on_table and due_on != due_before:
        raise RuleBroken(
            "Nhiệm vụ đã được đưa ra sinh hoạt hoặc gia hạn: thời hạn chỉ thay đổi khi buổi "
            "sinh hoạt chuyển nhiệm vụ sang tháng sau, hoặc khi gia hạn kèm lý do.",
            field="due_on",
        )


def check_report(status: AssignmentStatus, *, percent: int, result: str) -> None:
    """What the accountable comrade may say between meetings; dropping a task is the branch's."""
    if status not in REPORTABLE:
        raise RuleBroken("Chọn đang thực hiện hoặc hoàn thành.", field="status")
    if status is AssignmentStatus.DONE and not result:
        raise RuleBroken("Ghi kết quả thực hiện.", field="result")
    if status is AssignmentStatus.DOING and percent == 100:
        raise RuleBroken("Đã đạt 100 % thì chọn “Hoàn thành”.", field="percent")


def status_of(done_on: date | None, *, percent: int, result: str | None) -> AssignmentStatus:
    """The state of a task that no meeting has closed, from what has been reported of it."""
    if done_on is not None:
        return AssignmentStatus.DONE
    return AssignmentStatus.DOING if percent or result else AssignmentStatus.OPEN


def check_between_meetings(
    status: AssignmentStatus, *, is_adopted: bool, waits_for: date | None
) -> None:
    """Extending and dropping are for the time between meetings, of what is still to be done.

    :param waits_for: day of the meeting on whose table it lies, not yet judged.
    """
    if not is_adopted:
        raise RuleBroken("Biên bản chưa thông qua: sửa trực tiếp nhiệm vụ.")
    if waits_for is not None:
        raise RuleBroken(
            f"Nhiệm vụ đang chờ buổi sinh hoạt ngày {waits_for:%d/%m/%Y} đánh giá; gia hạn hoặc "
            "dừng thực hiện tại buổi đó."
        )
    if status not in UNFINISHED:
        raise RuleBroken(
            "Nhiệm vụ đã được báo cáo hoàn thành; buổi sinh hoạt tới sẽ đánh giá. Nếu báo cáo "
            "chưa đúng, người chịu trách nhiệm báo cáo lại là đang thực hiện."
        )


def check_extension(
    due_on: date, *, due_before: date, given_on: date, today: date, reason: str
) -> None:
    if not reason:
        raise RuleBroken("Nêu lý do gia hạn.", field="reason")
    check_due(due_on, given_on=given_on)
    if due_on <= due_before:
        raise RuleBroken(
            f"Thời hạn mới phải sau thời hạn hiện nay ({due_before:%d/%m/%Y}).", field="due_on"
        )
    if due_on < today:
        raise RuleBroken("Thời hạn mới phải từ hôm nay trở đi.", field="due_on")


def check_drop(reason: str) -> None:
    if not reason:
        raise RuleBroken("Nêu lý do dừng thực hiện, theo quyết định nào.", field="reason")


def check_not_dropped(*, is_dropped: bool) -> None:
    """A decision between the meetings closes a task for every meeting."""
    if is_dropped:
        raise RuleBroken(
            "Nhiệm vụ đã dừng thực hiện theo quyết định giữa hai kỳ nên không đánh giá lại được."
        )


def deadline(due_before: date, *, moved_to: date | None, extended_to: date | None) -> date:
    """The deadline after a meeting has judged a task; the last word said of it holds.

    A meeting that thinks again changes its own word only: what was extended since stays so.

    :param due_before: with which it came before the meeting; `moved_to` what the meeting set.
    :param extended_to: the last extension since it was laid before the meeting.
    """
    return extended_to or moved_to or due_before


MOST_FILES = 10


def check_evidence(number: int) -> None:
    if number > MOST_FILES:
        raise RuleBroken(
            f"Một lần báo cáo gửi nhiều nhất {MOST_FILES} tệp; gửi thêm ở lần báo cáo sau.",
            field="file",
        )
