"""What the papers are drawn from."""

from collections.abc import Sequence

from app.documents.model import Document
from app.meetings.queries.papers import letterhead_of
from app.organisations.models import Organisation
from app.organisations.rules import Level
from app.petitions.document import (
    AnswerPaper,
    ListedPetition,
    PetitionList,
    answer_document,
    list_document,
)
from app.petitions.models import PetitionStage
from app.petitions.queries.lists import PetitionRow, Wanted
from app.regulations.queries import book_for


def answer_paper_of(stage: PetitionStage, *, with_author: bool) -> Document:
    """The answer of a level that has answered."""
    petition, place = stage.petition, stage.addressee
    answered_on = stage.ended_on or stage.received_on
    book = book_for(place.path, answered_on)
    is_branch = place.level is Level.BRANCH
    return answer_document(
        AnswerPaper(
            letterhead=letterhead_of(place, book),
            authority=book.text("document.authority_line") if is_branch else "T/M BAN THƯỜNG VỤ",
            author=petition.author.name if with_author else "",
            branch=petition.organisation.name,
            raised_on=petition.raised_on,
            received_on=stage.received_on,
            text=petition.text,
            answer=stage.answer or "",
            answered_on=answered_on,
            reason=stage.reason or "",
        )
    )


def list_paper_of(
    place: Organisation, rows: Sequence[PetitionRow], wanted: Wanted, *, is_below: bool
) -> Document:
    """The list as it stands today, under the filter it was asked with."""
    whose = "của các chi bộ" if is_below else f"gửi đến {place.name}"
    return list_document(
        PetitionList(
            letterhead=letterhead_of(place, book_for(place.path, wanted.on)),
            subject=f"kiến nghị, đề xuất {whose}{_span(wanted)}",
            dated=wanted.on,
            rows=tuple(
                ListedPetition(
                    raised_on=row.raised_on,
                    branch=row.branch,
                    author=row.author or "",
                    text=row.text,
                    addressee=row.addressee,
                    state=row.state(wanted.on, wanted.soon_days),
                    until=row.until,
                    ended_on=row.ended_on,
                )
                for row in rows
            ),
        )
    )


_QUARTERS = {1: "I", 4: "II", 7: "III", 10: "IV"}


def _span(wanted: Wanted) -> str:
    first, last = wanted.first, wanted.last
    if first is None or last is None:
        return ""
    whole_year = last.month - first.month == 11
    return f" năm {first.year}" if whole_year else f" quý {_QUARTERS[first.month]}/{first.year}"
