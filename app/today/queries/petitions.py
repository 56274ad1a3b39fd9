"""Petitions that wait: for whoever must answer, and answers for whoever asked."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select

from app.extensions import db
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.rules import Level
from app.petitions.models import Petition, PetitionStage
from app.petitions.rules import StageOutcome, excerpt
from app.today.rules import Todo, Waiting


def petitions_waiting(
    branch_paths: Collection[str],
    committee_paths: Collection[str],
    member_id: UUID | None,
    *,
    on: date,
) -> list[Todo]:
    """What these very places have been asked and not answered; and what one has been answered
    oneself, until one says that one has read it. One query."""
    asked = or_(_is(Level.BRANCH, branch_paths), _is(Level.COMMITTEE, committee_paths))
    own = and_(
        Petition.author_id == member_id,
        PetitionStage.outcome == StageOutcome.ANSWERED,
        PetitionStage.seen_at.is_(None),
    )
    rows = db.session.execute(
        select(Petition.id, Petition.text, PetitionStage, Organisation.name)
        .join(PetitionStage, PetitionStage.petition_id == Petition.id)
        .join(Organisation, Organisation.id == PetitionStage.addressee_id)
        .join(OrganisationKind, OrganisationKind.code == Organisation.kind_code)
        .where(or_(and_(PetitionStage.outcome.is_(None), asked), own if member_id else false()))
    )
    return [_todo(id_, text, stage, place, on) for id_, text, stage, place in rows]


def _is(level: Level, paths: Collection[str]) -> ColumnElement[bool]:
    return and_(OrganisationKind.level == level, Organisation.path.in_(paths))


def _todo(id_: UUID, text: str, stage: PetitionStage, place: str, on: date) -> Todo:
    if stage.outcome is None:
        note = f"{place} · nhận ngày {stage.received_on:%d/%m/%Y}"
        what = f"Trả lời kiến nghị: {excerpt(text)}"
        return Todo(Waiting.ANSWER_PETITION, what, note, stage.until, id_)
    what = f"Đọc trả lời kiến nghị: {excerpt(text)}"
    return Todo(Waiting.READ_ANSWER, what, f"{place} đã trả lời", on, id_)
