from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from app.kernel.errors import RuleBroken
from app.meetings.rules.life import MeetingType
from app.resolutions.rules import ResolutionKind, ResolutionStatus, ReviewKind, Treatment
from app.resolutions.rules.comments import (
    check_answer,
    check_answerable,
    check_changeable,
    check_circulable,
    check_commenter,
    check_deadline,
    check_extension,
    check_not_invited,
    check_open,
    check_revised,
    is_open,
    said_at,
)
from app.resolutions.rules.life import (
    check_adoptable,
    check_editable,
    check_kind,
    kinds_from,
    returned_to,
)
from app.resolutions.rules.reviews import check_held, check_in_force, check_plan
from app.resolutions.rules.steps import steps_of
from app.resolutions.rules.texts import not_cited, numbered, with_proper_symbols

NOW = datetime(2026, 11, 3, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)
DRAFT, COMMENTING, REVISED, ADOPTED, ISSUED, CLOSED = ResolutionStatus
DAY = date(2026, 11, 5)


@pytest.mark.parametrize(
    ("closes_at", "closed_at", "expected"),
    [
        (NOW + HOUR, None, True),
        (NOW, None, False),
        (NOW - HOUR, None, False),
        (NOW + HOUR, NOW - HOUR, False),
    ],
)
def test_a_round_takes_comments_until_its_moment(closes_at, closed_at, expected):
    assert is_open(closes_at, closed_at, now=NOW) is expected


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (COMMENTING, "hoàn thiện dự thảo rồi mới gửi"),
        (ADOPTED, "đã được thông qua"),
        (ISSUED, "đã được thông qua"),
        (CLOSED, "đã được thông qua"),
    ],
)
def test_only_a_draft_or_a_revised_one_is_sent_out(status, message):
    with pytest.raises(RuleBroken, match=message):
        check_circulable(status)


@pytest.mark.parametrize("status", [DRAFT, REVISED])
def test_a_draft_may_be_sent_out_also_a_second_time(status):
    check_circulable(status)


def test_the_deadline_leaves_the_least_time_and_ends_before_the_meeting():
    day = timedelta(days=1)
    check_deadline(NOW + day, now=NOW, least_days=1, begins_at=NOW + 2 * day)
    with pytest.raises(RuleBroken, match=r"ít nhất 1 ngày.*14:00 ngày 04/11/2026"):
        check_deadline(NOW + day - HOUR, now=NOW, least_days=1, begins_at=None)
    with pytest.raises(RuleBroken, match="trước giờ họp"):
        check_deadline(NOW + 3 * day, now=NOW, least_days=1, begins_at=NOW + 2 * day)


def test_a_deadline_is_only_moved_to_later():
    check_extension(NOW + HOUR, before=NOW)
    with pytest.raises(RuleBroken, match="Hạn mới phải sau"):
        check_extension(NOW, before=NOW)


def test_moments_are_said_in_vietnams_time():
    assert said_at(NOW) == "14:00 ngày 03/11/2026"


def test_nothing_is_said_after_the_deadline_or_changed_after_the_answer():
    check_open(is_open=True)
    with pytest.raises(RuleBroken, match="hết hạn góp ý"):
        check_open(is_open=False)
    check_changeable(is_open=True, is_answered=False)
    with pytest.raises(RuleBroken, match="đã được trả lời"):
        check_changeable(is_open=True, is_answered=True)


def test_a_comment_has_a_comrade_behind_it():
    check_commenter(uuid4())
    with pytest.raises(RuleBroken, match="chưa gắn với đảng viên"):
        check_commenter(None)


def test_explaining_needs_its_words_and_taking_in_does_not():
    check_answer(Treatment.TAKEN_IN, "")
    check_answer(Treatment.EXPLAINED, "Đã có trong nghị quyết tháng 10.")
    with pytest.raises(RuleBroken, match="Nêu nội dung giải trình"):
        check_answer(Treatment.EXPLAINED, "")


@pytest.mark.parametrize("status", [DRAFT, REVISED, ADOPTED, ISSUED, CLOSED])
def test_answers_stand_once_the_draft_is_finished(status):
    with pytest.raises(RuleBroken, match="đã hoàn thiện"):
        check_answerable(status)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"status": DRAFT}, "đã gửi lấy ý kiến"),
        ({"is_open": True}, "Còn trong hạn góp ý"),
        ({"unanswered": 2}, "Còn 2 ý kiến chưa trả lời"),
        ({"taken_in": 1, "is_changed": False}, "dự thảo chưa sửa gì"),
    ],
)
def test_a_draft_is_finished_only_when_every_comment_is_worked_in(changed, message):
    fine = {
        "status": COMMENTING,
        "is_open": False,
        "unanswered": 0,
        "taken_in": 1,
        "is_changed": True,
    }
    check_revised(**fine)
    check_revised(**{**fine, "taken_in": 0, "is_changed": False})

    with pytest.raises(RuleBroken, match=message):
        check_revised(**{**fine, **changed})


def test_nobody_is_invited_twice_unless_the_link_was_revoked():
    check_not_invited("Phan Thanh Long", {"Phan Thanh Long": False})
    with pytest.raises(RuleBroken, match="Đã mời Phan Thanh Long"):
        check_not_invited("Phan Thanh Long", {"Phan Thanh Long": True})


