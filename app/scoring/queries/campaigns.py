"""The campaigns of a place, the rubrics they may use, and which of them run."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.access.permissions import Permission
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.rules import places_along
from app.pledges.rules import CampaignState
from app.scoring.models import GradingCampaign
from app.scoring.rules.campaigns import Days, campaign_title
from app.scoring.rules.indicators import Subject
from app.scoring.rules.subjects import WHOLE_YEAR


def get_grading(grading_id: UUID) -> GradingCampaign | None:
    return db.session.get(
        GradingCampaign,
        grading_id,
        options=[joinedload(GradingCampaign.organisation), joinedload(GradingCampaign.rubric)],
    )


def reading_grading(campaign: GradingCampaign) -> Permission:
    """While it is prepared it is seen by those who prepare it."""
    is_draft = campaign.state is CampaignState.DRAFT
    return Permission.GRADING_KEEP if is_draft else Permission.GRADING_READ


def title_of(campaign: GradingCampaign) -> str:
    return campaign_title(campaign.subject, campaign.year, campaign.quarter)


def days_of(campaign: GradingCampaign) -> Days:
    return Days(campaign.opens_on, campaign.self_by, campaign.review_by, campaign.decide_by)


def gradings_around(place: Organisation, *, with_drafts: bool) -> Sequence[GradingCampaign]:
    """Those that grade a branch at this place or below it, the latest year first.

    :param with_drafts: of this place and below; what a superior prepares is never listed.
    """
    is_shown: ColumnElement[bool] = GradingCampaign.state != CampaignState.DRAFT
    if with_drafts:
        is_shown = or_(is_shown, Organisation.path.startswith(place.path, autoescape=True))
    return db.session.scalars(
        select(GradingCampaign)
        .join(GradingCampaign.organisation)
        .where(_shares_a_branch(place), is_shown)
        .order_by(
            GradingCampaign.year.desc(),
            GradingCampaign.quarter,
            GradingCampaign.subject,
            func.length(Organisation.path),
            Organisation.name,
        )
        .options(contains_eager(GradingCampaign.organisation), joinedload(GradingCampaign.rubric))
    ).all()


def gradings_in_the_way(
    place: Organisation, subject: Subject, year: int, quarter: int
) -> Sequence[str]:
    """The committees whose campaign of the period, begun or not, is for the same branches."""
    return db.session.scalars(
        select(Organisation.name)
        .join(GradingCampaign, GradingCampaign.organisation_id == Organisation.id)
        .where(
            GradingCampaign.subject == subject,
            GradingCampaign.year == year,
            GradingCampaign.quarter == quarter,
            _shares_a_branch(place),
        )
        .order_by(func.length(Organisation.path), Organisation.name)
    ).all()


def _shares_a_branch(place: Organisation) -> ColumnElement[bool]:
    above = places_along(place.path)
    return or_(
        Organisation.id.in_(above), Organisation.path.startswith(place.path, autoescape=True)
    )


def running_over(paths: Iterable[str], *, on: date) -> Sequence[GradingCampaign]:
    """Open ones that grade a branch at or below one of the places; the nearest end first."""
    found = list(paths)
    if not found:
        return []
    ids = {id_ for path in found for id_ in places_along(path)}
    below = (Organisation.path.startswith(path, autoescape=True) for path in found)
    return db.session.scalars(
        select(GradingCampaign)
        .join(GradingCampaign.organisation)
        .where(
            GradingCampaign.state == CampaignState.OPEN,
            GradingCampaign.opens_on <= on,
            or_(Organisation.id.in_(ids), *below),
        )
        .order_by(GradingCampaign.self_by, GradingCampaign.id)
        .options(contains_eager(GradingCampaign.organisation), joinedload(GradingCampaign.rubric))
    ).all()


def campaigns_of_year(path: str, year: int) -> Mapping[Subject, GradingCampaign]:
    """The campaign of the nearest committee at or above a place, for branches and for members."""
    found = db.session.scalars(
        select(GradingCampaign)
        .join(GradingCampaign.organisation)
        .where(
            GradingCampaign.organisation_id.in_(places_along(path)),
            GradingCampaign.year == year,
            GradingCampaign.quarter == WHOLE_YEAR,
            GradingCampaign.state != CampaignState.DRAFT,
        )
        .order_by(func.length(Organisation.path))
        .options(contains_eager(GradingCampaign.organisation), joinedload(GradingCampaign.rubric))
    )
    return {campaign.subject: campaign for campaign in found}
