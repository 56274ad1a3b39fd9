"""The result list of a year: ranks, counts per grade, and the cap with its formula written out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.kernel.points import shown
from app.scoring.rules.vocabulary import Scale
from app.scoring.rules.year import Cap, CapBase, cap_of


def ranks_of(points: Iterable[Fraction | None]) -> list[int | None]:
    """1 for the most points, those alike share a rank; who has no points has no rank."""
    given = list(points)
    known = Counter(one for one in given if one is not None)
    ranks: dict[Fraction, int] = {}
    place = 1
    for value in sorted(known, reverse=True):
        ranks[value] = place
        place += known[value]
    return [None if one is None else ranks[one] for one in given]


@dataclass(frozen=True)
class Mark:
    """Points and the grade in words."""

    points: Fraction | None = None
    grade: str = ""

    @property
    def words(self) -> str:
        points = shown(self.points) if self.points is not None else ""
        return "\n".join(part for part in (points, self.grade) if part)


NO_MARK = Mark()


@dataclass(frozen=True)
class Outcome:
    """Where one who is graded stands: `is_decided` without a grade is an official state too."""

    grade: str | None = None
    label: str = ""
    is_decided: bool = True
    is_excused: bool = False


@dataclass(frozen=True)
class Counted:
    """How many have each grade, as it was called; the best first."""

    grades: tuple[tuple[str, str, int], ...]
    ungraded: int
    excused: int
    undecided: int

    @property
    def graded(self) -> int:
        return sum(number for _, _, number in self.grades)

    @property
    def due(self) -> int:
        """Everybody but those who need not be graded."""
        return self.graded + self.ungraded + self.undecided

    def share_of(self, number: int) -> Fraction | None:
        """Of those with a grade."""
        return Fraction(number, self.graded) if self.graded else None

    def number(self, code: str) -> int:
        return sum(number for known, _, number in self.grades if known == code)


def count_up(outcomes: Iterable[Outcome], scale: Scale) -> Counted:
    """Every grade of the scale, with none too; what the scale does not know stands at the end."""
    found = list(outcomes)
    numbers = Counter(one.grade for one in found if one.grade is not None)
    words = {one.grade: one.label for one in found if one.grade is not None}
    known = [(code, label, numbers.pop(code, 0)) for code, label in scale.grades]
    others = [(code, words[code], number) for code, number in sorted(numbers.items())]
    without = [one for one in found if one.grade is None]
    return Counted(
        tuple(known + others),
        ungraded=sum(one.is_decided and not one.is_excused for one in without),
        excused=sum(one.is_decided and one.is_excused for one in without),
        undecided=sum(not one.is_decided for one in without),
    )


@dataclass(frozen=True)
class Share:
    """How many of a base have the top grade, both numbers in sight."""

    base: CapBase
    label: str
    top: int
    number: int

    @property
    def value(self) -> Fraction | None:
        return Fraction(self.top, self.number) if self.number else None


@dataclass(frozen=True)
class GroupCap:
    """The cap on the top grade among those who are comparable."""

    group: str
    counted: Counted
    cap: Cap
    formula: str
    shares: tuple[Share, ...]


def capped(group: str, counted: Counted, scale: Scale, *, percent: int, base: CapBase) -> GroupCap:
    numbers = {
        "top": counted.number(scale.top),
        "second": counted.number(scale.second),
        "graded": counted.graded,
        "members": counted.due,
    }
    caps = {
        one: cap_of(**numbers, share=Fraction(percent, 100), base=one)
        for one in (base, *(other for other in CapBase if other is not base))
    }
    words = _base_words(scale)
    shares = tuple(Share(one, words[one], cap.top, cap.base_number) for one, cap in caps.items())
    return GroupCap(group, counted, caps[base], formula_of(caps[base], scale), shares)


def capped_by_group(
    outcomes: Sequence[tuple[str, Outcome]], scale: Scale, *, percent: int, base: CapBase
) -> list[GroupCap]:
    """One for each group, in the order in which the groups come."""
    groups: dict[str, list[Outcome]] = {}
    for group, outcome in outcomes:
        groups.setdefault(group, []).append(outcome)
    return [
        capped(group, count_up(found, scale), scale, percent=percent, base=base)
        for group, found in groups.items()
    ]


def formula_of(cap: Cap, scale: Scale) -> str:
    """`20 % × 64 (số hoàn thành tốt nhiệm vụ) = 12,8 → tối đa 12; đã xếp 16 → vượt 4`"""
    exactly = cap.share * cap.base_number
    return (
        f"{shown(cap.share * 100)} % × {cap.base_number} ({_base_words(scale)[cap.base]}) "
        f"= {shown(exactly)} → tối đa {cap.allowed}; đã xếp {cap.top} → {_verdict(cap)}"
    )


def _verdict(cap: Cap) -> str:
    return f"vượt {cap.top - cap.allowed}" if cap.is_exceeded else "trong giới hạn"


def _base_words(scale: Scale) -> Mapping[CapBase, str]:
    top, second = (_lowered(scale.label(code)) for code in (scale.top, scale.second))
    return {
        CapBase.SECOND: f"số {second}",
        CapBase.SECOND_AND_TOP: f"số {second} và {top}",
        CapBase.GRADED: "số được xếp loại",
        CapBase.ALL: "số thuộc diện xếp loại",
    }


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]
