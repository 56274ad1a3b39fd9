"""What every verb leaves behind: a step of the pledge, and a line of the trail."""

from datetime import datetime

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.pledges.models import Pledge, PledgeStep
from app.pledges.rules import StepKind


def step(
    pledge: Pledge, kind: StepKind, *, by: Actor, now: datetime, comment: str | None = None
) -> None:
    pledge.steps.append(
        PledgeStep(
            number=len(pledge.steps) + 1,
            kind=kind,
            edition=pledge.last.number,
            at=now,
            by=by.name,
            comment=comment or None,
        )
    )


def note(event: Event, pledge: Pledge, *, by: Actor, now: datetime, **facts: object) -> None:
    audit.record(
        event, by=by, now=now, organisation_id=pledge.organisation_id, subject=pledge, **facts
    )
