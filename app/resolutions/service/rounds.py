"""A draft is sent out for comment, its deadline moved, its comments worked in."""

import json
from datetime import datetime

from app.access.permissions import Actor
from app.audit.events import Event
from app.documents.serialise import to_json
from app.extensions import db
from app.kernel.clock import local, moment_of
from app.kernel.versions import check_fresh
from app.meetings.models import Meeting
from app.meetings.rules.life import PREPARABLE
from app.meetings.service.turns import take_turn
from app.regulations.queries import book_for
from app.resolutions.models import CommentRound, Resolution
from app.resolutions.queries import (
    document_of,
    is_changed_since,
    is_commented_on,
    latest_round,
    texts_of,
)
from app.resolutions.queries.rounds import comments_made, taken_in_since, tally_of
from app.resolutions.rules import ResolutionStatus, Treatment
from app.resolutions.rules.comments import (
    check_circulable,
    check_deadline,
    check_extension,
    check_open,
    check_revised,
)
from app.resolutions.service.trail import note, turn_at

LEAST_DAYS = "resolution.comment_days"


def circulate_draft(
    resolution: Resolution,
    *,
    closes_at: datetime,
    version: int | None,
    by: Actor,
    now: datetime,
) -> CommentRound:
    """Send the draft out as it stands; until the deadline it is not edited.

    :raises RuleBroken: if it is out already or voted on, or the deadline leaves too little time.
    """
    take_turn(resolution.meeting)
    check_fresh(resolution, version)
    check_circulable(resolution.status)
    _check_deadline(resolution, closes_at, now=now)
    round_ = CommentRound(
        resolution=resolution,
        opened_at=now,
        opened_by=by.name,
        closes_at=closes_at,
        texts=texts_of(resolution),
        document=json.loads(to_json(document_of(resolution))),
    )
    db.session.add(round_)
    resolution.status = ResolutionStatus.COMMENTING
    note(Event.DRAFT_CIRCULATED, resolution, by=by, now=now, closes_at=closes_at)
    return round_


def _check_deadline(resolution: Resolution, closes_at: datetime, *, now: datetime) -> None:
    meeting = resolution.meeting
    least = book_for(meeting.unit_path, local(now).date()).number(LEAST_DAYS)
    check_deadline(closes_at, now=now, least_days=least, begins_at=_begins_at(meeting, now))


def _begins_at(meeting: Meeting, now: datetime) -> datetime | None:
    """When the meeting that votes begins; a day that has gone by binds nobody."""
    start = meeting.start_time
    begins_at = moment_of(meeting.held_on, start.hour, start.minute)
    return begins_at if meeting.status in PREPARABLE and begins_at > now else None


def extend_round(
    round_: CommentRound, closes_at: datetime, *, version: int | None, by: Actor, now: datetime
) -> None:
    """Give more time while there still is some; afterwards the draft is sent out anew."""
    check_fresh(round_, version)
    check_open(is_open=turn_at(round_, now=now))
    before = round_.closes_at
    check_extension(closes_at, before=before)
    begins_at = _begins_at(round_.resolution.meeting, now)
    check_deadline(closes_at, now=now, least_days=0, begins_at=begins_at)
    round_.closes_at = closes_at
    note(Event.ROUND_EXTENDED, round_.resolution, by=by, now=now, before=before, after=closes_at)


def close_round(round_: CommentRound, *, by: Actor, now: datetime) -> None:
    """End it before its time."""
    check_open(is_open=turn_at(round_, now=now))
    round_.closed_at = now
    note(Event.ROUND_CLOSED, round_.resolution, by=by, now=now, comments=comments_made(round_))


def revise_draft(resolution: Resolution, *, by: Actor, now: datetime) -> None:
    """The comments are worked in; the draft goes to the meeting.

    :raises RuleBroken: while comments may still come or one is unanswered, and if what was
        taken in shows nowhere.
    """
    take_turn(resolution.meeting)
    round_ = latest_round(resolution)
    tally = tally_of(resolution)
    check_revised(
        resolution.status,
        is_open=is_commented_on(resolution, now=now),
        unanswered=tally.get(None, 0),
        taken_in=taken_in_since(round_) if round_ else 0,
        is_changed=round_ is not None and is_changed_since(round_),
    )
    resolution.status = ResolutionStatus.REVISED
    note(
        Event.DRAFT_REVISED,
        resolution,
        by=by,
        now=now,
        taken_in=tally.get(Treatment.TAKEN_IN, 0),
        explained=tally.get(Treatment.EXPLAINED, 0),
    )
