"""A committee gives work to its branches."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from app.access.permissions import Actor
from app.assignments.models import Assignment
from app.assignments.queries import assignments_from
from app.assignments.rules import Priority
from app.assignments.rules.sharing import check_led, check_not_given
from app.assignments.service.tasks import give_assignment
from app.organisations.models import Organisation
from app.people.queries import leaders_of


def give_to_branches(
    branches: Sequence[Organisation],
    *,
    giver: Organisation,
    meeting_id: UUID,
    conclusion_id: UUID | None,
    text: str,
    category: str | None,
    given_on: date,
    due_on: date,
    priority: Priority,
    by: Actor,
    now: datetime,
) -> list[Assignment]:
    """One task for each branch, for which its secretary of that day answers.

    :raises RuleBroken: if a branch has no leader that day, or was given the same already.
    """
    leaders = leaders_of([branch.id for branch in branches], on=given_on)
    check_led((branch.name for branch in branches if branch.id not in leaders), on=given_on)
    given = {
        task.organisation_id
        for task in assignments_from(meeting_id)
        if (task.text, task.due_on) == (text, due_on)
    }
    check_not_given(branch.name for branch in branches if branch.id in given)
    return [
        give_assignment(
            organisation=branch,
            giver=giver,
            meeting_id=meeting_id,
            conclusion_id=conclusion_id,
            text=text,
            category=category,
            accountable=leaders[branch.id],
            collaborators=(),
            outside_collaborators=None,
            given_on=given_on,
            due_on=due_on,
            priority=priority,
            by=by,
            now=now,
        )
        for branch in branches
    ]
