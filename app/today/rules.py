"""What waits for somebody, in the order in which it presses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from uuid import UUID


class Waiting(StrEnum):
    """Kinds of things that wait; each is one sentence and one page."""

    RECORD_MEETING = "record_meeting"
    ADOPT_MINUTES = "adopt_minutes"
    CONFIRM_MINUTES = "confirm_minutes"
    SEND_MINUTES = "send_minutes"
    RECEIVE_MINUTES = "receive_minutes"
    ISSUE_RESOLUTION = "issue_resolution"
    PLAN_MEETING = "plan_meeting"
    ASSIGNMENT = "assignment"
    ANSWER_ABSENCE = "answer_absence"
    LEAD_PAPER = "lead_paper"
    ATTEND_MEETING = "attend_meeting"
    REPORT_VISIT = "report_visit"
    HOLD_TOPIC = "hold_topic"
    REGISTER_TOPICS = "register_topics"
    DECIDE_TOPICS = "decide_topics"
    ANSWER_PETITION = "answer_petition"
    READ_ANSWER = "read_answer"
    PRESENT_DOCUMENT = "present_document"
    URGE_ASSIGNMENTS = "urge_assignments"
    ESCALATED_ASSIGNMENTS = "escalated_assignments"
    COMMENT_ON_DRAFT = "comment_on_draft"
    ANSWER_COMMENTS = "answer_comments"
    REVIEW_RESOLUTION = "review_resolution"
    WRITE_PLAN = "write_plan"
    PUBLISH_PLAN = "publish_plan"
    CLOSE_PLAN = "close_plan"
    URGE_PLEDGES = "urge_pledges"
    START_PLEDGE = "start_pledge"
    WRITE_PLEDGE = "write_pledge"
    REVIEW_PLEDGE = "review_pledge"
    COMMENT_PLEDGES = "comment_pledges"
    CONFIRM_PLEDGES = "confirm_pledges"
    CONFIRM_LEADERS_PLEDGES = "confirm_leaders_pledges"
    TAKE_OVER_PLEDGES = "take_over_pledges"
    BRING_PLEDGE = "bring_pledge"
    SCORE_MEETING = "score_meeting"
    WRITE_SCORE = "write_score"
    READ_SCORE = "read_score"
    DECIDE_SCORES = "decide_scores"
    ANSWER_APPEAL = "answer_appeal"
    WRITE_OWN_YEAR = "write_own_year"
    WRITE_BRANCH_YEAR = "write_branch_year"
    REVIEW_YEAR = "review_year"
    DECIDE_YEAR = "decide_year"


@dataclass(frozen=True)
class Todo:
    """One line of “Việc của tôi”: `subject_id` names what the page of its kind shows."""

    kind: Waiting
    text: str
    note: str
    due_on: date
    subject_id: UUID
    is_supplement: bool = False
    year: int | None = None  # where it is not the one of `due_on`
    month: date | None = None  # its first day, where the page is of one
    within_id: UUID | None = None  # what the subject is part of, where the page names both


def in_order(todos: Iterable[Todo]) -> list[Todo]:
    return sorted(todos, key=lambda todo: (todo.due_on, todo.kind, todo.text))


def days_left(due_on: date, *, on: date) -> int:
    """Negative when overdue."""
    return (due_on - on).days


@dataclass(frozen=True)
class YearFigures:
    """A branch's year so far, each share with its numerator and denominator."""

    year: int
    months: int
    monthly_held: int
    topical_held: int
    topical_wanted: int
    present: int
    must_attend: int
    tasks_done: int
    tasks_due: int

    @property
    def attendance(self) -> Fraction | None:
        return Fraction(self.present, self.must_attend) if self.must_attend else None

    @property
    def on_time(self) -> Fraction | None:
        return Fraction(self.tasks_done, self.tasks_due) if self.tasks_due else None


def months_due(year: int, *, on: date, last_day: int) -> int:
    """Months of `year` whose meeting should have been held: this one once its window is over."""
    if year < on.year:
        return 12
    if year > on.year:
        return 0
    return on.month if on.day > last_day else on.month - 1
