"""The decision about grades, for one or for many; and the one that grades anew (HD 43, Mẫu 03)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.documents.model import (
    Block,
    Column,
    Document,
    Footing,
    PageBreak,
    Paragraph,
    Row,
    Signatory,
    Table,
)
from app.documents.typography import cited_date, counted, long_date
from app.kernel.points import shown
from app.meetings.document import Letterhead

_DOTS = "……………………………………"
NAME = "Quyết định"


@dataclass(frozen=True)
class DecisionLine:
    """One that is graded: "chi bộ Hành chính", "đồng chí Nguyễn Thu Trang, Chi bộ Tin học"."""

    name: str
    grade: str
    total: Fraction | None = None
    reason: str = ""


@dataclass(frozen=True)
class Earlier:
    """The result that this decision takes the place of."""

    grade: str
    number_symbol: str
    decided_on: date
    why: str


@dataclass(frozen=True)
class DecisionPaper:
    """`number` and `dated` are None while they are to be written by hand.

    `cancelled` says when and why the decision no longer holds.
    """

    letterhead: Letterhead
    number: str | None
    year: int
    dated: date | None
    drawn_on: date
    what: str
    period: str
    grounds: tuple[str, ...]
    graded: tuple[DecisionLine, ...]
    earlier: Earlier | None
    authority: Signatory
    cancelled: str = ""

    @property
    def subject(self) -> str:
        again = " lại" if self.earlier else ""
        return f"về việc đánh giá, xếp loại{again} {self.what} {self.period}"

    @property
    def is_list(self) -> bool:
        return len(self.graded) != 1


def decision_document(data: DecisionPaper) -> Document:
    number = data.number or f"……-QĐ/{data.letterhead.symbol}"
    return Document(
        style=data.letterhead.style,
        dated=data.dated or data.drawn_on,
        title=f"{NAME} {data.subject}",
        header=data.letterhead.header(number=number, dated=data.dated, year=data.year),
        type_name=NAME,
        subject=data.letterhead.subject(data.subject),
        has_subject_rule=True,
        blocks=tuple(_blocks(data)),
    )


def _blocks(data: DecisionPaper) -> Iterator[Block]:
    if data.cancelled:
        yield Paragraph(f"({data.cancelled})", align="centre", is_italic=True, is_indented=False)
    yield from _grounds(data)
    opening = f"{data.letterhead.name.upper()} QUYẾT ĐỊNH"
    yield Paragraph("", lead=opening, align="centre", is_indented=False)
    for number, text in enumerate(_articles(data), start=1):
        yield Paragraph(text, lead=f"Điều {number}. ")
    yield Footing(_recipients(data), data.authority)
    if data.is_list:
        yield from _list(data)


def _grounds(data: DecisionPaper) -> Iterator[Block]:
    """Each closed as the guide of papers has it; a line to write on where none is known."""
    found = [ground.strip().lstrip("-– ").rstrip(" ;.,") for ground in data.grounds]
    lines = [line for line in found if line] or [f"Căn cứ {_DOTS}"]
    if data.earlier is not None:
        lines.append(_cited(data.earlier))
    for number, line in enumerate(lines, start=1):
        opened = line if line.lower().startswith(("căn cứ", "xét")) else f"Căn cứ {line}"
        yield Paragraph(f"- {opened}{'.' if number == len(lines) else ';'}")


def _cited(earlier: Earlier) -> str:
    number = f" số {earlier.number_symbol}" if earlier.number_symbol else ""
    return f"Xét kết quả xếp loại tại Quyết định{number}, ngày {cited_date(earlier.decided_on)}"


def _articles(data: DecisionPaper) -> Iterator[str]:
    """What is cancelled first, where there is something to cancel."""
    if data.earlier is not None:
        yield _cancelling(data, data.earlier)
    yield _grading(data)
    if data.earlier is None:
        yield "Kết quả này được thông báo và công khai theo quy định."
    yield _carrying_out(data)


def _cancelling(data: DecisionPaper, earlier: Earlier) -> str:
    names = "; ".join(one.name for one in data.graded)
    why = f" Lý do: {earlier.why.rstrip(' .')}." if earlier.why else ""
    return f"Hủy kết quả xếp loại “{earlier.grade}” {data.period} của {names}.{why}"


def _grading(data: DecisionPaper) -> str:
    again = " lại" if data.earlier else ""
    if data.is_list:
        number = counted(len(data.graded))
        return f"Xếp loại {data.what} {data.period}: {number} trường hợp, có danh sách kèm theo."
    (one,) = data.graded
    points = f" ({shown(one.total)} điểm)" if one.total is not None else ""
    why = f" Lý do: {one.reason.rstrip(' .')}." if one.reason and not data.earlier else ""
    return f"Đánh giá, xếp loại{again} {one.name} {data.period}: {one.grade}{points}.{why}"


def _carrying_out(data: DecisionPaper) -> str:
    who = "các tổ chức, cá nhân có tên trong danh sách"
    if not data.is_list:
        who = data.graded[0].name
    return f"Văn phòng cấp ủy, các đơn vị liên quan và {who} thi hành Quyết định này."


def _recipients(data: DecisionPaper) -> tuple[str, ...]:
    return (f"Như Điều {len(tuple(_articles(data)))} (thi hành),", "Lưu Văn phòng cấp ủy.")


def _list(data: DecisionPaper) -> Iterator[Block]:
    yield PageBreak()
    yield Paragraph("", lead="DANH SÁCH", align="centre", is_indented=False)
    yield Paragraph(
        "",
        lead=f"Kết quả đánh giá, xếp loại {data.what} {data.period}",
        align="centre",
        is_indented=False,
    )
    yield Paragraph(_attached(data), align="centre", is_italic=True, is_indented=False)
    rows = enumerate(data.graded, start=1)
    yield Table(_COLUMNS, tuple(Row((str(number), *_cells(one))) for number, one in rows))


def _attached(data: DecisionPaper) -> str:
    number = f"số {data.number}" if data.number else f"số ……-QĐ/{data.letterhead.symbol}"
    day = long_date(data.dated) if data.dated else f"ngày …… tháng …… năm {data.year}"
    return f"(Kèm theo Quyết định {number}, {day})"


_COLUMNS = (
    Column("STT", 12, "centre"),
    Column("Tổ chức, cá nhân"),
    Column("Điểm", 18, "centre"),
    Column("Xếp loại", 42),
    Column("Ghi chú", 38),
)


def _cells(one: DecisionLine) -> tuple[str, ...]:
    points = shown(one.total) if one.total is not None else ""
    return one.name, points, one.grade, one.reason
