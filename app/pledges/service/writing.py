"""The rows of a pledge while it is open; every change of a row is kept as a revision of it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from app.access.permissions import Actor
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.kernel.text import clean
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation
from app.people.models import Member
from app.pledges.models import Pledge, PledgeCampaign, PledgeItem, PledgeSection
from app.pledges.queries.forms import sections_for
from app.pledges.queries.sources import Offered
from app.pledges.queries.writing import row_values
from app.pledges.rules import ItemSource
from app.pledges.rules.life import check_writable
from app.pledges.rules.rows import Row
from app.pledges.rules.text import check_due, check_room
from app.pledges.service.life import start_pledge
from app.pledges.service.turns import take_turn
from app.revisions.queries import last_number, values_at
from app.revisions.rules import RevisionKind, Saving
from app.revisions.rules.live import Checked
from app.revisions.service import record_revision


def begin_pledge(
    campaign: PledgeCampaign | None,
    member: Member | None,
    branch: Organisation,
    *,
    is_from_paper: bool = False,
    by: Actor,
    now: datetime,
) -> Pledge:
    """A pledge to write on, with an empty row under every section that must not stay empty.

    Begun twice, it is the same one, as it was left.

    :raises RuleBroken: outside of a campaign, or for somebody who is no member of the branch.
    """
    if campaign is None:
        raise RuleBroken("Cấp ủy chưa mở đợt cam kết của năm này.")
    if member is None:
        raise RuleBroken("Tài khoản này không gắn với đảng viên nào nên không viết cam kết.")
    pledge = start_pledge(campaign, member, branch, is_from_paper=is_from_paper, by=by, now=now)
    if pledge.is_writable and not pledge.last.items:
        for section in sections_for(pledge.campaign, pledge.organisation):
            if section.is_required:
                add_item(pledge, section_id=section.id, content="", by=by, now=now)
    return pledge


def add_item(
    pledge: Pledge,
    *,
    section_id: UUID | None,
    content: str,
    measure: str | None = None,
    due_on: date | None = None,
    source: ItemSource | None = None,
    source_id: UUID | None = None,
    item_id: UUID | None = None,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> PledgeItem:
    """One more commitment under a section, after those that are there.

    What is written in a draft leaves no line of its own in the trail: it is its author's until it
    is submitted, and then its hash is recorded.
    """
    _check_turn(pledge, saving)
    edition = pledge.last
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
    _keep(pledge, item, {}, saving=saving, by=by, now=now)
    return item


def take_source(pledge: Pledge, offered: Offered, *, by: Actor, now: datetime) -> PledgeItem:
    """Copy what is offered as a row of its own, which its author then words anew.

    :raises RuleBroken: if it stands there already.
    """
    taken = [(item.source, item.source_id) for item in pledge.last.items]
    if (offered.source, offered.source_id) in taken:
        raise RuleBroken("Nội dung này đã có trong bản cam kết.")
    return add_item(
        pledge,
        section_id=offered.section_id,
        content=offered.content,
        measure=offered.measure,
        due_on=offered.due_on,
        source=offered.source,
        source_id=offered.source_id,
        by=by,
        now=now,
    )


def change_item(
    pledge: Pledge,
    item: PledgeItem,
    *,
    content: str,
    measure: str | None,
    due_on: date | None,
    section_id: UUID | None = None,
    version: int | None,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Write in a row, or move it to another section; an unchanged one is left as it is."""
    wanted: Mapping[str, Any] = {
        "content": content,
        "measure": measure or None,
        "due_on": due_on,
        "section_id": section_id or item.section_id,
    }
    if all(getattr(item, name) == value for name, value in wanted.items()):
        return
    _check_turn(pledge, saving)
    check_fresh(item, version)
    if due_on != item.due_on:
        check_due(due_on, year=pledge.year)
    if wanted["section_id"] != item.section_id:
        item.section = _section(pledge, wanted["section_id"])
    before = row_values(item)
    for name, value in wanted.items():
        setattr(item, name, value)
    _keep(pledge, item, before, saving=saving, by=by, now=now)


def bring_back(
    pledge: Pledge,
    item_id: UUID,
    checking: Callable[[Mapping[str, str]], Checked],
    sent: Mapping[str, str],
    *,
    by: Actor,
    now: datetime,
) -> PledgeItem | None:
    """What was typed in a row that was removed meanwhile stands again in a row of its own; if
    nothing was typed since, it stays removed.

    :param sent: what the fields hold; an empty one is as it was.
    :raises RuleBroken: if the row went with its whole text, which was submitted and returned.
    """
    name, item = str(Row(item_id)), db.session.get(PledgeItem, item_id)
    number = last_number(pledge.id, name)
    if item is not None:
        before = row_values(item)
    else:
        before = values_at({}, pledge.id, name, number - 1) if number else {}
    typed = {field: clean(text) for field, text in sent.items() if text}
    if not typed.items() - before.items():
        return None
    if item is not None or not before:
        raise RuleBroken("Trang này mở từ bản trước khi nộp nên chưa lưu; tải lại trang để viết.")
    checked = checking({**before, **typed, "source": ""})
    for field, problem in checked.errors.items():
        raise RuleBroken(problem, field=field)
    return add_item(pledge, **checked.data, by=by, now=now)


def remove_item(
    pledge: Pledge,
    item: PledgeItem,
    *,
    version: int | None,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> None:
    _check_turn(pledge, saving)
    check_fresh(item, version)
    name, before = str(Row(item.id)), row_values(item)
    pledge.last.items.remove(item)
    db.session.delete(item)
    db.session.flush()
    saving = saving or Saving(uuid4(), last_number(pledge.id, name), RevisionKind.REMOVED)
    record_revision(pledge.id, name, before, {}, saving=saving, by=by, now=now)


def _check_turn(pledge: Pledge, saving: Saving | None) -> None:
    """A change with its own `saving` comes from somebody whose turn it is already."""
    if saving is None:
        take_turn(pledge)
    check_writable(pledge.status, pledge.last.state)


def _keep(
    pledge: Pledge,
    item: PledgeItem,
    before: Mapping[str, str],
    *,
    saving: Saving | None,
    by: Actor,
    now: datetime,
) -> None:
    db.session.flush()
    record_revision(
        pledge.id, str(Row(item.id)), before, row_values(item), saving=saving, by=by, now=now
    )


def _section(pledge: Pledge, section_id: UUID | None) -> PledgeSection:
    for section in sections_for(pledge.campaign, pledge.organisation):
        if section.id == section_id:
            return section
    raise RuleBroken("Mục này không có trong mẫu cam kết của chi bộ.", field="section")
