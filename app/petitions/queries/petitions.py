"""One petition with all it has been through, and what a new one needs to know."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.meetings.models import Meeting
from app.organisations.models import Organisation
from app.people.queries import members_of
from app.petitions.models import Petition, PetitionStage
from app.petitions.rules import SETTING_OF_LEVEL, StageOutcome
from app.regulations.queries import book_for
from app.workdays.queries import days_off
from app.workdays.rules import due_after


def get_petition(petition_id: UUID) -> Petition | None:
    """A petition with all levels it has been laid before."""
    return db.session.scalar(
        select(Petition)
        .where(Petition.id == petition_id)
        .options(
            joinedload(Petition.organisation),
            joinedload(Petition.author),
            joinedload(Petition.meeting),
            selectinload(Petition.stages).joinedload(PetitionStage.addressee),
        )
    )


def get_stage(petition_id: UUID, number: int) -> PetitionStage | None:
    """One level's part: what the guard of an answer is asked about."""
    petition = get_petition(petition_id)
    stages = petition.stages if petition else []
    return next((stage for stage in stages if stage.number == number), None)


def petition_of_meeting(meeting_id: UUID, petition_id: UUID) -> Petition | None:
    petition = get_petition(petition_id)
    return petition if petition and petition.meeting_id == meeting_id else None


def petitions_raised_in(meeting_id: UUID) -> Sequence[Petition]:
    """What a meeting heard, in the order in which it was raised."""
    return db.session.scalars(
        select(Petition)
        .where(Petition.meeting_id == meeting_id)
        .options(joinedload(Petition.author))
        .order_by(Petition.position, Petition.id)
    ).all()


def clock_of(addressee: Organisation, received_on: date) -> date:
    """By when this level must answer what it receives on a day, as its rules then were."""
    book = book_for(addressee.path, received_on)
    off = days_off(book, first_year=received_on.year, last_year=received_on.year + 2)
    return due_after(received_on, book.number(SETTING_OF_LEVEL[addressee.level]), off)


def superior_of(organisation: Organisation) -> Organisation | None:
    """The nearest place above that still stands."""
    above = organisation.parent
    while above is not None and above.dissolved_on is not None:
        above = above.parent
    return above


def is_member_of(branch: Organisation, member_id: UUID | None, *, on: date) -> bool:
    return any(row.member_id == member_id for row in members_of(branch.id, on=on))


def is_repeated(*, author_id: UUID, text: str, raised_on: date) -> bool:
    """Whether the same comrade raised the very same words on the same day, and stands by them."""
    withdrawn = select(PetitionStage.petition_id).where(
        PetitionStage.outcome == StageOutcome.WITHDRAWN
    )
    found = select(Petition.id).where(
        Petition.author_id == author_id,
        Petition.raised_on == raised_on,
        Petition.text == text,
        Petition.id.not_in(withdrawn),
    )
    return db.session.scalar(found.limit(1)) is not None


def last_position(meeting: Meeting) -> int:
    found = select(func.max(Petition.position)).where(Petition.meeting_id == meeting.id)
    return db.session.scalar(found) or 0
