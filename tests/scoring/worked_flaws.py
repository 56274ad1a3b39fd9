"""Worked examples of what is wrong with a rubric, every flaw with its place."""

from fractions import Fraction

from app.scoring.rules.rubric import (
    Column,
    Criterion,
    CriterionKind,
    Gate,
    GateKind,
    Grade,
    Level,
    Rubric,
)
from tests.scoring.rubrics import GRADES, NATIONAL, criterion, rubric, section
from tests.scoring.worked_scores import ALL_KINDS

F = Fraction
KIND = CriterionKind


def flaws(sheet, **known):
    """Place and sentence of every flaw."""
    return lambda ns: [(flaw.place, flaw.sentence) for flaw in ns.flaws_of(sheet, **known)]


def of_levels(*given, kind=KIND.LEVELS, most=10):
    """The flaws of a criterion with these levels, each (label, points, from, below)."""
    made = tuple(
        Level(label, F(points), None if low is None else F(low), None if high is None else F(high))
        for label, points, low, high in given
    )
    return flaws(rubric(criterion("1", kind, most, levels=made), criterion("2", points=90)))


def of_grades(*pairs):
    grades = tuple(Grade(code, code, F(points)) for code, points in pairs)
    return flaws(rubric(criterion("1", points=100), grades=grades))


def gated(*gates):
    return flaws(
        rubric(
            criterion("1", points=100),
            criterion("2", KIND.PASS_FAIL, 0),
            criterion("3", KIND.DEDUCTION, 5, per_unit=F(1)),
            gates=gates,
        )
    )


def columned(*columns):
    return flaws(rubric(criterion("1", points=100), columns=columns))


