"""A branch whose meeting is scored with a small sheet of every sort, and those who write on it."""

from dataclasses import dataclass
from datetime import time
from fractions import Fraction

from app.access.permissions import Actor, Role
from app.extensions import db
from app.meetings.service import life, roll
from app.scoring.models import RubricEdition, Scorecard
from app.scoring.queries.cards import card_of_meeting
from app.scoring.rules.cards import Given
from app.scoring.rules.rubric import Column, CriterionKind, NotApplicable
from app.scoring.rules.scoring import Answer
from app.scoring.service import cards
from app.scoring.service.meetings import open_meeting_card
from tests.factory import NOW, Make
from tests.minutes.sittings import Sitting, called
from tests.scoring.rubrics import criterion, levels, rubric, section

SHEET = rubric(
    section(
        "1",
        criterion("1.1", points=30),
        criterion(
            "1.2",
            CriterionKind.LEVELS,
            40,
            levels=levels(("Chưa tốt", 0), ("Khá", 25), ("Tốt", 40)),
        ),
    ),
    criterion(
        "2",
        CriterionKind.LEVELS,
        20,
        indicator="meeting.unexcused",
        levels=levels(("Không ai", 20), ("Có người", 5), bounds=[1]),
    ),
    criterion("3", points=10, condition="has_topic", not_applicable=NotApplicable.RESCALE),
    criterion("4", CriterionKind.DEDUCTION, 10, per_unit=Fraction(2)),
    columns=tuple(Column),
)
YES = Given(Answer(is_yes=True))
GOOD = Given(Answer(level="Tốt"))
# 70 + 20 of 90 that count.
FULL = {"1.1": YES, "1.2": GOOD}


@dataclass
class Cast:
    sitting: Sitting
    rubric: RubricEdition
    by: Actor
    above: Actor

    @property
    def meeting(self):
        return self.sitting.meeting

    @property
    def branch(self):
        return self.sitting.branch

    @property
    def committee(self):
        return self.branch.parent

    @property
    def card(self) -> Scorecard:
        """As it is stored."""
        found = card_of_meeting(self.meeting)
        assert found is not None
        return found

    def opened(self) -> Scorecard:
        return open_meeting_card(self.meeting, by=self.by, now=NOW)

    def write(self, given=FULL, column=Column.SELF, *, by=None):
        card = self.card
        cards.write_column(card, column, given, version=card.version, by=by or self.by, now=NOW)

    def act(self, verb, *, by=None, **values):
        """One verb of the service on the stored card."""
        card = self.card
        verb(card, version=card.version, by=by or self.by, now=NOW, **values)
        db.session.flush()
        return card

    def submitted(self, given=FULL) -> Scorecard:
        self.opened()
        self.write(given)
        return self.act(cards.submit)


def cast_of(make: Make, *, content=SHEET) -> Cast:
    """The meeting is in session and its roll taken: everybody is there."""
    sitting = called(make)
    life.open_meeting(sitting.meeting, began_time=time(14), by=sitting.by, now=NOW)
    roll.take_roll(sitting.meeting, {}, version=sitting.meeting.version, by=sitting.by, now=NOW)
    committee = sitting.branch.parent
    return Cast(
        sitting,
        make.rubric(committee, content=content),
        sitting.by,
        make.actor(Role.STANDING_COMMITTEE, at=committee),
    )


def ended(cast: Cast) -> None:
    meeting = cast.meeting
    life.close_meeting(
        meeting, ended_time=time(15, 40), version=meeting.version, by=cast.by, now=NOW
    )
    for step in meeting.steps:
        step.state = "done"
    db.session.flush()
