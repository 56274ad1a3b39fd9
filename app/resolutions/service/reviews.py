"""The branch looks back at what it has resolved."""

from datetime import date, datetime

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.kernel.versions import check_fresh
from app.meetings.service.turns import take_turn
from app.resolutions.models import Resolution, ResolutionReview
from app.resolutions.queries.reviews import reviews_of
from app.resolutions.rules import ResolutionStatus, ReviewKind
from app.resolutions.rules.reviews import check_held, check_in_force, check_plan, check_removable
from app.resolutions.service.trail import note


def plan_review(
    resolution: Resolution, kind: ReviewKind, due_on: date, *, by: Actor, now: datetime
) -> ResolutionReview:
    """:raises RuleBroken: before it is issued, after its final review, or for a wrong day."""
    take_turn(resolution.meeting)
    check_in_force(resolution.status)
    planned = [(review.kind, review.due_on) for review in reviews_of(resolution)]
    check_plan(kind, due_on, issued_on=_issued_on(resolution), planned=planned)
    review = ResolutionReview(resolution=resolution, kind=kind, due_on=due_on)
    db.session.add(review)
    note(Event.REVIEW_PLANNED, resolution, by=by, now=now, kind=kind, due_on=due_on)
    return review


def remove_review(review: ResolutionReview, *, by: Actor, now: datetime) -> None:
    take_turn(review.resolution.meeting)
    check_in_force(review.resolution.status)
    check_removable(is_held=review.held_on is not None)
    note(
        Event.REVIEW_REMOVED,
        review.resolution,
        by=by,
        now=now,
        kind=review.kind,
        due_on=review.due_on,
    )
    db.session.delete(review)


def hold_review(
    review: ResolutionReview,
    *,
    held_on: date,
    outcome: str,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """What was found; the final review closes the resolution."""
    resolution = review.resolution
    take_turn(resolution.meeting)
    check_fresh(review, version)
    check_in_force(resolution.status)
    check_held(
        is_held=review.held_on is not None,
        held_on=held_on,
        issued_on=_issued_on(resolution),
        today=local(now).date(),
    )
    review.held_on, review.outcome, review.recorded_by = held_on, outcome, by.name
    note(
        Event.REVIEW_HELD,
        resolution,
        by=by,
        now=now,
        kind=review.kind,
        held_on=held_on,
        outcome=outcome,
    )
    if review.kind is ReviewKind.FINAL:
        resolution.status = ResolutionStatus.CLOSED
        note(Event.RESOLUTION_CLOSED, resolution, by=by, now=now)


def _issued_on(resolution: Resolution) -> date:
    return resolution.issued_on or resolution.meeting.held_on
