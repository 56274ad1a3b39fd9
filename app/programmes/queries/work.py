"""The work of a branch's year, what a meeting opens with, and what its paper is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.kernel.clock import local
from app.meetings.models import Meeting
from app.meetings.queries.papers import letterhead_of
from app.organisations.models import Organisation
from app.programmes.document.work import WorkData, WorkLine
from app.programmes.models import PlannedTopic, WorkItem
from app.programmes.queries.papers import signer_on
from app.programmes.queries.topics import Programme
from app.programmes.rules import COUNTED, PlanStatus
from app.regulations.queries import book_for


def get_item(branch_id: UUID, work_id: UUID) -> WorkItem | None:
    return db.session.scalar(
        select(WorkItem)
        .where(WorkItem.id == work_id, WorkItem.organisation_id == branch_id)
        .options(joinedload(WorkItem.organisation), joinedload(WorkItem.owner))
    )


def items_of(branch: Organisation, year: int, *, with_drafts: bool) -> Sequence[WorkItem]:
    """In the order of the year; a draft is seen by those who write it alone."""
    query = select(WorkItem).where(WorkItem.organisation_id == branch.id, WorkItem.year == year)
    if not with_drafts:
        query = query.where(WorkItem.status != PlanStatus.DRAFT)
    return db.session.scalars(
        query.options(joinedload(WorkItem.owner)).order_by(
            WorkItem.month, WorkItem.due_on, WorkItem.text, WorkItem.id
        )
    ).all()


@dataclass(frozen=True)
class MonthsWork:
    """What the programme says for the month of a meeting, and what earlier months left over."""

    items: Sequence[WorkItem]
    left_over: Sequence[WorkItem]
    topics: Sequence[PlannedTopic]

    def __bool__(self) -> bool:
        return bool(self.items or self.left_over or self.topics)


def months_work(meeting: Meeting) -> MonthsWork:
    """Of what is registered; left over is what is not done, of this year and the last. In a fixed
    number of queries."""
    period = meeting.period
    found = db.session.scalars(
        select(WorkItem)
        .where(
            WorkItem.organisation_id == meeting.organisation_id,
            WorkItem.year.in_((period.year - 1, period.year)),
            WorkItem.status.in_(COUNTED),
        )
        .options(joinedload(WorkItem.owner))
        .order_by(WorkItem.year, WorkItem.month, WorkItem.due_on, WorkItem.text)
    ).all()
    topics = db.session.scalars(
        select(PlannedTopic)
        .where(
            PlannedTopic.organisation_id == meeting.organisation_id,
            PlannedTopic.year == period.year,
            PlannedTopic.month == period.month,
            PlannedTopic.status.in_(COUNTED),
        )
        .options(selectinload(PlannedTopic.presenters), joinedload(PlannedTopic.meeting))
        .order_by(PlannedTopic.topic)
    ).all()
    return MonthsWork(
        [item for item in found if _month(item) == period],
        [item for item in found if _month(item) < period and item.done_on is None],
        topics,
    )


def _month(item: WorkItem) -> date:
    return date(item.year, item.month, 1)


def work_plan_of(programme: Programme, *, with_drafts: bool) -> WorkData:
    """What is registered; for those who write it, with drafts and what was returned."""
    branch, year = programme.branch, programme.year
    items = [
        item
        for item in items_of(branch, year, with_drafts=with_drafts)
        if with_drafts or item.status in COUNTED
    ]
    registered = [
        local(item.registered_at).date()
        for item in items
        if item.status in COUNTED and item.registered_at
    ]
    dated = max(registered, default=None)
    day = dated or date(year, 1, 1)
    book = book_for(branch.path, day)
    signer, title = signer_on(branch, day)
    return WorkData(
        letterhead=letterhead_of(branch, book),
        year=year,
        lines=tuple(
            WorkLine(item.month, item.text, item.owner.name if item.owner else "", item.due_on)
            for item in items
        ),
        is_draft=any(item.status not in COUNTED for item in items),
        dated=dated,
        superior=branch.parent.name if branch.parent else "",
        is_approved=bool(items) and all(i.status is PlanStatus.APPROVED for i in items),
        authority=book.text("document.authority_line"),
        signer=signer,
        signer_title=title,
    )
