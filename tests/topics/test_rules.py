from datetime import UTC, date, datetime

import pytest

from app.kernel.errors import RuleBroken
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.topics.rules import (
    NextStep,
    PaperStatus,
    check_adoptable,
    check_presenters,
    check_returnable,
    check_sendable,
    check_submittable,
    check_task,
    check_topical,
    check_writable,
    next_step,
    reached_members_at,
    sent_ahead,
)

NOVEMBER = datetime(2026, 11, 20, 8, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("paper", "is_sent", "step"),
    [
        (None, False, NextStep.ASSIGN),
        (PaperStatus.DRAFT, False, NextStep.WRITE),
        (PaperStatus.RETURNED, False, NextStep.WRITE),
        (PaperStatus.SUBMITTED, False, NextStep.ADOPT),
        (PaperStatus.ADOPTED, False, NextStep.SEND),
        (PaperStatus.ADOPTED, True, NextStep.NOTHING),
    ],
)
def test_a_paper_waits_for_one_thing_at_a_time(paper, is_sent, step):
    assert next_step(MeetingStatus.NOTIFIED, paper, is_sent=is_sent) is step


@pytest.mark.parametrize(
    ("paper", "step"),
    [
        (None, NextStep.NOTHING),
        (PaperStatus.DRAFT, NextStep.NOTHING),
        (PaperStatus.SUBMITTED, NextStep.ADOPT),
        (PaperStatus.ADOPTED, NextStep.SEND),
    ],
)
def test_nobody_is_asked_to_prepare_a_meeting_that_has_begun(paper, step):
    assert next_step(MeetingStatus.IN_PROGRESS, paper, is_sent=False) is step


@pytest.mark.parametrize("status", [MeetingStatus.ADOPTED, MeetingStatus.CANCELLED])
def test_nothing_is_awaited_of_a_meeting_that_is_over(status):
    assert next_step(status, PaperStatus.DRAFT, is_sent=False) is NextStep.NOTHING


@pytest.mark.parametrize("kind", [MeetingType.REGULAR, MeetingType.EXTRAORDINARY])
def test_only_a_topical_meeting_has_a_topic_to_prepare(kind):
    with pytest.raises(RuleBroken, match="chuyên đề"):
        check_topical(kind)


@pytest.mark.parametrize("kind", [MeetingType.TOPICAL, MeetingType.COMBINED])
def test_a_combined_meeting_is_topical_too(kind):
    check_topical(kind)


@pytest.mark.parametrize(
    ("chosen", "message"), [([], "ít nhất một"), (["a", "b"], "đang sinh hoạt tại chi bộ")]
)
def test_presenters_are_comrades_of_the_branch(chosen, message):
    with pytest.raises(RuleBroken, match=message):
        check_presenters(chosen, frozenset({"a"}))


def test_an_adopted_text_is_fixed():
    with pytest.raises(RuleBroken, match="trả lại kèm lý do"):
        check_writable(PaperStatus.ADOPTED)


@pytest.mark.parametrize("status", [PaperStatus.DRAFT, PaperStatus.SUBMITTED, PaperStatus.RETURNED])
def test_a_text_can_be_mended_until_then(status):
    check_writable(status)


@pytest.mark.parametrize(
    ("status", "has_text", "message"),
    [
        (PaperStatus.DRAFT, False, "chưa có nội dung"),
        (PaperStatus.SUBMITTED, True, "đã được nộp"),
        (PaperStatus.ADOPTED, True, "đã được nộp"),
    ],
)
def test_a_paper_is_handed_in_once_it_says_something(status, has_text, message):
    with pytest.raises(RuleBroken, match=message):
        check_submittable(status, has_text=has_text, has_files=False)


def test_a_file_alone_may_be_the_paper():
    check_submittable(PaperStatus.RETURNED, has_text=False, has_files=True)


@pytest.mark.parametrize(
    ("status", "message"),
    [(PaperStatus.DRAFT, "đã nộp chi ủy"), (PaperStatus.ADOPTED, "thông qua trước đó")],
)
def test_only_what_was_handed_in_is_adopted(status, message):
    with pytest.raises(RuleBroken, match=message):
        check_adoptable(status)


@pytest.mark.parametrize(
    ("status", "reason", "message"),
    [
        (PaperStatus.DRAFT, "Thiếu số liệu", "đã nộp hoặc đã thông qua"),
        (PaperStatus.SUBMITTED, "", "Nêu nội dung"),
    ],
)
def test_a_paper_is_returned_with_a_reason(status, reason, message):
    with pytest.raises(RuleBroken, match=message):
        check_returnable(status, reason=reason)


@pytest.mark.parametrize(
    ("status", "is_sent", "message"),
    [
        (PaperStatus.SUBMITTED, False, "thông qua bản đề dẫn rồi mới gửi"),
        (PaperStatus.ADOPTED, True, "đã được gửi"),
    ],
)
def test_only_an_adopted_paper_is_sent_and_once(status, is_sent, message):
    with pytest.raises(RuleBroken, match=message):
        check_sendable(status, is_sent=is_sent)


@pytest.mark.parametrize(
    ("accountable", "due_on", "field"),
    [("Hạnh", None, "due_on"), (None, date(2026, 12, 1), "accountable_id")],
)
def test_who_and_by_when_come_together(accountable, due_on, field):
    with pytest.raises(RuleBroken) as refused:
        check_task(accountable, due_on)
    assert refused.value.field == field


def test_a_difficulty_may_wait_for_its_task():
    check_task(None, None)


@pytest.mark.parametrize(
    ("notified_at", "reached_at"),
    [(None, None), (NOVEMBER, DECEMBER), (DECEMBER, DECEMBER)],
)
def test_members_read_nothing_before_the_notice(notified_at, reached_at):
    sent = DECEMBER if notified_at == NOVEMBER else NOVEMBER
    assert reached_members_at(sent, notified_at) == reached_at


@pytest.mark.parametrize(
    ("days", "is_late", "words"),
    [
        (3, False, "đã gửi trước 3 ngày"),
        (1, True, "đã gửi trước 1 ngày, muộn hơn quy định"),
        (0, True, "đã gửi trong ngày họp, muộn hơn quy định"),
        (-2, True, "đã gửi sau ngày họp, muộn hơn quy định"),
    ],
)
def test_how_long_before_the_meeting_it_was_sent_is_said(days, is_late, words):
    assert sent_ahead(days, is_late=is_late) == words
