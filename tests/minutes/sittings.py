"""Meetings held in the database from call to close, ready to have their minutes adopted."""

from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from uuid import uuid4

from app.access.permissions import Actor, Role
from app.assignments.queries import reviews_of
from app.assignments.rules import Priority, ReviewOutcome
from app.assignments.service import give_assignment, review_assignment
from app.extensions import db
from app.meetings.models import Meeting, Vote
from app.meetings.rules.agenda import StepState
from app.meetings.rules.life import WITH_TOPIC, MeetingMode, MeetingType
from app.meetings.rules.roll import Mark, Presence
from app.meetings.rules.votes import Majority, Tally, VoteMethod
from app.meetings.service import agenda, life, record, roll
from app.minutes.models import MinutesRecord, MinutesSeal
from app.minutes.service import adopt_minutes, confirm_minutes
from app.organisations.models import Organisation
from app.people.models import Member
from app.people.rules import Position
from tests.factory import NOW, Make

HELD_ON = date(2026, 11, 3)
TOPIC = "Chuyển đổi số trong công tác văn phòng"
RESTRICTED = "Một đồng chí còn băn khoăn về việc sắp xếp lại bộ máy."


@dataclass
class Sitting:
    branch: Organisation
    secretary: Member
    minute_taker: Member
    members: list[Member]
    meeting: Meeting
    by: Actor

    def step(self, section):
        return next(step for step in self.meeting.steps if step.section == section)

    def item(self, slot):
        return next(i for step in self.meeting.steps for i in step.items if i.slot == slot)

    def write(self, slot, content):
        item = self.item(slot)
        agenda.change_item(item, {"content": content}, version=item.version, by=self.by, now=NOW)
        db.session.flush()


def people(make: Make) -> tuple[Organisation, list[Member]]:
    committee = make.organisation(
        name="Đảng ủy Văn phòng UBND tỉnh", body_name="Đảng bộ Văn phòng UBND tỉnh"
    )
    branch = make.branch(parent=committee, name="Chi bộ Thông tin - Tin học")
    names = ("Nguyễn Thu Trang", "Lê Minh Khôi", "Võ Văn Bình", "Hồ Đắc Dũng")
    secretary = make.member("Trần Thị Hạnh", branch=branch, position=Position.SECRETARY)
    deputy = make.member(names[1], branch=branch, position=Position.DEPUTY_SECRETARY)
    others = [make.member(name, branch=branch) for name in (names[0], *names[2:])]
    return branch, [secretary, deputy, *others]


def called(
    make: Make,
    *,
    held_on: date = HELD_ON,
    meeting_type: MeetingType = MeetingType.REGULAR,
    group: tuple[Organisation, list[Member]] | None = None,
) -> Sitting:
    """A planned meeting with its agenda."""
    branch, members = group or people(make)
    by = make.actor(Role.SECRETARY, at=branch, member=members[0])
    plan = {
        **dict.fromkeys(life.PLAN_FIELDS),
        "period": held_on.replace(day=1),
        "held_on": held_on,
        "start_time": time(14, 0),
        "place": "Phòng họp tầng 3",
        "mode": MeetingMode.IN_PERSON,
        "topic": TOPIC if meeting_type in WITH_TOPIC else None,
        "chair_id": members[0].id,
        "minute_taker_id": members[2].id,
    }
    meeting = life.plan_meeting(
        branch, meeting_type, plan, presenter="Trần Thị Hạnh", by=by, now=NOW
    )
    return Sitting(branch, members[0], members[2], members, meeting, by)


def held(make: Make, **values: object) -> Sitting:
    """A meeting that has ended: roll, contents, one restricted, a vote, a task; nothing open."""
    sitting = called(make, **values)  # type: ignore[arg-type]
    meeting, by = sitting.meeting, sitting.by
    life.open_meeting(meeting, began_time=time(14, 0), by=by, now=NOW)
    away = {sitting.members[4].id: Mark(Presence.EXCUSED, "đi công tác")}
    roll.take_roll(meeting, away, version=meeting.version, by=by, now=NOW)
    if meeting.type is MeetingType.REGULAR:
        sitting.write("domestic", "Kinh tế quý IV giữ đà tăng.")
        sitting.write("branch_results", "Chi bộ vận hành ổn định hệ thống báo cáo.")
        sitting.write("next_tasks", "Hoàn thiện phương án sao lưu dữ liệu.")
        sitting.write("ideological_mood", RESTRICTED)
    for step in meeting.steps:
        agenda.set_step(step, StepState.DONE, by=by, now=NOW)
    record.record_conclusion(
        meeting, section=None, text="Hoàn thiện phương án trước ngày 20/11.", by=by, now=NOW
    )
    give_assignment(
        organisation=sitting.branch,
        meeting_id=meeting.id,
        conclusion_id=None,
        text="Hoàn thiện phương án sao lưu dữ liệu",
        category=None,
        accountable=sitting.members[1],
        collaborators=[sitting.members[3]],
        outside_collaborators=None,
        given_on=meeting.held_on,
        due_on=meeting.held_on.replace(day=20),
        priority=Priority.NORMAL,
        by=by,
        now=NOW,
    )
    life.close_meeting(meeting, ended_time=time(15, 40), version=meeting.version, by=by, now=NOW)
    db.session.flush()
    return sitting


def judged(sitting: Sitting) -> Sitting:
    """Whatever lies on its table is found done."""
    for review in reviews_of(sitting.meeting.id):
        review_assignment(
            review,
            outcome=ReviewOutcome.DONE,
            held_on=sitting.meeting.held_on,
            version=review.version,
            by=sitting.by,
            now=NOW,
        )
    db.session.flush()
    return sitting


def voted(sitting: Sitting, *, in_favour: int = 4, against: int = 0) -> Vote:
    vote = record.record_vote(
        sitting.meeting,
        subject="Thông qua nghị quyết",
        section=None,
        majority=Majority.ORDINARY,
        method=VoteMethod.SHOW_OF_HANDS,
        tally=Tally(in_favour, against, 0),
        by=sitting.by,
        now=NOW,
    )
    db.session.flush()
    return vote


def adopted(sitting: Sitting, **values: object) -> MinutesRecord:
    record = adopt_minutes(sitting.meeting, read_back=True, by=sitting.by, now=NOW, **values)  # type: ignore[arg-type]
    db.session.flush()
    return record


def confirmed(record: MinutesRecord, role: Role, folder: Path) -> MinutesSeal | None:
    """Chair or minute-taker confirms by their own account."""
    member_id = dict(record.appointments)[role]
    member = db.session.get_one(Member, member_id)
    by = Actor(uuid4(), member.name, member_id)
    return confirm_minutes(record, role, seen=record.sha256, folder=folder, by=by, now=NOW)


def sealed(sitting: Sitting, folder: Path, **values: object) -> MinutesRecord:
    record = adopted(sitting, **values)
    confirmed(record, Role.CHAIR, folder)
    confirmed(record, Role.MINUTE_TAKER, folder)
    db.session.flush()
    return record
