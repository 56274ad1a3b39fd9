from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.assignments.models import AssignmentReview
from app.assignments.queries import assignments_from, reviews_of
from app.assignments.rules import ReviewOutcome
from app.assignments.service import review_assignment
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.documents.files import digest
from app.documents.text import render_text
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.kernel.transaction import transaction
from app.meetings.models import Attendance, Meeting
from app.meetings.queries.meetings import get_meeting
from app.meetings.rules.agenda import StepState
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.meetings.service import life, record
from app.minutes.document import minutes_document
from app.minutes.models import MinutesRecord
from app.minutes.queries import (
    data_of,
    frozen,
    minutes_of,
    paper_of,
)
from app.minutes.service import adopt_minutes
from app.numbering.models import NumberEntry
from tests.factory import NOW
from tests.minutes.sittings import RESTRICTED, called, held, people


def adopt(sitting, **values):
    with transaction():
        return adopt_minutes(
            sitting.meeting, **{"read_back": True, "by": sitting.by, "now": NOW, **values}
        )


def number_of(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_adopted_minutes_have_their_hash_and_a_line_in_the_trail_and_no_number_yet(make):
    sitting = held(make)

    record_ = adopt(sitting)

    assert record_.number_symbol is None
    assert number_of(NumberEntry) == 0
    assert record_.edition == 1
    assert sitting.meeting.status is MeetingStatus.ADOPTED
    assert sitting.meeting.is_read_back
    assert digest(frozen(record_.document)) == record_.sha256
    line = db.session.scalar(
        select(AuditEntry).where(AuditEntry.event == Event.MINUTES_ADOPTED.value)
    )
    assert line.facts == {"edition": 1, "sha256": record_.sha256, "decision": None}


def test_the_record_is_the_full_version_and_the_circulated_one_lies_beside_it(make):
    record_ = adopt(held(make))

    assert RESTRICTED in render_text(frozen(record_.document))
    assert RESTRICTED not in render_text(frozen(record_.circulated))


def test_later_corrections_do_not_reach_the_adopted_text(make):
    sitting = held(make)
    adopt(sitting)
    before = render_text(minutes_of(sitting.meeting, with_restricted=True).document)

    sitting.secretary.name = "Người Khác Hẳn"
    sitting.meeting.place = "Nơi khác"
    sitting.branch.header_name = "Chi bộ đổi tên"
    db.session.commit()

    after = render_text(minutes_of(sitting.meeting, with_restricted=True).document)
    assert after == before


def without_chair(sitting):
    sitting.meeting.chair_id = None


def without_minute_taker(sitting):
    sitting.meeting.minute_taker_id = None


def without_end(sitting):
    sitting.meeting.ended_time = None


def ending_before_it_began(sitting):
    sitting.meeting.ended_time = time(13, 0)


def with_an_open_step(sitting):
    sitting.step("step_3").state = StepState.OPEN


def without_roll(sitting):
    for row in db.session.scalars(select(Attendance)).all():
        db.session.delete(row)


def still_in_session(sitting):
    sitting.meeting.status = MeetingStatus.IN_PROGRESS


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (without_chair, "chủ trì"),
        (without_minute_taker, "thư ký"),
        (without_end, "giờ kết thúc"),
        (ending_before_it_began, "sau giờ bắt đầu"),
        (with_an_open_step, "Chính trị tư tưởng"),
        (without_roll, "điểm danh"),
        (still_in_session, "sau khi đã kết thúc"),
    ],
)
def test_a_refused_adoption_leaves_no_trace(make, spoil, reason):
    sitting = held(make)
    spoil(sitting)
    db.session.commit()
    status, trail = sitting.meeting.status, number_of(AuditEntry)

    with pytest.raises(RuleBroken, match=reason):
        adopt(sitting)

    assert db.session.get(Meeting, sitting.meeting.id).status is status
    assert number_of(MinutesRecord) == 0
    assert number_of(NumberEntry) == 0
    assert number_of(AuditEntry) == trail


def test_minutes_that_were_not_read_back_are_not_adopted(make):
    with pytest.raises(RuleBroken) as refusal:
        adopt(held(make), read_back=False)

    assert refusal.value.field == "read_back"


def test_every_task_of_last_month_must_be_looked_at_first(make):
    group = people(make)
    october = held(make, held_on=date(2026, 10, 5), group=group)
    adopt(october)
    november = held(make, group=group)
    review = db.session.scalar(select(AssignmentReview))
    db.session.commit()

    with pytest.raises(RuleBroken, match="Còn 1 nhiệm vụ kỳ trước"):
        adopt(november)
    review_assignment(
        review,
        outcome=ReviewOutcome.CARRIED_OVER,
        reason="Chờ kinh phí",
        due_on=date(2026, 12, 1),
        held_on=november.meeting.held_on,
        version=review.version,
        by=november.by,
        now=NOW,
    )
    record_ = adopt(november)

    assert "Chuyển sang tháng sau, hạn mới 01/12/2026" in render_text(frozen(record_.document))


