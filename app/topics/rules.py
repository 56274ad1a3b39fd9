"""The paper of a topical meeting (meetings.md §4) and what the meeting makes of its topic."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from app.kernel.errors import RuleBroken
from app.meetings.rules.life import PREPARABLE, RECORDABLE, WITH_TOPIC, MeetingStatus, MeetingType

# The section of the agenda in which a topic is dealt with, and the slot of who presents it.
SECTION = "topical"
PRESENTATION = "presentation"


class PaperStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ADOPTED = "adopted"


PAPER_STATUS_LABELS = {
    PaperStatus.DRAFT: "Đang viết",
    PaperStatus.SUBMITTED: "Đã nộp chi ủy",
    PaperStatus.RETURNED: "Yêu cầu bổ sung",
    PaperStatus.ADOPTED: "Chi ủy đã thông qua",
}

# While these hold, it is the presenters' turn.
BEING_WRITTEN = frozenset({PaperStatus.DRAFT, PaperStatus.RETURNED})


class NextStep(StrEnum):
    """What the paper of a meeting waits for."""

    ASSIGN = "assign"
    WRITE = "write"
    ADOPT = "adopt"
    SEND = "send"
    NOTHING = "nothing"


def next_step(meeting: MeetingStatus, paper: PaperStatus | None, *, is_sent: bool) -> NextStep:
    """Nobody is asked to prepare a meeting that has begun; a paper handed in may still be settled
    until the minutes are adopted."""
    if is_sent or meeting not in PREPARABLE | RECORDABLE:
        return NextStep.NOTHING
    if paper is PaperStatus.SUBMITTED:
        return NextStep.ADOPT
    if paper is PaperStatus.ADOPTED:
        return NextStep.SEND
    if meeting not in PREPARABLE:
        return NextStep.NOTHING
    return NextStep.ASSIGN if paper is None else NextStep.WRITE


def check_topical(meeting_type: MeetingType) -> None:
    if meeting_type not in WITH_TOPIC:
        raise RuleBroken("Chỉ buổi sinh hoạt chuyên đề mới có nội dung này.")


def check_presenters(chosen: Sequence[Any], of_the_branch: frozenset[Any]) -> None:
    """:raises RuleBroken: if nobody is named, or somebody from outside the branch."""
    if not chosen:
        raise RuleBroken("Chọn ít nhất một đồng chí trình bày.", field="presenter_ids")
    if not of_the_branch.issuperset(chosen):
        raise RuleBroken(
            "Người trình bày phải đang sinh hoạt tại chi bộ vào ngày họp.", field="presenter_ids"
        )


def presenters_line(names: Iterable[str]) -> str:
    """“Đồng chí A, đồng chí B”, as the programme of a meeting names who presents."""
    line = ", ".join(f"đồng chí {name}" for name in names)
    return (line[:1].upper() + line[1:])[:200]  # what the one line of an agenda item holds


def check_writable(status: PaperStatus) -> None:
    """What the chi ủy adopted is what the members get, word for word."""
    if status is PaperStatus.ADOPTED:
        raise RuleBroken(
            "Chi ủy đã thông qua bản đề dẫn nên không sửa được. "
            "Nếu cần sửa, chi ủy trả lại kèm lý do."
        )


def check_submittable(status: PaperStatus, *, has_text: bool, has_files: bool) -> None:
    if status not in BEING_WRITTEN:
        raise RuleBroken("Bản đề dẫn đã được nộp trước đó.")
    if not (has_text or has_files):
        raise RuleBroken("Bản đề dẫn chưa có nội dung: viết hoặc đính kèm tệp rồi nộp.")


def check_adoptable(status: PaperStatus) -> None:
    if status is PaperStatus.ADOPTED:
        raise RuleBroken("Bản đề dẫn đã được thông qua trước đó.")
    if status is not PaperStatus.SUBMITTED:
        raise RuleBroken("Chỉ thông qua bản đề dẫn đã nộp chi ủy.")


def check_returnable(status: PaperStatus, *, reason: str) -> None:
    if status in BEING_WRITTEN:
        raise RuleBroken("Chỉ trả lại bản đề dẫn đã nộp hoặc đã thông qua.")
    if not reason:
        raise RuleBroken("Nêu nội dung cần sửa, bổ sung.", field="reason")


def check_sendable(status: PaperStatus, *, is_sent: bool) -> None:
    if status is not PaperStatus.ADOPTED:
        raise RuleBroken("Chi ủy thông qua bản đề dẫn rồi mới gửi đến đảng viên.")
    if is_sent:
        raise RuleBroken("Bản đề dẫn này đã được gửi đến đảng viên.")


def check_task(accountable: object | None, due_on: date | None) -> None:
    """Who answers and until when come together, or neither."""
    if accountable is not None and due_on is None:
        raise RuleBroken("Chọn thời hạn cho đồng chí chịu trách nhiệm.", field="due_on")
    if accountable is None and due_on is not None:
        raise RuleBroken("Chọn đồng chí chịu trách nhiệm.", field="accountable_id")


def reached_members_at(sent_at: datetime, notified_at: datetime | None) -> datetime | None:
    """When the members could read what was sent: not before the meeting is announced to them."""
    return None if notified_at is None else max(sent_at, notified_at)


def sent_ahead(days: int, *, is_late: bool) -> str:
    """“đã gửi trước 3 ngày”, as the page of the meeting says it."""
    if days > 0:
        when = f"đã gửi trước {days} ngày"
    elif days == 0:
        when = "đã gửi trong ngày họp"
    else:
        when = "đã gửi sau ngày họp"
    return f"{when}, muộn hơn quy định" if is_late else when
