"""What lies beside each other when a card is decided, and what may be done with it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.kernel.clock import local
from app.regulations.queries import book_for
from app.scoring.models import Scorecard
from app.scoring.queries.cards import Proposed, Sheet, answers_proposed
from app.scoring.rules.deciding import appeal_until, departing
from app.scoring.rules.lines import said_of
from app.scoring.rules.rubric import Column, Criterion

APPEAL_DAYS = "score.appeal_days"


def appeal_until_of(card: Scorecard) -> date | None:
    """The last day for an appeal, by the rules that held when it was decided; None: no limit."""
    if card.decided_at is None:
        return None
    decided_on = local(card.decided_at).date()
    return appeal_until(decided_on, book_for(card.unit_path, decided_on).number(APPEAL_DAYS))


@dataclass(frozen=True)
class Departure:
    """A line where the own score says otherwise than the facts, and why."""

    criterion: Criterion
    said: str
    note: str
    proposed: Proposed
    fact: str


def departures_of(sheet: Sheet) -> Sequence[Departure]:
    answers = sheet.answers.get(Column.SELF, {})
    notes = sheet.notes.get(Column.SELF, {})
    facts = sheet.facts
    proposed = answers_proposed(facts.proposals)
    codes = departing(sheet.rubric, proposed, answers, holding=facts.holding)
    return [
        Departure(
            criterion,
            said_of(criterion, answers[criterion.code]),
            notes.get(criterion.code, ""),
            facts.proposals[criterion.code],
            said_of(criterion, proposed[criterion.code]),
        )
        for criterion in sheet.rubric.leaves()
        if criterion.code in codes
    ]