def test_of_two_who_adopt_at_once_the_second_is_told(app, make):
    sitting = held(make)
    meeting_id, by = sitting.meeting.id, sitting.by
    db.session.commit()
    db.session.remove()
    ready = Barrier(2)

    def attempt() -> str:
        with app.app_context():
            try:
                ready.wait()
                with transaction():
                    meeting = get_meeting(meeting_id)
                    adopt_minutes(meeting, read_back=True, by=by, now=NOW)
                return ""
            except RuleBroken as refusal:
                return refusal.message
            finally:
                db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(f.result() for f in [pool.submit(attempt) for _ in range(2)])

    assert answers == [
        "",
        "Biên bản đã được thông qua trước đó; không thông qua lần nữa.",
    ]
    assert number_of(MinutesRecord) == 1


def test_a_draft_that_changed_after_it_was_seen_is_not_adopted(make):
    sitting = held(make)
    seen = digest(minutes_document(data_of(sitting.meeting)))
    record.record_conclusion(
        sitting.meeting, section=None, text="Thêm một kết luận.", by=sitting.by, now=NOW
    )
    db.session.commit()

    with pytest.raises(RuleBroken, match="thay đổi sau khi mở trang"):
        adopt(sitting, seen=seen)
    fresh = digest(minutes_document(data_of(sitting.meeting)))
    assert adopt(sitting, seen=fresh).edition == 1


def test_last_years_minutes_keep_last_years_style_and_rules(make):
    sitting = held(make, held_on=date(2025, 11, 3))

    document = frozen(adopt(sitting).document)

    assert document.style == "hd36"
    assert document.dated == date(2025, 11, 3)


@pytest.mark.parametrize(
    "meeting_type",
    [
        MeetingType.TOPICAL,
        MeetingType.COMBINED,
        MeetingType.EXTRAORDINARY,
        MeetingType.BRANCH_COMMITTEE,
    ],
)
def test_every_type_of_meeting_can_be_adopted(make, meeting_type):
    sitting = held(make, meeting_type=meeting_type)

    record_ = adopt(sitting)

    assert "(Dự thảo)" not in render_text(frozen(record_.document))
    assert "None" not in render_text(frozen(record_.document))


def test_minutes_without_restricted_items_are_kept_once(make):
    assert adopt(held(make, meeting_type=MeetingType.TOPICAL)).circulated is None


def test_a_dissent_is_circulated_without_its_author(make):
    sitting = held(make, meeting_type=MeetingType.TOPICAL)
    record.record_statement(
        sitting.meeting,
        member_id=sitting.members[3].id,
        guest_id=None,
        section=None,
        text="Đề nghị lùi thời hạn.",
        is_dissent=True,
        by=sitting.by,
        now=NOW,
    )

    record_ = adopt(sitting)

    name = f"Đồng chí {sitting.members[3].name} (ý kiến khác): Đề nghị lùi thời hạn."
    assert name in render_text(frozen(record_.document))
    assert name not in render_text(frozen(record_.circulated))
    assert "Có ý kiến khác: Đề nghị lùi thời hạn." in render_text(frozen(record_.circulated))


@pytest.mark.parametrize("kind", ["programme", "notice", "invitation", "roll"])
def test_the_papers_of_adopted_minutes_stay_as_they_were(make, kind):
    sitting = held(make)
    adopt(sitting)
    before = paper_of(sitting.meeting, kind)

    sitting.secretary.name = "Người Khác Hẳn"
    sitting.branch.header_name = "Chi bộ đổi tên"
    sitting.meeting.place = "Nơi khác"
    db.session.commit()

    assert paper_of(sitting.meeting, kind) == before


def test_adoption_opens_the_tasks_and_hands_those_waiting_to_the_meeting_in_session(make):
    group = people(make)
    october = held(make, held_on=date(2026, 10, 5), group=group)
    adopt(october)
    [given] = assignments_from(october.meeting.id)
    november = held(make, group=group)
    december = called(make, held_on=date(2026, 12, 3), group=group)
    opened = NOW + timedelta(days=30)
    life.open_meeting(december.meeting, began_time=time(14, 0), by=december.by, now=opened)
    db.session.commit()
    [own] = assignments_from(november.meeting.id)
    assert not own.is_adopted
    assert [row.assignment for row in reviews_of(december.meeting.id)] == [own]

    [review] = reviews_of(november.meeting.id)
    review.outcome = ReviewOutcome.DOING
    adopt(november)

    assert own.is_adopted
    assert {row.assignment for row in reviews_of(december.meeting.id)} == {own, given}
