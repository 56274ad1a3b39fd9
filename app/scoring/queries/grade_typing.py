"""Whose grades of a past year may be typed from the papers, and which are there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, extract, or_, select

from app.extensions import db
from app.kernel.text import collation_key
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.rules import Level
from app.people.models import Member, StatusPeriod
from app.people.queries.periods import holds_on
from app.people.rules import Status
from app.scoring.models import GradeDecision
from app.scoring.queries.decisions import standing_under
from app.scoring.queries.places import PlaceYear
from app.scoring.rules.indicators import Subject
from app.scoring.rules.subjects import WHOLE_YEAR, year_key


@dataclass(frozen=True)
class Candidate:
    """One branch, or one member of a branch, in a year; with the grade that stands, if any."""

    key: str
    organisation: Organisation
    member: Member | None
    name: str
    note: str
    decision: GradeDecision | None

    @property
    def slug(self) -> str:
        """Names the fields of its row."""
        return (self.member or self.organisation).id.hex


def candidates(asked: PlaceYear, subject: Subject, *, on: date) -> list[Candidate]:
    """Members of a branch by given name, or the branches of a committee; a fixed number of
    queries.

    Of members those who belonged to the branch in the year; and those of today whom no record
    places elsewhere in that year, because records often begin later than memberships.
    """
    found: list[tuple[Organisation, Member | None, str, str]]
    if subject is Subject.MEMBER_YEAR:
        found = [(asked.place, member, member.name, note) for member, note in _members(asked, on)]
    else:
        found = [(place, None, place.name, "") for place in _places(asked)]
    keys = [
        year_key(place.id, member.id if member else None, asked.year, WHOLE_YEAR)
        for place, member, _, _ in found
    ]
    graded = standing_under(keys)
    return [Candidate(key, *one, graded.get(key)) for key, one in zip(keys, found, strict=True)]


def branch_in(member: Member, year: int) -> Organisation | None:
    """Where a member belonged at the end of a year, or last in it; None where no record tells."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = [
        one
        for one in member.statuses
        if one.status is not Status.TEMPORARY_IN
        and one.starts_on <= last
        and (one.ends_on or last) >= first
    ]
    return max(found, key=lambda one: one.starts_on).organisation if found else None


def _members(asked: PlaceYear, on: date) -> Sequence[tuple[Member, str]]:
    first, last = date(asked.year, 1, 1), date(asked.year, 12, 31)
    in_year = and_(
        StatusPeriod.starts_on <= last,
        or_(StatusPeriod.ends_on.is_(None), StatusPeriod.ends_on >= first),
    )
    here = StatusPeriod.organisation_id == asked.place.id
    was_here = _with(here, in_year)
    is_here = _with(here, *holds_on(StatusPeriod, on))
    rows = db.session.execute(
        select(Member)
        .where(
            or_(
                was_here,
                and_(
                    is_here,
                    ~_with(in_year),
                    or_(
                        Member.admitted_on.is_(None),
                        extract("year", Member.admitted_on) <= asked.year,
                    ),
                ),
            )
        )
        .add_columns(was_here.label("was_here"))
        .order_by(Member.sort_name, Member.id)
    )
    return [(row.Member, "" if row.was_here else _LATER) for row in rows]


_LATER = "chưa có hồ sơ về nơi sinh hoạt năm đó"


def _with(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(StatusPeriod.id)
        .where(
            StatusPeriod.member_id == Member.id,
            StatusPeriod.status != Status.TEMPORARY_IN,
            *conditions,
        )
        .exists()
    )


def _places(asked: PlaceYear) -> Sequence[Organisation]:
    """A branch itself; of a committee everything below it that is graded and was there."""
    if asked.place.level is Level.BRANCH:
        return [asked.place]
    found = db.session.scalars(
        select(Organisation)
        .join(OrganisationKind)
        .where(
            Organisation.path.startswith(asked.place.path, autoescape=True),
            Organisation.id != asked.place.id,
            OrganisationKind.level != Level.GROUP,
            or_(
                Organisation.dissolved_on.is_(None),
                Organisation.dissolved_on > date(asked.year, 12, 31),
            ),
        )
    )
    return sorted(found, key=lambda place: collation_key(place.name))
