from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from app.access.permissions import ROLES_WITH, Actor, Permission
from app.extensions import db
from app.kernel.text import collation_key
from app.organisations.models import Organisation, OrganisationKind, Term
from app.organisations.rules import Level, levels_under, places_along


def get_organisation(organisation_id: UUID) -> Organisation | None:
    return db.session.get(Organisation, organisation_id)


def get_branch(branch_id: UUID) -> Organisation | None:
    """The organisation if it is one that meets as a branch."""
    organisation = get_organisation(branch_id)
    return organisation if organisation and organisation.level is Level.BRANCH else None


def get_committee(committee_id: UUID) -> Organisation | None:
    """The organisation if it is a committee, with branches or committees below it."""
    organisation = get_organisation(committee_id)
    return organisation if organisation and organisation.level is Level.COMMITTEE else None


def organisation_coded(code: str) -> Organisation | None:
    return db.session.scalar(select(Organisation).where(Organisation.code == code))


def sibling_named(name: str, parent_id: UUID | None) -> Organisation | None:
    """The place of this name directly under a parent, or at the root."""
    return db.session.scalar(
        select(Organisation).where(
            Organisation.name == name,
            Organisation.parent_id.is_(None)
            if parent_id is None
            else Organisation.parent_id == parent_id,
        )
    )


def codes_like(start: str) -> set[str]:
    return set(
        db.session.scalars(
            select(Organisation.code).where(Organisation.code.startswith(start, autoescape=True))
        )
    )


def list_kinds() -> Sequence[OrganisationKind]:
    return db.session.scalars(select(OrganisationKind).order_by(OrganisationKind.position)).all()


def kinds_under(organisation: Organisation) -> Sequence[OrganisationKind]:
    """The kinds that may be set up directly below a place: always lower ones."""
    levels, place = levels_under(organisation.level), organisation.kind.position
    return [kind for kind in list_kinds() if kind.level in levels and kind.position > place]


def list_where(actor: Actor, permission: Permission) -> Sequence[Organisation]:
    """Every place where the actor may do this, parents before what stands below them."""
    roles = ROLES_WITH[permission]
    paths = {grant.unit_path for grant in actor.grants if grant.role in roles}
    if not paths:
        return []
    found = db.session.scalars(
        select(Organisation).where(
            or_(*(Organisation.path.startswith(path, autoescape=True) for path in paths))
        )
    ).all()
    return in_tree_order(found)


def places_below(organisation: Organisation) -> Sequence[Organisation]:
    """Everything under a place, in the order of the tree."""
    found = db.session.scalars(
        select(Organisation).where(
            Organisation.path.startswith(organisation.path, autoescape=True),
            Organisation.id != organisation.id,
        )
    ).all()
    return in_tree_order(found)


def in_tree_order(organisations: Sequence[Organisation]) -> list[Organisation]:
    """Each place below its parent, siblings by name as the Vietnamese alphabet has it."""
    keys = {place.id.hex: collation_key(place.name) for place in organisations}
    return sorted(
        organisations,
        key=lambda place: [keys.get(part, "") for part in place.path.strip("/").split("/")],
    )


def children_of(organisation: Organisation) -> Sequence[Organisation]:
    return in_tree_order(
        db.session.scalars(
            select(Organisation).where(Organisation.parent_id == organisation.id)
        ).all()
    )


def list_branches_below(path: str) -> Sequence[Organisation]:
    return db.session.scalars(
        select(Organisation)
        .join(OrganisationKind)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            OrganisationKind.level == Level.BRANCH,
        )
        .order_by(Organisation.name)
    ).all()


def ancestors_of(organisation: Organisation) -> Sequence[Organisation]:
    """From the root down to the direct superior."""
    ids = places_along(organisation.path)[:-1]
    found = db.session.scalars(select(Organisation).where(Organisation.id.in_(ids))).all()
    return sorted(found, key=lambda row: len(row.path))


def terms_of(organisation: Organisation) -> Sequence[Term]:
    return db.session.scalars(
        select(Term).where(Term.organisation_id == organisation.id).order_by(Term.starts_on.desc())
    ).all()


def term_on(organisation_id: UUID, day: date) -> Term | None:
    return db.session.scalar(
        select(Term)
        .where(
            Term.organisation_id == organisation_id,
            Term.starts_on <= day,
            or_(Term.ends_on.is_(None), Term.ends_on >= day),
        )
        .order_by(Term.starts_on.desc())
        .limit(1)
    )
