"""Worked examples of scoring.md §5: what a score comes to, and why.

Each is something to ask of the rules, and the answer.
"""

from fractions import Fraction

from app.scoring.rules.rubric import CriterionKind, Gate, GateKind, Level, NotApplicable
from tests.scoring.rubrics import NATIONAL, criterion, levels, rubric, section

F = Fraction
KIND = CriterionKind

BY_RATE = criterion(
    "1", KIND.LEVELS, 10, levels=levels(("Kém", 0), ("Khá", 5), ("Tốt", 10), bounds=[80, 90])
)
CHOSEN = criterion("1", KIND.LEVELS, 10, levels=levels(("Kém", 0), ("Tốt", 10)))
# One of everything: what is counted, what comes on top or off, what is worth nothing.
ALL_KINDS = rubric(
    section(
        "1",
        criterion("1.1", KIND.NUMBER, 10, per_unit=F(3)),
        criterion("1.2", KIND.PERCENTAGE, 20),
        criterion("1.3", KIND.DEDUCTION, 6, per_unit=F(2)),
        criterion("1.4", KIND.BONUS, 4, per_unit=F(1)),
    ),
    criterion("2", points=70),
    criterion("3", KIND.PASS_FAIL, 0),
    criterion("4", KIND.LEVEL_ONLY, 0, levels=levels(("Khá", 0), ("Tốt", 0))),
    gates=(
        Gate(GateKind.FULL_MARKS, ("1", "1.2"), "fair"),
        Gate(GateKind.NO_CASE, ("3", "1.3"), "average"),
    ),
)


def policies(policy):
    """A conditional line of half the points beside one that always counts."""
    return rubric(
        criterion("1", points=50),
        criterion("2", points=50, condition="has_topic", not_applicable=policy),
        gates=(Gate(GateKind.FULL_MARKS, ("2",), "poor"),),
    )


def told(ns, sheet, answers, *, holding=()):
    """A score in short: points, the grade by points, the grade, what is barred and open, lines."""
    found = ns.score(
        sheet, {code: ns.Answer(**one) for code, one in answers.items()}, holding=holding
    )
    return (
        f"{found.earned}/{found.possible}={found.total}",
        found.by_points and found.by_points.code,
        found.grade and found.grade.code,
        found.best_allowed.code,
        " ".join(f"{one.gate.limit}:{','.join(one.codes)}" for one in found.barred),
        " ".join(found.open_codes),
        " ".join(
            f"{code}={line.points}/{line.counted}"
            f"{'?' * line.is_open}{'-' * (not line.applies)}{'!' * line.falls_short}"
            for code, line in found.lines.items()
        ),
    )


def answered(sheet, said):
    """The first line answered with yes or no, nothing else."""
    return lambda ns: told(ns, sheet, {"1": {"is_yes": said}})


def rated(value):
    return lambda ns: told(ns, rubric(BY_RATE), {"1": {"value": F(value)}})[6]


def worth(kind, most, value, per_unit=0):
    """Points of one answer."""
    one = criterion("1", kind, most, per_unit=F(per_unit))
    return lambda ns: ns.points_of(one, ns.Answer(value=value if value is None else F(value)))


def yes(kind, answer):
    return lambda ns: ns.points_of(criterion("1", kind, 5), ns.Answer(is_yes=answer))


def graded(points):
    return lambda ns: ns.grade_for(NATIONAL, F(points)).code


FULL = {"1.1": {"value": F(4)}, "1.2": {"value": F(100)}, "1.3": {"value": F(0)}}
FULL |= {
    "1.4": {"value": F(0)},
    "2": {"is_yes": True},
    "3": {"is_yes": True},
    "4": {"level": "Tốt"},
}
CLEAN = "1.1=10/10 1.2=20/20 1.3=0/0 1.4=0/0 2=70/70 3=0/0 4=0/0"

