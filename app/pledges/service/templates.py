"""A committee's form of the pledge: supplied, copied, its sections written and put in order."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.changes import change
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation
from app.organisations.rules import places_along
from app.pledges.models import PledgeCampaign, PledgeSection, PledgeTemplate
from app.pledges.queries.forms import (
    campaign_with,
    has_submitted,
    last_edition,
    sections_for,
    sections_of,
    written_under,
)
from app.pledges.rules.campaigns import check_led_by_committee, check_year
from app.pledges.rules.forms import (
    Direction,
    check_branch_form_changeable,
    check_heading,
    check_not_fixed,
    check_room_for_section,
    check_section_empty,
    neighbour_of,
)
from app.pledges.rules.supplied import supplied_form

FIELDS = ("heading", "guidance", "statement", "is_required")


def take_turn(place: Organisation) -> None:
    """Wait for whoever works on campaigns and forms anywhere in this tree just now: two at once,
    one above the other, would ask the same branches twice.
    """
    root = places_along(place.path)[0]
    db.session.execute(
        select(Organisation.id)
        .where(Organisation.id == root)
        .with_for_update(key_share=True, of=Organisation)
    )


def template_for(
    place: Organisation, year: int, source: PledgeTemplate | None, *, by: Actor, now: datetime
) -> PledgeTemplate:
    """A form of the committee's own for the year: `source` itself if it is one, else its copy.

    :param source: None for the supplied form.
    """
    if source is None:
        return supply_template(place, year, by=by, now=now)
    if (source.organisation_id, source.year) == (place.id, year):
        return source
    return copy_template(source, place, year, by=by, now=now)


def supply_template(place: Organisation, year: int, *, by: Actor, now: datetime) -> PledgeTemplate:
    """The supplied form as the committee's own, to change as it sees fit."""
    form = supplied_form()
    sections = [{name: getattr(one, name) for name in FIELDS} for one in form.sections]
    return _added(place, year, form.title, form.opening, sections, by, now)


def copy_template(
    source: PledgeTemplate, place: Organisation, year: int, *, by: Actor, now: datetime
) -> PledgeTemplate:
    """The next edition of the year; what branches have added stays behind."""
    sections = [{name: getattr(one, name) for name in FIELDS} for one in sections_of(source)]
    return _added(place, year, source.title, source.opening, sections, by, now)


def _added(
    place: Organisation,
    year: int,
    title: str,
    opening: str | None,
    sections: Sequence[Mapping[str, Any]],
    by: Actor,
    now: datetime,
) -> PledgeTemplate:
    take_turn(place)
    check_led_by_committee(place.level)
    check_year(year, today=local(now).date())
    template = PledgeTemplate(
        organisation=place,
        year=year,
        edition=last_edition(place, year) + 1,
        title=title,
        opening=opening,
        is_fixed=False,
    )
    template.sections = [
        PledgeSection(position=number, **values) for number, values in enumerate(sections, 1)
    ]
    db.session.add(template)
    db.session.flush()
    audit.record(
        Event.PLEDGE_TEMPLATE_ADDED,
        by=by,
        now=now,
        organisation_id=place.id,
        subject=template,
        title=title,
        year=year,
        edition=template.edition,
    )
    return template


