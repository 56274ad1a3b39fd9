"""What the papers of plans are drawn from, gathered as plain data."""

from datetime import date

from app.kernel.clock import local
from app.meetings.queries.papers import letterhead_of
from app.personal_plans.document import ListedHead, ListPaper, PlanLine, PlanPaper
from app.personal_plans.models import PersonalPlan
from app.personal_plans.queries.lists import PlanRow, PlansPlace, list_plans
from app.personal_plans.rules import PERSONAL_PLAN_LABELS, PersonalPlanStatus
from app.regulations.queries import book_for


def plan_paper(plan: PersonalPlan) -> PlanPaper:
    """In the head of what its author heads: the office is what the plan is about."""
    is_draft = plan.status is PersonalPlanStatus.DRAFT
    dated = local(plan.submitted_at).date() if plan.submitted_at and not is_draft else None
    book = book_for(plan.headed.path, dated or date(plan.year, 1, 1))
    return PlanPaper(
        letterhead=letterhead_of(plan.headed, book),
        year=plan.year,
        name=plan.member.name,
        office=plan.office,
        branch=plan.organisation.name,
        lines=tuple(
            PlanLine(
                line.content, line.measures or "", line.due_on, line.outcome, line.result or ""
            )
            for line in plan.lines
        ),
        postings=tuple(publication.posting for publication in plan.publications),
        dated=dated,
        is_draft=is_draft,
    )


def list_paper(where: PlansPlace, *, on: date) -> ListPaper:
    plans = list_plans(where, on=on)
    return ListPaper(
        letterhead=letterhead_of(where.place, book_for(where.unit_path, plans.on)),
        year=where.year,
        on=plans.on,
        registered=plans.registered,
        public=plans.public,
        due=plans.due,
        rows=tuple(_listed(row) for row in plans.rows),
    )


def _listed(row: PlanRow) -> ListedHead:
    plan = row.plan
    return ListedHead(
        name=row.name,
        office=row.office,
        is_due=row.is_due,
        state=PERSONAL_PLAN_LABELS[plan.status] if plan else "Chưa lập",
        postings=tuple(one.posting for one in plan.publications) if plan else (),
    )
