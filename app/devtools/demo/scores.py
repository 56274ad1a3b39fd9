"""The committee's scoring sheet, and how the meetings since then were scored with it."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from functools import partial
from typing import Any

from app.access.permissions import Actor
from app.devtools.demo import written
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import Row, text
from app.extensions import db
from app.meetings.models import Meeting
from app.scoring.models import RubricEdition, Scorecard
from app.scoring.queries.cards import card_of_meeting, facts_of, filled_in
from app.scoring.rules.cards import Given
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import WITH_LEVELS, Column, Criterion, CriterionKind
from app.scoring.rules.scoring import Answer
from app.scoring.rules.supplied import supplied
from app.scoring.service import cards as service
from app.scoring.service import deciding
from app.scoring.service.meetings import open_meeting_card
from app.scoring.service.rubrics import begin_rubric, issue_rubric

COMMITTEE = "du"
# The branch scores itself before it rises; its minutes are adopted after that.
_AT_THE_END = timedelta(minutes=15)


def happenings(world: World) -> Iterator[Happening]:
    data, rubrics = written.scores(), Rubrics(world)
    meetings = {row["key"]: (branch, row) for branch, row in written.meetings()}
    for row in data["rubric"]:
        yield at_moment(row["begun_at"], row["subject"], partial(rubrics.begin, row))
        if "issued_at" in row:
            yield at_moment(row["issued_at"], row["subject"], partial(rubrics.issue, row))
    for row in data["score"]:
        branch, meeting = meetings[row["meeting"]]
        yield from Scored(world, branch, meeting, row).happenings()


def at_moment(stamp: datetime, of: str, do: Any) -> Happening:
    return Happening(written.moment(stamp), of, do)


class Rubrics:
    def __init__(self, world: World) -> None:
        self.world = world
        self.editions: dict[str, Any] = {}

    def begin(self, row: Row, now: datetime) -> None:
        subject = Subject(row["subject"])
        edition = begin_rubric(
            self.world.organisations[COMMITTEE],
            subject,
            supplied(subject),
            grounds=text(row, "grounds"),
            by=self.world.actors[row["by"]],
            now=now,
        )
        self.editions[row["subject"]] = edition.id

    def issue(self, row: Row, now: datetime) -> None:
        edition = db.session.get_one(RubricEdition, self.editions[row["subject"]])
        issue_rubric(
            edition,
            valid_from=row["valid_from"],
            version=edition.version,
            by=self.world.actors[row["by"]],
            now=now,
        )


class Scored:
    """One meeting's card, from the branch's own score to the committee's word."""

    def __init__(self, world: World, branch: str, meeting: Row, row: Row) -> None:
        self.world, self.branch, self.meeting, self.row = world, branch, meeting, row

    def happenings(self) -> Iterator[Happening]:
        ended = written.at(self.meeting["held_on"], self.meeting["end_time"])
        yield Happening(ended + _AT_THE_END, self.row["meeting"], self.score)
        for name, do in (
            ("returned", self.give_back),
            ("decided", self.decide),
            ("decided_again", self.decide),
        ):
            if name in self.row:
                step = self.row[name]
                yield at_moment(step["at"], self.row["meeting"], partial(do, step))
        if appeal := self.row.get("appealed"):
            yield at_moment(appeal["at"], self.row["meeting"], partial(self.appeal, appeal))
            yield at_moment(
                appeal["answered_at"], self.row["meeting"], partial(self.answer, appeal)
            )

    @property
    def card(self) -> Scorecard:
        card = card_of_meeting(self._meeting)
        assert card is not None, "a card is decided after it was submitted"
        return card

    @property
    def _meeting(self) -> Meeting:
        return db.session.get_one(Meeting, self.world.meetings[self.row["meeting"]])

    def score(self, now: datetime) -> None:
        by = self.world.secretary(self.branch, self.meeting["held_on"])
        card = open_meeting_card(self._meeting, by=by, now=now)
        fill_in(card, Column.SELF, self.row, by, now)
        if not self.row.get("is_draft"):
            service.submit(card, version=card.version, by=by, now=now)
            db.session.flush()

    def give_back(self, step: Row, now: datetime) -> None:
        card = self.card
        deciding.return_card(
            card,
            comment=step["comment"],
            version=card.version,
            by=self.world.actors[step["by"]],
            now=now,
        )

    def decide(self, step: Row, now: datetime) -> None:
        card, by = self.card, self.world.actors[step["by"]]
        fill_in(card, Column.DECISION, step, by, now)
        deciding.decide(card, reason=step.get("reason"), version=card.version, by=by, now=now)

    def appeal(self, row: Row, now: datetime) -> None:
        card = self.card
        by = self.world.actors[row["by"]]
        service.appeal(card, reason=row["reason"], version=card.version, by=by, now=now)

    def answer(self, row: Row, now: datetime) -> None:
        card = self.card
        deciding.answer_appeal(
            card,
            answer=row["answer"],
            is_granted=row["is_granted"],
            version=card.version,
            by=self.world.actors[row["answered_by"]],
            now=now,
        )


def fill_in(
    card: Scorecard, column: Column, row: Mapping[str, Any], by: Actor, now: datetime
) -> None:
    """What the facts or the branch say, but for what is written otherwise; else the best."""
    said, notes = row.get("given", {}), row.get("notes", {})
    given = filled_in(card, column, facts_of(card, on=now.date()))
    for criterion in card.rubric.rubric.leaves():
        code = criterion.code
        if code in said:
            given[code] = Given(Answer(level=said[code]), notes.get(code, ""))
        else:
            given.setdefault(code, Given(_best(criterion)))
    service.write_column(card, column, given, version=card.version, by=by, now=now)
    db.session.flush()


def _best(criterion: Criterion) -> Answer:
    if criterion.kind in WITH_LEVELS:
        return Answer(level=max(criterion.levels, key=lambda level: level.points).label)
    if criterion.kind is CriterionKind.PERCENTAGE:
        return Answer(value=Fraction(100))
    return Answer(is_yes=True)
