"""Who hears by mail what became of a score."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.people.models import Member, PositionPeriod
from app.people.queries.periods import holds_on
from app.people.rules import Position
from app.scoring.models import Scorecard

_LEADING = (Position.SECRETARY, Position.DEPUTY_SECRETARY)


def addressees_of(card: Scorecard, *, on: date) -> Sequence[tuple[str, str]]:
    """Name and e-mail address of the member, or of those who lead the branch, as far as known."""
    query = select(Member.name, Member.email).where(Member.email.is_not(None), Member.email != "")
    if card.member_id is not None:
        query = query.where(Member.id == card.member_id)
    else:
        leads = select(PositionPeriod.member_id).where(
            PositionPeriod.organisation_id == card.organisation_id,
            PositionPeriod.position.in_(_LEADING),
            *holds_on(PositionPeriod, on),
        )
        query = query.where(Member.id.in_(leads))
    rows = db.session.execute(query.order_by(Member.sort_name, Member.id))
    return [(name, email) for name, email in rows if email]
