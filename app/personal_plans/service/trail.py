from datetime import datetime

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.personal_plans.models import PersonalPlan, Publication


def note(
    event: Event,
    plan: PersonalPlan,
    subject: PersonalPlan | Publication,
    *,
    by: Actor,
    now: datetime,
    **facts: object,
) -> None:
    """A line in the trail of the branch where the head takes part."""
    audit.record(
        event, by=by, now=now, organisation_id=plan.organisation_id, subject=subject, **facts
    )
