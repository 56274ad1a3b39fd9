"""What the empty sheet of a rubric is drawn from."""

from dataclasses import replace
from datetime import date

from app.meetings.queries.papers import letterhead_of
from app.regulations.queries import book_for
from app.scoring.document.blank import BlankSheet
from app.scoring.models import RubricEdition


def blank_of(edition: RubricEdition, *, on: date) -> BlankSheet:
    """For whichever branch below fills it in.

    :param on: the day of a draft, which has none of its own.
    """
    dated = edition.valid_from or on
    place = edition.organisation
    letterhead = letterhead_of(place, book_for(place.path, dated))
    return BlankSheet(
        letterhead=replace(letterhead, over=place.body_name, issuer="Chi bộ ………………"),
        subject=edition.subject,
        rubric=edition.rubric,
        dated=dated,
        is_draft=edition.valid_from is None,
        grounds=tuple(line for line in (edition.grounds or "").splitlines() if line.strip()),
    )
