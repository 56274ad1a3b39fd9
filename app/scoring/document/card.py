"""A filled scorecard on paper: the columns its reader may see, line by line, and what followed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.documents.excel import Cell, Sheet
from app.documents.excel import Heading as SheetHeading
from app.documents.model import (
    Block,
    Column,
    Document,
    GroupRow,
    Heading,
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

_NAMES = {True: "Phiếu đánh giá, xếp loại đảng viên", False: "Phiếu chấm điểm"}


@dataclass(frozen=True)
class PaperLine:
    """`points` stand column by column, None where a line has none."""

    code: str
    label: str
    is_section: bool
    most: Fraction | None
    points: tuple[Fraction | None, ...]
    note: str


@dataclass(frozen=True)
class PaperColumn:
    """What one column came to: its sum, the grade its points give, the grade the gates leave."""

    label: str
    total: Fraction
    by_points: str
    grade: str
    barred: tuple[str, ...]


@dataclass(frozen=True)
class PledgeResults:
    """What became of a member's commitments: (content, own word, the branch's), and the sums.

    `lines` stay empty for who may know figures only.
    """

    sums: tuple[str, ...] = ()
    lines: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class CardPaper:
    """`results` are the sentences below the table: the vote, the decision, what was cancelled."""

    letterhead: Letterhead
    rubric: str
    is_members: bool
    about: str
    facts: tuple[tuple[str, str], ...]
    most: Fraction
    columns: tuple[PaperColumn, ...]
    lines: tuple[PaperLine, ...]
    pledge: PledgeResults
    results: tuple[str, ...]
    left: Signatory | None
    right: Signatory | None
    dated: date
    is_draft: bool

    @property
    def title(self) -> str:
        return f"{_NAMES[self.is_members]}: {self.about}"


def card_document(data: CardPaper) -> Document:
    subject = data.about if data.is_members else f"{lower_first(data.rubric)}\n{data.about}"
    return Document(
        style=data.letterhead.style,
        dated=data.dated,
        title=data.title,
        header=data.letterhead.header(dated=data.dated),
        type_name=_NAMES[data.is_members],
        subject=data.letterhead.subject(subject),
        has_subject_rule=True,
        blocks=tuple(_blocks(data)),
    )


def _blocks(data: CardPaper) -> Iterator[Block]:
    if data.is_draft:
        yield Paragraph("(Bản đang chấm, chưa nộp)", align="centre", is_italic=True)
    for term, value in data.facts:
        yield Paragraph(f"{term}: {value}", align="left")
    scorers = [column.label for column in data.columns]
    yield Table(score_columns(scorers, is_filled=True), tuple(_rows(data)))
    yield from (ListItem(sentence) for sentence in _barred(data))
    yield from _pledge(data.pledge)
    yield from (Paragraph(sentence) for sentence in _graded(data))
    yield from (Paragraph(sentence) for sentence in data.results)
    yield Signatures(data.left, data.right)


def _pledge(found: PledgeResults) -> Iterator[Block]:
    if not found.sums:
        return
    yield Heading("Kết quả thực hiện bản cam kết tu dưỡng, rèn luyện, phấn đấu", level=2)
    yield from (ListItem(sentence) for sentence in found.sums)
    if found.lines:
        numbered = enumerate(found.lines, start=1)
        yield Table(_COMMITMENTS, tuple(Row((str(number), *line)) for number, line in numbered))


_COMMITMENTS = (
    Column("TT", 13, "centre"),
    Column("Nội dung cam kết"),
    Column("Tự đánh giá", 32),
    Column("Chi bộ nhận xét", 32),
)


def _rows(data: CardPaper) -> Iterator[Row | GroupRow]:
    for line in data.lines:
        points = (_text(line.most), *map(_text, line.points))
        cells = (line.code, line.label, *points, line.note)
        yield _section(data, line) if line.is_section else Row(cells)
    label, values = next(_ends(data))
    yield Row(("", label, *map(_text, values), ""))


def _text(value: Fraction | str | None) -> str:
    return shown(value) if isinstance(value, Fraction) else value or ""


def _section(data: CardPaper, line: PaperLine) -> GroupRow:
    most = [f"tối đa {shown(line.most)}"] if line.most else []
    named = zip(data.columns, line.points, strict=True)
    given = [f"{lower_first(column.label)} {_text(p)}" for column, p in named if p is not None]
    return section_row(line.code, line.label, [*most, *given])


def _ends(data: CardPaper) -> Iterator[tuple[str, tuple[Fraction | str, ...]]]:
    yield "Tổng điểm", (data.most, *(column.total for column in data.columns))
    yield "Xếp loại theo điểm", ("", *(column.by_points for column in data.columns))
    yield "Xếp loại", ("", *(column.grade for column in data.columns))


def _graded(data: CardPaper) -> Iterator[str]:
    """In sentences: the words of a grade are longer than a column of points is wide."""
    _, by_points, final = _ends(data)
    for label, values in (by_points, final) if by_points[1] != final[1] else (final,):
        named = zip(data.columns, values[1:], strict=True)
        said = [f"{lower_first(column.label)} {_text(value)}" for column, value in named if value]
        if said:
            yield f"{label}: {'; '.join(said)}."


def _barred(data: CardPaper) -> Iterator[str]:
    for column in data.columns:
        yield from (f"{column.label}: {sentence}." for sentence in column.barred)


def card_sheets(data: CardPaper) -> tuple[Sheet, ...]:
    """The same lines, to go on with."""
    rows: list[tuple[Cell, ...]] = [
        (line.code, line.label, line.most, *line.points, line.note) for line in data.lines
    ]
    rows += [(None, label, *values, None) for label, values in _ends(data)]
    facts = tuple(f"{term}: {value}" for term, value in data.facts)
    return (
        Sheet(
            "Phiếu chấm",
            (data.title, *facts, *_barred(data), *data.pledge.sums, *data.results),
            (
                SheetHeading("TT", 8),
                SheetHeading("Tiêu chí", 52),
                SheetHeading("Điểm tối đa"),
                *(SheetHeading(column.label) for column in data.columns),
                SheetHeading("Ghi chú", 48),
            ),
            tuple(rows),
        ),
    )
