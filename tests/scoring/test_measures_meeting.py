"""A meeting's indicators, counted from what was recorded of it in the database."""

from datetime import date

import pytest

from app.assignments.models import AssignmentReview
from app.assignments.rules import ReviewOutcome
from app.extensions import db
from app.files.models import StoredFile
from app.kernel.clock import moment_of
from app.meetings.models import Attendance, Material, Meeting, Statement
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.meetings.rules.roll import Presence
from app.minutes.models import Dispatch
from app.people.rules import Position, Status
from app.scoring.queries.measures.conditions import holding_at
from app.scoring.queries.measures.meetings import measures_of_meeting
from app.scoring.rules.indicators import Subject, bindable
from tests.factory import NOW
from tests.minutes.sittings import held, people, sealed

LATER = date(2026, 11, 29)


@pytest.fixture
def sitting(make):
    return held(make)


def measured(meeting, key, on=LATER):
    db.session.flush()
    return measures_of_meeting(meeting, on=on)[f"meeting.{key}"]


def test_a_held_meeting_has_a_figure_or_a_reason_for_each_indicator(sitting):
    found = measures_of_meeting(sitting.meeting, on=LATER)
    assert set(found) == set(bindable(Subject.MEETING))
    said = {key.removeprefix("meeting."): one.value for key, one in found.items()}
    assert said == {
        "on_day": 1,
        "in_window": 1,
        "minutes": 100,
        "long_enough": 1,
        "attendance": 80,
        "attendance_full": 0,
        "unexcused": 0,
        "absent_in_a_row": 0,
        "materials_ahead": 0,
        "handbook_in_time": 0,
        "committee_met": 0,
        "steps_held": 100,
        "speakers": 0,
        "praise": 0,
        "resolution_drafted": 1,
        "tasks_on_time": None,
        "read_back": 0,
        "sent_in_time": 0,
    }


def test_the_planned_day_is_moved_off_days_off_by_the_rules_of_the_month(make):
    """3 October 2026 is a Saturday."""
    moved = held(make, held_on=date(2026, 10, 5)).meeting
    assert measured(moved, "on_day").value == 1
    assert "vì 03/10 là ngày nghỉ" in measured(moved, "on_day").reason
    make.regulation(moved.organisation, "meeting.weekend_rule", "keep")
    assert measured(moved, "on_day").value == 0
    make.regulation(moved.organisation, "meeting.day", "5")
    assert measured(moved, "on_day").value == 1


def test_the_window_and_the_least_length_are_those_of_the_place(make, sitting):
    make.regulation(sitting.branch, "meeting.window_last", "2")
    make.regulation(sitting.branch, "meeting.min_minutes_regular", "120")
    assert measured(sitting.meeting, "in_window").value == 0
    assert measured(sitting.meeting, "long_enough").value == 0


def absences(make, branch, members, *, months, status=Status.OFFICIAL):
    """Monthly meetings at which these were absent."""
    for month in months:
        meeting = make.meeting(
            branch=branch,
            held_on=date(2026, month, 3),
            status=MeetingStatus.ADOPTED,
            present=1,
            must_attend=3,
        )
        for member in members:
            db.session.add(
                Attendance(
                    meeting_id=meeting.id,
                    member_id=member.id,
                    status=status,
                    presence=Presence.EXCUSED
                    if status is Status.OFFICIAL
                    else Presence.NOT_REQUIRED,
                    reason="ốm",
                )
            )
    db.session.flush()


def test_absent_at_this_and_the_two_monthly_meetings_before(make):
    branch, members = people(make)
    absent = members[4]  # whom `held` excuses in November
    absences(make, branch, [absent, members[3]], months=[9, 10])
    meeting = held(make, group=(branch, members)).meeting
    assert measured(meeting, "absent_in_a_row").value == 1
    assert "1/5" in measured(meeting, "absent_in_a_row").reason


def test_who_was_exempt_the_month_before_was_not_absent_three_times(make):
    branch, members = people(make)
    absences(make, branch, [members[4]], months=[9])
    absences(make, branch, [members[4]], months=[10], status=Status.EXEMPT)
    meeting = held(make, group=(branch, members)).meeting
    assert measured(meeting, "absent_in_a_row").value == 0


def test_only_the_nearest_two_meetings_before_count_and_no_cancelled_one(make):
    branch, members = people(make)
    absences(make, branch, [members[4]], months=[7, 8, 10])
    make.meeting(branch=branch, held_on=date(2026, 9, 3), status=MeetingStatus.CANCELLED)
    meeting = held(make, group=(branch, members)).meeting
    assert measured(meeting, "absent_in_a_row").value == 1
    absences(make, branch, [], months=[9])
    assert measured(meeting, "absent_in_a_row").value == 0


def material(meeting, added_at):
    file = StoredFile(
        organisation_id=meeting.organisation_id,
        sha256="0" * 64,
        name="de-cuong.pdf",
        media_type="application/pdf",
        size=1,
        stored_at=NOW,
    )
    db.session.add(
        Material(meeting=meeting, title="Đề cương", file=file, added_at=added_at, added_by="An")
    )


def test_notice_and_the_last_material_must_be_in_time(sitting):
    meeting = sitting.meeting
    meeting.notified_at = moment_of(date(2026, 10, 30), 8)
    material(meeting, moment_of(date(2026, 11, 2), 14))
    assert measured(meeting, "materials_ahead").value == 1
    material(meeting, moment_of(date(2026, 11, 2), 15))
    late = measured(meeting, "materials_ahead")
    assert late.value == 0
    assert "tài liệu cuối gửi lúc 15 giờ 00 ngày 02/11/2026" in late.reason


