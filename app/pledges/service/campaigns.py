"""A campaign prepared, changed, opened, closed; and whom of its members it asks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.changes import change
from app.kernel.clock import local
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation
from app.people.models import Member
from app.pledges.models import PledgeCampaign, PledgeChoice, PledgeTemplate
from app.pledges.queries.campaigns import campaigns_in_the_way
from app.pledges.queries.duties import choice_for, choices_of, line_of
from app.pledges.queries.forms import sections_of
from app.pledges.rules import CampaignState
from app.pledges.rules.campaigns import (
    FIELDS,
    check_alone,
    check_changeable,
    check_closable,
    check_days,
    check_form_changeable,
    check_led_by_committee,
    check_openable,
    check_removable,
    check_reopenable,
    check_year,
)
from app.pledges.rules.duties import check_choice
from app.pledges.service.templates import take_turn, template_for


def check_preparable(place: Organisation, year: int, *, now: datetime) -> None:
    """:raises RuleBroken: where there can be no campaign of the year."""
    check_led_by_committee(place.level)
    check_year(year, today=local(now).date())
    check_alone(year, campaigns_in_the_way(place, year))


def prepare_campaign(
    place: Organisation,
    year: int,
    values: Mapping[str, Any],
    *,
    source: PledgeTemplate | None,
    by: Actor,
    now: datetime,
) -> PledgeCampaign:
    """A draft, seen by those who prepare it until it is opened.

    :param source: the form to begin with; None for the supplied one.
    :raises RuleBroken: for days that do not fit, or if the branches are asked already that year.
    """
    take_turn(place)
    check_preparable(place, year, now=now)
    _check_days(year, values)
    campaign = PledgeCampaign(
        organisation=place,
        year=year,
        template=template_for(place, year, source, by=by, now=now),
        state=CampaignState.DRAFT,
        **{name: values[name] for name in FIELDS},
    )
    db.session.add(campaign)
    db.session.flush()
    _note(
        Event.CAMPAIGN_PREPARED,
        campaign,
        by,
        now,
        year=year,
        opens_on=campaign.opens_on,
        closes_on=campaign.closes_on,
    )
    return campaign


def _check_days(year: int, values: Mapping[str, Any]) -> None:
    days = {name: values[name] for name in ("opens_on", "closes_on", "counted_on")}
    check_days(year, **days)


def change_campaign(
    campaign: PledgeCampaign,
    values: Mapping[str, Any],
    *,
    source: PledgeTemplate | None,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """
    :param source: the form from now on, as for a new one; its own leaves it as it is.
    :raises RuleBroken: once it is closed; for another form once it is open.
    """
    check_fresh(campaign, version)
    check_changeable(campaign.state)
    _check_days(campaign.year, values)
    before, after = change(campaign, {name: values[name] for name in FIELDS})
    if source is not campaign.template:
        check_form_changeable(campaign.state)
        take_turn(campaign.organisation)
        before["template"] = _called(campaign.template)
        campaign.template = template_for(
            campaign.organisation, campaign.year, source, by=by, now=now
        )
        after["template"] = _called(campaign.template)
    if after:
        _note(Event.CAMPAIGN_CHANGED, campaign, by, now, before=before, after=after)


def _called(template: PledgeTemplate) -> str:
    return f"{template.title}, năm {template.year}, bản {template.edition}"


def open_campaign(
    campaign: PledgeCampaign, *, version: int | None, by: Actor, now: datetime
) -> None:
    """Members may write from its first day on, and its form stands from now on."""
    check_fresh(campaign, version)
    take_turn(campaign.organisation)
    check_openable(campaign.state, sections=len(sections_of(campaign.template)))
    campaign.state = CampaignState.OPEN
    campaign.template.is_fixed = True
    _note(Event.CAMPAIGN_OPENED, campaign, by, now, year=campaign.year)


def close_campaign(
    campaign: PledgeCampaign, *, version: int | None, by: Actor, now: datetime
) -> None:
    """Nothing is taken any more; what was submitted goes its way to the end of the year."""
    check_fresh(campaign, version)
    check_closable(campaign.state, campaign.closes_on, on=local(now).date())
    campaign.state = CampaignState.CLOSED
    _note(Event.CAMPAIGN_CLOSED, campaign, by, now, year=campaign.year)


def reopen_campaign(
    campaign: PledgeCampaign, *, reason: str, version: int | None, by: Actor, now: datetime
) -> None:
    check_fresh(campaign, version)
    check_reopenable(campaign.state)
    campaign.state = CampaignState.OPEN
    _note(Event.CAMPAIGN_REOPENED, campaign, by, now, year=campaign.year, reason=reason)


def remove_campaign(
    campaign: PledgeCampaign, *, version: int | None, by: Actor, now: datetime
) -> None:
    """A draft goes with the decisions made for it; its form stays with the committee."""
    check_fresh(campaign, version)
    check_removable(campaign.state)
    for choice in choices_of(campaign).values():
        db.session.delete(choice)
    db.session.flush()
    _note(Event.CAMPAIGN_REMOVED, campaign, by, now, year=campaign.year)
    db.session.delete(campaign)


def choose_member(
    campaign: PledgeCampaign,
    member: Member,
    *,
    is_due: bool,
    reason: str,
    version: int | None,
    by: Actor,
    now: datetime,
) -> PledgeChoice:
    """Decide for one member against the rule of who must pledge, for the first time or anew.

    :param version: of the decision there is already; None if the page has shown none.
    :raises RuleBroken: if the rule says so anyway, or the member belongs to none of the branches.
    """
    check_changeable(campaign.state)
    line = line_of(campaign, member, on=local(now).date())
    check_choice(line.status if line else None, is_due=is_due, with_exempt=campaign.with_exempt)
    choice = choice_for(campaign, member)
    if choice is None:
        choice = PledgeChoice(campaign=campaign, member=member)
        db.session.add(choice)
    else:
        check_fresh(choice, version)
    choice.is_due, choice.reason = is_due, reason
    choice.decided_at, choice.decided_by = now, by.name
    db.session.flush()
    audit.record(
        Event.PLEDGE_CHOICE_MADE,
        by=by,
        now=now,
        organisation_id=campaign.organisation_id,
        subject=choice,
        member=member.name,
        is_due=is_due,
        reason=reason,
    )
    return choice


def remove_choice(choice: PledgeChoice, *, version: int | None, by: Actor, now: datetime) -> None:
    """From now on the rule holds for the member again."""
    check_fresh(choice, version)
    check_changeable(choice.campaign.state)
    audit.record(
        Event.PLEDGE_CHOICE_REMOVED,
        by=by,
        now=now,
        organisation_id=choice.campaign.organisation_id,
        subject=choice,
        member=choice.member.name,
    )
    db.session.delete(choice)


def _note(
    event: Event, campaign: PledgeCampaign, by: Actor, now: datetime, /, **facts: object
) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=campaign.organisation_id,
        subject=campaign,
        **facts,
    )
