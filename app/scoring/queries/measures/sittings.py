"""Meetings as indicators count them: one of them, or all of many branches' years, in the same few
queries.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.extensions import db
from app.kernel.clock import local, moment_of
from app.meetings.models import Attendance, Conclusion, Material, Meeting, Statement
from app.meetings.rules.life import HELD
from app.meetings.rules.roll import Presence
from app.minutes.models import Dispatch, MinutesRecord, MinutesSeal
from app.minutes.queries.progress import PUBLISH_DAYS
from app.minutes.rules.records import RecordKind
from app.organisations.models import Organisation
from app.regulations.queries import numbers_at
from app.resolutions.models import Resolution
from app.scoring.rules.facts import Sitting

DOCUMENTS_DAYS = "meeting.documents_days"


@dataclass(frozen=True)
class Placed:
    """A sitting, and where it was held."""

    branch_id: UUID
    meeting_id: UUID
    sitting: Sitting


def sittings_where(*conditions: ColumnElement[bool]) -> list[Placed]:
    """Every meeting that meets the conditions, the earliest first; nine queries."""
    rows = db.session.execute(
        select(
            Meeting.id,
            Meeting.organisation_id,
            Organisation.path,
            Meeting.type,
            Meeting.status,
            Meeting.period,
            Meeting.held_on,
            Meeting.start_time,
            Meeting.must_attend,
            Meeting.present,
            Meeting.excused,
            Meeting.unexcused,
            Meeting.notified_at,
        )
        .join(Organisation, Organisation.id == Meeting.organisation_id)
        .where(*conditions)
        .order_by(Meeting.held_on, Meeting.start_time, Meeting.id)
    ).all()
    wanted = select(Meeting.id).where(*conditions)
    places = {(row.path, row.held_on) for row in rows}
    days = numbers_at(DOCUMENTS_DAYS, places)
    send_days = numbers_at(PUBLISH_DAYS, places)
    beside = _Beside.of(wanted)
    return [
        Placed(
            row.organisation_id,
            row.id,
            Sitting(
                type=row.type,
                period=row.period,
                held_on=row.held_on,
                starts_at=local(moment_of(row.held_on, row.start_time.hour, row.start_time.minute)),
                documents_days=days[row.path, row.held_on],
                publish_days=send_days[row.path, row.held_on],
                is_over=row.status in HELD,
                must_attend=row.must_attend,
                present=row.present,
                excused=row.excused,
                unexcused=row.unexcused,
                notified_at=local(row.notified_at) if row.notified_at else None,
                **beside.of_meeting(row.id),
            ),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class _Beside:
    """What other tables hold of the meetings, by meeting."""

    in_room: Mapping[UUID, int]
    speakers: Mapping[UUID, int]
    materials: Mapping[UUID, tuple[int, datetime]]
    resolutions: Mapping[UUID, int]
    conclusions: Mapping[UUID, int]
    sent: Mapping[UUID, tuple[bool, date | None]]

    @classmethod
    def of(cls, wanted: Select[UUID]) -> "_Beside":
        return cls(
            _counted(Attendance.meeting_id, wanted, Attendance.presence == Presence.PRESENT),
            _speakers(wanted),
            _materials(wanted),
            _counted(Resolution.meeting_id, wanted),
            _counted(Conclusion.meeting_id, wanted),
            _sent(wanted),
        )

    def of_meeting(self, meeting_id: UUID) -> dict[str, Any]:
        number, last = self.materials.get(meeting_id, (0, None))
        is_sealed, sent_on = self.sent.get(meeting_id, (False, None))
        return {
            "in_room": self.in_room.get(meeting_id, 0),
            "speakers": self.speakers.get(meeting_id, 0),
            "materials": number,
            "last_material_at": local(last) if last else None,
            "resolutions": self.resolutions.get(meeting_id, 0),
            "conclusions": self.conclusions.get(meeting_id, 0),
            "is_sealed": is_sealed,
            "sent_on": sent_on,
        }


def _counted(
    meeting_id: InstrumentedAttribute[UUID], wanted: Select[UUID], *conditions: ColumnElement[bool]
) -> dict[UUID, int]:
    rows = db.session.execute(
        select(meeting_id, func.count())
        .where(meeting_id.in_(wanted), *conditions)
        .group_by(meeting_id)
    )
    return {id_: number for id_, number in rows}


def _speakers(wanted: Select[UUID]) -> dict[UUID, int]:
    """Members in the room who spoke, each once: never more than were there."""
    rows = db.session.execute(
        select(Statement.meeting_id, func.count(Statement.member_id.distinct()))
        .join(
            Attendance,
            (Attendance.meeting_id == Statement.meeting_id)
            & (Attendance.member_id == Statement.member_id),
        )
        .where(Statement.meeting_id.in_(wanted), Attendance.presence == Presence.PRESENT)
        .group_by(Statement.meeting_id)
    )
    return {id_: number for id_, number in rows}


def _materials(wanted: Select[UUID]) -> dict[UUID, tuple[int, datetime]]:
    rows = db.session.execute(
        select(Material.meeting_id, func.count(), func.max(Material.added_at))
        .where(Material.meeting_id.in_(wanted))
        .group_by(Material.meeting_id)
    )
    return {id_: (number, last) for id_, number, last in rows}


def _sent(wanted: Select[UUID]) -> dict[UUID, tuple[bool, date | None]]:
    """Of the sealed minutes that stand: opened again, they come back as their next edition."""
    rows = db.session.execute(
        select(MinutesRecord.meeting_id, Dispatch.sent_at)
        .join(MinutesSeal, MinutesSeal.record_id == MinutesRecord.id)
        .outerjoin(Dispatch, Dispatch.record_id == MinutesRecord.id)
        .where(
            MinutesRecord.meeting_id.in_(wanted),
            MinutesRecord.kind == RecordKind.MAIN,
            MinutesRecord.reopened_at.is_(None),
        )
    )
    return {id_: (True, local(sent_at).date() if sent_at else None) for id_, sent_at in rows}
