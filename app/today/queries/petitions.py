"""Petitions that wait: for whoever must answer, and answers for whoever asked."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.extensions import db
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.rules import Level
from app.petitions.models import Petition, PetitionStage
from app.petitions.rules import StageOutcome, excerpt
from app.today.rules import Todo, Waiting


def to_answer(branch_paths: Collection[str], committee_paths: Collection[str]) -> list[Todo]:
    """What these very branches and committees have been asked and not answered."""
    if not branch_paths and not committee_paths:
        return []
    query = _stages(Organisation.name).where(
        PetitionStage.outcome.is_(None),
        or_(_is(Level.BRANCH, branch_paths), _is(Level.COMMITTEE, committee_paths)),
    )
    return [
        Todo(
            Waiting.ANSWER_PETITION,
            f"Trả lời kiến nghị: {excerpt(text)}",
            f"{place} · nhận ngày {received_on:%d/%m/%Y}",
            extended_until or due_on,
            id_,
        )
        for id_, text, received_on, due_on, extended_until, place in db.session.execute(query)
    ]


def _is(level: Level, paths: Collection[str]) -> ColumnElement[bool]:
    return and_(OrganisationKind.level == level, Organisation.path.in_(paths))


def answers_to(member_id: UUID, *, on: date) -> list[Todo]:
    """Answers to one's own petitions, until one says that one has read them."""
    query = _stages(PetitionStage.ended_on).where(
        Petition.author_id == member_id,
        PetitionStage.outcome == StageOutcome.ANSWERED,
        PetitionStage.seen_at.is_(None),
    )
    return [
        Todo(
            Waiting.READ_ANSWER,
            f"Đọc trả lời kiến nghị: {excerpt(text)}",
            f"Trả lời ngày {ended_on:%d/%m/%Y}",
            on,
            id_,
        )
        for id_, text, _, _, _, ended_on in db.session.execute(query)
    ]


def _stages(last: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Petition.id,
            Petition.text,
            PetitionStage.received_on,
            PetitionStage.due_on,
            PetitionStage.extended_until,
            last,
        )
        .join(PetitionStage, PetitionStage.petition_id == Petition.id)
        .join(Organisation, Organisation.id == PetitionStage.addressee_id)
        .join(OrganisationKind, OrganisationKind.code == Organisation.kind_code)
    )
