"""What minutes are drawn from: plain, frozen, complete. Nothing here knows the database."""

from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction

from app.assignments.rules import ReviewOutcome
from app.meetings.document import Letterhead
from app.meetings.rules.life import MeetingMode, MeetingType
from app.meetings.rules.points import PointFigures
from app.meetings.rules.roll import RollFigures
from app.meetings.rules.self_sheet import SheetLine
from app.meetings.rules.votes import Majority, VoteMethod


@dataclass(frozen=True)
class Person:
    """Somebody with what they were on the day of the meeting."""

    name: str
    title: str = ""


@dataclass(frozen=True)
class Absence:
    name: str
    reason: str = ""


@dataclass(frozen=True)
class PartTime:
    """Who came late or left early, and by how much."""

    name: str
    late_minutes: int = 0
    left_early_minutes: int = 0


@dataclass(frozen=True)
class RollData:
    """The roll as taken."""

    figures: RollFigures
    excused: tuple[Absence, ...] = ()
    unexcused: tuple[str, ...] = ()
    part_time: tuple[PartTime, ...] = ()
    points: tuple[PointFigures, ...] = ()


@dataclass(frozen=True)
class Dues:
    paid: int
    due: int
    note: str = ""


@dataclass(frozen=True)
class Item:
    """A slot of the agenda. A withheld one has its content kept elsewhere, on paper."""

    title: str
    slot: str = ""
    presenter: str = ""
    content: str = ""
    sources: str = ""
    conclusion: str = ""
    is_restricted: bool = False
    is_withheld: bool = False

    @property
    def says_something(self) -> bool:
        return self.is_withheld or bool(self.content or self.conclusion or self.sources)


@dataclass(frozen=True)
class Section:
    code: str
    number: str
    title: str
    short: str
    items: tuple[Item, ...] = ()
    is_without_content: bool = False
    reason: str = ""


@dataclass(frozen=True)
class ReviewedTask:
    """A task of earlier meetings as this one found it."""

    text: str
    accountable: str
    due_on: date
    outcome: ReviewOutcome
    result: str = ""
    reason: str = ""
    new_due_on: date | None = None
    is_on_time: bool | None = None


@dataclass(frozen=True)
class Spoken:
    """A statement; `role` says what a guest is."""

    speaker: str
    text: str
    section: str = ""
    role: str = ""
    is_dissent: bool = False


@dataclass(frozen=True)
class Proposed:
    """What a comrade proposed or asked, to be answered in time."""

    speaker: str
    text: str


@dataclass(frozen=True)
class Task:
    """`accountable` names the branches too where a committee gave it to several."""

    text: str
    accountable: str
    due_on: date
    with_whom: str = ""


@dataclass(frozen=True)
class Trouble:
    """A difficulty of the topic with its solution, and the task that came of it, if one did."""

    text: str
    solution: str
    task: Task | None = None


@dataclass(frozen=True)
class VoteData:
    subject: str
    majority: Majority
    method: VoteMethod
    in_favour: int
    against: int
    other: int
    invalid: int
    vote_base: int
    voters_present: int
    needed: int
    is_passed: bool

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.other + self.invalid


@dataclass(frozen=True)
class SelfAssessment:
    score: Fraction | None = None
    grade: str = ""
    weakness: str = ""
    remedy: str = ""
    # The lines of the sheet the branch scored itself with, if it did.
    sheet: tuple[SheetLine, ...] = ()

    @property
    def is_given(self) -> bool:
        return self.score is not None or bool(self.grade) or bool(self.sheet)


@dataclass(frozen=True)
class LaterAdoption:
    """A later meeting adopted these minutes, and what it decided to correct in them."""

    held_on: date
    decision: str = ""


@dataclass(frozen=True)
class Earlier:
    """Minutes of before that this meeting adopted or supplemented."""

    subject: str
    decision: str = ""
    is_supplement: bool = False


@dataclass(frozen=True)
class MinutesData:
    """One meeting with everything its minutes say; what is None or empty has not been recorded."""

    letterhead: Letterhead
    type: MeetingType
    period: date
    held_on: date
    place: str
    topic: str = ""
    mode: MeetingMode = MeetingMode.IN_PERSON
    began: time | None = None
    ended: time | None = None
    chair: Person | None = None
    minute_taker: Person | None = None
    observers: tuple[Person, ...] = ()
    guests: tuple[Person, ...] = ()
    roll: RollData | None = None
    dues: Dues | None = None
    sections: tuple[Section, ...] = ()
    reviews: tuple[ReviewedTask, ...] = ()
    statements: tuple[Spoken, ...] = ()
    petitions: tuple[Proposed, ...] = ()
    conclusion: str = ""
    conclusions: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    votes: tuple[VoteData, ...] = ()
    self_assessment: SelfAssessment = SelfAssessment()
    is_read_back: bool = False
    is_of_committee: bool = False
    is_adopted: bool = False
    adopted_later: LaterAdoption | None = None
    adopts: tuple[Earlier, ...] = ()

    @property
    def has_restricted(self) -> bool:
        return any(item.is_restricted for section in self.sections for item in section.items)

    @property
    def is_cut_for_readers(self) -> bool:
        """Whether the circulated copy is not the full record: something or somebody is left out."""
        return self.has_restricted or any(said.is_dissent for said in self.statements)
