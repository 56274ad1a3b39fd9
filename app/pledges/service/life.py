"""A pledge begun, submitted, returned or confirmed, made public, written anew, taken over."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation
from app.people.models import Member
from app.pledges.models import Pledge, PledgeCampaign, PledgeEdition, PledgeItem
from app.pledges.queries.forms import sections_for
from app.pledges.queries.pledges import (
    fingerprint_of,
    is_member_at,
    leads_branch,
    office_of,
    pledge_of,
)
from app.pledges.rules import EditionState, PledgeStatus, StepKind
from app.pledges.rules.campaigns import check_takes_pledges
from app.pledges.rules.life import (
    check_begun_so,
    check_confirmable_above,
    check_droppable,
    check_moved,
    check_not_own,
    check_public,
    check_publishable,
    check_revisable,
    check_waits,
    check_writable,
)
from app.pledges.rules.text import Line, check_complete, check_scanned
from app.pledges.service.trail import note, step
from app.pledges.service.turns import read_again, take_turn, touch


def start_pledge(
    campaign: PledgeCampaign,
    member: Member,
    branch: Organisation,
    *,
    is_from_paper: bool = False,
    by: Actor,
    now: datetime,
) -> Pledge:
    """An empty pledge to write on; begun twice, it is the same one.

    :raises RuleBroken: outside of the campaign, for somebody who is no member of the branch, or if
        it was begun in the other way: by its author, or from paper.
    """
    today = local(now).date()
    # Two who begin it at once stand in line here.
    db.session.execute(
        select(Member.id).where(Member.id == member.id).with_for_update(key_share=True)
    )
    found = pledge_of(member.id, campaign.year)
    if found is not None:
        check_begun_so(found.last.is_from_paper, is_from_paper=is_from_paper, name=member.name)
        return found
    check_takes_pledges(campaign.state, opens_on=campaign.opens_on, on=today)
    if not is_member_at(branch, member.id, on=today):
        raise RuleBroken("Đồng chí này hiện không sinh hoạt tại chi bộ.")
    pledge = Pledge(
        campaign=campaign,
        year=campaign.year,
        member=member,
        organisation=branch,
        written_at=branch,
        status=PledgeStatus.DRAFT,
    )
    pledge.editions.append(
        PledgeEdition(
            number=1,
            state=EditionState.OPEN,
            is_from_paper=is_from_paper,
            typed_by=by.name if is_from_paper else None,
        )
    )
    db.session.add(pledge)
    db.session.flush()
    step(pledge, StepKind.STARTED, by=by, now=now)
    note(Event.PLEDGE_STARTED, pledge, by=by, now=now, member=member.name, year=campaign.year)
    return pledge


def submit_pledge(pledge: Pledge, *, version: int | None, by: Actor, now: datetime) -> None:
    """Its text is fixed from here on.

    :raises RuleBroken: while something required is missing, or the campaign has ended.
    """
    check_fresh(pledge, version)
    take_turn(pledge)
    edition, today = pledge.last, local(now).date()
    check_writable(pledge.status, edition.state)
    read_again(edition)
    campaign = pledge.campaign
    # What was handed in once is mended and changed all year.
    if pledge.submitted_at is None:
        check_takes_pledges(campaign.state, opens_on=campaign.opens_on, on=today)
    check_scanned(is_from_paper=edition.is_from_paper, is_scanned=edition.scan_id is not None)
    sections = sections_for(campaign, pledge.organisation)
    check_complete(
        [Line(item.section_id, item.content, item.due_on) for item in edition.items],
        {section.id: section.heading for section in sections if section.is_required},
        {section.id for section in sections},
    )
    edition.state, edition.submitted_at = EditionState.SUBMITTED, now
    pledge.submitted_at = pledge.submitted_at or now
    pledge.is_leaders = leads_branch(pledge.organisation, pledge.member_id, on=today)
    if pledge.status in {PledgeStatus.DRAFT, PledgeStatus.RETURNED}:
        pledge.status = PledgeStatus.SUBMITTED
    touch(pledge)
    step(pledge, StepKind.SUBMITTED, by=by, now=now)
    note(
        Event.PLEDGE_SUBMITTED,
        pledge,
        by=by,
        now=now,
        edition=edition.number,
        sha256=fingerprint_of(edition),
        is_on_paper=edition.is_from_paper,
    )


def return_pledge(
    pledge: Pledge,
    *,
    comment: str,
    version: int | None,
    is_above: bool = False,
    by: Actor,
    now: datetime,
) -> None:
    """Ask for more: what was submitted stays readable, its author goes on with a copy."""
    check_fresh(pledge, version)
    edition = pledge.last
    _check_review(pledge, is_above=is_above, by=by)
    edition.state = EditionState.RETURNED
    if pledge.status is PledgeStatus.SUBMITTED:
        pledge.status = PledgeStatus.RETURNED
    step(pledge, StepKind.RETURNED, by=by, now=now, comment=comment)
    note(Event.PLEDGE_RETURNED, pledge, by=by, now=now, edition=edition.number, comment=comment)
    _copy(pledge, edition, reason=comment)
    touch(pledge)


def confirm_pledge(
    pledge: Pledge, *, version: int | None, is_above: bool = False, by: Actor, now: datetime
) -> None:
    """The branch (for those who lead it, also the committee above) stands by the text."""
    check_fresh(pledge, version)
    edition = pledge.last
    _check_review(pledge, is_above=is_above, by=by)
    edition.state, edition.confirmed_at, edition.confirmed_by = EditionState.CONFIRMED, now, by.name
    edition.confirmed_as = office_of(pledge, by, is_above=is_above, on=local(now).date())
    pledge.confirmed_at = pledge.confirmed_at or now
    if pledge.status is PledgeStatus.SUBMITTED:
        pledge.status = PledgeStatus.CONFIRMED
    touch(pledge)
    step(pledge, StepKind.CONFIRMED, by=by, now=now)
    note(Event.PLEDGE_CONFIRMED, pledge, by=by, now=now, edition=edition.number)


def _check_review(pledge: Pledge, *, is_above: bool, by: Actor) -> None:
    take_turn(pledge)
    check_waits(pledge.last.state)
    check_judge(pledge, is_above=is_above, by=by)


def check_judge(pledge: Pledge, *, is_above: bool, by: Actor) -> None:
    """:raises RuleBroken: for their own, and above the branch for all but those who lead it."""
    check_not_own(is_own=by.member_id == pledge.member_id)
    if is_above:
        check_confirmable_above(is_leaders=pledge.is_leaders)


def revise_pledge(
    pledge: Pledge, *, reason: str, version: int | None, by: Actor, now: datetime
) -> None:
    """Change what was confirmed: the text in force stands until the new one is confirmed.

    Its author writes it; anybody else types it from the author's new paper.
    """
    check_fresh(pledge, version)
    take_turn(pledge)
    check_revisable(pledge.status, pledge.last.state)
    source = pledge.in_force
    assert source is not None  # what is confirmed has a confirmed text
    edition = _copy(pledge, source, reason=reason)
    edition.is_from_paper = by.member_id != pledge.member_id
    edition.typed_by = by.name if edition.is_from_paper else None
    touch(pledge)
    step(pledge, StepKind.REVISED, by=by, now=now, comment=reason)
    note(Event.PLEDGE_REVISED, pledge, by=by, now=now, edition=edition.number, reason=reason)


def drop_revision(pledge: Pledge, *, version: int | None, by: Actor, now: datetime) -> None:
    check_fresh(pledge, version)
    take_turn(pledge)
    check_droppable(pledge.status, pledge.last.state)
    pledge.last.state = EditionState.DROPPED
    touch(pledge)
    step(pledge, StepKind.DROPPED, by=by, now=now)
    note(Event.PLEDGE_REVISION_DROPPED, pledge, by=by, now=now, edition=pledge.last.number)


def confirm_several(
    waiting: Iterable[tuple[Pledge, int]], *, is_above: bool = False, by: Actor, now: datetime
) -> int:
    """All of them, in the versions that were read, or none."""
    count = 0
    for pledge, version in waiting:
        confirm_pledge(pledge, version=version, is_above=is_above, by=by, now=now)
        count += 1
    return count


def publish_pledge(pledge: Pledge, *, version: int | None, by: Actor, now: datetime) -> None:
    """From now on every member of the branch reads it."""
    check_fresh(pledge, version)
    check_publishable(pledge.status, is_public=pledge.is_public)
    pledge.published_at = now
    step(pledge, StepKind.PUBLISHED, by=by, now=now)
    note(Event.PLEDGE_PUBLISHED, pledge, by=by, now=now)


def unpublish_pledge(pledge: Pledge, *, version: int | None, by: Actor, now: datetime) -> None:
    check_fresh(pledge, version)
    check_public(is_public=pledge.is_public)
    pledge.published_at = None
    step(pledge, StepKind.UNPUBLISHED, by=by, now=now)
    note(Event.PLEDGE_UNPUBLISHED, pledge, by=by, now=now)


def take_over(
    pledge: Pledge, branch: Organisation, *, version: int | None, by: Actor, now: datetime
) -> None:
    """The branch to which a member has moved keeps the pledge from now on."""
    check_fresh(pledge, version)
    check_moved(is_here=pledge.organisation_id == branch.id)
    if not is_member_at(branch, pledge.member_id, on=local(now).date()):
        raise RuleBroken("Đồng chí này hiện không sinh hoạt tại chi bộ.")
    left = pledge.organisation.name
    pledge.organisation = branch
    db.session.flush()
    step(pledge, StepKind.TAKEN_OVER, by=by, now=now, comment=f"Từ {left} đến {branch.name}")
    note(Event.PLEDGE_TAKEN_OVER, pledge, by=by, now=now, member=pledge.member.name, left=left)


def _copy(pledge: Pledge, source: PledgeEdition, *, reason: str) -> PledgeEdition:
    edition = PledgeEdition(
        number=pledge.last.number + 1,
        state=EditionState.OPEN,
        reason=reason,
        is_from_paper=source.is_from_paper,
        typed_by=source.typed_by,
    )
    edition.items = [
        PledgeItem(
            line_id=item.line_id,
            section_id=item.section_id,
            position=item.position,
            content=item.content,
            measure=item.measure,
            due_on=item.due_on,
            source=item.source,
            source_id=item.source_id,
        )
        for item in source.items
    ]
    pledge.editions.append(edition)
    db.session.flush()
    return edition
