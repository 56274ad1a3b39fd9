"""The verbs of a task."""

from app.assignments.service.progress import (
    Upload,
    drop_assignment,
    extend_assignment,
    report_progress,
)
from app.assignments.service.table import lay_on_table, review_assignment
from app.assignments.service.tasks import (
    CHANGEABLE,
    adopt_assignments,
    change_assignment,
    give_assignment,
    hand_over,
    remove_assignment,
)
from app.assignments.service.units import add_unit, change_unit

__all__ = [
    "CHANGEABLE",
    "Upload",
    "add_unit",
    "adopt_assignments",
    "change_assignment",
    "change_unit",
    "drop_assignment",
    "extend_assignment",
    "give_assignment",
    "hand_over",
    "lay_on_table",
    "remove_assignment",
    "report_progress",
    "review_assignment",
]
