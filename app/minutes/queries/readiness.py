"""What still stands between a draft and its adoption."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from app.assignments.queries import pending_reviews
from app.extensions import db
from app.meetings.models import Meeting, Vote
from app.meetings.queries.meetings import book_of
from app.meetings.queries.panel import lasted_minutes, minimum_minutes
from app.meetings.queries.roll import Roll
from app.meetings.rules.agenda import table_section, untreated
from app.meetings.rules.life import MONTHLY, RECORDABLE, WITH_TABLE, MeetingStatus
from app.minutes.rules.adoption import Concerns, Gap, Readiness, VoteCounts, gaps, warnings
from app.resolutions.queries import unvoted_resolutions, votes_of


def running_after(meeting: Meeting) -> Sequence[Meeting]:
    """Later meetings of the same place that are in session and judge its tasks."""
    return db.session.scalars(
        select(Meeting)
        .where(
            Meeting.organisation_id == meeting.organisation_id,
            Meeting.id != meeting.id,
            Meeting.held_on >= meeting.held_on,
            Meeting.type.in_(WITH_TABLE),
            Meeting.status == MeetingStatus.IN_PROGRESS,
        )
        .order_by(Meeting.held_on)
    ).all()


def readiness_of(meeting: Meeting, *, is_roll_taken: bool) -> Readiness:
    """What stands of a meeting whose minutes wait to be adopted."""
    return Readiness(
        status=meeting.status,
        is_roll_taken=is_roll_taken,
        pending_reviews=pending_reviews(meeting.id),
        open_sections=untreated({step.section: step.state for step in meeting.steps}),
        has_chair=meeting.chair_id is not None,
        has_minute_taker=meeting.minute_taker_id is not None,
        began=meeting.began_time,
        ended=meeting.ended_time,
        table=table_section(meeting.type) or "",
    )


def gaps_of(meeting: Meeting, roll: Roll) -> list[Gap]:
    """What keeps these minutes from being adopted."""
    return list(gaps(readiness_of(meeting, is_roll_taken=roll.is_taken)))


def warnings_of(meeting: Meeting, roll: Roll) -> list[str]:
    """What the branch should know before it adopts, by the regulations of the meeting's day."""
    book = book_of(meeting)
    return list(
        warnings(
            Concerns(
                minutes=lasted_minutes(meeting),
                least_minutes=minimum_minutes(meeting, book),
                figures=roll.figures if roll.is_taken else None,
                votes=tuple(_counted(vote) for vote in votes_of(meeting.id)),
                target=book.threshold("attendance.target"),
                unvoted_resolutions=unvoted_resolutions(meeting.id),
                unsaid=tuple(_unsaid(meeting)),
            )
        )
    )


def _unsaid(meeting: Meeting) -> Iterator[str]:
    """What the minutes of a month tell, and nobody has entered."""
    if meeting.type not in MONTHLY or meeting.began_time is None:
        return
    if meeting.dues_paid is None or meeting.dues_due is None:
        yield "tình hình nộp đảng phí"
    if meeting.self_score is None and not meeting.self_grade:
        yield "điểm chi bộ tự chấm"


def _counted(vote: Vote) -> VoteCounts:
    return VoteCounts(
        vote.subject, vote.tally.cast, vote.vote_base, vote.voters_present + vote.away
    )


def deciding_meetings(meeting: Meeting) -> Sequence[Meeting]:
    """Later meetings of the branch that may have decided a supplement, latest first."""
    return db.session.scalars(
        select(Meeting)
        .where(
            Meeting.organisation_id == meeting.organisation_id,
            Meeting.held_on > meeting.held_on,
            Meeting.status.in_((*RECORDABLE, MeetingStatus.ADOPTED)),
        )
        .order_by(Meeting.held_on.desc())
        .limit(12)
    ).all()
