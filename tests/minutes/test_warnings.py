from datetime import time

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.kernel.errors import RuleBroken
from app.kernel.transaction import transaction
from app.meetings.models import Attendance
from app.meetings.queries.meetings import get_meeting
from app.meetings.queries.roll import roll_of
from app.meetings.rules.agenda import StepState
from app.meetings.rules.life import MeetingType
from app.meetings.rules.roll import Presence
from app.meetings.service import record
from app.minutes.queries import (
    data_of,
    gaps_of,
    record_adopted,
    warnings_of,
)
from app.minutes.service import adopt_minutes
from app.resolutions.models import Resolution
from tests.factory import NOW
from tests.minutes.sittings import called, held, voted


def concerns(meeting):
    return warnings_of(meeting, roll_of(meeting))


def adopt(sitting, **values):
    with transaction():
        return adopt_minutes(
            sitting.meeting, **{"read_back": True, "by": sitting.by, "now": NOW, **values}
        )


def number_of(table):
    return db.session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize(
    ("figures", "warning"),
    [
        ({"in_favour": 9}, "tổng 9 phiếu, nhiều hơn 4 đảng viên được biểu quyết có mặt"),
        ({"vote_base": 7}, "cơ số đã ghi là 7, theo điểm danh là 5"),
        ({"away": 1}, "điểm danh có 5 đảng viên được biểu quyết, nay là 4"),
    ],
)
def test_a_vote_that_no_longer_agrees_with_the_roll_is_named(make, figures, warning):
    sitting = held(make)
    make.regulation(sitting.branch, "attendance.target", ">= 80 %")
    vote = voted(sitting)
    for name, value in figures.items():
        setattr(vote, name, value)
    told(sitting.meeting)
    db.session.commit()

    [found] = concerns(sitting.meeting)

    assert found.startswith("Biểu quyết “Thông qua nghị quyết”: ")
    assert warning in found


def told(meeting):
    """The dues and the score of the month are entered."""
    meeting.dues_paid, meeting.dues_due, meeting.self_score = 14, 14, 93


def test_what_the_minutes_of_a_month_leave_empty_is_named(make):
    sitting = held(make)
    make.regulation(sitting.branch, "attendance.target", ">= 80 %")
    db.session.commit()

    assert concerns(sitting.meeting) == [
        "Chưa ghi tình hình nộp đảng phí: biên bản in ra dòng chấm để trống.",
        "Chưa ghi điểm chi bộ tự chấm: biên bản in ra dòng chấm để trống.",
    ]


def test_warnings_name_what_falls_short_by_the_rules_of_the_day(make):
    sitting = held(make)
    make.regulation(sitting.branch, "meeting.min_minutes_regular", "101")
    for row in db.session.scalars(select(Attendance)).all()[:3]:
        row.presence, row.reason = Presence.UNEXCUSED, None
    db.session.add(Resolution(meeting=sitting.meeting, abstract="về việc chung"))
    told(sitting.meeting)
    db.session.commit()

    found = concerns(sitting.meeting)

    assert found[0] == "Thời lượng 100 phút, ít hơn mức tối thiểu 101 phút."
    assert "chưa đạt mức từ 90 % theo quy định." in found[1]
    assert "không đủ điều kiện ra nghị quyết" in found[2]
    assert found[3] == "Có dự thảo nghị quyết chưa gắn với kết quả biểu quyết nào."


def test_a_meeting_in_order_gives_no_warning(make):
    sitting = held(make)
    make.regulation(sitting.branch, "attendance.target", ">= 80 %")
    voted(sitting)
    told(sitting.meeting)
    db.session.commit()

    assert concerns(sitting.meeting) == []


def test_the_warnings_of_a_meeting_not_begun_are_none(make):
    assert concerns(called(make).meeting) == []


def test_gathering_takes_a_fixed_number_of_queries(make, count_queries):
    sitting = held(make)
    db.session.commit()
    db.session.expire_all()
    meeting = get_meeting(sitting.meeting.id)
    with count_queries() as few:
        data_of(meeting)
    for number in range(12):
        make.member(f"Nguyễn Văn Tập {number}", branch=sitting.branch)
        record.record_statement(
            meeting,
            member_id=sitting.members[number % 5].id,
            guest_id=None,
            section="step_2",
            text="Nhất trí với báo cáo.",
            is_dissent=False,
            by=sitting.by,
            now=NOW,
        )
        make.assignment(meeting=meeting, accountable=sitting.members[number % 5])
    db.session.commit()
    db.session.expire_all()
    meeting = get_meeting(sitting.meeting.id)

    with count_queries() as many:
        data_of(meeting)

    assert len(many) == len(few) <= 20


def test_no_record_exists_before_adoption(make):
    assert record_adopted(held(make).meeting) is None


def test_everything_that_keeps_the_minutes_from_adoption_is_named_at_once(make):
    sitting = held(make)
    sitting.meeting.chair_id = None
    sitting.meeting.minute_taker_id = None
    third = next(step for step in sitting.meeting.steps if step.section == "step_3")
    third.state = StepState.OPEN
    db.session.flush()

    found = gaps_of(sitting.meeting, roll_of(sitting.meeting))

    assert [gap.sentence for gap in found] == [
        "Chưa ghi đồng chí chủ trì.",
        "Chưa ghi đồng chí thư ký.",
        "Còn phần chưa xong: Chính trị tư tưởng. "
        "Mở từng phần, bấm “Xong” hoặc “Không có nội dung”.",
    ]
    assert found[-1].section == "step_3"


def test_a_part_that_is_not_done_keeps_the_minutes_from_adoption(make):
    sitting = held(make)
    sitting.meeting.steps[0].state = StepState.OPEN
    db.session.commit()

    with pytest.raises(RuleBroken, match="Còn phần chưa xong"):
        adopt(sitting)


@pytest.mark.parametrize(
    ("kind", "ended", "warning"),
    [
        (MeetingType.REGULAR, time(15, 30), None),
        (MeetingType.REGULAR, time(15, 29), "Thời lượng 89 phút, ít hơn mức tối thiểu 90 phút."),
        (MeetingType.COMBINED, time(16, 0), None),
        (MeetingType.COMBINED, time(15, 59), "Thời lượng 119 phút, ít hơn mức tối thiểu 120 phút."),
        (MeetingType.TOPICAL, time(14, 20), None),
    ],
)
def test_each_kind_of_sitting_has_its_own_least_length(make, sign_in, kind, ended, warning):
    sitting = held(make, meeting_type=kind)
    sitting.meeting.ended_time = ended
    db.session.commit()
    client = sign_in(account=make.account(member=sitting.secretary, at=sitting.branch))

    found = [line for line in concerns(sitting.meeting) if line.startswith("Thời lượng")]

    assert found == ([warning] if warning else [])
    page = client.get(f"/meetings/{sitting.meeting.id}")
    assert ("Ngắn hơn quy định" in page.text) is (warning is not None)


def test_a_committee_may_ask_for_a_length_of_topical_meetings(make):
    sitting = held(make, meeting_type=MeetingType.TOPICAL)
    make.regulation(sitting.branch, "meeting.min_minutes_topical", "110")
    db.session.commit()

    assert "Thời lượng 100 phút, ít hơn mức tối thiểu 110 phút." in concerns(sitting.meeting)
