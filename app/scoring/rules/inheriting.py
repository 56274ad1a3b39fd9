"""A refinement keeps its frame: it may say more closely, never otherwise, what a superior asks."""

from collections.abc import Iterator, Mapping

from app.kernel.points import shown
from app.scoring.rules.checking import Flaw, Part, in_part
from app.scoring.rules.editing import section_around
from app.scoring.rules.rubric import (
    COLUMN_LABELS,
    COUNTED,
    GATE_LABELS,
    KIND_LABELS,
    Criterion,
    Gate,
    Rubric,
)


def asked_codes(frame: Rubric) -> frozenset[str]:
    return frozenset(one.code for one in frame.walk())


def departures(rubric: Rubric, frame: Rubric) -> list[Flaw]:
    """Where a rubric says otherwise than the frame it refines."""
    known = {one.code: one for one in rubric.walk()}
    return [
        *(flaw for asked in frame.walk() for flaw in _of_asked(asked, known, rubric, frame)),
        *_of_tops(rubric, frame),
        *in_part(Part.GRADES, _of_grades(rubric, frame)),
        *in_part(Part.GATES, (_missing(gate) for gate in frame.gates if not _keeps(rubric, gate))),
        *in_part(Part.HEAD, _of_columns(rubric, frame)),
    ]


def _of_asked(
    asked: Criterion, known: Mapping[str, Criterion], rubric: Rubric, frame: Rubric
) -> Iterator[Flaw]:
    above = section_around(frame, asked.code)
    own = known.get(asked.code)
    if own is None:
        place = above.code if above and above.code in known else ""
        yield Flaw(place, f"Thiếu tiêu chí {asked.code} “{asked.label}” của khung cấp trên.")
        return
    if own.label != asked.label:
        yield Flaw(asked.code, f"Khung cấp trên ghi tên là “{asked.label}”.")
    if own.max_points != asked.max_points:
        yield Flaw(asked.code, f"Khung cấp trên cho {shown(asked.max_points)} điểm tối đa.")
    if not _may_stand_for(own, asked):
        yield Flaw(asked.code, f"Khung cấp trên chấm theo kiểu {KIND_LABELS[asked.kind]}.")
    if (own.condition, own.not_applicable) != (asked.condition, asked.not_applicable):
        yield Flaw(
            asked.code, "Điều kiện chấm và cách tính khi không áp dụng phải như khung cấp trên."
        )
    around = section_around(rubric, asked.code)
    if (around.code if around else "") != (above.code if above else ""):
        where = f"trong nhóm {above.code}" if above else "ở cấp ngoài cùng"
        yield Flaw(asked.code, f"Khung cấp trên xếp tiêu chí này {where}.")


def _may_stand_for(own: Criterion, asked: Criterion) -> bool:
    """What counts may be taken apart into sub-items; everything else is scored as it was."""
    return own.kind is asked.kind or (own.is_section and asked.kind in COUNTED)


def _of_tops(rubric: Rubric, frame: Rubric) -> Iterator[Flaw]:
    asked = asked_codes(frame)
    for own in rubric.criteria:
        if own.kind in COUNTED and own.code not in asked:
            yield Flaw(
                own.code,
                "Khung cấp trên không có tiêu chí này; tiêu chí thêm phải nằm trong một tiêu chí "
                "của khung.",
            )


def _of_grades(rubric: Rubric, frame: Rubric) -> Iterator[Flaw]:
    known = {grade.code: grade for grade in rubric.grades}
    for asked in frame.grades:
        own = known.get(asked.code)
        if own is None:
            yield Flaw("", f"Thiếu mức xếp loại “{asked.label}” của khung cấp trên.")
        elif (own.label, own.from_points) != (asked.label, asked.from_points):
            yield Flaw(
                asked.code,
                f"Khung cấp trên ghi “{asked.label}” từ {shown(asked.from_points)} điểm.",
            )
    asked_codes = {grade.code for grade in frame.grades}
    for own in rubric.grades:
        if own.code not in asked_codes:
            yield Flaw(own.code, f"Khung cấp trên không có mức xếp loại “{own.label}”.")


def _keeps(rubric: Rubric, asked: Gate) -> bool:
    """A gate may look at more, and hold more strictly."""
    limits = [grade.code for grade in rubric.grades]
    return any(
        own.kind is asked.kind
        and set(own.codes) >= set(asked.codes)
        and {own.limit, asked.limit} <= set(limits)
        and limits.index(own.limit) >= limits.index(asked.limit)
        for own in rubric.gates
    )


def _missing(asked: Gate) -> Flaw:
    named = asked.label or f"{GATE_LABELS[asked.kind]}: {', '.join(asked.codes)}"
    return Flaw("", f"Thiếu điều kiện xếp loại của khung cấp trên: {named}.")


def _of_columns(rubric: Rubric, frame: Rubric) -> Iterator[Flaw]:
    for column in frame.columns:
        if column not in rubric.columns:
            yield Flaw("", f"Thiếu cột chấm “{COLUMN_LABELS[column]}” của khung cấp trên.")
