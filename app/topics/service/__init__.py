"""The verbs of a topic: prepared beforehand, concluded in the meeting."""

from app.topics.service.difficulties import (
    Task,
    change_difficulty,
    record_difficulty,
    remove_difficulty,
)
from app.topics.service.paper import (
    adopt_paper,
    assign_presenters,
    return_paper,
    submit_paper,
    write_paper,
)
from app.topics.service.questions import set_questions
from app.topics.service.sending import attach_file, remove_file, send_paper

__all__ = [
    "Task",
    "adopt_paper",
    "assign_presenters",
    "attach_file",
    "change_difficulty",
    "record_difficulty",
    "remove_difficulty",
    "remove_file",
    "return_paper",
    "send_paper",
    "set_questions",
    "submit_paper",
    "write_paper",
]
