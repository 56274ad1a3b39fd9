"""The sheets of a workbook that holds a rubric, with one that tells how to fill in the others."""

from collections.abc import Iterator, Mapping, Sequence

from app.kernel.text import clean_line
from app.scoring.rules.indicators import Subject, bindable, conditions_for
from app.scoring.rules.rows import CRITERIA, GRADES, HEAD, HEADINGS, RowFlaw, Tables
from app.scoring.rules.rubric import (
    COLUMN_LABELS,
    GATE_LABELS,
    KIND_LABELS,
    NOT_APPLICABLE_LABELS,
    CriterionKind,
    GateKind,
    NotApplicable,
)

GUIDE = "Hướng dẫn"
GUIDE_HEADINGS = ("Phần", "Ghi trong tệp", "Nghĩa")
_NEEDED = frozenset({HEAD, CRITERIA, GRADES})

_KINDS: Mapping[CriterionKind, str] = {
    CriterionKind.SECTION: "Gồm các tiêu chí ghi số của nhóm ở cột “Thuộc nhóm”. Điểm tối đa bằng "
    "tổng điểm tối đa của chúng, không kể điểm trừ, điểm thưởng.",
    CriterionKind.LEVELS: "Mỗi mức một dòng ngay bên dưới, kiểu “Mức”, có tên và điểm. Ghi “Từ”, "
    "“Đến dưới” khi mức chọn theo số liệu; các khoảng phải liền nhau.",
    CriterionKind.YES_NO: "Có thì đủ điểm, không thì 0 điểm.",
    CriterionKind.NUMBER: "Số lượng nhân với “Điểm mỗi đơn vị”, nhiều nhất bằng điểm tối đa.",
    CriterionKind.PERCENTAGE: "Tỷ lệ đạt nhân với điểm tối đa.",
    CriterionKind.DEDUCTION: "Mỗi trường hợp trừ “Điểm mỗi đơn vị”, nhiều nhất bằng điểm tối đa.",
    CriterionKind.BONUS: "Mỗi trường hợp cộng “Điểm mỗi đơn vị”, nhiều nhất bằng điểm tối đa; nhóm "
    "không vượt điểm tối đa của nhóm.",
    CriterionKind.LEVEL_ONLY: "Các mức như trên, không có điểm; điểm tối đa là 0.",
    CriterionKind.PASS_FAIL: "Dùng cho điều kiện xếp loại; điểm tối đa là 0.",
}
_POLICIES: Mapping[NotApplicable, str] = {
    NotApplicable.LOSE: "Tiêu chí không áp dụng thì được 0 điểm.",
    NotApplicable.FULL: "Tiêu chí không áp dụng thì được đủ điểm.",
    NotApplicable.RESCALE: "Bỏ tiêu chí ra ngoài, tổng điểm quy về thang điểm của bảng.",
}
_GATES: Mapping[GateKind, str] = {
    GateKind.FULL_MARKS: "Một trong các tiêu chí nêu ra chưa đạt điểm tối đa thì không được xếp "
    "cao hơn mức ở cột “Cao nhất được xếp”.",
    GateKind.NO_CASE: "Rơi vào một trong các trường hợp nêu ra thì không được xếp cao hơn mức đó.",
}
_GENERAL = (
    ("Điểm", "2,5 hoặc 1/3", "Số từ 0 trở lên; tỷ lệ ghi số phần trăm: 90, không ghi 90%."),
    ("Số", "3.2", "Mỗi tiêu chí một số, không trùng. Các ô đều là kiểu Văn bản (Text)."),
    ("Mức", "Mức", "Ghi ở cột “Kiểu” của dòng mức; dòng mức không có số."),
    ("Xếp loại", "Tốt", "Từ mức cao nhất đến mức thấp nhất; mức thấp nhất từ 0 điểm."),
    ("Nhiều tiêu chí", "1.1, 1.2", "Ở trang “Điều kiện xếp loại”, cách nhau bằng dấu phẩy."),
)


def guide_rows(subject: Subject) -> list[tuple[str, str, str]]:
    """What may be written where, and what it means."""
    return [
        *_GENERAL,
        *(("Kiểu", KIND_LABELS[kind], meaning) for kind, meaning in _KINDS.items()),
        *(
            ("Không áp dụng", NOT_APPLICABLE_LABELS[policy], meaning)
            for policy, meaning in _POLICIES.items()
        ),
        *(("Loại điều kiện", GATE_LABELS[gate], meaning) for gate, meaning in _GATES.items()),
        ("Cột chấm", ", ".join(COLUMN_LABELS.values()), "Một, hai hoặc cả ba cột, theo thứ tự."),
        *(
            ("Điều kiện", key, f"{label}; không thì tiêu chí không áp dụng.")
            for key, label in conditions_for(subject).items()
        ),
        *(
            ("Chỉ số", one.key, f"{one.label}: {one.definition}")
            for one in bindable(subject).values()
        ),
    ]


def tables_in(sheets: Mapping[str, Sequence[Sequence[str]]]) -> tuple[Tables, list[RowFlaw]]:
    """The rows below the headings, their cells in the order of `HEADINGS`; what is missing.

    Sheets and columns are known by their names, wherever they stand; others are read over.
    """
    named = {_known(name): (name, rows) for name, rows in sheets.items()}
    tables: dict[str, list[list[str]]] = {}
    flaws: list[RowFlaw] = []
    for sheet, headings in HEADINGS.items():
        found = named.get(_known(sheet))
        if found is not None and found[1]:
            tables[sheet], missing = _table(found[1], headings)
            flaws += (
                RowFlaw(found[0], 1, f"Dòng đầu thiếu cột “{heading}”.") for heading in missing
            )
        elif sheet in _NEEDED:
            flaws.append(RowFlaw(sheet, 1, f"Tệp thiếu trang “{sheet}”."))
    return tables, flaws


def _table(
    rows: Sequence[Sequence[str]], headings: Sequence[str]
) -> tuple[list[list[str]], list[str]]:
    at = {_known(cell): number for number, cell in reversed([*enumerate(rows[0])])}
    places = [at.get(_known(heading)) for heading in headings]
    missing = [heading for heading, place in zip(headings, places, strict=True) if place is None]
    return [list(_cells(row, places)) for row in rows[1:]], missing


def _cells(row: Sequence[str], places: Sequence[int | None]) -> Iterator[str]:
    for place in places:
        yield row[place] if place is not None and place < len(row) else ""


def _known(name: str) -> str:
    return clean_line(name).casefold()
