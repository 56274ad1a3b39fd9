from datetime import date

import pytest

from app.assignments.rules import AssignmentStatus
from app.extensions import db
from app.meetings.models import Attendance, Statement
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.meetings.rules.roll import Presence
from app.people.rules import Status
from app.pledges.queries.evidence import facts_of
from app.pledges.rules import EvidenceKind

TODAY = date(2026, 12, 10)


@pytest.fixture
def branch(make):
    return make.branch()


@pytest.fixture
def member(make, branch):
    return make.member(branch=branch)


@pytest.fixture
def held(make, branch, member):
    """A meeting with adopted minutes in which the member was on the roll."""

    def hold(day, presence=Presence.PRESENT, *, said=0, **values):
        meeting = make.meeting(
            branch=branch, held_on=day, **{"status": MeetingStatus.ADOPTED, **values}
        )
        db.session.add(
            Attendance(
                meeting_id=meeting.id,
                member_id=member.id,
                status=values.get("standing", Status.OFFICIAL),
                presence=presence,
            )
        )
        for position in range(1, said + 1):
            db.session.add(
                Statement(meeting=meeting, position=position, member_id=member.id, text="Nhất trí.")
            )
        db.session.flush()
        return meeting

    return hold


def texts(member, *, on=TODAY, year=2026):
    return [fact.text for fact in facts_of(member.id, year, on=on)]


def test_of_what_there_is_nothing_on_record_nothing_is_offered(member):
    assert texts(member) == []


def test_attendance_and_statements_are_those_of_adopted_minutes_of_the_year(member, held):
    held(date(2026, 3, 3), said=2)
    held(date(2026, 4, 3), Presence.EXCUSED)
    held(date(2026, 5, 4), said=1)
    held(date(2026, 6, 3), said=5, status=MeetingStatus.MINUTES_DRAFTED)
    held(date(2026, 7, 3), said=5, type=MeetingType.BRANCH_COMMITTEE)
    held(date(2025, 11, 3), said=5)

    assert texts(member) == [
        "Dự 2/3 buổi sinh hoạt phải dự đến ngày 10/12/2026",
        "Phát biểu 3 lần tại 2 buổi sinh hoạt đến ngày 10/12/2026",
    ]


def test_at_mid_year_only_what_has_been_is_counted_and_a_past_year_ends_with_itself(member, held):
    held(date(2026, 3, 3))
    held(date(2026, 8, 3))

    assert texts(member, on=date(2026, 6, 30)) == [
        "Dự 1/1 buổi sinh hoạt phải dự đến ngày 30/06/2026"
    ]
    assert texts(member, on=date(2027, 1, 15)) == [
        "Dự 2/2 buổi sinh hoạt phải dự đến ngày 31/12/2026"
    ]


def test_tasks_are_counted_by_their_deadline_and_those_done_offered_one_by_one(make, member, held):
    meeting = held(date(2026, 3, 3))

    def task(text, due_on, status=AssignmentStatus.DONE, done_on=None, **values):
        return make.assignment(
            meeting=meeting,
            accountable=member,
            text=text,
            due_on=due_on,
            status=status,
            done_on=done_on,
            **values,
        )

    in_time = task("Rà soát hồ sơ", date(2026, 4, 1), done_on=date(2026, 3, 30))
    by_meeting = task("Viết tin", date(2026, 4, 2))
    late = task("Lập kế hoạch", date(2026, 4, 3), done_on=date(2026, 4, 9))
    task("Quá hạn", date(2026, 5, 1), AssignmentStatus.DOING)
    task("Chưa đến hạn", date(2026, 12, 30), AssignmentStatus.OPEN)
    task("Đã dừng", date(2026, 5, 1), AssignmentStatus.CANCELLED)
    task("Dự thảo", date(2026, 5, 1), is_adopted=False)
    task("Năm trước", date(2025, 12, 1), done_on=date(2025, 12, 1))
    early = task("Xong sớm", date(2026, 12, 31), done_on=date(2026, 12, 1))

    found = [f for f in facts_of(member.id, 2026, on=TODAY) if f.kind is EvidenceKind.ASSIGNMENT]

    assert found[0].text == "Hoàn thành đúng hạn 3/5 nhiệm vụ được giao đến ngày 10/12/2026"
    assert [f.subject_id for f in found[1:]] == [in_time.id, by_meeting.id, late.id, early.id]
    assert found[1].text == (
        "Hoàn thành nhiệm vụ “Rà soát hồ sơ” (hạn 01/04/2026, xong 30/03/2026)"
    )
    assert found[2].text == "Hoàn thành nhiệm vụ “Viết tin” (hạn 02/04/2026)"
    assert len({f.key for f in found}) == len(found)


def test_the_record_is_asked_three_times_however_much_it_holds(member, held, count_queries):
    for month in range(1, 11):
        held(date(2026, month, 5), said=month)

    with count_queries() as statements:
        texts(member)

    assert len(statements) == 3
