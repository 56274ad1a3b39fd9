"""Plans, the heads they are asked of, and what papers of them are drawn from."""

from app.personal_plans.queries.heads import Asked, Head, asked_of, heads_at
from app.personal_plans.queries.lists import (
    PlanList,
    PlanRow,
    PlansPlace,
    get_plans_branch,
    get_plans_place,
    list_plans,
)
from app.personal_plans.queries.plans import (
    get_line,
    get_plan,
    get_publication,
    own_plans,
    reading,
)

__all__ = [
    "Asked",
    "Head",
    "PlanList",
    "PlanRow",
    "PlansPlace",
    "asked_of",
    "get_line",
    "get_plan",
    "get_plans_branch",
    "get_plans_place",
    "get_publication",
    "heads_at",
    "list_plans",
    "own_plans",
    "reading",
]
