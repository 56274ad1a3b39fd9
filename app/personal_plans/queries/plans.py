"""One plan, its rows and its log, and who may read it in which state."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.access.permissions import Permission
from app.extensions import db
from app.personal_plans.models import PersonalPlan, PersonalPlanLine, Publication
from app.personal_plans.rules import PersonalPlanStatus


def get_plan(plan_id: UUID) -> PersonalPlan | None:
    """With its rows and its log, in a fixed number of queries."""
    return db.session.scalar(
        select(PersonalPlan)
        .where(PersonalPlan.id == plan_id)
        .options(
            joinedload(PersonalPlan.member),
            joinedload(PersonalPlan.organisation),
            joinedload(PersonalPlan.headed),
            selectinload(PersonalPlan.lines),
            selectinload(PersonalPlan.publications),
        )
    )


def get_line(plan_id: UUID, plan_line_id: UUID) -> PersonalPlanLine | None:
    return db.session.scalar(
        select(PersonalPlanLine).where(
            PersonalPlanLine.id == plan_line_id, PersonalPlanLine.plan_id == plan_id
        )
    )


def get_publication(plan_id: UUID, publication_id: UUID) -> Publication | None:
    return db.session.scalar(
        select(Publication).where(Publication.id == publication_id, Publication.plan_id == plan_id)
    )


def reading(plan: PersonalPlan) -> Permission:
    if plan.status is PersonalPlanStatus.DRAFT:
        return Permission.PLAN_READ_DRAFT
    return Permission.PLAN_READ


def own_plans(member_id: UUID) -> Sequence[PersonalPlan]:
    """Every year's, the newest first."""
    return db.session.scalars(
        select(PersonalPlan)
        .where(PersonalPlan.member_id == member_id)
        .options(joinedload(PersonalPlan.headed), selectinload(PersonalPlan.publications))
        .order_by(PersonalPlan.year.desc(), PersonalPlan.id)
    ).all()