ONE = criterion("1", points=100)
WORDS = "phải gồm chữ, số, dấu chấm, gạch ngang, nhiều nhất 40 ký tự"
NO_POINTS = "Điểm tối đa phải lớn hơn 0."
WRONG_COLUMNS = [("", "Cột chấm gồm Tự chấm, Thẩm định, Quyết định, theo thứ tự, mỗi cột một lần.")]
OWN_NAME = ("1", "Mỗi mức cần một tên riêng.")
CHECKING = [
    (flaws(NATIONAL), []),
    (flaws(ALL_KINDS), []),
    (flaws(rubric()), [("", "Bảng chấm chưa có tiêu chí nào.")]),
    (
        flaws(rubric(criterion("1", points=50), criterion("1", points=50))),
        [("1", "Số thứ tự 1 dùng 2 lần; mỗi tiêu chí một số.")],
    ),
    (flaws(rubric(criterion(" ", points=100))), [("", "Có tiêu chí chưa có số thứ tự.")]),
    (flaws(rubric(criterion("a/b", points=100))), [("a/b", f"Số thứ tự “a/b” {WORDS}.")]),
    (flaws(rubric(Criterion("1", " ", KIND.YES_NO, F(100)))), [("1", "Chưa có tên tiêu chí.")]),
    (
        flaws(rubric(section("1"), ONE)),
        [
            ("1", "Số thứ tự 1 dùng 2 lần; mỗi tiêu chí một số."),
            ("1", "Nhóm tiêu chí chưa có tiêu chí nào."),
        ],
    ),
    (
        flaws(
            rubric(
                Criterion("1", "x", KIND.YES_NO, F(95), children=(criterion("2"),)), criterion("3")
            )
        ),
        [("1", "Chỉ nhóm tiêu chí mới có tiêu chí con.")],
    ),
    (
        flaws(
            rubric(
                section(
                    "1",
                    criterion("1.1"),
                    criterion("1.2"),
                    criterion("1.3", KIND.BONUS, 3, per_unit=F(1)),
                    points=100,
                )
            )
        ),
        [("1", "Điểm tối đa của nhóm là 100, các tiêu chí trong nhóm cộng lại là 10.")],
    ),
    (flaws(rubric(ONE, criterion("2", points=0))), [("2", NO_POINTS)]),
    (flaws(rubric(ONE, criterion("2", points=-1))), [("2", NO_POINTS)]),
    (
        flaws(
            rubric(
                criterion("1", points=F(1, 2)),
                criterion("2", KIND.NUMBER, F(199, 2), per_unit=F(1, 2)),
            )
        ),
        [],
    ),
    (
        flaws(rubric(ONE, criterion("2", KIND.PASS_FAIL, 5))),
        [("2", "Tiêu chí này không có điểm; xin để điểm tối đa là 0.")],
    ),
    *(
        (
            flaws(rubric(ONE, criterion("2", KIND.BONUS, 5, per_unit=F(each)))),
            [("2", "Cần số điểm cho mỗi đơn vị, lớn hơn 0.")],
        )
        for each in (0, -1)
    ),
    # Levels: at least two, each of its own name, up to the maximum.
    (of_levels(("a", 10, None, None)), [("1", "Cần ít nhất hai mức.")]),
    (of_levels(("a", 0, None, None), ("b", 10, None, None)), []),
    (of_levels(("a", 0, None, None), ("a", 10, None, None)), [OWN_NAME]),
    (of_levels(("a", 0, None, None), (" ", 10, None, None)), [OWN_NAME]),
    (
        of_levels(("a", -1, None, None), ("b", 10, None, None)),
        [("1", "Điểm của mỗi mức phải từ 0 đến 10.")],
    ),
    (
        of_levels(("a", 0, None, None), ("b", 11, None, None)),
        [("1", "Điểm của mỗi mức phải từ 0 đến 10.")],
    ),
    (
        of_levels(("a", 0, None, None), ("b", 9, None, None)),
        [("1", "Mức cao nhất chỉ được 9 điểm, chưa tới điểm tối đa 10.")],
    ),
    (
        of_levels(("a", 0, None, None), ("b", 0, None, None), kind=KIND.LEVEL_ONLY, most=0),
        [("", "x")][:0],
    ),
    (of_levels(("a", 3, None, None), ("b", 4, None, None), kind=KIND.LEVEL_ONLY, most=0), []),
    # Half-open intervals: nothing between two of them, nothing in both, none of them empty.
    (of_levels(("a", 0, None, 80), ("b", 10, 80, None)), []),
    (of_levels(("b", 10, 80, None), ("a", 0, None, 80)), []),
    (of_levels(("a", 0, 0, 80), ("b", 10, 80, None)), []),
    (of_levels(("a", 0, 0, F(1, 2)), ("b", 10, F(1, 2), None)), []),
    (
        of_levels(("a", 0, None, 80), ("b", 10, None, None)),
        [("1", "Hoặc mọi mức đều có khoảng giá trị, hoặc không mức nào có.")],
    ),
    (
        of_levels(("a", 0, 1, 80), ("b", 10, 80, None)),
        [("1", "Giá trị dưới 1 chưa thuộc mức nào.")],
    ),
    (
        of_levels(("a", 0, F(1, 2), 80), ("b", 10, 80, None)),
        [("1", "Giá trị dưới 0,5 chưa thuộc mức nào.")],
    ),
    (
        of_levels(("a", 0, None, 80), ("b", 10, 80, 100)),
        [("1", "Giá trị từ 100 trở lên chưa thuộc mức nào.")],
    ),
    (
        of_levels(("a", 0, None, 80), ("b", 10, 70, None)),
        [("1", "Khoảng của mức “a” và “b” chồng lên nhau.")],
    ),
    (
        of_levels(("a", 0, None, 80), ("b", 10, 90, None)),
        [("1", "Giá trị từ 80 đến dưới 90 chưa thuộc mức nào.")],
    ),
    (
        of_levels(("a", 0, 0, None), ("b", 10, 80, None)),
        [("1", "Khoảng của mức “a” và “b” chồng lên nhau.")],
    ),
    (
        of_levels(("a", 0, None, 80), ("b", 10, None, None), ("c", 0, 80, None)),
        [("1", "Hoặc mọi mức đều có khoảng giá trị, hoặc không mức nào có.")],
    ),
    (
        of_levels(("a", 0, None, 80), ("b", 5, None, 90), ("c", 10, 90, None)),
        [("1", "Khoảng của mức “a” và “b” chồng lên nhau.")],
    ),
    (
        of_levels(("a", 0, None, 80), ("b", 5, 80, 80), ("c", 10, 80, None)),
        [("1", "Khoảng của mức “b” rỗng.")],
    ),
    (
        of_levels(("a", 0, None, 80), ("b", 5, 80, 70), ("c", 10, 70, None)),
        [
            ("1", "Giá trị từ 70 trở lên chưa thuộc mức nào."),
            ("1", "Khoảng của mức “a” và “c” chồng lên nhau."),
            ("1", "Khoảng của mức “c” và “b” chồng lên nhau."),
            ("1", "Khoảng của mức “b” rỗng."),
        ],
    ),
    # Grades descend to 0, and the best one can be reached.
    (of_grades(("a", 90), ("b", 0)), []),
    (of_grades(("a", 100), ("b", 0)), []),
    (of_grades(("a", 101), ("b", 0)), [("a", "Mức cao nhất cần 101 điểm, bảng chấm chỉ có 100.")]),
    (of_grades(("a", 90), ("b", 90), ("c", 0)), [("b", "Mức “b” phải có điểm thấp hơn mức “a”.")]),
    (of_grades(("a", 70), ("b", 90), ("c", 0)), [("b", "Mức “b” phải có điểm thấp hơn mức “a”.")]),
    (
        of_grades(("a", 90), ("b", 50)),
        [("b", "Mức thấp nhất phải bắt đầu từ 0 điểm; dưới 50 điểm chưa thuộc mức nào.")],
    ),
    (
        of_grades(("a", 90), ("b", 0), ("c", -1)),
        [("c", "Mức thấp nhất phải bắt đầu từ 0 điểm; dưới -1 điểm chưa thuộc mức nào.")],
    ),
    (
        of_grades(("a", 90), ("b", 50), ("c", 10)),
        [("c", "Mức thấp nhất phải bắt đầu từ 0 điểm; dưới 10 điểm chưa thuộc mức nào.")],
    ),
    (of_grades(("a", 90), ("a", 0)), [("a", "Mỗi mức xếp loại chỉ ghi một lần.")]),
    (of_grades(), [("", "Bảng chấm chưa có mức xếp loại nào.")]),
    # Without points the grades are chosen by people: no thresholds to be held to.
    (flaws(Rubric("x", (criterion("1", KIND.PASS_FAIL, 0),), (GRADES[1], GRADES[0]))), []),
    # Gates.
    (
        gated(
            Gate(GateKind.FULL_MARKS, ("1",), "fair"), Gate(GateKind.NO_CASE, ("2", "3"), "poor")
        ),
        [],
    ),
    (
        gated(Gate(GateKind.FULL_MARKS, (), "fair")),
        [("", "Có điều kiện xếp loại chưa chọn tiêu chí nào.")],
    ),
    (
        gated(Gate(GateKind.FULL_MARKS, ("9",), "fair")),
        [("9", "Điều kiện xếp loại nhắc tới tiêu chí không có trong bảng.")],
    ),
    (
        gated(Gate(GateKind.NO_CASE, ("1",), "fair")),
        [("1", "Trường hợp loại trừ phải là tiêu chí Đạt hoặc không đạt, hoặc Điểm trừ.")],
    ),
    (
        gated(Gate(GateKind.FULL_MARKS, ("1",), "x")),
        [("", "Có điều kiện xếp loại chưa chọn mức cao nhất được xếp.")],
    ),
    (
        gated(Gate(GateKind.FULL_MARKS, ("1",), "good")),
        [("", "Điều kiện xếp loại giới hạn ở mức cao nhất thì không có tác dụng.")],
    ),
    # Indicators and conditions that are not known.
    (
        flaws(
            rubric(criterion("1", points=100, indicator="a", condition="b")),
            indicators=["a"],
            conditions=["b"],
        ),
        [],
    ),
    (
        flaws(rubric(criterion("1", points=100, indicator="a", condition="b"))),
        [("1", "Không có chỉ số “a”."), ("1", "Không có điều kiện “b”.")],
    ),
    # Columns in their order, each once.
    (columned(*Column), []),
    (columned(Column.DECISION), []),
    (columned(), WRONG_COLUMNS),
    (columned(Column.SELF, Column.SELF), WRONG_COLUMNS),
    (columned(Column.DECISION, Column.SELF), WRONG_COLUMNS),
]
