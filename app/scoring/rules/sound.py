"""Whether a rubric can be used for what it scores: sound in itself, its indicators those of it."""

from collections.abc import Iterator

from app.scoring.rules.checking import Flaw, Part, flaws_of
from app.scoring.rules.indicators import Subject, bindable, conditions_for, may_bind
from app.scoring.rules.rubric import Rubric

# What is kept beside answers and grades has so much room.
LINE = 200
GRADE_CODE = 40


def flaws_for(rubric: Rubric, subject: Subject) -> list[Flaw]:
    """Everything that must be mended before the rubric is issued."""
    return [
        *flaws_of(rubric, indicators=bindable(subject), conditions=conditions_for(subject)),
        *_misbound(rubric, subject),
        *_of_names(rubric),
    ]


def _misbound(rubric: Rubric, subject: Subject) -> Iterator[Flaw]:
    known = bindable(subject)
    for criterion in rubric.walk():
        found = known.get(criterion.indicator)
        if found is not None and not may_bind(criterion, found):
            yield Flaw(
                criterion.code, f"Chỉ số “{found.label}” không dùng được cho kiểu tiêu chí này."
            )


def _of_names(rubric: Rubric) -> Iterator[Flaw]:
    if not rubric.title:
        yield Flaw("", "Bảng chấm chưa có tên.", Part.HEAD)
    said = [("", rubric.title, Part.HEAD)]
    said += [
        (one.code, level.label, Part.CRITERIA) for one in rubric.walk() for level in one.levels
    ]
    said += [(grade.code, grade.label, Part.GRADES) for grade in rubric.grades]
    for place, words, part in said:
        if len(words) > LINE:
            yield Flaw(place, f"Tên “{words[:40]}…” quá dài; dài nhất {LINE} ký tự.", part)
    for grade in rubric.grades:
        if len(grade.code) > GRADE_CODE:
            yield Flaw(grade.code, f"Mã xếp loại dài nhất {GRADE_CODE} ký tự.", Part.GRADES)
