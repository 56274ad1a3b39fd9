"""One plan, and who may read it in which state."""

from uuid import UUID

from app.access.permissions import Permission
from app.extensions import db
from app.personal_plans.models import PersonalPlan
from app.personal_plans.rules import PersonalPlanStatus


def get_plan(plan_id: UUID) -> PersonalPlan | None:
    return db.session.get(PersonalPlan, plan_id)


def reading(plan: PersonalPlan) -> Permission:
    if plan.status is PersonalPlanStatus.DRAFT:
        return Permission.PLAN_READ_DRAFT
    return Permission.PLAN_READ
