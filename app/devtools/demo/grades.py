"""Official grades of years before, and the year's campaigns as far as they have come."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from app.devtools.demo import written
from app.devtools.demo.scores import COMMITTEE, at_moment, fill_in
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import Row
from app.extensions import db
from app.scoring.models import GradingCampaign
from app.scoring.queries.cards import get_card
from app.scoring.queries.rubrics import rubric_for
from app.scoring.queries.year_cards import get_branch_in, get_member_in
from app.scoring.rules.grades import Basis
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Column
from app.scoring.rules.vocabulary import EXCUSED_CODE, NONE_CODE
from app.scoring.rules.year import CapBase, Grouping, MonthsRule
from app.scoring.service import cards as service
from app.scoring.service import deciding
from app.scoring.service.campaigns import open_campaign, prepare_campaign
from app.scoring.service.grades import Graded, Typed, type_grades
from app.scoring.service.year_cards import start_year_card

_DAYS = ("opens_on", "self_by", "review_by", "decide_by")


def happenings(world: World) -> Iterator[Happening]:
    data, year = written.scores(), Year(world)
    for row in data["past"]:
        yield at_moment(row["at"], f"{row['subject']} {row['year']}", partial(_type, world, row))
    for row in data["campaign"]:
        yield at_moment(row["prepared_at"], row["subject"], partial(year.prepare, row))
        yield at_moment(row["opened_at"], row["subject"], partial(year.open, row))
    for row in data["year_card"]:
        of = row.get("member", row["branch"])
        yield at_moment(row["at"], of, partial(year.score, row))
        if "reviewed" in row:
            yield at_moment(row["reviewed"]["at"], of, partial(year.review, row))


def _type(world: World, row: Row, now: datetime) -> None:
    """Nobody types the own grade: that one is left to who stands in."""
    typed = {key: _typed(world, row, key, place) for key, place in _graded(row)}
    own = {key: one for key, one in typed.items() if key == row["by"]}
    others = [one for key, one in typed.items() if key not in own]
    basis = Basis(row["number_symbol"], row["decided_on"])
    type_grades(others, row["year"], basis, by=world.actors[row["by"]], now=now)
    if own:
        by = world.actors[row["stand_in"]]
        type_grades([*own.values()], row["year"], basis, by=by, now=now)


def _graded(row: Row) -> Iterator[tuple[str, str]]:
    """Keys of who is graded, and where: all there were, or only who is named."""
    named = {*row.get("excellent", ()), *row.get("completed", ())}
    if row["subject"] == Subject.BRANCH_YEAR:
        yield from ((code, code) for code in written.branch_codes())
        return
    for key, place in written.members_at_end_of(row["year"]):
        if key in named or not row.get("only"):
            yield key, place


def _typed(world: World, row: Row, key: str, place: str) -> Typed:
    who = Graded(world.organisations[place], world.members.get(key))
    for grade in ("excellent", "completed"):
        if key in row.get(grade, ()):
            return Typed(who, grade)
    for name, code in (("ungraded", NONE_CODE), ("excused", EXCUSED_CODE)):
        if key in row.get(name, {}):
            return Typed(who, code, row[name][key])
    return Typed(who, "well_done")


class Year:
    """The campaigns, once they are there, by what they grade."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.campaigns: dict[str, UUID] = {}
        self.cards: dict[str, UUID] = {}

    def prepare(self, row: Row, now: datetime) -> None:
        place, subject = self.world.organisations[COMMITTEE], Subject(row["subject"])
        rubric = rubric_for(place.path, subject, on=now.date())
        assert rubric is not None, "the sheet is issued before it is used"
        campaign = prepare_campaign(
            place,
            subject,
            row["year"],
            0,
            {
                **{name: row[name] for name in _DAYS},
                "cap_percent": 20,
                "cap_base": CapBase.SECOND,
                "grouping": Grouping.TOGETHER,
                "months_rule": MonthsRule.AVERAGE,
                "grounds": rubric.grounds,
            },
            rubric=rubric,
            by=self.world.actors[row["by"]],
            now=now,
        )
        self.campaigns[row["subject"]] = campaign.id

    def open(self, row: Row, now: datetime) -> None:
        campaign = db.session.get_one(GradingCampaign, self.campaigns[row["subject"]])
        by = self.world.actors[row["by"]]
        open_campaign(campaign, version=campaign.version, by=by, now=now)

    def score(self, row: Row, now: datetime) -> None:
        branch, key = self.world.organisations[row["branch"]], row.get("member")
        by = self.world.actors[key] if key else self.world.secretary(row["branch"], now.date())
        found = self._found(branch.id, key)
        card = start_year_card(found, by=by, now=now)
        fill_in(card, Column.SELF, row, by, now)
        if not row.get("is_draft"):
            service.submit(card, version=card.version, by=by, now=now)
        self.cards[key or row["branch"]] = card.id

    def _found(self, branch_id: UUID, key: str | None) -> Any:
        if key is None:
            return get_branch_in(self.campaigns[Subject.BRANCH_YEAR], branch_id)
        campaign = self.campaigns[Subject.MEMBER_YEAR]
        return get_member_in(campaign, self.world.members[key].id)

    def review(self, row: Row, now: datetime) -> None:
        card = get_card(self.cards[row["member"]])
        assert card is not None
        by = self.world.actors[row["reviewed"]["by"]]
        deciding.review(card, version=card.version, by=by, now=now)
