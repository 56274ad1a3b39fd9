"""What a column of a card says, written down and counted anew."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm.attributes import flag_modified

from app.scoring.models import ScoreAnswer, Scorecard
from app.scoring.queries.cards import Facts, filled_in, unfinished
from app.scoring.rules.cards import Given, check_finished
from app.scoring.rules.rubric import Column
from app.scoring.rules.scoring import Score, score


def write(card: Scorecard, column: Column, given: Mapping[str, Given]) -> None:
    stood = {one.code: one for one in card.answers if one.column is column}
    for criterion in card.rubric.rubric.leaves():
        said = given.get(criterion.code)
        if said is None:
            continue
        row = stood.get(criterion.code)
        if row is None:
            row = ScoreAnswer(column=column, code=criterion.code)
            card.answers.append(row)
        row.level, row.is_yes = said.answer.level or None, said.answer.is_yes
        row.value, row.applies = said.answer.value, said.answer.applies
        row.note = said.note or None


def count(card: Scorecard, column: Column, holding: Collection[str]) -> Score:
    """Score a column anew and keep the figures with the card."""
    found = score(card.rubric.rubric, card.answers_in(column), holding=holding)
    setattr(card, f"{column.value}_total", found.total)
    setattr(card, f"{column.value}_grade", found.grade.code if found.grade else None)
    # Whoever looks at the card meanwhile must notice, though the sum is the same.
    flag_modified(card, f"{column.value}_total")
    return found


def finish(card: Scorecard, column: Column, facts: Facts) -> Score:
    """Of a column that is handed on: nothing open, every departure with its reason."""
    given = filled_in(card, column, facts)
    check_finished(unfinished(card, column, given, facts))
    write(card, column, given)
    return count(card, column, facts.holding)


def forget_decision(card: Scorecard) -> None:
    """Lists show no figure that is not official any more; its lines stay to begin from."""
    card.decided_at = card.decision_total = card.decision_grade = None
