"""The questions about tasks."""

from app.assignments.queries.boards import (
    branches_of,
    committees_at,
    overdue_below,
    overdue_in,
    sources_of,
    total,
)
from app.assignments.queries.finding import assignments_after, findable_assignment
from app.assignments.queries.lists import (
    AssignmentRow,
    Wanted,
    accountable_members,
    assignments_of,
    closed_assignments_of_member,
    list_boards,
    open_assignments_of_member,
)
from app.assignments.queries.story import Chapter, story_of
from app.assignments.queries.table import (
    get_review,
    pending_reviews,
    punctuality_of,
    review_to_change,
    reviews_of,
    unsettled_before,
)
from app.assignments.queries.tasks import (
    assignment_of_meeting,
    assignment_to_change,
    assignments_from,
    get_assignment,
    get_evidence,
    members_with,
)
from app.assignments.queries.units import (
    get_unit,
    unit_named,
    units_of,
    units_to_choose,
    units_with,
)
from app.assignments.queries.values import assignment_values, review_values

__all__ = [
    "AssignmentRow",
    "Chapter",
    "Wanted",
    "accountable_members",
    "assignment_of_meeting",
    "assignment_to_change",
    "assignment_values",
    "assignments_after",
    "assignments_from",
    "assignments_of",
    "branches_of",
    "closed_assignments_of_member",
    "committees_at",
    "findable_assignment",
    "get_assignment",
    "get_evidence",
    "get_review",
    "get_unit",
    "list_boards",
    "members_with",
    "open_assignments_of_member",
    "overdue_below",
    "overdue_in",
    "pending_reviews",
    "punctuality_of",
    "review_to_change",
    "review_values",
    "reviews_of",
    "sources_of",
    "story_of",
    "total",
    "unit_named",
    "units_of",
    "units_to_choose",
    "units_with",
    "unsettled_before",
]
