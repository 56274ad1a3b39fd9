"""What a branch or committee reports of half a year or a year: every share with both its numbers.

“Lượt” are occurrences, “số” are distinct: the two are never added together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from uuid import UUID

from app.documents.typography import percent
from app.kernel.points import shown
from app.meetings.rules.life import MONTHLY, MeetingType
from app.scoring.rules.facts import BranchFacts, Sitting, Span
from app.scoring.rules.indicators import Measured
from app.scoring.rules.measures import months_named
from app.scoring.rules.measures_meeting import materials_ahead, sent_in_time
from app.scoring.rules.rollup import Average, average_of
from app.scoring.rules.subjects import WHOLE_YEAR, period_label

FIRST_HALF, SECOND_HALF = 5, 6
# The year or the quarters that an address names by number.
PERIODS = {
    WHOLE_YEAR: (WHOLE_YEAR,),
    FIRST_HALF: (1, 2),
    SECOND_HALF: (3, 4),
    **{quarter: (quarter,) for quarter in (1, 2, 3, 4)},
}
_HALVES = {FIRST_HALF: "6 tháng đầu năm", SECOND_HALF: "6 tháng cuối năm"}


def report_label(year: int, period: int) -> str:
    half = _HALVES.get(period)
    return f"{half} {year}" if half else period_label(year, period)


@dataclass(frozen=True)
class Ratio:
    """So many of so many; they add up, their shares do not."""

    part: int = 0
    due: int = 0

    def __add__(self, other: "Ratio") -> "Ratio":
        return Ratio(self.part + other.part, self.due + other.due)

    @property
    def words(self) -> str:
        return f"{self.part}/{self.due} ({percent(self.part, self.due)})" if self.due else "0/0"


NONE = Ratio()


@dataclass(frozen=True)
class Figures:
    """What was counted of one branch, or of all of them together.

    `shares` are by the keys of `STANDARD_INDICATORS`; `totals` are the official points of the
    monthly meetings.
    """

    shares: Mapping[str, Ratio]
    extraordinary: int = 0
    totals: tuple[Fraction, ...] = ()

    def __getitem__(self, key: str) -> Ratio:
        return self.shares.get(key, NONE)

    @property
    def average(self) -> Average:
        return average_of(self.totals)


@dataclass(frozen=True)
class StandardIndicator:
    label: str
    definition: str


# In the order in which they are reported (members-and-reports.md, “standard indicators”).
STANDARD_INDICATORS = {
    "meetings": StandardIndicator(
        "Sinh hoạt thường kỳ", "Số tháng đã sinh hoạt thường kỳ trên số tháng phải sinh hoạt"
    ),
    "topical": StandardIndicator(
        "Sinh hoạt chuyên đề", "Số buổi chuyên đề đã tổ chức trên số buổi tối thiểu của cả kỳ"
    ),
    "materials": StandardIndicator(
        "Gửi tài liệu đúng hạn", "Số buổi gửi thông báo và tài liệu trước hạn trên số buổi đã họp"
    ),
    "attendance": StandardIndicator(
        "Dự sinh hoạt", "Số lượt có mặt trên số lượt phải dự, mọi buổi của chi bộ"
    ),
    "unexcused": StandardIndicator(
        "Vắng không lý do", "Số lượt vắng không lý do trên số lượt phải dự"
    ),
    "speakers": StandardIndicator(
        "Phát biểu", "Số lượt đảng viên có phát biểu trên số lượt có mặt"
    ),
    "tasks": StandardIndicator(
        "Nhiệm vụ hoàn thành đúng hạn", "Số nhiệm vụ hoàn thành đúng hạn trên số nhiệm vụ đến hạn"
    ),
    "sent": StandardIndicator(
        "Gửi biên bản đúng hạn", "Số buổi gửi biên bản đúng hạn trên số buổi đã đến hạn gửi"
    ),
    "pledges": StandardIndicator(
        "Nộp bản cam kết", "Số đảng viên đã nộp trên số đảng viên phải nộp, chỉ tính cho cả năm"
    ),
    "observed": StandardIndicator(
        "Cấp ủy viên cấp trên dự", "Số buổi có cấp ủy viên dự trên số buổi đã họp"
    ),
    "petitions": StandardIndicator(
        "Kiến nghị trả lời đúng hạn", "Số kiến nghị trả lời đúng hạn trên số kiến nghị đến hạn"
    ),
}


def figures_of(parts: Sequence[tuple[BranchFacts, Span]]) -> Figures:
    """Of one branch, from the facts of the year or of each of its quarters."""
    return total_of(_figures(facts, span) for facts, span in parts)


def total_of(figures: Iterable[Figures]) -> Figures:
    shares: defaultdict[str, Ratio] = defaultdict(Ratio)
    extraordinary = 0
    totals: list[Fraction] = []
    for one in figures:
        extraordinary += one.extraordinary
        totals += one.totals
        for key, ratio in one.shares.items():
            shares[key] += ratio
    return Figures(dict(shares), extraordinary, tuple(totals))


def _figures(facts: BranchFacts, span: Span) -> Figures:
    sittings = facts.sittings
    monthly = [one for one in sittings if one.type in MONTHLY]
    topical, tasks, pledges = facts.topical, facts.tasks, facts.pledges
    shares = {
        "meetings": Ratio(len(facts.months_held), len(facts.months_due(span))),
        "topical": Ratio(topical.held, topical.minimum) if topical else NONE,
        "planned": Ratio(topical.registered, topical.minimum) if topical else NONE,
        "materials": _known(materials_ahead(one) for one in sittings),
        "attendance": _occurrences(sittings, "present", "must_attend"),
        "attendance_monthly": _occurrences(monthly, "present", "must_attend"),
        "unexcused": _occurrences(sittings, "unexcused", "must_attend"),
        "speakers": _occurrences(sittings, "speakers", "in_room"),
        "sent": _known(sent_in_time(one, on=span.on) for one in sittings),
        "tasks": Ratio(tasks.done, tasks.due),
        "pledges": Ratio(pledges.submitted, pledges.due) if pledges else NONE,
        "observed": Ratio(facts.observed.part, facts.observed.due),
        "petitions": Ratio(facts.petitions.part, facts.petitions.due),
    }
    return Figures(
        shares,
        sum(one.type is MeetingType.EXTRAORDINARY for one in sittings),
        tuple(one.total for one in facts.scores if one.total is not None),
    )


def _occurrences(sittings: Iterable[Sitting], part: str, due: str) -> Ratio:
    """Over the sittings at which the roll was called."""
    called = [one for one in sittings if one.is_called]
    return Ratio(
        sum(getattr(one, part) or 0 for one in called),
        sum(getattr(one, due) or 0 for one in called),
    )


def _known(measured: Iterable[Measured]) -> Ratio:
    """Of which the answer is yes; those of which it is not known yet are left out."""
    values = [one.value for one in measured if one.value is not None]
    return Ratio(sum(value == 1 for value in values), len(values))


def missing_months(parts: Iterable[tuple[BranchFacts, Span]]) -> str:
    """“tháng 3, 7” in which a branch should have met and did not."""
    return months_named(
        month for facts, span in parts for month in facts.months_due(span) - facts.months_held
    )


@dataclass(frozen=True)
class UnitLine:
    """A branch: `spoke` comrades who spoke at least once, `admitted` who were admitted there."""

    place_id: UUID
    name: str
    group: str
    members: int
    spoke: int
    admitted: int
    figures: Figures
    missing: str = ""

    @property
    def remark(self) -> str:
        return f"Không họp {self.missing}" if self.missing else ""


@dataclass(frozen=True)
class Held:
    """So many meetings of one kind held by one kind of body."""

    body: str
    kind: str
    number: int


@dataclass(frozen=True)
class Review:
    """Who had to be reviewed at the year's end, and why some were not (as Biểu 6F asks)."""

    label: str
    due: int
    done: int
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def open(self) -> int:
        return self.due - self.done


