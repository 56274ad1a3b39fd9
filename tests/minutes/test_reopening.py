"""Opened again while that is possible, sent up, received; afterwards only supplemented."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app.access.permissions import Role
from app.assignments.models import Assignment, AssignmentReview
from app.documents.text import render_text
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.minutes.models import MinutesRecord
from app.minutes.queries import final_document, minutes_of, record_adopted
from app.minutes.service import (
    receive_minutes,
    reopen_minutes,
    send_minutes,
)
from app.numbering.models import NumberEntry
from tests.factory import NOW
from tests.minutes.sittings import adopted, confirmed, held, judged, people, sealed


def number_of(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_the_latest_seal_is_opened_again_and_the_next_edition_keeps_the_number(make, tmp_path):
    sitting = held(make)
    first = sealed(sitting, tmp_path)
    before = final_document(first)

    reopen_minutes(first, reason="Ghi sai tên chuyên đề.", by=sitting.by, now=NOW)
    db.session.commit()

    assert sitting.meeting.status is MeetingStatus.MINUTES_DRAFTED
    assert record_adopted(sitting.meeting) is None
    readers = minutes_of(sitting.meeting, with_restricted=True, with_drafts=False)
    assert (readers.record, readers.document) == (first, before)
    sitting.write("domestic", "Kinh tế quý IV tăng 8 %.")
    second = sealed(sitting, tmp_path)
    assert (second.edition, second.number_symbol) == (2, "01-BB/CB")
    assert second.seal.previous_hash == first.seal.hash
    assert "tăng 8 %" in render_text(final_document(second))
    assert final_document(first) == before
    assert (first.reopened_by, first.reopened_reason) == (sitting.by.name, "Ghi sai tên chuyên đề.")
    assert number_of(NumberEntry) == 1


def test_adopted_but_not_sealed_minutes_are_taken_back(make, tmp_path):
    sitting = held(make)
    first = adopted(sitting)
    confirmed(first, Role.CHAIR, tmp_path)

    reopen_minutes(first, reason="Thiếu một ý kiến.", by=sitting.by, now=NOW)
    db.session.flush()

    assert sitting.meeting.status is MeetingStatus.MINUTES_DRAFTED
    assert sitting.meeting.sealed_at is None
    with pytest.raises(RuleBroken, match="mở lại để sửa"):
        confirmed(first, Role.MINUTE_TAKER, tmp_path)
    assert sealed(sitting, tmp_path).number_symbol == "01-BB/CB"


def test_taking_back_a_second_edition_shows_the_sealed_first_again(make, tmp_path):
    sitting = held(make)
    first = sealed(sitting, tmp_path)
    reopen_minutes(first, reason="Sửa.", by=sitting.by, now=NOW)
    second = adopted(sitting)
    assert sitting.meeting.sealed_at is None

    reopen_minutes(second, reason="Sửa tiếp.", by=sitting.by, now=NOW)

    assert sitting.meeting.sealed_at == NOW
    readers = minutes_of(sitting.meeting, with_restricted=True, with_drafts=False)
    assert readers.record is first


def test_reopening_doubles_and_loses_no_task_on_the_next_table(make, tmp_path):
    group = people(make)
    october = held(make, held_on=date(2026, 10, 5), group=group)
    record = sealed(october, tmp_path)
    november = held(make, group=group)
    [review] = db.session.scalars(select(AssignmentReview))

    reopen_minutes(record, reason="Sửa chữ.", by=october.by, now=NOW)
    db.session.flush()
    [task] = db.session.scalars(
        select(Assignment).where(Assignment.meeting_id == october.meeting.id)
    )
    assert not task.is_adopted
    sealed(october, tmp_path)

    assert task.is_adopted
    assert list(db.session.scalars(select(AssignmentReview))) == [review]
    assert review.meeting_id == november.meeting.id


def sent(record, sitting):
    send_minutes(record, by=sitting.by, now=NOW)
    db.session.flush()


def test_what_the_committee_has_received_stays_closed(make, tmp_path):
    sitting = held(make)
    record = sealed(sitting, tmp_path)
    with pytest.raises(RuleBroken, match="chưa gửi"):
        receive_minutes(record, by=sitting.by, now=NOW)
    sent(record, sitting)
    with pytest.raises(RuleBroken, match="đã được gửi"):
        send_minutes(record, by=sitting.by, now=NOW)

    receive_minutes(record, remark="Đủ.", by=sitting.by, now=NOW)

    with pytest.raises(RuleBroken, match="biên bản bổ sung"):
        reopen_minutes(record, reason="Sửa.", by=sitting.by, now=NOW)
    assert record.dispatch.note == "Đủ."


def test_what_was_sent_and_opened_again_is_not_received(make, tmp_path):
    sitting = held(make)
    record = sealed(sitting, tmp_path)
    sent(record, sitting)
    reopen_minutes(record, reason="Sửa.", by=sitting.by, now=NOW)

    with pytest.raises(RuleBroken, match="chờ chi bộ gửi bản mới"):
        receive_minutes(record, by=sitting.by, now=NOW)


def test_what_a_branch_committee_said_among_itself_stays_with_the_branch(make, tmp_path):
    sitting = held(make, meeting_type=MeetingType.BRANCH_COMMITTEE)
    record = sealed(sitting, tmp_path)

    with pytest.raises(RuleBroken, match="không gửi lên cấp trên"):
        send_minutes(record, by=sitting.by, now=NOW)


def test_only_sealed_minutes_are_sent(make):
    sitting = held(make)

    with pytest.raises(RuleBroken, match="xác nhận để chốt"):
        send_minutes(adopted(sitting), by=sitting.by, now=NOW)


def test_reopening_needs_a_reason(make, tmp_path):
    sitting = held(make)
    record = sealed(sitting, tmp_path)

    with pytest.raises(RuleBroken) as refusal:
        reopen_minutes(record, reason="", by=sitting.by, now=NOW)

    assert refusal.value.field == "reason"
    assert db.session.get(Meeting, sitting.meeting.id).status is MeetingStatus.ADOPTED
    assert number_of(MinutesRecord) == 1


def test_what_a_later_meeting_has_judged_is_supplemented_not_opened(make, tmp_path):
    group = people(make)
    october = held(make, held_on=date(2026, 10, 5), group=group)
    record = sealed(october, tmp_path)
    judged(held(make, group=group))

    with pytest.raises(RuleBroken, match="đã đánh giá nhiệm vụ"):
        reopen_minutes(record, reason="Sửa.", by=october.by, now=NOW)


def test_once_another_record_is_sealed_the_earlier_stays_closed(make, tmp_path):
    group = people(make)
    september = held(make, held_on=date(2026, 9, 3), group=group)
    first = sealed(september, tmp_path)
    sealed(held(make, held_on=date(2026, 8, 3), group=group), tmp_path)

    with pytest.raises(RuleBroken, match="đã chốt biên bản khác sau"):
        reopen_minutes(first, reason="Sửa.", by=september.by, now=NOW)
