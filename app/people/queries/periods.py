from datetime import date
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, or_, select

from app.organisations.models import Organisation
from app.people.models import Member, PositionPeriod, RoleGrant, StatusPeriod
from app.people.rules import Status

Day: TypeAlias = date | BindParameter[date]


def holds_on(
    table: type[StatusPeriod] | type[PositionPeriod] | type[RoleGrant], on: Day
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The conditions under which a period of `table` covers a day."""
    return table.starts_on <= on, or_(table.ends_on.is_(None), table.ends_on >= on)


def standings_on(path: str, on: Day) -> Select[UUID, str, UUID, str, Status]:
    """Who belongs to which branch at a place and below on a day, guests too, with the status
    there; by branch and given name.
    """
    return (
        select(
            Member.id.label("member_id"),
            Member.name.label("name"),
            Organisation.id.label("branch_id"),
            Organisation.name.label("branch"),
            StatusPeriod.status,
        )
        .select_from(StatusPeriod)
        .join(Member, Member.id == StatusPeriod.member_id)
        .join(Organisation, Organisation.id == StatusPeriod.organisation_id)
        .where(Organisation.path.startswith(path, autoescape=True), *holds_on(StatusPeriod, on))
        .order_by(Organisation.name, Organisation.id, Member.sort_name, Member.id)
    )
