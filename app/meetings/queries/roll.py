from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlalchemy import select

from app.extensions import db
from app.meetings.models import AbsenceNotice, Attendance, ConnectionPoint, Guest, Meeting
from app.meetings.rules.absences import AbsenceDecision
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.meetings.rules.roll import (
    Presence,
    RollFigures,
    RollLine,
    choices_for,
    expected_presence,
    figures_of,
)
from app.people.models import Member, PositionPeriod
from app.people.queries import MemberRow, comrades_of, observers_of, positions_at
from app.people.rules import Position, Status

_COMMITTEE = frozenset(
    {Position.SECRETARY, Position.DEPUTY_SECRETARY, Position.BRANCH_COMMITTEE_MEMBER}
)


@dataclass(frozen=True)
class RollRow:
    """One person on the roll as they stand on the meeting's day."""

    member_id: UUID
    name: str
    status: Status
    positions: tuple[Position, ...]
    professional_title: str | None
    presence: Presence
    reason: str = ""
    late_minutes: int | None = None
    left_early_minutes: int | None = None
    point_id: UUID | None = None
    point_name: str = ""
    is_marked: bool = True

    @property
    def choices(self) -> tuple[Presence, ...]:
        return choices_for(self.status)


@dataclass(frozen=True)
class Roll:
    rows: tuple[RollRow, ...]
    is_taken: bool

    @cached_property
    def figures(self) -> RollFigures:
        return figures_of(RollLine(row.status, row.presence) for row in self.rows)

    def with_presence(self, presence: Presence) -> tuple[RollRow, ...]:
        return tuple(row for row in self.rows if row.presence is presence)


def roll_of(meeting: Meeting) -> Roll:
    """The roll, by given name: expected until taken, then as taken.

    Until it is taken, whose announced absence was accepted is expected to be excused.

    Until adoption everyone counts by their status on the meeting's day as it is known now;
    afterwards by the status they were counted under, whatever is corrected later.
    """
    taken = {
        row.member_id: row
        for row in db.session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id))
    }
    points = {
        id_: name
        for id_, name in db.session.execute(
            select(ConnectionPoint.id, ConnectionPoint.name).where(
                ConnectionPoint.meeting_id == meeting.id
            )
        )
    }
    people = _frozen_people(meeting, taken) if _is_adopted(meeting) else _people(meeting)
    excuses = {} if meeting.present is not None else _accepted_excuses(meeting)
    rows = tuple(
        _row(person, taken.get(person.member_id), points, excuses.get(person.member_id))
        for person in people
    )
    # Lines marked one by one are no roll yet: its figures are kept with the last of them.
    # Somebody entered in the branch's list after that has not been called: call again.
    is_taken = meeting.present is not None and all(row.is_marked for row in rows)
    return Roll(rows, is_taken)


def _is_adopted(meeting: Meeting) -> bool:
    return meeting.status is MeetingStatus.ADOPTED


def _people(meeting: Meeting) -> list[MemberRow]:
    people = comrades_of(meeting.organisation, on=meeting.held_on)
    if meeting.type is not MeetingType.BRANCH_COMMITTEE:
        return people
    return [person for person in people if not _COMMITTEE.isdisjoint(person.positions)]


def _frozen_people(meeting: Meeting, taken: dict[UUID, Attendance]) -> list[MemberRow]:
    positions = positions_at(meeting.organisation_id, on=meeting.held_on)
    rows = db.session.execute(
        select(Member.id, Member.name, Member.professional_title)
        .where(Member.id.in_(taken))
        .order_by(Member.sort_name, Member.id)
    )
    return [
        MemberRow(id_, name, taken[id_].status, positions.get(id_, ()), title)
        for id_, name, title in rows
    ]


def _accepted_excuses(meeting: Meeting) -> dict[UUID, str]:
    rows = db.session.execute(
        select(AbsenceNotice.member_id, AbsenceNotice.reason).where(
            AbsenceNotice.meeting_id == meeting.id,
            AbsenceNotice.decision == AbsenceDecision.ACCEPTED,
        )
    )
    return {member_id: reason for member_id, reason in rows}


def status_on_roll(meeting: Meeting, member_id: UUID) -> Status | None:
    """Under which status somebody is called at a meeting still to be held; None who is not."""
    return next((who.status for who in _people(meeting) if who.member_id == member_id), None)


def _row(
    person: MemberRow, taken: Attendance | None, points: dict[UUID, str], excuse: str | None
) -> RollRow:
    base = (
        person.member_id,
        person.name,
        person.status,
        person.positions,
        person.professional_title,
    )
    if taken is None or taken.presence not in choices_for(person.status):
        if excuse and Presence.EXCUSED in choices_for(person.status):
            return RollRow(*base, presence=Presence.EXCUSED, reason=excuse, is_marked=False)
        return RollRow(*base, presence=expected_presence(person.status), is_marked=False)
    return RollRow(
        *base,
        presence=taken.presence,
        reason=taken.reason or "",
        late_minutes=taken.late_minutes,
        left_early_minutes=taken.left_early_minutes,
        point_id=taken.point_id,
        point_name=points.get(taken.point_id, "") if taken.point_id else "",
    )


def has_attendance(point: ConnectionPoint) -> bool:
    """Whether the roll puts anybody at this point."""
    found = select(Attendance.member_id).where(Attendance.point_id == point.id).limit(1)
    return db.session.scalar(found) is not None


def observers_to_call(meeting: Meeting, guests: Sequence[Guest]) -> list[PositionPeriod]:
    """Who is sent to this branch on the meeting's day and not among the guests yet."""
    return uncalled(observers_of(meeting.organisation_id, on=meeting.held_on), guests)


def uncalled(observers: Sequence[PositionPeriod], guests: Sequence[Guest]) -> list[PositionPeriod]:
    known = {guest.member_id for guest in guests} | {guest.name for guest in guests}
    return [p for p in observers if known.isdisjoint((p.member_id, p.member.name))]


def guests_of(meeting: Meeting) -> Sequence[Guest]:
    """Observers from above first, then the others by name."""
    return db.session.scalars(
        select(Guest)
        .where(Guest.meeting_id == meeting.id)
        .order_by(Guest.is_observer.desc(), Guest.name)
    ).all()