@dataclass(frozen=True)
class Report:
    """`grades` and `reviews` are those of a whole year: (what, grade, how many)."""

    year: int
    period: int
    units: tuple[UnitLine, ...]
    held: tuple[Held, ...]
    grades: tuple[tuple[str, str, int], ...] = ()
    reviews: tuple[Review, ...] = ()

    @property
    def label(self) -> str:
        return report_label(self.year, self.period)

    @cached_property
    def total(self) -> Figures:
        return total_of(line.figures for line in self.units)

    @cached_property
    def sum_line(self) -> UnitLine:
        """All of them as one line; a comrade who moved has spoken in both places."""
        return UnitLine(
            place_id=self.units[0].place_id,
            name="Tổng cộng",
            group="",
            members=sum(line.members for line in self.units),
            spoke=sum(line.spoke for line in self.units),
            admitted=sum(line.admitted for line in self.units),
            figures=self.total,
        )

    @property
    def indicators(self) -> Iterator[tuple[str, str, str]]:
        """Label, figure and what it counts, the same on page and paper."""
        for key, indicator in STANDARD_INDICATORS.items():
            yield indicator.label, self.total[key].words, indicator.definition
        average = self.total.average
        value = f"{shown(average.value)} điểm" if average.value is not None else "chưa có"
        counted = f"Trên {average.of} buổi thường kỳ có điểm chính thức"
        yield "Điểm bình quân sinh hoạt", value, counted
        yield (
            "Họp bất thường",
            f"{self.total.extraordinary} buổi",
            "Đếm riêng, không tính vào sinh hoạt thường kỳ, chuyên đề",
        )

    @property
    def not_met(self) -> tuple[str, ...]:
        """The first thing a committee wants to see."""
        return tuple(f"{line.name} ({line.missing})" for line in self.units if line.missing)