SCORING = [
    # Half-open thresholds, nothing rounded: 90, 89.5, 70, 50.
    *(
        (graded(points), code)
        for points, code in (
            (100, "good"),
            (90, "good"),
            ("89.5", "fair"),
            (70, "fair"),
            ("69.99", "average"),
            (50, "average"),
            ("49.9", "poor"),
            (0, "poor"),
            (-1, "poor"),
        )
    ),
    (rated(90), "1=10/10"),
    (rated("89.9"), "1=5/10!"),
    (rated(80), "1=5/10!"),
    (rated("79.9"), "1=0/10!"),
    (lambda ns: ns.level_of(BY_RATE, ns.Answer(level="Khá")).label, "Khá"),
    (lambda ns: ns.level_of(BY_RATE, ns.Answer()), None),
    (lambda ns: ns.level_of(CHOSEN, ns.Answer(value=F(3))), None),
    (lambda ns: ns.level_of(CHOSEN, ns.Answer(level="Tốt", value=F(3))).label, "Tốt"),
    (lambda ns: ns.level_of(CHOSEN, ns.Answer(level="Lạ")), None),
    (lambda ns: ns.level_of(criterion("1", levels=(Level(""),)), ns.Answer()), None),
    (worth(KIND.NUMBER, 10, 2, 3), 6),
    (worth(KIND.NUMBER, 10, 4, 3), 10),
    (worth(KIND.NUMBER, 10, -1, 3), 0),
    (worth(KIND.NUMBER, 10, None, 3), None),
    (worth(KIND.PERCENTAGE, 30, 18, 0), F("5.4")),
    (worth(KIND.PERCENTAGE, 30, None), None),
    (worth(KIND.DEDUCTION, 5, 2, 1), -2),
    (worth(KIND.DEDUCTION, 5, 9, 1), -5),
    (worth(KIND.BONUS, 5, 2, 1), 2),
    (worth(KIND.LEVELS, 5, None), None),
    (yes(KIND.YES_NO, True), 5),
    (yes(KIND.YES_NO, False), 0),
    (yes(KIND.YES_NO, None), None),
    (yes(KIND.PASS_FAIL, True), 0),
    (yes(KIND.PASS_FAIL, False), 0),
    (yes(KIND.PASS_FAIL, None), None),
    (yes(KIND.LEVEL_ONLY, True), None),
    # Everything full; then one gate after the other.
    (
        lambda ns: told(ns, ALL_KINDS, FULL),
        ("100/100=100", "good", "good", "good", "", "", f"1=30/30 {CLEAN}"),
    ),
    (
        lambda ns: told(ns, ALL_KINDS, FULL | {"1.2": {"value": F(90)}}),
        (
            "98/100=98",
            "good",
            "fair",
            "fair",
            "fair:1,1.2",
            "",
            "1=28/30! 1.1=10/10 1.2=18/20! 1.3=0/0 1.4=0/0 2=70/70 3=0/0 4=0/0",
        ),
    ),
    (
        lambda ns: told(ns, ALL_KINDS, FULL | {"3": {"is_yes": False}}),
        (
            "100/100=100",
            "good",
            "average",
            "average",
            "average:3",
            "",
            "1=30/30 1.1=10/10 1.2=20/20 1.3=0/0 1.4=0/0 2=70/70 3=0/0! 4=0/0",
        ),
    ),
    # Of two gates the stricter one counts.
    (
        lambda ns: told(ns, ALL_KINDS, FULL | {"1.2": {"value": F(90)}, "3": {"is_yes": False}})[
            :5
        ],
        ("98/100=98", "good", "average", "average", "fair:1,1.2 average:3"),
    ),
    # A bonus makes up for a deduction, and never lifts a section above its maximum.
    (
        lambda ns: told(ns, ALL_KINDS, FULL | {"1.3": {"value": F(2)}, "1.4": {"value": F(9)}}),
        (
            "100/100=100",
            "good",
            "average",
            "average",
            "average:1.3",
            "",
            "1=30/30 1.1=10/10 1.2=20/20 1.3=-4/0! 1.4=4/0 2=70/70 3=0/0 4=0/0",
        ),
    ),
    # A deduction never takes a section below nothing.
    (
        lambda ns: told(
            ns,
            ALL_KINDS,
            FULL | {"1.1": {"value": F(0)}, "1.2": {"value": F(0)}, "1.3": {"value": F(9)}},
        )[6],
        "1=0/30! 1.1=0/10! 1.2=0/20! 1.3=-6/0! 1.4=0/0 2=70/70 3=0/0 4=0/0",
    ),
    # While something is open there is no grade, and the open line bars nothing.
    (
        lambda ns: told(ns, ALL_KINDS, FULL | {"1.2": {}, "3": {}, "4": {}}),
        (
            "80/100=80",
            None,
            None,
            "good",
            "",
            "1.2 3 4",
            "1=10/30?! 1.1=10/10 1.2=0/20? 1.3=0/0 1.4=0/0 2=70/70 3=0/0? 4=0/0?",
        ),
    ),
    # What does not apply: lost, full, or left out and the rest rescaled; it bars nothing.
    *(
        (
            answered(policies(policy), said),
            expected,
        )
        for policy, said, expected in (
            (
                NotApplicable.LOSE,
                True,
                ("50/100=50", "average", "average", "good", "", "", "1=50/50 2=0/50-"),
            ),
            (
                NotApplicable.FULL,
                False,
                ("50/100=50", "average", "average", "good", "", "", "1=0/50! 2=50/50-"),
            ),
            (
                NotApplicable.RESCALE,
                True,
                ("50/50=100", "good", "good", "good", "", "", "1=50/50 2=0/0-"),
            ),
        )
    ),
    (
        lambda ns: told(
            ns, policies(NotApplicable.LOSE), {"1": {"is_yes": True}}, holding=["has_topic"]
        ),
        ("50/100=50", None, None, "good", "", "2", "1=50/50 2=0/50?"),
    ),
    (
        lambda ns: told(
            ns,
            policies(NotApplicable.FULL),
            {"1": {"is_yes": True}, "2": {"applies": False}},
            holding=["has_topic"],
        ),
        ("100/100=100", "good", "good", "good", "", "", "1=50/50 2=50/50-"),
    ),
    # Nothing counts at all: no sum, no grade, nothing divided by nothing.
    (
        lambda ns: told(
            ns,
            rubric(criterion("1", not_applicable=NotApplicable.RESCALE)),
            {"1": {"applies": False}},
        ),
        ("0/0=0", None, None, "good", "", "", "1=0/0-"),
    ),
    # A deduction that does not apply is worth nothing, whatever its policy.
    (
        lambda ns: told(
            ns,
            rubric(
                criterion("1", points=90),
                criterion("2", KIND.DEDUCTION, 5, per_unit=F(1), not_applicable=NotApplicable.FULL),
            ),
            {"1": {"is_yes": True}, "2": {"applies": False}},
        ),
        ("90/90=90", "good", "good", "good", "", "", "1=90/90 2=0/0-"),
    ),
    # A section that does not apply sets aside all that stands below it.
    (
        lambda ns: told(
            ns,
            rubric(
                section("1", criterion("1.1"), criterion("1.2"), not_applicable=NotApplicable.FULL),
                criterion("2", points=90),
            ),
            {"1": {"applies": False}, "2": {"is_yes": True}},
        ),
        ("100/100=100", "good", "good", "good", "", "", "1=10/10- 1.1=0/0- 1.2=0/0- 2=90/90"),
    ),
    # A gate that names nothing known bars nothing; the grade is the worse of both.
    (
        lambda ns: told(
            ns,
            rubric(
                criterion("1", points=90),
                criterion("2", points=10),
                gates=(Gate(GateKind.FULL_MARKS, ("9", "2"), "fair"),),
            ),
            {"1": {"is_yes": False}, "2": {"is_yes": False}},
        )[:5],
        ("0/100=0", "poor", "poor", "fair", "fair:2"),
    ),
    (
        lambda ns: (ns.ScoredLine(BY_RATE, F(0), F(0)), ns.Answer()),
        lambda ns: (
            ns.ScoredLine(BY_RATE, F(0), F(0), False, True, False),
            ns.Answer("", None, None, True),
        ),
    ),
]
