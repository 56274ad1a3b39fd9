"""When a record may be confirmed, opened again, supplemented, sent, received: the whole table."""

from dataclasses import replace
from datetime import date

import pytest

from app.access.permissions import Role
from app.kernel.errors import RuleBroken
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.minutes.rules.records import RecordKind
from app.minutes.rules.sealing import (
    Sitting,
    Standing,
    check_confirmable,
    check_decided_later,
    check_receivable,
    check_reopenable,
    check_sendable,
    check_supplement,
    may_reopen,
    may_supplement,
)

ADOPTED = Standing()
SEALED = Standing(is_sealed=True)
SUPPLEMENT = Standing(kind=RecordKind.SUPPLEMENT)


@pytest.mark.parametrize(
    ("found", "reopen", "supplement"),
    [
        (ADOPTED, True, False),
        (replace(ADOPTED, is_judged=True), False, False),
        (replace(ADOPTED, is_reopened=True), False, False),
        (SEALED, True, False),
        (replace(SEALED, is_latest=False), False, True),
        (replace(SEALED, is_received=True), False, True),
        (replace(SEALED, is_judged=True), False, True),
        (replace(SEALED, is_latest=False, is_received=True, is_judged=True), False, True),
        (replace(SEALED, is_reopened=True), False, False),
        (SUPPLEMENT, True, False),
        (replace(SUPPLEMENT, is_sealed=True), False, False),
    ],
)
def test_what_can_be_opened_again_needs_no_supplement_and_the_rest_has_one(
    found, reopen, supplement
):
    assert may_reopen(found) is reopen
    assert may_supplement(found) is supplement
    for check, allowed in (
        (lambda: check_reopenable(found, reason="Ghi sai."), reopen),
        (lambda: check_supplement(found), supplement),
    ):
        if allowed:
            check()
        else:
            with pytest.raises(RuleBroken):
                check()


@pytest.mark.parametrize(
    ("found", "role", "confirmed", "is_same_text", "reason"),
    [
        (ADOPTED, Role.CHAIR, (), True, None),
        (ADOPTED, Role.MINUTE_TAKER, (Role.CHAIR,), True, None),
        (ADOPTED, Role.SECRETARY, (), True, "Chỉ chủ trì và thư ký"),
        (ADOPTED, Role.CHAIR, (Role.CHAIR,), True, "chủ trì đã xác nhận"),
        (ADOPTED, Role.CHAIR, (), False, "xem lại bản mới nhất"),
        (replace(ADOPTED, is_reopened=True), Role.CHAIR, (), True, "đã được mở lại"),
    ],
)
def test_who_confirms_what(found, role, confirmed, is_same_text, reason):
    if reason is None:
        check_confirmable(found, role, confirmed, is_same_text=is_same_text)
        return
    with pytest.raises(RuleBroken, match=reason):
        check_confirmable(found, role, confirmed, is_same_text=is_same_text)


@pytest.mark.parametrize(
    ("check", "found", "is_sent", "reason"),
    [
        (check_sendable, SEALED, False, None),
        (check_sendable, ADOPTED, False, "xác nhận để chốt"),
        (check_sendable, SEALED, True, "đã được gửi"),
        (check_sendable, replace(SEALED, is_reopened=True), False, "gửi bản mới"),
        (check_sendable, replace(SEALED, goes_up=False), False, "không gửi lên cấp trên"),
        (check_receivable, SEALED, True, None),
        (check_receivable, SEALED, False, "chưa gửi"),
        (check_receivable, replace(SEALED, is_received=True), True, "đã được xác nhận"),
        (check_receivable, replace(SEALED, is_reopened=True), True, "gửi bản mới"),
    ],
)
def test_what_goes_up_and_is_received(check, found, is_sent, reason):
    if reason is None:
        check(found, is_sent=is_sent)
        return
    with pytest.raises(RuleBroken, match=reason):
        check(found, is_sent=is_sent)


DECEMBER = Sitting(MeetingType.REGULAR, MeetingStatus.IN_PROGRESS, date(2026, 12, 3))
NOVEMBER_3 = date(2026, 11, 3)


@pytest.mark.parametrize(
    "deciding", [DECEMBER, replace(DECEMBER, status=MeetingStatus.MINUTES_DRAFTED)]
)
def test_the_next_monthly_meeting_decides_on_the_minutes_before(deciding):
    check_decided_later(deciding, earlier=NOVEMBER_3)


@pytest.mark.parametrize(
    ("deciding", "reason"),
    [
        (replace(DECEMBER, is_same_branch=False), "buổi sinh hoạt thường kỳ sau"),
        (replace(DECEMBER, type=MeetingType.TOPICAL), "buổi sinh hoạt thường kỳ sau"),
        (replace(DECEMBER, held_on=NOVEMBER_3), "buổi sinh hoạt thường kỳ sau"),
        (replace(DECEMBER, status=MeetingStatus.NOTIFIED), "đã bắt đầu"),
        (replace(DECEMBER, status=MeetingStatus.ADOPTED), "chưa thông qua"),
    ],
)
def test_no_other_meeting_does(deciding, reason):
    with pytest.raises(RuleBroken, match=reason):
        check_decided_later(deciding, earlier=NOVEMBER_3)
