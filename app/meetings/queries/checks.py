"""What is kept beside a meeting, against what it is counted or written from."""

from collections.abc import Collection, Iterator
from itertools import groupby
from uuid import UUID

from sqlalchemy import select

from app.extensions import db
from app.kernel.checks import Flaw, streamed
from app.meetings.models import Attendance, Meeting
from app.meetings.queries.live import broken_revision
from app.meetings.queries.meetings import get_meeting
from app.meetings.rules.life import meeting_title
from app.meetings.rules.roll import RollLine, figures_of
from app.revisions.models import Revision

FIGURES = ("must_attend", "present", "excused", "unexcused", "vote_base", "voters_present")
_LABELS = {
    "must_attend": "số phải dự",
    "present": "số có mặt",
    "excused": "số vắng có lý do",
    "unexcused": "số vắng không lý do",
    "vote_base": "cơ số biểu quyết",
    "voters_present": "số được biểu quyết có mặt",
}


def figures_hold() -> Iterator[Flaw | None]:
    """Every meeting whose roll was taken, a line of the roll at a time."""
    kept = [getattr(Meeting, name) for name in FIGURES]
    rows = streamed(
        select(
            Meeting.id, Meeting.type, Meeting.period, Attendance.status, Attendance.presence, *kept
        )
        .outerjoin(Attendance, Attendance.meeting_id == Meeting.id)
        .where(Meeting.must_attend.is_not(None))
        .order_by(Meeting.id)
    )
    for meeting_id, lines in groupby(rows, key=lambda row: row.id):
        roll = list(lines)
        counted = figures_of(RollLine(row.status, row.presence) for row in roll if row.status)
        what = f"{meeting_title(roll[0].type, roll[0].period)} ({meeting_id})"
        yield _difference(what, roll[0], counted)


def revisions_hold(elsewhere: Collection[UUID] = ()) -> Iterator[Flaw | None]:
    """The history of every text leads, save by save, to what stands.

    :param elsewhere: what is no meeting and is saved live, too; its own room checks it.
    """
    saved = set(db.session.scalars(select(Revision.scope_id).distinct()))
    for meeting_id in sorted(saved.difference(elsewhere)):
        meeting = get_meeting(meeting_id)
        if meeting is None:
            yield Flaw(f"Các lần lưu của {meeting_id}", "buổi họp", "không còn")
            continue
        misfit = broken_revision(meeting)
        what = f"{meeting.title} ({meeting_id})"
        yield (
            Flaw(what, f"{misfit.unit}, lần lưu {misfit.number}", "không khớp nội dung hiện có")
            if misfit
            else None
        )


def _difference(what: str, kept: object, counted: object) -> Flaw | None:
    for name in FIGURES:
        right = getattr(counted, name)
        if getattr(kept, name) != right:
            return Flaw(what, _LABELS[name], f"theo điểm danh phải là {right}")
    return None
