"""The plans of a year at a place: whose are asked for, registered, made public."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.queries import get_branch, get_organisation
from app.organisations.rules import KNOWN_YEARS, Level
from app.personal_plans.models import PersonalPlan
from app.personal_plans.queries.heads import asking, campaigns_in, heads_at
from app.personal_plans.rules import PersonalPlanStatus


@dataclass(frozen=True)
class PlansPlace:
    """A place in a year, as an address names it."""

    place: Organisation
    year: int

    @property
    def unit_path(self) -> str:
        return self.place.path


def get_plans_place(organisation_id: UUID, year: int) -> PlansPlace | None:
    return _in_year(get_organisation(organisation_id), year)


def get_plans_branch(branch_id: UUID, year: int) -> PlansPlace | None:
    return _in_year(get_branch(branch_id), year)


def _in_year(place: Organisation | None, year: int) -> PlansPlace | None:
    return PlansPlace(place, year) if place and year in KNOWN_YEARS else None


@dataclass(frozen=True)
class PlanRow:
    """One head; whose plan nobody asks for (any more) is listed as long as there is one."""

    name: str
    office: str
    branch: str
    is_due: bool
    plan: PersonalPlan | None

    @property
    def is_registered(self) -> bool:
        return self.plan is not None and self.plan.status is not PersonalPlanStatus.DRAFT

    @property
    def is_public(self) -> bool:
        return self.plan is not None and self.plan.is_public

    @property
    def is_closed(self) -> bool:
        return self.plan is not None and self.plan.status is PersonalPlanStatus.CLOSED


@dataclass(frozen=True)
class PlanList:
    """`on` is the day on which positions were looked at; figures count who is asked."""

    on: date
    rows: Sequence[PlanRow]

    @property
    def due(self) -> int:
        return sum(row.is_due for row in self.rows)

    @property
    def registered(self) -> int:
        return sum(row.is_due and row.is_registered for row in self.rows)

    @property
    def public(self) -> int:
        return sum(row.is_due and row.is_public for row in self.rows)

    @property
    def closed(self) -> int:
        return sum(row.is_due and row.is_closed for row in self.rows)


def list_plans(where: PlansPlace, *, on: date) -> PlanList:
    """Five queries, however many heads. A year that is over is looked at on its last day."""
    day = min(on, date(where.year, 12, 31))
    heads, campaigns = heads_at(where.place, on=day), campaigns_in(where.year)
    found = {plan.member_id: plan for plan in _plans_at(where, {head.member_id for head in heads})}
    rows = []
    for head in heads:
        plan, is_due = found.pop(head.member_id, None), asking(campaigns, head) is not None
        if plan or is_due:
            rows.append(PlanRow(head.name, head.office, head.branch or "", is_due, plan))
    rows += [
        PlanRow(plan.member.name, plan.office, plan.organisation.name, False, plan)
        for plan in found.values()
    ]
    return PlanList(day, rows)


def _plans_at(where: PlansPlace, members: Collection[UUID]) -> Sequence[PersonalPlan]:
    """Of these members, and of who headed something or took part here when they wrote it."""
    headed = aliased(Organisation)
    here = (
        PersonalPlan.organisation_id == where.place.id
        if where.place.level is Level.BRANCH
        else headed.path.startswith(where.place.path, autoescape=True)
    )
    return db.session.scalars(
        select(PersonalPlan)
        .join(headed, headed.id == PersonalPlan.headed_id)
        .where(PersonalPlan.year == where.year, or_(here, PersonalPlan.member_id.in_(members)))
        .options(
            joinedload(PersonalPlan.member),
            joinedload(PersonalPlan.headed),
            joinedload(PersonalPlan.organisation),
            selectinload(PersonalPlan.publications),
        )
        .order_by(headed.name, PersonalPlan.id)
    ).all()
