"""A rubric as an empty sheet, to be filled in by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.documents.model import (
    Block,
    Document,
    FormLine,
    GroupRow,
    Heading,
    Keep,
    ListItem,
    Paragraph,
    Row,
    Signatory,
    Signatures,
    Table,
)
from app.kernel.points import shown
from app.meetings.document import Letterhead, lower_first
from app.scoring.document.scoresheet import score_columns, section_row
from app.scoring.rules.indicators import CONDITIONS, Subject
from app.scoring.rules.rubric import (
    COLUMN_LABELS,
    POINTLESS,
    Criterion,
    CriterionKind,
    GateKind,
    NotApplicable,
    Rubric,
)

_NAMES = {
    Subject.MEETING: "Phiếu chấm điểm",
    Subject.BRANCH_YEAR: "Phiếu chấm điểm",
    Subject.MEMBER_YEAR: "Phiếu đánh giá, xếp loại đảng viên",
}
_WHO = {
    Subject.MEETING: ("Buổi sinh hoạt ngày:",),
    Subject.BRANCH_YEAR: ("Năm:",),
    Subject.MEMBER_YEAR: ("Họ và tên:", "Chức vụ Đảng:", "Năm:"),
}
_SIGNED = "(Ký, ghi rõ họ tên)"
_SIGNS = {
    Subject.MEETING: (("NGƯỜI CHẤM", _SIGNED), ("T/M CHI BỘ", _SIGNED)),
    Subject.BRANCH_YEAR: (("NGƯỜI CHẤM", _SIGNED), ("T/M CHI BỘ", _SIGNED)),
    Subject.MEMBER_YEAR: (("XÁC NHẬN CỦA CHI ỦY", _SIGNED), ("NGƯỜI TỰ ĐÁNH GIÁ", _SIGNED)),
}
_WRITING_MM = 9


@dataclass(frozen=True)
class BlankSheet:
    letterhead: Letterhead
    subject: Subject
    rubric: Rubric
    dated: date
    is_draft: bool
    grounds: tuple[str, ...]


def blank_sheet(data: BlankSheet) -> Document:
    return Document(
        style=data.letterhead.style,
        dated=data.dated,
        title=f"Mẫu {lower_first(_NAMES[data.subject])}: {data.rubric.title}",
        header=data.letterhead.header(year=data.dated.year),
        type_name=_NAMES[data.subject],
        subject=data.letterhead.subject(lower_first(data.rubric.title)),
        has_subject_rule=True,
        blocks=tuple(_blocks(data)),
    )


def _blocks(data: BlankSheet) -> Iterator[Block]:
    if data.is_draft:
        yield Paragraph("(Dự thảo, chưa ban hành)", align="centre", is_italic=True)
    for number, ground in enumerate(data.grounds, start=1):
        end = "." if number == len(data.grounds) else ";"
        yield ListItem(ground.lstrip("-– ").rstrip(" ;.,") + end)
    yield from (FormLine((label,)) for label in _WHO[data.subject])
    # A draft may name a column twice, or none yet.
    scorers = [COLUMN_LABELS[column] for column in dict.fromkeys(data.rubric.columns)]
    yield Table(
        score_columns(scorers), tuple(_rows(data.rubric, len(scorers))), row_height_mm=_WRITING_MM
    )
    yield from _grading(data.rubric)
    left, right = _SIGNS[data.subject]
    yield Keep((FormLine(("Kết quả xếp loại:",)), Signatures(Signatory(left), Signatory(right))))


def _rows(rubric: Rubric, scorers: int) -> Iterator[Row | GroupRow]:
    for criterion in rubric.walk():
        most = shown(criterion.max_points) if criterion.max_points else ""
        if criterion.is_section:
            said = [f"tối đa {most}"] if most else []
            yield section_row(criterion.code, criterion.label, [*said, *_asked_when(criterion)])
        else:
            text = "\n".join((criterion.label, *_below(criterion)))
            yield Row((criterion.code, text, most, *[""] * scorers, ""))
    yield Row(("", "Tổng điểm", shown(rubric.max_points), *[""] * scorers, ""))


def _below(criterion: Criterion) -> Iterator[str]:
    """How it is answered, a line each."""
    for level in criterion.levels:
        has_points = criterion.kind not in POINTLESS
        yield f"– {level.label}" + (f": {shown(level.points)} điểm" if has_points else "")
    if criterion.kind in _ANSWERED:
        yield f"({_ANSWERED[criterion.kind].format(shown(criterion.per_unit))})"
    if criterion.guidance:
        yield criterion.guidance
    yield from (f"({said[:1].upper()}{said[1:]})" for said in _asked_when(criterion))


_ANSWERED = {
    CriterionKind.YES_NO: "Có hoặc không",
    CriterionKind.NUMBER: "{} điểm mỗi đơn vị",
    CriterionKind.PERCENTAGE: "Theo tỷ lệ đạt được",
    CriterionKind.DEDUCTION: "Trừ {} điểm mỗi trường hợp",
    CriterionKind.BONUS: "Cộng {} điểm mỗi trường hợp",
    CriterionKind.PASS_FAIL: "Đạt hoặc không đạt",
}


def _asked_when(criterion: Criterion) -> Iterator[str]:
    if criterion.condition in CONDITIONS:
        yield f"chỉ chấm khi {lower_first(CONDITIONS[criterion.condition])}"


def _grading(rubric: Rubric) -> Iterator[Block]:
    if not rubric.grades:
        return
    yield Heading("Xếp loại", level=2)
    yield from (ListItem(sentence) for sentence in (*_thresholds(rubric), *_gates(rubric)))
    if any(one.not_applicable is NotApplicable.RESCALE for one in rubric.walk()):
        yield Paragraph(
            "Khi có tiêu chí không áp dụng và không tính điểm: tổng điểm = điểm đạt × "
            f"{shown(rubric.max_points)} : tổng điểm tối đa của các tiêu chí được tính."
        )


def _thresholds(rubric: Rubric) -> Iterator[str]:
    """A rubric without points has grades that people choose."""
    if not rubric.max_points:
        yield f"Các mức: {', '.join(grade.label for grade in rubric.grades)}."
        return
    below = ""
    for grade in rubric.grades:
        least = shown(grade.from_points)
        ends = [f"từ {least}"] if grade.from_points else []
        ends += [f"đến dưới {below}" if ends else f"dưới {below}"] if below else []
        yield f"{grade.label}: {' '.join(ends)} điểm."
        below = least


def _gates(rubric: Rubric) -> Iterator[str]:
    labels = {grade.code: grade.label for grade in rubric.grades}
    for gate in rubric.gates:
        is_worst = gate.limit == rubric.grades[-1].code
        bars = (
            f"{'Xếp mức' if is_worst else 'Không xếp cao hơn mức'} “{labels.get(gate.limit, '')}”"
        )
        sentence = f"{bars} khi {_BARRED[gate.kind]} {', '.join(gate.codes)}."
        yield f"{gate.label}: {lower_first(sentence)}" if gate.label else sentence


_BARRED = {
    GateKind.FULL_MARKS: "chưa đạt tối đa ở tiêu chí",
    GateKind.NO_CASE: "rơi vào trường hợp",
}