def change_template(
    template: PledgeTemplate,
    *,
    title: str,
    opening: str | None,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    check_fresh(template, version)
    _begin(template)
    before, after = change(template, {"title": title, "opening": opening})
    if after:
        audit.record(
            Event.PLEDGE_TEMPLATE_CHANGED,
            by=by,
            now=now,
            organisation_id=template.organisation_id,
            subject=template,
            before=before,
            after=after,
        )


def _begin(template: PledgeTemplate) -> None:
    """A form is not changed while its campaign is being opened."""
    take_turn(template.organisation)
    db.session.refresh(template, ["is_fixed"])
    check_not_fixed(is_fixed=template.is_fixed)


# Sections: the committee's own, and what a branch adds behind them


def add_section(
    template: PledgeTemplate, values: Mapping[str, Any], *, by: Actor, now: datetime
) -> PledgeSection:
    _begin(template)
    return _add(template, None, sections_of(template), values, by, now)


def add_supplied(template: PledgeTemplate, key: str, *, by: Actor, now: datetime) -> PledgeSection:
    """One of the supplied additions, to be reworded like any other section."""
    addition = supplied_form().addition(key)
    if addition is None:
        raise RuleBroken("Không có mục gợi ý này.")
    values = {name: getattr(addition, name) for name in FIELDS}
    return add_section(template, values, by=by, now=now)


def add_own_section(
    campaign: PledgeCampaign,
    branch: Organisation,
    values: Mapping[str, Any],
    *,
    by: Actor,
    now: datetime,
) -> PledgeSection:
    """For this branch alone, until the first of its pledges is submitted."""
    _begin_own(campaign, branch)
    return _add(campaign.template, branch, sections_for(campaign, branch), values, by, now)


def change_section(
    section: PledgeSection,
    values: Mapping[str, Any],
    *,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    check_fresh(section, version)
    beside = _begin_with(section)
    check_heading(values["heading"], [one.heading for one in beside if one is not section])
    before, after = change(section, {name: values[name] for name in FIELDS})
    if after:
        _note(Event.PLEDGE_SECTION_CHANGED, section, by, now, before=before, after=after)


def move_section(
    section: PledgeSection,
    direction: Direction,
    *,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Past its neighbour; at either end it stays where it is."""
    check_fresh(section, version)
    among = [one for one in _begin_with(section) if one.branch_id == section.branch_id]
    place = among.index(section)
    other = neighbour_of(place, direction, count=len(among))
    if other is None:
        return
    beside = among[other]
    section.position, beside.position = beside.position, section.position
    before, after = {"order": place + 1}, {"order": other + 1}
    _note(Event.PLEDGE_SECTION_CHANGED, section, by, now, before=before, after=after)


def remove_section(
    section: PledgeSection, *, version: int | None, by: Actor, now: datetime
) -> None:
    check_fresh(section, version)
    _begin_with(section)
    check_section_empty(written_under(section))
    _note(Event.PLEDGE_SECTION_REMOVED, section, by, now, heading=section.heading)
    db.session.delete(section)


def _begin_with(section: PledgeSection) -> Sequence[PledgeSection]:
    """Every section of the form it stands in, if that may still change."""
    if section.branch is None:
        _begin(section.template)
        return sections_of(section.template)
    campaign = campaign_with(section.template)
    assert campaign is not None, "a branch adds to the form of a campaign"
    _begin_own(campaign, section.branch)
    return sections_for(campaign, section.branch)


def _begin_own(campaign: PledgeCampaign, branch: Organisation) -> None:
    check_branch_form_changeable(campaign.state, has_submitted=has_submitted(campaign, branch))


def _add(
    template: PledgeTemplate,
    branch: Organisation | None,
    beside: Sequence[PledgeSection],
    values: Mapping[str, Any],
    by: Actor,
    now: datetime,
) -> PledgeSection:
    """Behind those that are there."""
    check_room_for_section(len(beside))
    check_heading(values["heading"], [one.heading for one in beside])
    section = PledgeSection(
        template=template,
        branch=branch,
        position=max((one.position for one in beside), default=0) + 1,
        **{name: values[name] for name in FIELDS},
    )
    db.session.add(section)
    db.session.flush()
    _note(Event.PLEDGE_SECTION_ADDED, section, by, now, heading=section.heading)
    return section


def _note(
    event: Event, section: PledgeSection, by: Actor, now: datetime, /, **facts: object
) -> None:
    """In the trail of the branch that added it, or of the committee whose form it is."""
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=section.branch_id or section.template.organisation_id,
        subject=section,
        **facts,
    )
