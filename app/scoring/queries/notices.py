"""Who hears by mail: what became of a score; that a campaign waits for theirs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row, select

from app.extensions import db
from app.kernel.clock import local, moment_of
from app.mail.models import MailMessage
from app.organisations.models import Organisation
from app.people.models import Member, PositionPeriod
from app.people.queries.periods import holds_on
from app.people.rules import Position
from app.scoring.models import Scorecard
from app.scoring.queries.campaigns import title_of
from app.scoring.queries.progress import Progress
from app.scoring.rules.indicators import Subject

_LEADING = (Position.SECRETARY, Position.DEPUTY_SECRETARY)


def addressees_of(card: Scorecard, *, on: date) -> Sequence[tuple[str, str]]:
    """Name and e-mail address of the member, or of those who lead the branch, as far as known."""
    if card.member is not None:
        found = [(card.member.name, card.member.email)]
    else:
        found = [(row.name, row.email) for row in _leaders([card.organisation_id], on)]
    return [(name, email) for name, email in found if email]


@dataclass(frozen=True)
class Addressee:
    """One who has not handed in, or who leads a branch that has not."""

    branch: Organisation
    name: str
    address: str


def letter_title(progress: Progress) -> str:
    return f"Nhắc nộp phiếu: {title_of(progress.campaign)}"


def to_remind(progress: Progress, *, now: datetime) -> Sequence[Addressee]:
    """Of those who are missing: who has an address in the register and got no letter today."""
    on = local(now).date()
    branch_ids = {line.branch_id for line in progress.missing}
    if progress.campaign.subject is Subject.MEMBER_YEAR:
        at = {line.member_id: line.branch_id for line in progress.missing if line.member_id}
        found = [(row.name, row.email, at[row.id]) for row in _members(at)]
    else:
        found = [(row.name, row.email, row.organisation_id) for row in _leaders(branch_ids, on)]
    had = _written_to(letter_title(progress), on)
    branches = {
        branch.id: branch
        for branch in db.session.scalars(
            select(Organisation).where(Organisation.id.in_(branch_ids))
        )
    }
    return [
        Addressee(branches[branch_id], name, address)
        for name, address, branch_id in found
        if address and address not in had
    ]


def _members(ids: Collection[UUID]) -> Sequence[Row[UUID, str, str | None]]:
    return db.session.execute(
        select(Member.id, Member.name, Member.email).where(Member.id.in_(ids))
    ).all()


def _leaders(branch_ids: Collection[UUID], on: date) -> Sequence[Row[str, str | None, UUID]]:
    return db.session.execute(
        select(Member.name, Member.email, PositionPeriod.organisation_id)
        .join(PositionPeriod, PositionPeriod.member_id == Member.id)
        .where(
            PositionPeriod.organisation_id.in_(branch_ids),
            PositionPeriod.position.in_(_LEADING),
            *holds_on(PositionPeriod, on),
        )
        .order_by(Member.sort_name, Member.id)
    ).all()


def _written_to(subject: str, on: date) -> frozenset[str]:
    """To which addresses such a letter was written today."""
    return frozenset(
        db.session.scalars(
            select(MailMessage.address).where(
                MailMessage.subject == subject, MailMessage.created_at >= moment_of(on)
            )
        )
    )
