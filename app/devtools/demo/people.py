"""The tree, its members and their accounts: who joins, moves, takes office and leaves it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from itertools import pairwise

from app.access.permissions import Actor, Grant, Role
from app.audit import service as audit
from app.audit.events import Event
from app.devtools.demo import written
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import DAY, Row
from app.extensions import db
from app.kernel.clock import local
from app.kernel.text import fold
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.rules import BranchType
from app.organisations.service import add_organisation, add_term
from app.people.models import Account, Gender, PositionPeriod
from app.people.queries import get_membership
from app.people.rules import Position, Status, check_password, check_username
from app.people.service import (
    add_member,
    begin_position,
    begin_status,
    end_position,
    end_status,
    grant_role,
    transfer_member,
)
from app.people.service.passwords import hashed

PASSWORD = "sinh-hoat-chi-bo"  # noqa: S105 - printed for everyone who tries the demo
# When the committee's office began to use the program: everything older is entered then.
BEGUN = written.at(date(2025, 11, 17), time(8, 0))
OFFICE = "vanphong"


def happenings(world: World) -> Iterator[Happening]:
    cast = written.cast()
    accounts = Accounts(world)
    for row in cast["organisation"]:
        yield Happening(BEGUN, row["code"], partial(_add_organisation, world, row))
    for row in cast["term"]:
        yield Happening(BEGUN, row["organisation"], partial(_add_term, world, row))
    yield Happening(BEGUN, "accounts", accounts.open_unlinked)
    for member in cast["member"]:
        yield from _life_of(world, accounts, member)
    for member in cast["member"]:
        for row in member.get("positions", ()):
            yield from _term_of_office(world, member["key"], row)
    for row in cast["liaison"]:
        observer = {**row, "organisation": row["branch"], "position": Position.OBSERVER}
        yield from _term_of_office(world, row["member"], observer)
    yield Happening(BEGUN, "accounts", accounts.grant_roles)


def _add_organisation(world: World, row: Row, now: datetime) -> None:
    world.organisations[row["code"]] = add_organisation(
        parent=world.organisations.get(row.get("parent", "")),
        kind=db.session.get_one(OrganisationKind, row["kind"]),
        name=row["name"],
        code=row["code"],
        header_name=row["header_name"],
        body_name=row.get("header_as_parent", ""),
        place=row["place"],
        branch_type=BranchType(row["branch_type"]) if "branch_type" in row else None,
        by=None,
        now=now,
    )


def _add_term(world: World, row: Row, now: datetime) -> None:
    add_term(
        world.organisations[row["organisation"]],
        name=row["name"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        by=None,
        now=now,
    )


def _morning(day: date) -> datetime:
    """The day's first hour, or the beginning of the sample for what is older."""
    return max(BEGUN, written.at(day, time(7, 0)))


def _office_on(world: World, now: datetime) -> Actor | None:
    """Who keeps the members; what was there when the program came, it brought itself."""
    return world.actors[OFFICE] if now > BEGUN else None


def _life_of(world: World, accounts: "Accounts", member: Row) -> Iterator[Happening]:
    periods = sorted(member["statuses"], key=lambda period: period["starts_on"])
    enter = partial(_enter, world, accounts, member, periods)
    yield Happening(_morning(periods[0]["starts_on"]), member["key"], enter)
    for before, period in pairwise(periods):
        step = partial(_move, world, member["key"], before, period, _end_of(periods, period))
        yield Happening(_morning(period["starts_on"]), member["key"], step)


def _end_of(periods: Sequence[Row], period: Row) -> date | None:
    """The last day, where no later standing ends this one by itself."""
    ends_on: date | None = period.get("ends_on")
    if ends_on and any(other["starts_on"] == ends_on + DAY for other in periods):
        return None
    return ends_on


def _enter(
    world: World, accounts: "Accounts", row: Row, periods: Sequence[Row], now: datetime
) -> None:
    first = periods[0]
    branch = world.organisations[first["organisation"]]
    member = add_member(
        branch,
        {**row, "name": row["full_name"], "gender": Gender(row["gender"])},
        status=Status(first["status"]),
        starts_on=first["starts_on"],
        basis=first["basis"],
        by=_office_on(world, now),
        now=now,
    )
    world.members[row["key"]] = member
    accounts.open_for(row, branch, now)
    ends_on = _end_of(periods, first)
    if ends_on:
        end_status(member.statuses[0], ends_on=ends_on, by=world.actors[OFFICE], now=now)


