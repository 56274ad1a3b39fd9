"""What is recorded of a meeting, of a branch's year, of a member's: all that indicators count."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from fractions import Fraction

from app.assignments.rules import Punctuality
from app.meetings.rules.agenda import StepState
from app.meetings.rules.life import BRANCH_TYPES, MONTHLY, MeetingType
from app.pledges.rules import PledgeSum
from app.programmes.rules.quarters import Figures as Topical
from app.programmes.rules.quarters import last_of_month
from app.regulations.rules import Threshold
from app.scoring.rules.rubric import Rubric
from app.scoring.rules.subjects import WHOLE_YEAR, period_label

# What a whole branch meets for; its committee and study conferences count in no year.
SITTINGS = frozenset(BRANCH_TYPES) - {MeetingType.BRANCH_COMMITTEE, MeetingType.STUDY}
NO_TASKS = Punctuality(0, 0)


@dataclass(frozen=True)
class Sitting:
    """A meeting as far as its branch's year asks about it too. Moments are those of the clock on
    the wall; `is_over` once nothing more can be said in it.
    """

    type: MeetingType
    period: date
    held_on: date
    starts_at: datetime
    documents_days: int
    publish_days: int
    is_over: bool = True
    must_attend: int | None = None
    present: int | None = None
    excused: int | None = None
    unexcused: int | None = None
    # Whoever need not attend and came included.
    in_room: int = 0
    speakers: int = 0
    notified_at: datetime | None = None
    materials: int = 0
    last_material_at: datetime | None = None
    resolutions: int = 0
    conclusions: int = 0
    is_sealed: bool = False
    sent_on: date | None = None

    @property
    def is_called(self) -> bool:
        return self.present is not None

    @property
    def documents_due_at(self) -> datetime:
        return self.starts_at - timedelta(days=self.documents_days)

    @property
    def send_by(self) -> date:
        return self.held_on + timedelta(days=self.publish_days)


@dataclass(frozen=True)
class PlannedDay:
    """When the monthly meeting should be: on `day`, for `wanted` may be off work; from `first` to
    `last` it is still in its time.
    """

    wanted: date
    day: date
    first: date
    last: date


class Praise(Enum):
    GIVEN = "given"
    NONE = "none"
    # Not on the agenda of this type, or not to be written down here.
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class MeetingFacts:
    """Everything that is recorded of one meeting and counted for its score."""

    sitting: Sitting
    target: Threshold
    began: time | None = None
    ended: time | None = None
    minutes: int | None = None
    least_minutes: int | None = None
    planned: PlannedDay | None = None
    # How many were absent at this and the two monthly meetings before, of which so many are known.
    absent_in_a_row: int = 0
    rolls_before: int = 0
    handbook_posted_at: datetime | None = None
    has_committee: bool = True
    committee_met_on: date | None = None
    # Of the mandated parts of the agenda.
    steps: tuple[StepState, ...] = ()
    praise: Praise = Praise.UNKNOWN
    tasks: Punctuality = NO_TASKS
    pending_tasks: int = 0
    is_read_back: bool = False


@dataclass(frozen=True)
class Span:
    """A year or one of its quarters, as it stands on a day."""

    year: int
    quarter: int
    on: date

    @property
    def months(self) -> range:
        if self.quarter == WHOLE_YEAR:
            return range(1, 13)
        return range(self.quarter * 3 - 2, self.quarter * 3 + 1)

    @property
    def first(self) -> date:
        return date(self.year, self.months[0], 1)

    @property
    def last(self) -> date:
        return last_of_month(self.year, self.months[-1])

    @property
    def until(self) -> date:
        """The last day of it that has come."""
        return min(self.on, self.last)

    @property
    def is_year(self) -> bool:
        return self.quarter == WHOLE_YEAR

    @property
    def label(self) -> str:
        return period_label(self.year, self.quarter)


def whole(year: int, quarter: int) -> Span:
    """A span to its end, whatever day it is."""
    return Span(year, quarter, date.max)


@dataclass(frozen=True)
class OfDue:
    """So many of those that were due; what there is nothing due of has no share."""

    part: int = 0
    due: int = 0


@dataclass(frozen=True)
class PledgeFigures:
    due: int
    submitted: int
    in_time: int


@dataclass(frozen=True)
class MonthScore:
    """The official score of a monthly meeting, in the grades of the rubric it was scored with."""

    month: int
    total: Fraction | None
    grade: str | None
    rubric: Rubric

    @property
    def grade_label(self) -> str:
        return next((one.label for one in self.rubric.grades if one.code == self.grade), "")


@dataclass(frozen=True)
class BranchFacts:
    """What is recorded of a branch in a span. `began_on` is the first day it had a member;
    `pledges` is None where no campaign asks the branch.
    """

    sittings: tuple[Sitting, ...] = ()
    began_on: date | None = None
    ended_on: date | None = None
    topical: Topical | None = None
    tasks: Punctuality = NO_TASKS
    petitions: OfDue = OfDue()
    observed: OfDue = OfDue()
    pledges: PledgeFigures | None = None
    scores: tuple[MonthScore, ...] = ()

    @property
    def months_held(self) -> frozenset[int]:
        return frozenset(one.period.month for one in self.sittings if one.type in MONTHLY)

    def months_due(self, span: Span) -> frozenset[int]:
        """Those in which the branch met, and those that are over and in which it had members from
        the first day to the last.
        """
        return self.months_held | {
            month for month in span.months if self._lived_through(month, span)
        }

    def _lived_through(self, month: int, span: Span) -> bool:
        first, last = date(span.year, month, 1), last_of_month(span.year, month)
        return (
            last < span.on
            and self.began_on is not None
            and self.began_on <= first
            and (self.ended_on is None or self.ended_on > last)
        )


@dataclass(frozen=True)
class PledgeFacts:
    """By when a member's pledge of the year was due, and when it was submitted."""

    due_on: date
    submitted_on: date | None = None


@dataclass(frozen=True)
class MemberFacts:
    """What is recorded of a member in a span, wherever they were."""

    called: int = 0
    attended: int = 0
    unexcused: int = 0
    # Statements, and the meetings at which they were made.
    statements: int = 0
    spoken_at: int = 0
    tasks: Punctuality = NO_TASKS
    # None where no pledge is asked of them.
    pledge: PledgeFacts | None = None
    by_member: PledgeSum | None = None
    by_branch: PledgeSum | None = None
