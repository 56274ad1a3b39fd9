"""How a task's changes are written to the branch's trail, its words kept, and found."""

from datetime import datetime

from app.access.permissions import Actor
from app.assignments.models import Assignment
from app.assignments.queries import assignment_values, findable_assignment
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.revisions.rules import Saving, Values, unit_name
from app.revisions.service import record_revision
from app.search.rules.findables import SearchKind
from app.search.service import index


def keep(
    assignment: Assignment,
    before: Values,
    *,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Keep what a change of a task took out and put in, with the meeting that gave it."""
    db.session.flush()
    unit, after = unit_name("assignment", assignment.id), assignment_values(assignment)
    record_revision(assignment.meeting_id, unit, before, after, saving=saving, by=by, now=now)


def note(
    event: Event,
    assignment: Assignment,
    *,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
    **facts: object,
) -> None:
    """One line; none for a change that came with its own `saving`: its sender writes the trail."""
    if saving is None:
        audit.record(
            event,
            by=by,
            now=now,
            organisation_id=assignment.organisation.id,
            subject=assignment,
            **facts,
        )
    index_assignment(assignment)


def index_assignment(assignment: Assignment) -> None:
    index(SearchKind.ASSIGNMENT, assignment.id, findable_assignment(assignment))
