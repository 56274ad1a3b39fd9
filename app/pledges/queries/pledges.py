"""One pledge, and who may read it in which state."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.access.permissions import Actor, Permission
from app.extensions import db
from app.organisations.models import Organisation
from app.people.models import PositionPeriod, StatusPeriod
from app.people.queries.periods import holds_on
from app.people.rules import POSITION_LABELS, Position, Status
from app.pledges.models import Pledge, PledgeEdition, PledgeItem, PledgeSection
from app.pledges.rules import IN_FORCE, EditionState, PledgeStatus

_LEADING = (Position.SECRETARY, Position.DEPUTY_SECRETARY)


def get_pledge(pledge_id: UUID, *more: ExecutableOption) -> Pledge | None:
    """With its editions, their commitments and its steps, in a fixed number of queries.

    :param more: what else to load with it.
    """
    return db.session.scalar(
        select(Pledge)
        .where(Pledge.id == pledge_id)
        .options(
            joinedload(Pledge.campaign),
            joinedload(Pledge.member),
            joinedload(Pledge.organisation),
            selectinload(Pledge.editions)
            .selectinload(PledgeEdition.items)
            .joinedload(PledgeItem.section),
            selectinload(Pledge.steps),
            *more,
        )
    )


def pledge_of(member_id: UUID, year: int) -> Pledge | None:
    return db.session.scalar(
        select(Pledge).where(Pledge.member_id == member_id, Pledge.year == year)
    )


def reading(pledge: Pledge) -> Permission:
    """What it takes to read the pledge as it stands: for the guard, and for every link to it."""
    if pledge.is_public:
        return Permission.PLEDGE_READ_PUBLIC
    if pledge.status in IN_FORCE:
        return Permission.PLEDGE_READ
    if pledge.status is PledgeStatus.DRAFT and not pledge.last.is_from_paper:
        return Permission.PLEDGE_READ_DRAFT
    return dealing(pledge)


def get_edition(pledge_id: UUID, edition_number: int) -> PledgeEdition | None:
    pledge = get_pledge(pledge_id)
    editions = pledge.editions if pledge else []
    return next((one for one in editions if one.number == edition_number), None)


def reading_edition(edition: PledgeEdition) -> Permission:
    """One text of a pledge: what is confirmed for whom the pledge is, what was submitted for those
    who confirm it, what is being written for whoever writes it."""
    pledge = edition.pledge
    if edition is pledge.in_force:
        return reading(pledge)
    if edition.state is EditionState.CONFIRMED:
        return Permission.PLEDGE_READ
    if edition.state in {EditionState.OPEN, EditionState.DROPPED}:
        is_typed = edition.is_from_paper
        return Permission.PLEDGE_READ_SUBMITTED if is_typed else Permission.PLEDGE_READ_DRAFT
    return dealing(pledge)


def dealing(pledge: Pledge) -> Permission:
    """To follow what passes between the author and those who confirm."""
    if pledge.is_leaders:
        return Permission.PLEDGE_READ_LEADERS
    return Permission.PLEDGE_READ_SUBMITTED


@dataclass(frozen=True)
class TextPart:
    """What stands under one heading of the form."""

    heading: str
    statement: str | None
    items: list[PledgeItem]


def text_of(edition: PledgeEdition, sections: Iterable[PledgeSection] = ()) -> list[TextPart]:
    """By section in the order of the form; `sections` are shown even where nothing is written."""
    found = {section.id: section for section in sections}
    found |= {item.section_id: item.section for item in edition.items}
    return [
        TextPart(
            section.heading,
            section.statement,
            [item for item in edition.items if item.section_id == section.id],
        )
        for section in sorted(found.values(), key=_place)
    ]


def _place(section: PledgeSection) -> tuple[bool, int, str]:
    return section.branch_id is not None, section.position, section.id.hex


def branches_of_member(member_id: UUID, *, on: date) -> Sequence[Organisation]:
    """Where somebody is a full member; a stay elsewhere is none."""
    return db.session.scalars(
        select(Organisation)
        .join(StatusPeriod, StatusPeriod.organisation_id == Organisation.id)
        .where(
            StatusPeriod.member_id == member_id,
            StatusPeriod.status != Status.TEMPORARY_IN,
            *holds_on(StatusPeriod, on),
        )
        .order_by(Organisation.name)
    ).all()


def is_member_at(branch: Organisation, member_id: UUID, *, on: date) -> bool:
    """Whether somebody is a full member of the branch on a day."""
    query = select(StatusPeriod.id).where(
        StatusPeriod.organisation_id == branch.id,
        StatusPeriod.member_id == member_id,
        StatusPeriod.status != Status.TEMPORARY_IN,
        *holds_on(StatusPeriod, on),
    )
    return db.session.scalar(query.limit(1)) is not None


def leads_branch(branch: Organisation, member_id: UUID, *, on: date) -> bool:
    query = select(PositionPeriod.id).where(
        PositionPeriod.organisation_id == branch.id,
        PositionPeriod.member_id == member_id,
        PositionPeriod.position.in_(_LEADING),
        *holds_on(PositionPeriod, on),
    )
    return db.session.scalar(query.limit(1)) is not None


def office_of(pledge: Pledge, by: Actor, *, is_above: bool, on: date) -> str:
    """In which office somebody confirms, as it is printed: “Bí thư chi bộ”, “Bí thư Đảng ủy”."""
    if by.member_id is None:
        return ""
    held = db.session.execute(
        select(PositionPeriod.position, Organisation.path)
        .join(Organisation, Organisation.id == PositionPeriod.organisation_id)
        .where(PositionPeriod.member_id == by.member_id, *holds_on(PositionPeriod, on))
    ).all()
    ranked = sorted(
        (list(Position).index(position), position)
        for position, path in held
        if pledge.unit_path.startswith(path) and (path != pledge.unit_path) is is_above
    )
    if not ranked:
        return ""
    label = POSITION_LABELS[ranked[0][1]]
    return label if is_above else f"{label} chi bộ"


def fingerprint_of(edition: PledgeEdition) -> str:
    """The hash of a submitted text: what the trail holds against any later change of it."""
    lines = [
        [
            str(item.section_id),
            item.content,
            item.measure or "",
            item.due_on.isoformat() if item.due_on else "",
        ]
        for item in edition.items
    ]
    plain = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
