"""What was written down wrongly is set right, with the reason; adopted minutes stay as they are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.kernel.versions import check_fresh
from app.people.models import PositionPeriod, StatusPeriod
from app.people.queries import holdings_at
from app.people.rules import Holding, Standing, check_holding, check_standing
from app.people.service.members import check_position

# What may have been typed wrongly; who and where are another entry, not a slip of the pen.
STATUS_FIELDS = ("status", "starts_on", "ends_on", "basis")
POSITION_FIELDS = ("position", "starts_on", "ends_on", "basis")


def correct_status(
    period: StatusPeriod,
    values: Mapping[str, Any],
    *,
    reason: str,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """:raises RuleBroken: if the corrected period would meet another of the member."""
    check_fresh(period, version)
    new = Standing(period.organisation_id, values["status"], values["starts_on"], values["ends_on"])
    others = [
        Standing(other.organisation_id, other.status, other.starts_on, other.ends_on)
        for other in period.member.statuses
        if other is not period
    ]
    check_standing(new, others)
    _correct(Event.STATUS_CORRECTED, period, values, reason=reason, by=by, now=now)


def correct_position(
    period: PositionPeriod,
    values: Mapping[str, Any],
    *,
    reason: str,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """:raises RuleBroken: as when a position begins."""
    check_fresh(period, version)
    old = Holding(period.member_id, period.position, period.starts_on, period.ends_on)
    others = holdings_at(period.organisation_id)
    others.remove(old)
    new = Holding(period.member_id, values["position"], values["starts_on"], values["ends_on"])
    check_holding(new, others, level=period.organisation.level)
    check_position(new, period.member, period.organisation, by=by, now=now)
    _correct(Event.POSITION_CORRECTED, period, values, reason=reason, by=by, now=now)


def _correct(
    event: Event,
    period: StatusPeriod | PositionPeriod,
    values: Mapping[str, Any],
    *,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    before = {name: getattr(period, name) for name in values}
    for name, value in values.items():
        setattr(period, name, value or None)
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=period.organisation_id,
        subject=period,
        member=period.member.name,
        reason=reason,
        before=before,
        after=dict(values),
    )
