"""Worked examples of scoring.md §2, §6, §7: the cap, months together, years in a row."""

from fractions import Fraction

from app.scoring.rules.year import CapBase, MonthsRule
from tests.scoring.rubrics import NATIONAL

F = Fraction

NOVEMBER = {month: F(points) for month, points in ((1, 95), (2, 85), (3, 60), (4, 60))}


def together(scored, due=(), rule=MonthsRule.AVERAGE):
    def example(ns):
        found = ns.months_together(NATIONAL, scored, due=due, rule=rule)
        return found.average, found.grade, found.used, found.total, found.missing

    return example


def capped(base, *, top=16, second=64, graded=80, members=81, share="0.2"):
    def example(ns):
        found = ns.cap_of(
            top=top, second=second, graded=graded, members=members, share=F(share), base=base
        )
        return found.base_number, found.allowed, found.is_exceeded, found.reached

    return example


def years(*codes, until=2018, excused=()):
    """`codes` by year up to 2018."""

    def example(ns):
        history = [
            ns.YearGrade(year, code, year in excused)
            for year, code in enumerate(codes, 2019 - len(codes))
        ]
        return ns.streak(history, {"excellent"}, until=until)

    return example


TOP = "excellent"
YEAR = [
    # A month without a meeting is missing: neither nothing nor silently left out.
    (together({1: F(90), 2: F(80)}, due=(1, 2, 4, 3)), (85, "fair", 2, 4, (3, 4))),
    (together({1: F(90), 5: F(90)}, due=(1, 2)), (90, "good", 2, 3, (2,))),
    (together({}, due=(1, 2)), (None, None, 0, 2, (1, 2))),
    (together(NOVEMBER), (75, "fair", 4, 4, ())),
    (together(NOVEMBER, rule=MonthsRule.MOST), (75, "average", 4, 4, ())),
    (together({1: F(90), 2: F(70)}, rule=MonthsRule.MOST), (80, "fair", 2, 2, ())),
    # The real record of 2017: 16 excellent and 64 good of 81, one without a grade.
    (capped(CapBase.SECOND), (64, 12, True, F(1, 4))),
    (capped(CapBase.SECOND, share="0.25"), (64, 16, False, F(1, 4))),
    (capped(CapBase.SECOND_AND_TOP), (80, 16, False, F(1, 5))),
    (capped(CapBase.GRADED, graded=79), (79, 15, True, F(16, 79))),
    (capped(CapBase.ALL), (81, 16, False, F(16, 81))),
    (capped(CapBase.SECOND, top=0, second=4), (4, 0, False, 0)),
    (capped(CapBase.SECOND, top=1, second=0), (0, 0, True, None)),
    # Years in a row: an ungraded one breaks it unless it was not due.
    (years(TOP, TOP, TOP, TOP, TOP), 5),
    (years(TOP, "well_done", TOP, TOP), 2),
    (years(TOP, None, TOP), 1),
    (years(TOP, None, TOP, excused=[2017]), 2),
    (years(TOP, TOP, "well_done", excused=[2018]), 2),
    (years(TOP, TOP, until=2019), 0),
    (years(TOP, TOP, until=2017), 1),
    (lambda ns: ns.YearGrade(2018, TOP), lambda ns: ns.YearGrade(2018, TOP, False)),
]
