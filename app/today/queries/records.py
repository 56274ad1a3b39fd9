"""Adopted minutes that wait for somebody: to be confirmed, sent up, received."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select

from app.extensions import db
from app.kernel.clock import local
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingStatus, MeetingType, meeting_title
from app.minutes.models import Confirmation, Dispatch, MinutesRecord, MinutesSeal
from app.minutes.queries.progress import PUBLISH_DAYS
from app.minutes.rules.records import RecordKind, counted_from
from app.organisations.models import Organisation
from app.regulations.queries import numbers_at
from app.today.rules import Todo, Waiting


def to_confirm(member_id: UUID) -> list[Todo]:
    """What this comrade chaired or wrote down and has not confirmed yet."""
    confirmed = (
        select(Confirmation.record_id)
        .where(Confirmation.record_id == MinutesRecord.id, Confirmation.member_id == member_id)
        .exists()
    )
    rows = db.session.execute(
        select(
            MinutesRecord.id,
            MinutesRecord.kind,
            Meeting.id,
            Meeting.type,
            Meeting.period,
            Meeting.held_on,
            MinutesRecord.adopted_at,
            Organisation.path,
        )
        .join(Meeting, Meeting.id == MinutesRecord.meeting_id)
        .join(Organisation, Organisation.id == Meeting.organisation_id)
        .outerjoin(MinutesSeal, MinutesSeal.record_id == MinutesRecord.id)
        .where(
            Meeting.status == MeetingStatus.ADOPTED,
            or_(Meeting.chair_id == member_id, Meeting.minute_taker_id == member_id),
            MinutesRecord.reopened_at.is_(None),
            MinutesSeal.record_id.is_(None),
            ~confirmed,
        )
    ).all()
    asked = numbers_at(PUBLISH_DAYS, {(row.path, row.held_on) for row in rows}) if rows else {}
    return [
        Todo(
            Waiting.CONFIRM_MINUTES,
            f"Xác nhận {_NAMES[kind]}: {meeting_title(type_, period)}",
            f"Họp ngày {held_on:%d/%m/%Y}; chốt khi chủ trì và thư ký đều đã xác nhận",
            _counted_from(kind, held_on, adopted_at) + timedelta(days=asked[path, held_on]),
            meeting_id if kind is RecordKind.MAIN else record_id,
            is_supplement=kind is RecordKind.SUPPLEMENT,
        )
        for record_id, kind, meeting_id, type_, period, held_on, adopted_at, path in rows
    ]


_NAMES = {RecordKind.MAIN: "biên bản", RecordKind.SUPPLEMENT: "biên bản bổ sung"}


def to_send(branch: Organisation) -> list[Todo]:
    """Sealed records of the branch that have not gone up yet."""
    rows = db.session.execute(
        select(
            MinutesRecord.id,
            MinutesRecord.kind,
            MinutesRecord.number_symbol,
            Meeting.id,
            Meeting.type,
            Meeting.period,
            Meeting.held_on,
            MinutesRecord.adopted_at,
        )
        .join(MinutesSeal, MinutesSeal.record_id == MinutesRecord.id)
        .join(Meeting, Meeting.id == MinutesRecord.meeting_id)
        .outerjoin(Dispatch, Dispatch.record_id == MinutesRecord.id)
        .where(
            Meeting.organisation_id == branch.id,
            Meeting.type != MeetingType.BRANCH_COMMITTEE,
            MinutesRecord.reopened_at.is_(None),
            Dispatch.record_id.is_(None),
        )
    ).all()
    asked = numbers_at(PUBLISH_DAYS, {(branch.path, row.held_on) for row in rows}) if rows else {}
    return [
        Todo(
            Waiting.SEND_MINUTES,
            f"Gửi {_NAMES[kind]} số {number} lên đảng ủy",
            meeting_title(type_, period),
            _counted_from(kind, held_on, adopted_at) + timedelta(days=asked[branch.path, held_on]),
            meeting_id if kind is RecordKind.MAIN else record_id,
            is_supplement=kind is RecordKind.SUPPLEMENT,
        )
        for record_id, kind, number, meeting_id, type_, period, held_on, adopted_at in rows
    ]


def _counted_from(kind: RecordKind, held_on: date, adopted_at: datetime) -> date:
    return counted_from(kind, held_on=held_on, adopted_on=local(adopted_at).date())


def to_receive(paths: Collection[str], *, on: date) -> list[Todo]:
    """What branches have sent and nobody has acknowledged: one line for each of these places."""
    found = []
    for path in sorted(paths):
        number = db.session.scalar(
            select(func.count())
            .select_from(Dispatch)
            .join(MinutesRecord, MinutesRecord.id == Dispatch.record_id)
            .join(Meeting, Meeting.id == MinutesRecord.meeting_id)
            .join(Organisation, Organisation.id == Meeting.organisation_id)
            .where(
                Organisation.path.startswith(path, autoescape=True),
                Dispatch.received_at.is_(None),
                MinutesRecord.reopened_at.is_(None),
            )
        )
        if number:
            found.append(
                Todo(
                    Waiting.RECEIVE_MINUTES,
                    f"Xác nhận đã nhận {number} biên bản chi bộ gửi lên",
                    "Biên bản gửi lên",
                    on,
                    UUID(path.strip("/").rsplit("/", 1)[-1]),
                )
            )
    return found
