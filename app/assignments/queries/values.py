"""Tasks and findings as the strings of their forms."""

from app.assignments.models import Assignment, AssignmentReview
from app.revisions.rules import typed


def assignment_values(assignment: Assignment) -> dict[str, str]:
    """The fields of the form of a task, as strings; comrades by id, in order."""
    return {
        "text": assignment.text,
        "accountable_id": str(assignment.accountable_id),
        "due_on": typed(assignment.due_on),
        "conclusion_id": typed(assignment.conclusion_id),
        "collaborator_ids": " ".join(sorted(str(who.id) for who in assignment.collaborators)),
        "unit_ids": " ".join(sorted(str(unit.id) for unit in assignment.units)),
        "outside_collaborators": typed(assignment.outside_collaborators),
        "category": typed(assignment.category),
        "priority": typed(assignment.priority),
    }


def review_values(review: AssignmentReview) -> dict[str, str]:
    return {
        "outcome": typed(review.outcome),
        "result": typed(review.result),
        "reason": typed(review.reason),
        "due_on": typed(review.due_after),
    }
