"""Rubrics for the tests: the national frame of a meeting, and any at all."""

from fractions import Fraction

from hypothesis import strategies as st

from app.scoring.rules.rubric import (
    COUNTED,
    Criterion,
    CriterionKind,
    Gate,
    GateKind,
    Grade,
    Level,
    NotApplicable,
    Rubric,
)

GRADES = (
    Grade("good", "Tốt", Fraction(90)),
    Grade("fair", "Khá", Fraction(70)),
    Grade("average", "Trung bình", Fraction(50)),
    Grade("poor", "Kém", Fraction(0)),
)


def criterion(code, kind=CriterionKind.YES_NO, points=5, **values):
    return Criterion(code, f"Tiêu chí {code}", kind, Fraction(points), **values)


def section(code, *children, points=None, **values):
    counted = sum((c.max_points for c in children if c.kind in COUNTED), Fraction(0))
    return Criterion(
        code,
        f"Nhóm {code}",
        CriterionKind.SECTION,
        counted if points is None else Fraction(points),
        children=children,
        **values,
    )


def rubric(*criteria, grades=GRADES, **values):
    return Rubric("Bảng chấm", criteria, grades, **values)


def levels(*pairs, bounds=None):
    """Levels by label and points, with half-open intervals between `bounds` if there are any."""
    if bounds is None:
        return tuple(Level(label, Fraction(points)) for label, points in pairs)
    edges = [None, *(Fraction(b) for b in bounds), None]
    return tuple(
        Level(label, Fraction(points), at_least=low, below=high)
        for (label, points), low, high in zip(pairs, edges, edges[1:], strict=False)
    )


NATIONAL = rubric(
    criterion("1", points=5),
    criterion("2", points=5),
    section("3", criterion("3.1", points=5), criterion("3.2", points=5)),
    section(
        "4",
        criterion("4.1", points=5),
        criterion("4.2", CriterionKind.NUMBER, 25, per_unit=Fraction(5)),
        criterion("4.3", points=10),
    ),
    criterion("5", points=5),
    criterion("6", CriterionKind.PERCENTAGE, 30),
    criterion("7", points=5),
    gates=(Gate(GateKind.FULL_MARKS, ("1", "2"), "fair"),),
)

points = st.integers(1, 40).map(lambda n: Fraction(n, 2))
policies = st.sampled_from(NotApplicable)


@st.composite
def leaves(draw, code):
    kind = draw(st.sampled_from([k for k in CriterionKind if k is not CriterionKind.SECTION]))
    worth = draw(points)
    shared = {
        "condition": draw(st.sampled_from(["", "has_topic"])),
        "not_applicable": draw(policies),
    }
    if kind is CriterionKind.LEVELS:
        bounds = draw(st.sampled_from([None, [80, 90]]))
        made = levels(("Kém", 0), ("Khá", worth / 2), ("Tốt", worth), bounds=bounds)
        return criterion(code, kind, worth, levels=made, **shared)
    if kind is CriterionKind.LEVEL_ONLY:
        return criterion(code, kind, 0, levels=levels(("Khá", 0), ("Tốt", 0)), **shared)
    if kind is CriterionKind.PASS_FAIL:
        return criterion(code, kind, 0, **shared)
    return criterion(code, kind, worth, per_unit=draw(points), **shared)


@st.composite
def trees(draw, code, depth=2):
    if depth == 0 or draw(st.booleans()):
        return draw(leaves(code))
    number = draw(st.integers(1, 3))
    below = [draw(trees(f"{code}.{n}", depth - 1)) for n in range(1, number + 1)]
    return section(code, *below, not_applicable=draw(policies))


@st.composite
def rubrics(draw):
    """Any rubric without a flaw, with the thresholds of the national frame in its own points."""
    tops = [draw(trees(str(n))) for n in range(1, draw(st.integers(1, 4)) + 1)]
    tops.append(criterion("z", points=10))  # something always counts
    made = rubric(*tops)
    most = made.max_points
    grades = tuple(Grade(g.code, g.label, g.from_points * most / 100) for g in GRADES)
    return rubric(*tops, grades=grades)
