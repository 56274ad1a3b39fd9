"""What a later meeting does with minutes of before: adopts, corrects, supplements."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.documents.text import render_text
from app.extensions import db
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.meetings.queries.meetings import earlier_waiting
from app.meetings.rules.life import MeetingStatus
from app.minutes.document import minutes_document
from app.minutes.models import MinutesSeal
from app.minutes.queries import data_of, deciding_meetings, final_document
from app.minutes.queries.progress import progress_of
from app.minutes.rules.records import RecordKind
from app.minutes.service import (
    adopt_supplement,
    receive_minutes,
    reopen_minutes,
    send_minutes,
)
from app.today.queries import to_confirm
from tests.factory import NOW
from tests.minutes.sittings import adopted, confirmed, held, judged, people, sealed

CORRECTION = "Số đảng viên dự họp là 4 đồng chí."


@pytest.fixture
def months(make):
    group = people(make)
    october = held(make, held_on=date(2026, 10, 5), group=group)
    november = held(make, group=group)
    return october, november


def words(document):
    return " ".join(render_text(document).split())


def draft_of(sitting):
    return words(minutes_document(data_of(sitting.meeting)))


def test_the_next_meeting_adopts_and_corrects_and_both_minutes_say_so(months):
    october, november = months
    assert earlier_waiting(november.meeting) is october.meeting

    record = adopted(october, decided_in=november.meeting, decision=CORRECTION)

    text = words(final_document(record))
    assert f"Chi bộ thống nhất sửa: {CORRECTION}" in text
    assert "Biên bản được chi bộ thông qua tại buổi sinh hoạt ngày 03 tháng 11 năm 2026." in text
    assert "Biên bản được thông qua trước chi bộ" not in text
    assert (
        "- Chi bộ thông qua biên bản sinh hoạt chi bộ thường kỳ tháng 10 năm 2026; thống nhất "
        f"sửa: {CORRECTION}"
    ) in draft_of(november)
    assert (record.decided_in, record.decision) == (november.meeting, CORRECTION)
    assert earlier_waiting(november.meeting) is None


def test_without_corrections_the_later_minutes_only_say_that_it_was_adopted(months):
    october, november = months

    adopted(october, decided_in=november.meeting)

    assert "- Chi bộ thông qua biên bản sinh hoạt chi bộ thường kỳ tháng 10 năm 2026." in draft_of(
        november
    )


def test_an_adoption_that_is_taken_back_is_no_longer_told(months):
    october, november = months
    record = adopted(october, decided_in=november.meeting)

    reopen_minutes(record, reason="Thiếu.", by=october.by, now=NOW)
    db.session.flush()

    assert "Chi bộ thông qua biên bản" not in draft_of(november)


def test_a_meeting_that_is_over_decides_on_nothing_any_more(months, tmp_path):
    october, november = months
    adopted(judged(november))

    with pytest.raises(RuleBroken, match="chưa thông qua"):
        adopted(october, decided_in=november.meeting)
    db.session.rollback()


def test_what_it_decided_is_part_of_the_snapshot(months, tmp_path):
    october, november = months

    record = sealed(october, tmp_path, decided_in=november.meeting, decision=CORRECTION)

    facts = json.loads(record.seal.snapshot)["record"]
    assert facts["decision"] == CORRECTION
    assert facts["decided_in"]["held_on"] == "2026-11-03"


@pytest.fixture
def received(make, tmp_path):
    sitting = held(make)
    record = sealed(sitting, tmp_path)
    send_minutes(record, by=sitting.by, now=NOW)
    db.session.flush()
    receive_minutes(record, by=sitting.by, now=NOW)
    return sitting, record


def supplement_to(sitting, record, **values):
    supplement = adopt_supplement(
        record, text="Bổ sung ý kiến.", reason="Ghi sót.", by=sitting.by, now=NOW, **values
    )
    db.session.flush()
    return supplement


def test_a_supplement_has_its_own_number_in_the_same_chain(received, tmp_path):
    sitting, record = received

    supplement = supplement_to(sitting, record)
    confirmed(supplement, Role.CHAIR, tmp_path)
    seal = confirmed(supplement, Role.MINUTE_TAKER, tmp_path)

    assert (supplement.kind, supplement.edition) == (RecordKind.SUPPLEMENT, 1)
    assert supplement.number_symbol == "02-BB/CB"
    assert (seal.sequence, seal.previous_hash) == (2, record.seal.hash)
    text = words(final_document(supplement))
    assert "Số 02-BB/CB" in text
    assert "bổ sung biên bản số 01-BB/CB, sinh hoạt chi bộ thường kỳ tháng 11 năm 2026" in text
    assert "II- NỘI DUNG BỔ SUNG Bổ sung ý kiến." in text
    assert sitting.meeting.sealed_at == NOW
    assert sitting.meeting.status is MeetingStatus.ADOPTED


def test_a_supplement_is_due_from_its_own_day_on(received):
    sitting, record = received
    months_later = NOW + timedelta(days=60)
    supplement = adopt_supplement(
        record, text="Bổ sung ý kiến.", reason="Ghi sót.", by=sitting.by, now=months_later
    )
    db.session.commit()

    [todo] = to_confirm(sitting.secretary.id)

    assert todo.is_supplement
    assert todo.due_on == progress_of(supplement).due_on
    assert todo.due_on >= local(months_later).date()


def test_a_supplement_may_be_decided_in_a_later_meeting_and_is_told_there(make, tmp_path):
    group = people(make)
    sitting = held(make, held_on=date(2026, 10, 5), group=group)
    record = sealed(sitting, tmp_path)
    november = judged(held(make, group=group))
    assert list(deciding_meetings(sitting.meeting)) == [november.meeting]

    supplement = supplement_to(sitting, record, decided_in=november.meeting)

    assert "tại buổi sinh hoạt ngày 03 tháng 11 năm 2026" in words(final_document(supplement))
    assert (
        "Chi bộ thông qua nội dung bổ sung biên bản sinh hoạt chi bộ thường kỳ tháng 10 năm 2026."
        in draft_of(november)
    )


def test_a_supplement_not_sealed_is_taken_back_and_nothing_else(received, tmp_path):
    sitting, record = received
    supplement = supplement_to(sitting, record)

    reopen_minutes(supplement, reason="Ghi nhầm.", by=sitting.by, now=NOW)
    db.session.flush()

    assert sitting.meeting.status is MeetingStatus.ADOPTED
    with pytest.raises(RuleBroken, match="đã được mở lại"):
        confirmed(supplement, Role.CHAIR, tmp_path)
    assert supplement_to(sitting, record).edition == 2
    assert len(db.session.scalars(select(MinutesSeal)).all()) == 1


def test_what_can_still_be_opened_is_not_supplemented(make, tmp_path):
    sitting = held(make)
    record = sealed(sitting, tmp_path)

    with pytest.raises(RuleBroken, match="còn mở lại được"):
        supplement_to(sitting, record)


def test_a_supplement_is_not_decided_by_an_earlier_meeting(received, make):
    sitting, record = received
    october = held(make, held_on=date(2026, 10, 5), group=(sitting.branch, sitting.members))

    with pytest.raises(RuleBroken) as refusal:
        supplement_to(sitting, record, decided_in=october.meeting)

    assert refusal.value.field == "decided_in"
