"""The form of a campaign as one branch fills it in, and the forms a committee may choose from."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager

from app.access.permissions import Permission
from app.extensions import db
from app.kernel.text import fold
from app.organisations.models import Organisation
from app.organisations.rules import places_along
from app.pledges.models import Pledge, PledgeCampaign, PledgeItem, PledgeSection, PledgeTemplate
from app.pledges.rules.supplied import SuppliedSection, supplied_form


def sections_for(campaign: PledgeCampaign, branch: Organisation) -> Sequence[PledgeSection]:
    """The committee's sections, then what the branch added."""
    found = db.session.scalars(
        select(PledgeSection)
        .where(
            PledgeSection.template_id == campaign.template_id,
            or_(PledgeSection.branch_id.is_(None), PledgeSection.branch_id == branch.id),
        )
        .order_by(PledgeSection.branch_id.is_not(None), PledgeSection.position, PledgeSection.id)
    )
    return found.all()


def get_section(section_id: UUID) -> PledgeSection | None:
    return db.session.get(PledgeSection, section_id)


def get_template(template_id: UUID) -> PledgeTemplate | None:
    return db.session.get(PledgeTemplate, template_id)


def get_template_section(template_id: UUID, pledge_section_id: UUID) -> PledgeSection | None:
    """One of the committee's own sections of its form."""
    section = get_section(pledge_section_id)
    is_its = section is not None and (section.template_id, section.branch_id) == (template_id, None)
    return section if is_its else None


def get_own_section(branch_id: UUID, own_section_id: UUID) -> PledgeSection | None:
    """One of the sections a branch added to its committee's form."""
    section = get_section(own_section_id)
    return section if section is not None and section.branch_id == branch_id else None


def reading_template(template: PledgeTemplate) -> Permission:
    """While it may change it is seen by those who keep it."""
    return Permission.CAMPAIGN_READ if template.is_fixed else Permission.CAMPAIGN_KEEP


def sections_of(template: PledgeTemplate) -> Sequence[PledgeSection]:
    """The committee's sections, without what branches added."""
    return db.session.scalars(
        select(PledgeSection)
        .where(PledgeSection.template_id == template.id, PledgeSection.branch_id.is_(None))
        .order_by(PledgeSection.position, PledgeSection.id)
    ).all()


def templates_of(place: Organisation) -> Sequence[PledgeTemplate]:
    """The forms a committee has made, the latest first."""
    return _templates(PledgeTemplate.organisation_id == place.id)


def templates_for(place: Organisation) -> Sequence[PledgeTemplate]:
    """What a campaign may begin with: own forms, then those in use by the committees above."""
    above = places_along(place.path)[:-1]
    return _templates(
        or_(
            PledgeTemplate.organisation_id == place.id,
            and_(PledgeTemplate.organisation_id.in_(above), PledgeTemplate.is_fixed),
        )
    )


def _templates(which: ColumnElement[bool]) -> Sequence[PledgeTemplate]:
    return db.session.scalars(
        select(PledgeTemplate)
        .join(PledgeTemplate.organisation)
        .where(which)
        .order_by(
            func.length(Organisation.path).desc(),
            PledgeTemplate.year.desc(),
            PledgeTemplate.edition.desc(),
        )
        .options(contains_eager(PledgeTemplate.organisation))
    ).all()


def last_edition(place: Organisation, year: int) -> int:
    """0 while the committee has no form of the year."""
    found = db.session.scalar(
        select(func.max(PledgeTemplate.edition)).where(
            PledgeTemplate.organisation_id == place.id, PledgeTemplate.year == year
        )
    )
    return found or 0


def campaign_with(template: PledgeTemplate) -> PledgeCampaign | None:
    return db.session.scalar(
        select(PledgeCampaign).where(PledgeCampaign.template_id == template.id).limit(1)
    )


def additions_left(template: PledgeTemplate) -> list[SuppliedSection]:
    """Which of the supplied additions this form does not have."""
    taken = {fold(section.heading) for section in sections_of(template)}
    return [one for one in supplied_form().additions if fold(one.heading) not in taken]


def has_submitted(campaign: PledgeCampaign, branch: Organisation) -> bool:
    """Whether anybody has handed in a pledge on this branch's form."""
    query = select(Pledge.id).where(
        Pledge.campaign_id == campaign.id,
        or_(Pledge.organisation_id == branch.id, Pledge.written_at_id == branch.id),
        Pledge.submitted_at.is_not(None),
    )
    return db.session.scalar(query.limit(1)) is not None


def written_under(section: PledgeSection) -> int:
    """How many commitments, in all editions, stand under a section."""
    query = select(func.count()).select_from(PledgeItem).where(PledgeItem.section_id == section.id)
    return db.session.scalar(query) or 0
