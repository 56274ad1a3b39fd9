from datetime import date
from typing import TypeAlias

from sqlalchemy import BindParameter, ColumnElement, or_

from app.people.models import PositionPeriod, RoleGrant, StatusPeriod

Day: TypeAlias = date | BindParameter[date]


def holds_on(
    table: type[StatusPeriod] | type[PositionPeriod] | type[RoleGrant], on: Day
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The conditions under which a period of `table` covers a day."""
    return table.starts_on <= on, or_(table.ends_on.is_(None), table.ends_on >= on)