def test_a_committee_that_met_here_or_on_paper_and_none_at_all(make, sitting):
    meeting = sitting.meeting
    meeting.notified_at = moment_of(date(2026, 11, 1), 8)
    assert measured(meeting, "committee_met").reason.startswith("Chi bộ không có chi ủy")
    make.position(sitting.members[3], sitting.branch, Position.BRANCH_COMMITTEE_MEMBER)
    assert measured(meeting, "committee_met").value == 0
    make.meeting(
        branch=sitting.branch,
        type=MeetingType.BRANCH_COMMITTEE,
        held_on=date(2026, 11, 2),
        status=MeetingStatus.ADOPTED,
    )
    assert "Chi ủy họp ngày 02/11/2026" in measured(meeting, "committee_met").reason
    meeting.committee_met_on = date(2026, 11, 1)
    assert "Chi ủy họp ngày 01/11/2026" in measured(meeting, "committee_met").reason


def say(meeting, member, position=1):
    db.session.add(Statement(meeting=meeting, member=member, position=position, text="Nhất trí."))


def test_who_speaks_twice_is_one_speaker_and_who_was_away_none(sitting):
    say(sitting.meeting, sitting.members[0])
    say(sitting.meeting, sitting.members[0], 2)
    say(sitting.meeting, sitting.members[1], 3)
    say(sitting.meeting, sitting.members[4], 4)  # not in the room
    assert measured(sitting.meeting, "speakers").value == 50


def test_praise_is_what_stands_under_its_item(sitting):
    item = sitting.item("praise")
    item.content = "Biểu dương đồng chí hoàn thành sớm nhiệm vụ."
    assert measured(sitting.meeting, "praise").value == 1
    item.is_withheld = True
    assert measured(sitting.meeting, "praise").value is None


def review(meeting, task, outcome, **values):
    db.session.add(
        AssignmentReview(
            assignment=task,
            meeting_id=meeting.id,
            held_on=meeting.held_on,
            outcome=outcome,
            created_at=NOW,
            **{"due_before": date(2026, 10, 25), "done_before": None, **values},
        )
    )


def test_earlier_tasks_done_by_their_deadline(make, sitting):
    october = make.meeting(branch=sitting.branch, held_on=date(2026, 10, 5))
    tasks = [make.assignment(meeting=october) for _ in range(4)]
    meeting = sitting.meeting
    review(meeting, tasks[0], ReviewOutcome.DONE, done_before=date(2026, 10, 25))
    review(meeting, tasks[1], ReviewOutcome.DONE, done_before=date(2026, 10, 26))
    review(meeting, tasks[2], ReviewOutcome.DOING, due_before=date(2026, 12, 1))  # not due
    assert measured(meeting, "tasks_on_time").value == 50
    assert "has_due_tasks" in holding_at(meeting)
    review(meeting, tasks[3], ReviewOutcome.PENDING)
    assert measured(meeting, "tasks_on_time").value is None


def test_minutes_sealed_and_sent_within_the_days_of_the_place(make, sitting, tmp_path):
    meeting = sitting.meeting
    assert measured(meeting, "sent_in_time", date(2026, 11, 5)).reason.startswith(
        "Biên bản chưa chốt"
    )
    record = sealed(sitting, tmp_path)
    assert measured(meeting, "sent_in_time", date(2026, 11, 5)).reason.startswith(
        "Biên bản đã chốt, chưa gửi"
    )
    # Six in the morning of the sixth in Vietnam is still the fifth in UTC.
    db.session.add(
        Dispatch(record_id=record.id, sent_at=moment_of(date(2026, 11, 6), 6), sent_by="An")
    )
    assert measured(meeting, "sent_in_time").value == 0
    make.regulation(meeting.organisation, "minutes.publish_days", "3")
    assert measured(meeting, "sent_in_time").value == 1


def test_a_planned_meeting_has_figures_only_of_what_is_planned(make):
    meeting = make.meeting(held_on=date(2026, 12, 3))
    found = measures_of_meeting(meeting, on=LATER)
    assert found["meeting.on_day"].value == 1
    for key in ("minutes", "attendance", "praise", "resolution_drafted", "read_back"):
        assert found[f"meeting.{key}"].value is None


def test_conditions_of_a_meeting(make):
    branch = make.branch()
    regular = make.meeting(branch=branch)
    assert holding_at(regular) == {"is_regular"}
    make.member(branch=branch, position=Position.BRANCH_COMMITTEE_MEMBER)
    topical = make.meeting(
        branch=branch,
        type=MeetingType.TOPICAL,
        topic="Nêu gương",
        held_on=date(2026, 11, 20),
    )
    assert holding_at(topical) == {"has_topic", "topical_month", "has_committee"}
    assert "topical_month" not in holding_at(regular)  # it may still be called off
    topical.status = MeetingStatus.ADOPTED
    assert "topical_month" in holding_at(regular)


def test_one_meeting_takes_the_same_few_queries_whatever_it_holds(make, sitting, count_queries):
    def queries():
        db.session.commit()
        meeting = db.session.get_one(Meeting, sitting.meeting.id)
        _ = meeting.organisation.path
        with count_queries() as statements:
            measures_of_meeting(meeting, on=LATER)
        return len(statements)

    alone = queries()
    for number in range(5):
        say(sitting.meeting, sitting.members[number], number)
        material(sitting.meeting, NOW)
    absences(make, sitting.branch, sitting.members, months=[8, 9, 10])
    assert queries() == alone <= 18
