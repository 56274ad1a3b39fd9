"""Those who work on one pledge take turns."""

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.extensions import db
from app.pledges.models import Pledge, PledgeEdition, PledgeItem


def take_turn(pledge: Pledge) -> None:
    """Wait for whoever writes or submits it just now, and see it as they left it.

    The pledge is locked first, then its rows, then the trail: nobody waits crosswise. What is
    being submitted is therefore never written on meanwhile.
    """
    db.session.flush()
    db.session.execute(
        select(Pledge.id).where(Pledge.id == pledge.id).with_for_update(key_share=True)
    )
    db.session.scalars(
        select(PledgeEdition)
        .where(PledgeEdition.pledge_id == pledge.id)
        .execution_options(populate_existing=True)
    ).all()
    db.session.refresh(pledge, ["status"])


def touch(pledge: Pledge) -> None:
    """Whoever looks at the pledge meanwhile must notice, though only a part of it changed."""
    flag_modified(pledge, "status")


def read_again(edition: PledgeEdition) -> None:
    """Its commitments as they were left by whoever had the turn before."""
    db.session.scalars(
        select(PledgeItem)
        .where(PledgeItem.edition_id == edition.id)
        .execution_options(populate_existing=True)
    ).all()
    db.session.refresh(edition, ["items"])
