"""Whether a rubric can be used for what it scores: sound in itself, its indicators those of it."""

from collections.abc import Iterator

from app.scoring.rules.checking import Flaw, flaws_of
from app.scoring.rules.indicators import CONDITIONS, INDICATORS, Subject, may_bind
from app.scoring.rules.rubric import Rubric

# What is kept beside answers and grades has so much room.
LINE = 200
GRADE_CODE = 40


def bindable(subject: Subject) -> frozenset[str]:
    """The indicators a rubric of a subject may bind."""
    return frozenset(key for key, one in INDICATORS.items() if one.subject is subject)


def flaws_for(rubric: Rubric, subject: Subject) -> list[Flaw]:
    """Everything that must be mended before the rubric is issued."""
    known = bindable(subject)
    return [
        *flaws_of(rubric, indicators=known, conditions=CONDITIONS),
        *_misbound(rubric, known),
        *_of_names(rubric),
    ]


def _misbound(rubric: Rubric, known: frozenset[str]) -> Iterator[Flaw]:
    for criterion in rubric.walk():
        if criterion.indicator in known and not may_bind(
            criterion, INDICATORS[criterion.indicator]
        ):
            label = INDICATORS[criterion.indicator].label
            yield Flaw(criterion.code, f"Chỉ số “{label}” không dùng được cho kiểu tiêu chí này.")


def _of_names(rubric: Rubric) -> Iterator[Flaw]:
    if not rubric.title:
        yield Flaw("", "Bảng chấm chưa có tên.")
    said = [("", rubric.title), *((grade.code, grade.label) for grade in rubric.grades)]
    said += ((one.code, level.label) for one in rubric.walk() for level in one.levels)
    for place, words in said:
        if len(words) > LINE:
            yield Flaw(place, f"Tên “{words[:40]}…” quá dài; dài nhất {LINE} ký tự.")
    for grade in rubric.grades:
        if len(grade.code) > GRADE_CODE:
            yield Flaw(grade.code, f"Mã xếp loại dài nhất {GRADE_CODE} ký tự.")
