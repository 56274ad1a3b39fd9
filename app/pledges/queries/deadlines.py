"""Commitments whose time has come: what a monthly meeting looks at."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager

from app.extensions import db
from app.organisations.models import Organisation
from app.people.models import Member
from app.pledges.models import Pledge, PledgeEdition, PledgeItem, PledgeResult
from app.pledges.queries.results import is_in_force, said_of_item
from app.pledges.rules import IN_FORCE, Judge, Outcome, Stage
from app.pledges.rules.results import is_shown


@dataclass(frozen=True)
class DueLine:
    """A commitment with its deadline, and the last word handed in about it."""

    pledge: Pledge
    content: str
    due_on: date
    outcome: Outcome | None


def due_lines(branch: Organisation, year: int, *, until: date) -> list[DueLine]:
    """Of every pledge the branch keeps, by given name and deadline; one query."""
    midyear, by_member, by_branch = (aliased(PledgeResult) for _ in range(3))
    rows = db.session.execute(
        select(
            Pledge,
            PledgeItem.content,
            PledgeItem.due_on,
            midyear.outcome,
            by_member.outcome,
            by_branch.outcome,
        )
        .join(Pledge.member)
        .join(Pledge.organisation)
        .join(PledgeEdition, is_in_force())
        .join(PledgeItem, PledgeItem.edition_id == PledgeEdition.id)
        .outerjoin(midyear, said_of_item(midyear, Stage.MIDYEAR, Judge.MEMBER))
        .outerjoin(by_member, said_of_item(by_member, Stage.YEAREND, Judge.MEMBER))
        .outerjoin(by_branch, said_of_item(by_branch, Stage.YEAREND, Judge.BRANCH))
        .where(
            Pledge.organisation_id == branch.id,
            Pledge.year == year,
            Pledge.status.in_(IN_FORCE),
            PledgeItem.due_on <= until,
        )
        .options(contains_eager(Pledge.member), contains_eager(Pledge.organisation))
        .order_by(Member.sort_name, Member.id, PledgeItem.due_on, PledgeItem.position)
    )
    return [
        DueLine(pledge, content, due_on, _last_word(pledge, *said))
        for pledge, content, due_on, *said in rows
        if due_on
    ]


def _last_word(
    pledge: Pledge, midyear: Outcome | None, own: Outcome | None, branchs: Outcome | None
) -> Outcome | None:
    """As far as it has been handed in."""
    said = (
        (branchs, Stage.YEAREND, Judge.BRANCH),
        (own, Stage.YEAREND, Judge.MEMBER),
        (midyear, Stage.MIDYEAR, Judge.MEMBER),
    )
    is_checked = pledge.checked_at is not None
    shown = (
        outcome
        for outcome, stage, judge in said
        if outcome and is_shown(stage, judge, pledge.status, is_checked=is_checked)
    )
    return next(shown, None)