def _move(
    world: World, key: str, before: Row, period: Row, ends_on: date | None, now: datetime
) -> None:
    member = world.members[key]
    branch = world.organisations[period["organisation"]]
    common = {"starts_on": period["starts_on"], "basis": period["basis"], "now": now}
    if before["organisation"] != period["organisation"]:
        old = world.organisations[before["organisation"]]
        membership = get_membership(old.id, member.id, on=before["ends_on"])
        assert membership is not None
        transfer_member(membership, branch, by=world.actors[OFFICE], **common)
        return
    status = Status(period["status"])
    office = _office_on(world, now)
    begin_status(member, branch, status, ends_on=ends_on, by=office, **common)


def _term_of_office(world: World, key: str, row: Row) -> Iterator[Happening]:
    """A position from its first day on; its last day is known only when it comes."""
    held: list[PositionPeriod] = []

    def begin(now: datetime) -> None:
        period = begin_position(
            world.members[key],
            world.organisations[row["organisation"]],
            Position(row["position"]),
            starts_on=row["starts_on"],
            basis=row.get("basis"),
            by=_office_on(world, now),
            now=now,
        )
        held.append(period)

    def end(now: datetime) -> None:
        end_position(held[0], ends_on=row["ends_on"], by=world.actors[OFFICE], now=now)

    yield Happening(_morning(row["starts_on"]), key, begin)
    if "ends_on" in row:
        yield Happening(written.at(row["ends_on"], time(18, 0)), key, end)


class Accounts:
    """An account for everybody; one password, hashed once: a hash takes a quarter second."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rows = {row.get("member", row["username"]): row for row in written.cast()["account"]}
        self.opened: dict[str, Account] = {}
        self.password_hash = hashed(PASSWORD)

    def open_unlinked(self, now: datetime) -> None:
        """Accounts of nobody in particular, such as the administrator's."""
        for row in written.cast()["account"]:
            if "member" not in row:
                place = self.world.organisations[row["extra_roles"][0]["organisation"]]
                self._open(row["username"], row["note"], place, None, now)

    def open_for(self, member: Row, branch: Organisation, now: datetime) -> None:
        row = self.rows.get(member["key"])
        username = row["username"] if row else username_of(member)
        self._open(username, member["full_name"], branch, member["key"], now)

    def _open(
        self, username: str, name: str, place: Organisation, member: str | None, now: datetime
    ) -> None:
        """As people.service.create_account does, but for the hash."""
        check_username(username)
        check_password(PASSWORD, username=username)
        account = Account(
            username=username,
            name=name,
            member_id=self.world.members[member].id if member else None,
            organisation_id=place.id,
            password_hash=self.password_hash,
            created_at=now,
        )
        db.session.add(account)
        audit.record(
            Event.ACCOUNT_CREATED,
            by=None,
            now=now,
            organisation_id=place.id,
            subject=account,
            username=username,
        )
        self.opened[username] = account
        actor = Actor(account.id, name, account.member_id)
        self.world.actors[username] = actor
        if member:
            self.world.actors[member] = actor

    def grant_roles(self, now: datetime) -> None:
        for row in written.cast()["account"]:
            username = row["username"]
            for given in row["extra_roles"]:
                role, place = Role(given["role"]), self.world.organisations[given["organisation"]]
                grant_role(
                    self.opened[username],
                    role,
                    place,
                    starts_on=local(BEGUN).date(),
                    ends_on=None,
                    by=None,
                    now=now,
                )
                actor = self.world.actors[username]
                granted = (*actor.grants, Grant(role, place.path))
                self.world.actors[username] = replace(actor, grants=granted)


def username_of(member: Row) -> str:
    """Given name, initials and year of birth: Võ Thị Bích Liên, 1982 -> `lien.vtb82`."""
    *rest, given = fold(member["full_name"]).split()
    return f"{given}.{''.join(word[0] for word in rest)}{member['birth_year'] % 100:02d}"
