"""A campaign of the year prepared, changed, opened, closed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.changes import change
from app.kernel.clock import local
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation
from app.organisations.rules import places_along
from app.pledges.rules import CampaignState
from app.scoring.models import GradeDecision, GradingCampaign, RubricEdition, Scorecard
from app.scoring.queries.campaigns import gradings_in_the_way
from app.scoring.rules.campaigns import (
    DAY_FIELDS,
    FIELDS,
    WHO,
    Days,
    changeable_fields,
    check_aim,
    check_alone,
    check_closable,
    check_days,
    check_openable,
    check_removable,
    check_reopenable,
)
from app.scoring.rules.cards import TO_DECIDE
from app.scoring.rules.indicators import Subject


def check_preparable(
    place: Organisation, subject: Subject, year: int, quarter: int, *, now: datetime
) -> None:
    """:raises RuleBroken: where there can be no such campaign."""
    check_aim(place.level, subject, year, quarter, today=local(now).date())
    check_alone(subject, year, quarter, gradings_in_the_way(place, subject, year, quarter))


def prepare_campaign(
    place: Organisation,
    subject: Subject,
    year: int,
    quarter: int,
    values: Mapping[str, Any],
    *,
    rubric: RubricEdition,
    by: Actor,
    now: datetime,
) -> GradingCampaign:
    """A draft, seen by those who prepare it until it is opened.

    :raises RuleBroken: for days that do not fit, or if the branches are graded already.
    """
    _take_turn(place)
    check_preparable(place, subject, year, quarter, now=now)
    check_days(year, quarter, Days(*(values[name] for name in DAY_FIELDS)))
    campaign = GradingCampaign(
        organisation=place,
        subject=subject,
        year=year,
        quarter=quarter,
        rubric=rubric,
        state=CampaignState.DRAFT,
        **{name: values[name] for name in FIELDS},
    )
    db.session.add(campaign)
    db.session.flush()
    _note(Event.GRADING_PREPARED, campaign, by, now)
    return campaign


def _take_turn(place: Organisation) -> None:
    """Wait for whoever prepares or opens a campaign anywhere in this tree just now: two at once,
    one above the other, would grade the same branches twice.
    """
    root = places_along(place.path)[0]
    db.session.execute(
        select(Organisation.id)
        .where(Organisation.id == root)
        .with_for_update(key_share=True, of=Organisation)
    )


def change_campaign(
    campaign: GradingCampaign,
    values: Mapping[str, Any],
    *,
    rubric: RubricEdition,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Everything while it is a draft; once it runs only its later days and the cap.

    :raises RuleBroken: once it is closed.
    """
    check_fresh(campaign, version)
    fields = changeable_fields(campaign.state)
    days = {
        name: values[name] if name in fields else getattr(campaign, name) for name in DAY_FIELDS
    }
    check_days(campaign.year, campaign.quarter, Days(**days))
    before, after = change(campaign, {name: values[name] for name in fields})
    if campaign.state is CampaignState.DRAFT and rubric is not campaign.rubric:
        before["rubric"], after["rubric"] = called(campaign.rubric), called(rubric)
        campaign.rubric = rubric
    if after:
        _record(Event.GRADING_CHANGED, campaign, by, now, before=before, after=after)


def note_cap(
    campaign: GradingCampaign, reason: str, *, version: int | None, by: Actor, now: datetime
) -> None:
    """Why more than the cap have the top grade (Điều 11 §1.5): said beside it, never asked for."""
    check_fresh(campaign, version)
    before, after = change(campaign, {"cap_reason": reason or None})
    if after:
        _record(Event.GRADING_CHANGED, campaign, by, now, before=before, after=after)


def called(rubric: RubricEdition) -> str:
    return f"{rubric.title}, bản {rubric.number} ({rubric.organisation.name})"


def open_campaign(
    campaign: GradingCampaign, *, version: int | None, by: Actor, now: datetime
) -> None:
    """Own scores are taken from its first day on, with the rubric it has now."""
    check_fresh(campaign, version)
    _take_turn(campaign.organisation)
    holds = campaign.rubric.holds_on(campaign.opens_on)
    check_openable(campaign.state, has_rubric_in_force=holds)
    campaign.state = CampaignState.OPEN
    _note(Event.GRADING_OPENED, campaign, by, now)


def close_campaign(
    campaign: GradingCampaign, *, version: int | None, by: Actor, now: datetime
) -> None:
    """No own score is taken any more; what was handed in is decided before.

    :raises RuleBroken: while the committee has not decided on something.
    """
    check_fresh(campaign, version)
    db.session.execute(
        select(GradingCampaign.id).where(GradingCampaign.id == campaign.id).with_for_update()
    )
    undecided = db.session.scalar(
        select(func.count()).where(
            Scorecard.campaign_id == campaign.id,
            Scorecard.state.in_(TO_DECIDE),
            # Somebody may be officially without a grade although they have handed in.
            ~exists().where(
                GradeDecision.key == Scorecard.key, GradeDecision.cancelled_at.is_(None)
            ),
        )
    )
    check_closable(campaign.state, undecided=undecided or 0)
    campaign.state = CampaignState.CLOSED
    _note(Event.GRADING_CLOSED, campaign, by, now)


def reopen_campaign(
    campaign: GradingCampaign, *, reason: str, version: int | None, by: Actor, now: datetime
) -> None:
    check_fresh(campaign, version)
    check_reopenable(campaign.state)
    campaign.state = CampaignState.OPEN
    _note(Event.GRADING_REOPENED, campaign, by, now, reason=reason)


def remove_campaign(
    campaign: GradingCampaign, *, version: int | None, by: Actor, now: datetime
) -> None:
    """Only a draft, on which nobody has scored anything."""
    check_fresh(campaign, version)
    check_removable(campaign.state)
    db.session.flush()
    _note(Event.GRADING_REMOVED, campaign, by, now)
    db.session.delete(campaign)


def _note(
    event: Event, campaign: GradingCampaign, by: Actor, now: datetime, /, **facts: object
) -> None:
    _record(
        event,
        campaign,
        by,
        now,
        graded=WHO[campaign.subject],
        year=campaign.year,
        quarter=campaign.quarter,
        **facts,
    )


def _record(
    event: Event, campaign: GradingCampaign, by: Actor, now: datetime, /, **facts: object
) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=campaign.organisation_id,
        subject=campaign,
        **facts,
    )
