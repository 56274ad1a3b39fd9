from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from app.extensions import db
from app.organisations.models import Organisation, OrganisationKind, Term
from app.organisations.rules import Level


def get_organisation(organisation_id: UUID) -> Organisation | None:
    return db.session.get(Organisation, organisation_id)


def get_branch(branch_id: UUID) -> Organisation | None:
    """The organisation if it is one that meets as a branch."""
    organisation = get_organisation(branch_id)
    return organisation if organisation and organisation.level is Level.BRANCH else None


def organisation_coded(code: str) -> Organisation | None:
    return db.session.scalar(select(Organisation).where(Organisation.code == code))


def list_kinds() -> Sequence[OrganisationKind]:
    return db.session.scalars(select(OrganisationKind).order_by(OrganisationKind.position)).all()


def list_below(path: str) -> Sequence[Organisation]:
    """An organisation and everything below it, in the order of the tree."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.path.startswith(path, autoescape=True))
        .order_by(Organisation.path)
    ).all()


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
    ids = [UUID(part) for part in organisation.path.strip("/").split("/")][:-1]
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
