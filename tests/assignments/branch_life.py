"""The months of one branch, seen from its tasks."""

from datetime import date, timedelta

from app.assignments.models import Assignment, AssignmentReview
from app.assignments.queries import get_review, reviews_of
from app.assignments.rules import AssignmentStatus, Priority, ReviewOutcome
from app.assignments.service import (
    drop_assignment,
    extend_assignment,
    give_assignment,
    hand_over,
    lay_on_table,
    report_progress,
    review_assignment,
)
from app.extensions import db
from app.kernel.clock import moment_of
from app.meetings.models import Meeting

FIRST = date(2026, 1, 5)


class BranchLife:
    """Monthly meetings 28 days apart; a deadline counts in days from the meeting."""

    def __init__(self, make, *, branch=None) -> None:
        self.make = make
        self.branch = branch or make.branch()
        self.secretary = make.member("Trần Thị Hạnh", branch=self.branch)
        self.owner = make.member("Lê Minh Khôi", branch=self.branch)
        self.by = make.actor(at=self.branch, member=self.secretary)
        self.meetings: list[Meeting] = []

    def meet(self) -> Meeting:
        held_on = FIRST + timedelta(days=28 * len(self.meetings))
        period = date(FIRST.year, len(self.meetings) + 1, 1)
        meeting = self.make.meeting(branch=self.branch, held_on=held_on, period=period)
        self.meetings.append(meeting)
        self.lay(meeting)
        return meeting

    def lay(self, meeting: Meeting) -> None:
        lay_on_table(
            giver=self.branch,
            meeting_id=meeting.id,
            held_on=meeting.held_on,
            now=moment_of(meeting.held_on, 14),
        )

    def give(self, meeting: Meeting, *, due_in: int = 20, **values) -> Assignment:
        assignment = give_assignment(
            organisation=self.branch,
            meeting_id=meeting.id,
            **{
                "conclusion_id": None,
                "text": "Hoàn thiện phương án sao lưu dữ liệu",
                "category": None,
                "accountable": self.owner,
                "collaborators": (),
                "outside_collaborators": None,
                "given_on": meeting.held_on,
                "due_on": meeting.held_on + timedelta(days=due_in),
                "priority": Priority.NORMAL,
                **values,
            },
            by=self.by,
            now=moment_of(meeting.held_on, 15),
        )
        db.session.flush()
        return assignment

    def table(self, meeting: Meeting) -> list[Assignment]:
        return [review.assignment for review in reviews_of(meeting.id)]

    def review_of(self, assignment: Assignment, meeting: Meeting) -> AssignmentReview:
        [found] = [r for r in reviews_of(meeting.id) if r.assignment is assignment]
        review = get_review(meeting.id, found.id)
        assert review is not None
        db.session.refresh(assignment, ["reviews"])
        return review

    def judge(
        self, assignment: Assignment, meeting: Meeting, outcome: ReviewOutcome, *, due_in: int = 20
    ) -> None:
        review = self.review_of(assignment, meeting)
        is_moved = outcome is ReviewOutcome.CARRIED_OVER
        review_assignment(
            review,
            outcome=outcome,
            reason="" if outcome in (ReviewOutcome.DONE, ReviewOutcome.PENDING) else "Chờ kinh phí",
            due_on=meeting.held_on + timedelta(days=due_in) if is_moved else None,
            held_on=meeting.held_on,
            version=review.version,
            by=self.by,
            now=moment_of(meeting.held_on, 16),
        )
        db.session.flush()

    def report(
        self,
        assignment: Assignment,
        on: date,
        *,
        status: AssignmentStatus = AssignmentStatus.DONE,
        percent: int = 0,
        result: str = "Đã hoàn thành, có báo cáo kèm theo.",
    ) -> None:
        db.session.refresh(assignment, ["reviews"])
        report_progress(
            assignment,
            status=status,
            percent=percent,
            result=result,
            version=assignment.version,
            by=self.by,
            now=moment_of(on, 9),
        )
        db.session.flush()

    def extend(self, assignment: Assignment, on: date, *, due_in: int = 30) -> None:
        self._between(assignment, extend_assignment, on, due_on=on + timedelta(days=due_in))

    def drop(self, assignment: Assignment, on: date) -> None:
        self._between(assignment, drop_assignment, on)

    def give_over(self, assignment: Assignment, member, on: date) -> None:
        self._between(assignment, hand_over, on, accountable=member)

    def _between(self, assignment: Assignment, verb, on: date, **how) -> None:
        db.session.refresh(assignment, ["reviews"])
        verb(
            assignment,
            **how,
            reason="Chi ủy thống nhất, chờ kinh phí",
            version=assignment.version,
            by=self.by,
            now=moment_of(on, 17),
        )
        db.session.flush()
