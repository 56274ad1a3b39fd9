"""A branch with texts of every kind in every state, written through the rooms' own services."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select

from app.access.permissions import Role
from app.assignments.models import Assignment
from app.extensions import db
from app.kernel.clock import moment_of
from app.library.service import register_document
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingType
from app.meetings.service import life, record
from app.minutes.service import adopt_minutes
from app.people.rules import Position
from app.resolutions.models import Resolution
from app.resolutions.service import adopt_resolution, draft_resolution, issue_resolution
from tests.factory import NOW, Make
from tests.minutes.sittings import Sitting, called, held, people, voted

DISSENTER = "Võ Văn Bình"
DOCUMENT = {
    "kind": "",
    "issued_on": date(2025, 7, 23),
    "issuer": "Ban Bí thư",
    "title": "nâng cao chất lượng sinh hoạt",
}
DISSENT = "Đề nghị lùi thời hạn chuyển đổi phần mềm."


@dataclass
class Written:
    """`adopted` holds a restricted item and a dissent; `draft` waits for its adoption."""

    sitting: Sitting
    adopted: Meeting
    draft: Meeting
    committee: Meeting
    silent: Meeting
    notified: Meeting
    issued: Resolution
    unissued: Resolution

    @property
    def branch(self):
        return self.sitting.branch

    def task_of(self, meeting) -> Assignment:
        return db.session.scalars(
            select(Assignment).where(Assignment.meeting_id == meeting.id)
        ).one()


def dissented(sitting: Sitting) -> None:
    """A comrade disagrees; their name is for the full record only."""
    meeting, by = sitting.meeting, sitting.by
    life.resume_meeting(meeting, by=by, now=NOW)
    record.record_statement(
        meeting,
        member_id=sitting.members[3].id,
        guest_id=None,
        section=None,
        text=DISSENT,
        is_dissent=True,
        by=by,
        now=NOW,
    )
    life.close_meeting(meeting, ended_time=time(15, 40), version=meeting.version, by=by, now=NOW)


def adopt(sitting: Sitting) -> None:
    adopt_minutes(sitting.meeting, read_back=True, by=sitting.by, now=NOW)
    db.session.flush()


def written(make: Make) -> Written:
    group = people(make)
    adopted = held(make, group=group, held_on=date(2026, 9, 3))
    dissented(adopted)
    issued = _issued(adopted, group[1][0])
    adopt(adopted)
    committee = held(
        make, group=group, held_on=date(2026, 9, 1), meeting_type=MeetingType.BRANCH_COMMITTEE
    )
    adopt(committee)
    draft = held(make, group=group, held_on=date(2026, 10, 5))
    unissued = draft_resolution(
        draft.meeting, _texts("về chuyển đổi số"), by=draft.by, now=moment_of(date(2026, 10, 5), 16)
    )
    notified = called(make, group=group, held_on=date(2026, 11, 3))
    life.notify_meeting(notified.meeting, members=5, guests=0, by=notified.by, now=NOW)
    silent = called(make, group=group, held_on=date(2026, 12, 3))
    for place, symbol in ((adopted.branch.parent, "50-CT/TW"), (adopted.branch, "05-NQ/ĐU")):
        register_document(place, {**DOCUMENT, "symbol": symbol}, by=adopted.by, now=NOW)
    db.session.flush()
    return Written(
        adopted,
        adopted.meeting,
        draft.meeting,
        committee.meeting,
        silent.meeting,
        notified.meeting,
        issued,
        unissued,
    )


def _texts(abstract: str) -> dict[str, str]:
    return {
        "abstract": abstract,
        "bases": "Căn cứ Điều lệ Đảng.",
        "assessment": "",
        "tasks": "1. Hoàn thiện phương án sao lưu dữ liệu.",
        "arrangements": "",
        "recipients": "Lưu chi bộ.",
    }


def _issued(sitting: Sitting, secretary) -> Resolution:
    now = moment_of(sitting.meeting.held_on, 16)
    resolution = draft_resolution(
        sitting.meeting, _texts("lãnh đạo nhiệm vụ tháng 9"), by=sitting.by, now=now
    )
    adopt_resolution(resolution, voted(sitting), by=sitting.by, now=now)
    issue_resolution(
        resolution,
        issued_on=sitting.meeting.held_on,
        signer=(secretary, Position.SECRETARY),
        by=sitting.by,
        now=now,
    )
    return resolution


def readers(make: Make, texts: Written) -> dict[str, object]:
    """An account of every kind of reader, by what it is called."""
    branch, committee = texts.branch, texts.branch.parent
    other = make.branch(parent=committee, name="Chi bộ Công nghệ")
    people_ = texts.sitting.members
    found = {
        "secretary": make.account(at=branch, member=people_[0]),
        "minute-taker": make.account(at=branch, member=people_[2]),
        "collaborator": make.account(at=branch, member=people_[3]),
        "member": make.account(at=branch, member=people_[4]),
        "nobody": make.account(at=branch),
        "of another branch": make.account(Role.SECRETARY, at=other),
    }
    for role in (
        Role.BRANCH_COMMITTEE,
        Role.STANDING_COMMITTEE,
        Role.COMMITTEE_MEMBER,
        Role.OBSERVER,
        Role.OFFICE,
        Role.INSPECTOR,
        Role.SYSTEM_ADMINISTRATOR,
    ):
        found[role.value] = make.account(
            role, at=branch if role in (Role.BRANCH_COMMITTEE, Role.OBSERVER) else committee
        )
    db.session.flush()
    return found
