"""What must be ready before a meeting (HD 42, phases 1 and 5); nothing here blocks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class Task(StrEnum):
    PREPARER = "preparer"
    COMMITTEE = "committee"
    NOTICE = "notice"
    MATERIALS = "materials"
    HANDBOOK = "handbook"


@dataclass(frozen=True)
class Preparation:
    """The facts of a meeting's preparation. `starts_at` is the moment it is called for."""

    starts_at: datetime
    documents_days: int
    preparer: str | None
    committee_met_on: date | None
    held_on: date
    notified_at: datetime | None
    first_material_at: datetime | None
    materials: int
    handbook_posted_at: datetime | None
    has_committee: bool = True

    @property
    def documents_due_at(self) -> datetime:
        return self.starts_at - timedelta(days=self.documents_days)

    def is_done(self, task: Task) -> bool:
        return {
            Task.PREPARER: self.preparer is not None,
            Task.COMMITTEE: self.committee_met_on is not None,
            Task.NOTICE: self.notified_at is not None,
            Task.MATERIALS: self.materials > 0,
            Task.HANDBOOK: self.handbook_posted_at is not None,
        }[task]

    def is_late(self, task: Task) -> bool:
        """Done, but after its time."""
        moments = {
            Task.NOTICE: self.notified_at,
            Task.MATERIALS: self.first_material_at,
            Task.HANDBOOK: self.handbook_posted_at,
        }
        if task is Task.COMMITTEE:
            return self.committee_met_on is not None and self.committee_met_on > self.held_on
        moment = moments.get(task)
        return moment is not None and moment > self.documents_due_at

    @property
    def missing(self) -> tuple[Task, ...]:
        return tuple(task for task in Task if not self.is_done(task))
