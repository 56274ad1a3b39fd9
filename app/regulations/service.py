from datetime import date, datetime, timedelta

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation
from app.regulations.models import RegulationValue
from app.regulations.queries import values_of_setting
from app.regulations.rules import (
    Setting,
    check_begin,
    check_end,
    check_setting_period,
    check_value,
    check_withdrawable,
)


def set_value(
    organisation: Organisation,
    setting: Setting,
    *,
    value: str,
    valid_from: date,
    valid_until: date | None,
    source: str,
    is_older: bool = False,
    by: Actor | None,
    now: datetime,
) -> RegulationValue:
    """Lay down a value for the organisation and everything below it.

    A value still open when the new one begins ends the day before; no other is touched.

    :param is_older: a value that was in force before it was written down here.
    :raises RuleBroken: if the value does not fit its setting, or its period another value's.
    """
    check_value(setting, value)
    others = values_of_setting(organisation, setting.key)
    check_begin(valid_from, on=local(now).date(), is_older=is_older, is_first=not others)
    for other in others:
        if other.valid_until is None and other.valid_from < valid_from:
            _end(other, valid_from - timedelta(days=1), by=by, now=now)
    check_setting_period(valid_from, valid_until, [(o.valid_from, o.valid_until) for o in others])
    laid_down = RegulationValue(
        organisation=organisation,
        key=setting.key,
        value=value,
        valid_from=valid_from,
        valid_until=valid_until,
        source=source,
        set_at=now,
        set_by=by.name if by else "hệ thống",
    )
    db.session.add(laid_down)
    _note(
        Event.REGULATION_SET,
        laid_down,
        by=by,
        now=now,
        value=value,
        valid_from=valid_from,
        valid_until=valid_until,
        source=source,
    )
    return laid_down


def end_value(
    laid_down: RegulationValue,
    *,
    valid_until: date,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Let a value hold until `valid_until`; afterwards the superiors' value applies again."""
    check_fresh(laid_down, version)
    _end(laid_down, valid_until, by=by, now=now)


def _end(laid_down: RegulationValue, valid_until: date, *, by: Actor | None, now: datetime) -> None:
    check_end(
        laid_down.valid_from, laid_down.valid_until, new_until=valid_until, on=local(now).date()
    )
    laid_down.valid_until = valid_until
    _note(
        Event.REGULATION_ENDED,
        laid_down,
        by=by,
        now=now,
        value=laid_down.value,
        valid_until=valid_until,
    )


def withdraw_value(laid_down: RegulationValue, *, by: Actor, now: datetime) -> None:
    """Take back a value that has not begun to apply.

    :raises RuleBroken: once it has been in force, even for a day.
    """
    check_withdrawable(laid_down.valid_from, on=local(now).date())
    _note(
        Event.REGULATION_WITHDRAWN,
        laid_down,
        by=by,
        now=now,
        value=laid_down.value,
        valid_from=laid_down.valid_from,
    )
    db.session.delete(laid_down)


def _note(
    event: Event,
    laid_down: RegulationValue,
    *,
    by: Actor | None,
    now: datetime,
    **facts: object,
) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=laid_down.organisation.id,
        subject=laid_down,
        key=laid_down.key,
        **facts,
    )
