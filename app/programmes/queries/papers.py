"""The plan of topical meetings, gathered as plain data."""

from collections.abc import Sequence
from datetime import date

from app.extensions import db
from app.kernel.clock import local
from app.meetings.queries.meetings import secretary_on
from app.meetings.queries.papers import letterhead_of
from app.meetings.rules.signing import signing_title
from app.organisations.models import Organisation
from app.people.models import Member
from app.people.queries import positions_at
from app.programmes.document.topics import PlanData, PlanTopic
from app.programmes.models import PlannedTopic
from app.programmes.queries.topics import Programme, topics_of
from app.programmes.rules import COUNTED, TOPIC_GROUP_LABELS, PlanStatus
from app.programmes.rules.quarters import first_day, quarter_of
from app.regulations.queries import book_for


def plan_of(programme: Programme, *, with_drafts: bool) -> PlanData:
    """What is registered; for those who write it, with drafts and what was returned."""
    topics = [
        topic
        for topic in topics_of(programme.branch, programme.year, with_drafts=with_drafts)
        if programme.quarter in (None, quarter_of(topic.month))
        and (with_drafts or topic.status in COUNTED)
    ]
    dated = _registered_on(topics)
    starts_on = first_day(programme.year, programme.quarter or 1)
    book = book_for(programme.unit_path, dated or starts_on)
    owed = book_for(programme.unit_path, starts_on)
    signer, title = signer_on(programme.branch, dated or starts_on)
    approved = [t for t in topics if t.status is PlanStatus.APPROVED]
    decided = [local(topic.decided_at).date() for topic in approved if topic.decided_at]
    above = programme.branch.parent
    return PlanData(
        letterhead=letterhead_of(programme.branch, book),
        year=programme.year,
        quarter=programme.quarter,
        topics=tuple(_topic(topic) for topic in topics),
        minimum_quarter=owed.number("topical.per_quarter"),
        minimum_year=owed.number("topical.per_year"),
        days_before=book.number("meeting.documents_days"),
        is_draft=any(topic.status not in COUNTED for topic in topics),
        dated=dated,
        approver=above.name if above else "",
        approved=len(approved),
        approved_on=max(decided, default=None),
        authority=book.text("document.authority_line"),
        signer=signer,
        signer_title=title,
    )


def _topic(topic: PlannedTopic) -> PlanTopic:
    return PlanTopic(
        topic.month,
        topic.topic,
        TOPIC_GROUP_LABELS[topic.topic_group],
        tuple(member.name for member in topic.presenters),
        topic.shortcoming or "",
        topic.aim or "",
    )


def _registered_on(topics: Sequence[PlannedTopic]) -> date | None:
    days = [
        local(topic.registered_at).date()
        for topic in topics
        if topic.status in COUNTED and topic.registered_at
    ]
    return max(days, default=None)


def signer_on(branch: Organisation, on: date) -> tuple[str, str]:
    positions = positions_at(branch.id, on=on)
    leader = secretary_on(positions)
    member = db.session.get(Member, leader) if leader else None
    if member is None:
        return "", ""
    return member.name, signing_title(positions[member.id]) or ""
