"""The rows of a pledge while it is open."""

from datetime import date, datetime
from uuid import UUID, uuid4

from app.access.permissions import Actor
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.pledges.models import Pledge, PledgeItem, PledgeSection
from app.pledges.queries.forms import sections_for
from app.pledges.rules import ItemSource
from app.pledges.rules.life import check_writable
from app.pledges.rules.text import check_due, check_room


def add_item(
    pledge: Pledge,
    *,
    section_id: UUID,
    content: str,
    measure: str | None = None,
    due_on: date | None = None,
    source: ItemSource | None = None,
    source_id: UUID | None = None,
    item_id: UUID | None = None,
    by: Actor,
    now: datetime,
) -> PledgeItem:
    """One more commitment under a section, after those that are there.

    What is written in a draft leaves no line of its own in the trail: it is its author's until it
    is submitted, and then its hash is recorded.
    """
    edition = pledge.last
    check_writable(pledge.status, edition.state)
    check_room(len(edition.items))
    check_due(due_on, year=pledge.year)
    item = PledgeItem(
        id=item_id or uuid4(),
        line_id=uuid4(),
        section=_section(pledge, section_id),
        position=max((one.position for one in edition.items), default=0) + 1,
        content=content,
        measure=measure or None,
        due_on=due_on,
        source=source,
        source_id=source_id,
    )
    edition.items.append(item)
    db.session.flush()
    return item


def change_item(
    pledge: Pledge,
    item: PledgeItem,
    *,
    content: str,
    measure: str | None,
    due_on: date | None,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    check_writable(pledge.status, pledge.last.state)
    check_fresh(item, version)
    check_due(due_on, year=pledge.year)
    item.content, item.measure, item.due_on = content, measure or None, due_on


def remove_item(pledge: Pledge, item: PledgeItem, *, by: Actor, now: datetime) -> None:
    check_writable(pledge.status, pledge.last.state)
    pledge.last.items.remove(item)
    db.session.delete(item)


def _section(pledge: Pledge, section_id: UUID) -> PledgeSection:
    for section in sections_for(pledge.campaign, pledge.organisation):
        if section.id == section_id:
            return section
    raise RuleBroken("Mục này không có trong mẫu cam kết của chi bộ.", field="section_id")
