"""The written sample as it stands in its TOML files; see app/devtools/sample/README.md."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from app.kernel.clock import VIETNAM
from app.kernel.text import clean
from app.organisations.rules import covers

SAMPLE = Path(__file__).parents[1] / "sample"
DAY = timedelta(days=1)

Row: TypeAlias = Mapping[str, Any]


@cache
def cast() -> Row:
    return _read(SAMPLE / "cast.toml")


@cache
def drafts() -> Row:
    return _read(SAMPLE / "drafts.toml")


def root_code() -> str:
    """The code by which a database that holds the sample is known."""
    return next(row["code"] for row in cast()["organisation"] if "parent" not in row)


def meetings() -> Iterator[tuple[str, Row]]:
    """Every meeting with the code of its branch."""
    for path in sorted((SAMPLE / "meetings").glob("*.toml")):
        for meeting in _read(path)["meeting"]:
            yield path.stem, meeting


@cache
def documents() -> Row:
    """Documents from above, where they were presented, and who was told afterwards."""
    return _read(SAMPLE / "documents.toml")


def planned_topics() -> list[Row]:
    """The topics of the year, earlier ones first."""
    found: list[Row] = _read(SAMPLE / "planned_topics.toml")["topic"]
    return found


def work_programmes() -> list[Row]:
    """The yearly work of branches."""
    found: list[Row] = _read(SAMPLE / "work_items.toml")["programme"]
    return found


def visits() -> list[Row]:
    """Reports of committee members on meetings they attended."""
    found: list[Row] = _read(SAMPLE / "visits.toml")["visit"]
    return found


def topics() -> Iterator[Row]:
    """How topics of meetings were prepared, and what they came to."""
    yield from _read(SAMPLE / "topics.toml")["topic"]


@cache
def conferences() -> Sequence[Row]:
    """The committee's own meetings, in order."""
    found: Sequence[Row] = _read(SAMPLE / "conferences.toml")["conference"]
    return found


def petitions() -> list[Row]:
    """What members asked, with what became of it."""
    found: list[Row] = _read(SAMPLE / "petitions.toml")["petition"]
    return found


@cache
def pledges() -> Row:
    """The campaign of the year and everybody's pledge, line by line named."""
    return _read(SAMPLE / "pledges.toml")


@cache
def pledge_lines() -> Mapping[str, Row]:
    """What may be pledged, by key."""
    return {row["key"]: row for row in _read(SAMPLE / "pledge_lines.toml")["line"]}


def personal_plans() -> list[Row]:
    """The plans of those who head a branch or the committee."""
    found: list[Row] = _read(SAMPLE / "personal_plans.toml")["plan"]
    return found


@cache
def scores() -> Row:
    """The committee's scoring sheets, and how each meeting since was scored."""
    return _read(SAMPLE / "scores.toml")


def _read(path: Path) -> Row:
    return tomllib.loads(path.read_text("utf-8"))


def holder(branch: str, position: str, day: date) -> str | None:
    """The key of the member who holds a position at a branch on a day."""
    return next(
        (
            member["key"]
            for member in cast()["member"]
            for held in member.get("positions", ())
            if (held["organisation"], held["position"]) == (branch, position)
            and covers(held["starts_on"], held.get("ends_on"), day)
        ),
        None,
    )


def has_committee(branch: str) -> bool:
    """Whether the branch has a committee (chi ủy) of its own."""
    return any(
        (held["organisation"], held["position"]) == (branch, "branch_committee_member")
        for member in cast()["member"]
        for held in member.get("positions", ())
    )


def branch_codes() -> list[str]:
    return [row["code"] for row in cast()["organisation"] if row["kind"] == "branch"]


def members_at_end_of(year: int) -> Iterator[tuple[str, str]]:
    """Key and branch of everybody who was a member at the end of a year."""
    last = date(year, 12, 31)
    for member in cast()["member"]:
        for period in member.get("statuses", ()):
            is_of_a_branch = not member.get("guest") and period["organisation"] in branch_codes()
            if is_of_a_branch and covers(period["starts_on"], period.get("ends_on"), last):
                yield member["key"], period["organisation"]


def at(day: date, clock: time) -> datetime:
    """The UTC moment of a wall-clock time in Vietnam."""
    return datetime.combine(day, clock, tzinfo=VIETNAM).astimezone(UTC)


def moment(stamp: datetime) -> datetime:
    """The UTC moment of a written date-time."""
    return stamp.replace(tzinfo=VIETNAM).astimezone(UTC)


def text(row: Row, name: str) -> str:
    """A written text as the forms would store it; empty where nothing is written."""
    return clean(row.get(name) or "")