def test_what_is_out_for_comment_is_neither_edited_nor_voted_on():
    check_editable(COMMENTING, is_open=False)
    with pytest.raises(RuleBroken, match="đang lấy ý kiến"):
        check_editable(COMMENTING, is_open=True)
    check_adoptable(REVISED, is_passed=True)
    with pytest.raises(RuleBroken, match="trả lời các ý kiến"):
        check_adoptable(COMMENTING, is_passed=True)


def test_a_vote_taken_back_keeps_the_comments_answered():
    assert returned_to(was_circulated=True) is REVISED
    assert returned_to(was_circulated=False) is DRAFT


@pytest.mark.parametrize(
    ("meeting", "kinds"),
    [
        (MeetingType.REGULAR, (ResolutionKind.REGULAR,)),
        (MeetingType.TOPICAL, (ResolutionKind.TOPICAL,)),
        (MeetingType.COMBINED, (ResolutionKind.REGULAR, ResolutionKind.TOPICAL)),
        (MeetingType.EXTRAORDINARY, (ResolutionKind.REGULAR,)),
    ],
)
def test_a_meeting_resolves_what_its_type_allows(meeting, kinds):
    assert kinds_from(meeting) == kinds


def test_a_regular_meeting_gives_no_topical_resolution():
    with pytest.raises(RuleBroken, match="không ra loại nghị quyết"):
        check_kind(ResolutionKind.TOPICAL, MeetingType.REGULAR)


@pytest.mark.parametrize(
    ("kind", "due_on", "planned", "message"),
    [
        (ReviewKind.INTERIM, DAY, [], "sau ngày ban hành"),
        (ReviewKind.INTERIM, date(2027, 1, 5), [(ReviewKind.INTERIM, date(2027, 1, 5))], "Đã đặt"),
        (ReviewKind.FINAL, date(2027, 2, 5), [(ReviewKind.FINAL, date(2027, 1, 5))], "đã có ngày"),
        (ReviewKind.INTERIM, date(2027, 2, 5), [(ReviewKind.FINAL, date(2027, 1, 5))], "trước"),
    ],
)
def test_a_review_is_planned_after_the_issue_once_a_day_and_finally_once(
    kind, due_on, planned, message
):
    with pytest.raises(RuleBroken, match=message):
        check_plan(kind, due_on, issued_on=DAY, planned=planned)


def test_only_what_is_issued_and_not_closed_is_looked_back_at():
    check_in_force(ISSUED)
    with pytest.raises(RuleBroken, match="đã ban hành"):
        check_in_force(ADOPTED)
    with pytest.raises(RuleBroken, match="đã tổng kết"):
        check_in_force(CLOSED)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"is_held": True}, "Đã ghi kết quả"),
        ({"held_on": date(2026, 11, 4)}, "trước ngày ban hành"),
        ({"held_on": date(2026, 12, 2)}, "tương lai"),
    ],
)
def test_a_review_is_recorded_once_and_on_a_day_that_was(changed, message):
    fine = {
        "is_held": False,
        "held_on": date(2026, 12, 1),
        "issued_on": DAY,
        "today": date(2026, 12, 1),
    }
    check_held(**fine)

    with pytest.raises(RuleBroken, match=message):
        check_held(**{**fine, **changed})


def test_the_steps_say_who_brought_it_there_and_what_was_skipped():
    steps = steps_of(ISSUED, {DRAFT: "Trần Thị Hạnh, 01/11/2026"})

    assert [step.is_done for step in steps] == [True, False, False, True, True, False]
    assert steps[0].note == "Trần Thị Hạnh, 01/11/2026"
    assert steps[1].note == "Không gửi lấy ý kiến"
    assert [step.is_current for step in steps].index(True) == 4


def test_the_step_under_way_says_what_it_waits_for():
    steps = steps_of(COMMENTING, {COMMENTING: "Trần Thị Hạnh"}, waiting="đến 17:00")

    assert (steps[1].note, steps[1].is_done, steps[1].is_current) == ("đến 17:00", False, True)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Việc một", "Việc hai"], "1. Việc một\n2. Việc hai"),
        (["3. Việc một", "4) Việc hai"], "1. Việc một\n2. Việc hai"),
        (["Việc một", "- đợt đầu", "Việc hai"], "1. Việc một\n- đợt đầu\n2. Việc hai"),
        (["10.000 cây xanh"], "1. 10.000 cây xanh"),
    ],
)
def test_what_is_numbered_already_is_not_numbered_again(lines, expected):
    assert numbered(lines) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Chỉ thị số 50CT/TW, ngày 23/7/2025", "Chỉ thị số 50-CT/TW, ngày 23/7/2025"),
        ("Chỉ thị số 50-CT/TW.", "Chỉ thị số 50-CT/TW."),
        ("Nghị định số 30/2020/NĐ-CP;", "Nghị định số 30/2020/NĐ-CP;"),
        ("Văn bản số lạ/không", "Văn bản số lạ/không"),
    ],
)
def test_typed_symbols_are_written_as_they_are_printed(typed, expected):
    assert with_proper_symbols(typed) == expected


def test_a_typed_ground_that_was_picked_too_is_said_once():
    typed = "Chỉ thị số 50CT/TW, ngày 23/7/2025;\nHướng dẫn số 42-HD/BTCTW."

    assert not_cited(typed, ["50-CT/TW"]) == "Hướng dẫn số 42-HD/BTCTW."
    assert not_cited("Chỉ thị số 150-CT/TW", ["50-CT/TW"]) == "Chỉ thị số 150-CT/TW"
