"""The pledge of one comrade as a paper, in the form of pledges.md §2, with what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from app.documents.model import (
    Block,
    Column,
    Document,
    FormLine,
    Heading,
    Keep,
    ListItem,
    PageBreak,
    Paragraph,
    Row,
    Signatory,
    Signatures,
    Table,
)
from app.documents.typography import long_date
from app.meetings.document import Letterhead, typed
from app.pledges.rules import JUDGE_LABELS, OUTCOME_LABELS, Judge, Outcome, PledgeSum, sum_of

ALL_YEAR = "Cả năm"
_KIND = "cam kết "


@dataclass(frozen=True)
class Judgement:
    """What somebody held of one commitment, and why."""

    outcome: Outcome | None
    comment: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return OUTCOME_LABELS[self.outcome] if self.outcome else "Chưa đánh giá"


@dataclass(frozen=True)
class PaperLine:
    content: str
    measure: str
    due_on: date | None
    midyear: Judgement | None = None
    own: Judgement | None = None
    branch: Judgement | None = None


@dataclass(frozen=True)
class PaperSection:
    heading: str
    statement: str
    lines: tuple[PaperLine, ...]


@dataclass(frozen=True)
class Author:
    """Whose pledge it is, as far as the register of members knows."""

    name: str
    birth_year: int | None
    office: str
    profession: str
    branch: str


@dataclass(frozen=True)
class Confirmation:
    by: str
    office: str
    on: date

    @property
    def is_from_above(self) -> bool:
        return bool(self.office) and not self.office.endswith("chi bộ")


@dataclass(frozen=True)
class Results:
    """Which judgements are there to be printed, and what the branch said of the whole."""

    checked_on: date | None
    reviewed_on: date | None
    commented_on: date | None
    comment: str = ""


@dataclass(frozen=True)
class PaperData:
    """`marks` are what a reader must know about the text before reading it."""

    letterhead: Letterhead
    title: str
    year: int
    author: Author
    moved: str
    marks: tuple[str, ...]
    grounds: tuple[str, ...]
    opening: str
    sections: tuple[PaperSection, ...]
    opens_on: date
    signed_on: date | None
    confirmation: Confirmation | None
    results: Results | None

    @property
    def lines(self) -> tuple[PaperLine, ...]:
        return tuple(line for section in self.sections for line in section.lines)

    @property
    def own_sum(self) -> PledgeSum:
        return sum_of(line.own.outcome if line.own else None for line in self.lines)

    @property
    def branch_sum(self) -> PledgeSum:
        return sum_of(line.branch.outcome if line.branch else None for line in self.lines)


def pledge_document(data: PaperData) -> Document:
    return Document(
        style=data.letterhead.style,
        dated=data.signed_on or data.opens_on,
        title=f"{named(data.title, data.year)} – {data.author.name}",
        header=data.letterhead.header(dated=data.signed_on, year=data.year),
        type_name=broken_title(data.title, data.year),
        subject="",
        blocks=tuple(_blocks(data)),
    )


def named(title: str, year: int) -> str:
    return title if str(year) in title else f"{title} năm {year}"


def broken_title(title: str, year: int) -> str:
    """“Bản cam kết” has a line of its own, as in the form."""
    kind, found, rest = named(title, year).partition(_KIND)
    return f"{kind}{found.strip()}\n{rest}" if rest else named(title, year)


def opening_blocks(grounds: tuple[str, ...], opening: str) -> Iterator[Block]:
    """The legal grounds, each closed as the guide of papers has it, and the words of the form."""
    for number, ground in enumerate(grounds, start=1):
        end = "." if number == len(grounds) else ";"
        yield ListItem(ground.lstrip("-– ").rstrip(" ;.,") + end)
    yield from typed(opening)


def _blocks(data: PaperData) -> Iterator[Block]:
    for mark in data.marks:
        yield Paragraph(f"({mark})", align="centre", is_italic=True, is_indented=False)
    yield from _author(data)
    yield from opening_blocks(data.grounds, data.opening)
    sections = [tuple(_section(*found)) for found in enumerate(data.sections, start=1)]
    for section in sections[:-1]:
        yield from section
    # Names never stand alone on a page: the last section goes with them.
    yield Keep((*chain(*sections[-1:]), *_closing(data)))
    if data.results:
        yield from _results(data, data.results)


def _section(number: int, section: PaperSection) -> Iterator[Block]:
    yield Heading(f"{number}. {section.heading}", level=2)
    yield from typed(section.statement)
    yield from _lines(section.lines)


def _closing(data: PaperData) -> Iterator[Block]:
    if data.confirmation:
        who = "Cấp ủy cấp trên" if data.confirmation.is_from_above else "Chi bộ"
        yield Paragraph(f"{who} xác nhận {long_date(data.confirmation.on)}.")
    yield Signatures(_confirmer(data.confirmation), author_signs(data.author.name))


def _author(data: PaperData) -> Iterator[Block]:
    author = data.author
    yield _said("Họ và tên", author.name)
    if author.birth_year:
        yield _said("Sinh năm", str(author.birth_year))
    else:
        yield FormLine(("Sinh ngày:",))
    # No register of Nề Nếp knows where somebody works.
    yield FormLine(("Đơn vị công tác:",))
    yield _said("Chức vụ Đảng", author.office or "Đảng viên")
    if author.profession:
        yield _said("Chức vụ chuyên môn", author.profession)
    else:
        yield FormLine(("Chức vụ chuyên môn:",))
    yield _said("Chi bộ", author.branch + (f" ({data.moved})" if data.moved else ""))


def _said(label: str, value: str) -> Paragraph:
    return Paragraph(f"{label}: {value}", align="left")


def _lines(lines: tuple[PaperLine, ...]) -> Iterator[Block]:
    if any(line.measure or line.due_on for line in lines):
        yield Table(COLUMNS, tuple(_row(number, line) for number, line in enumerate(lines, 1)))
        return
    for line in lines:
        yield ListItem(line.content)


COLUMNS = (
    Column("TT", 11, "centre"),
    Column("Nội dung cam kết"),
    Column("Biện pháp, chỉ tiêu", 52),
    Column("Thời hạn", 27, "centre"),
)


def _row(number: int, line: PaperLine) -> Row:
    due = f"{line.due_on:%d/%m/%Y}" if line.due_on else ALL_YEAR
    return Row((str(number), line.content, line.measure, due))


def branch_signs(office: str = "Bí thư chi bộ", name: str = "") -> Signatory:
    return Signatory(tuple(filter(None, ("XÁC NHẬN CỦA CHI ỦY", office.upper()))), name)


def author_signs(name: str = "") -> Signatory:
    return Signatory(("NGƯỜI CAM KẾT", "(Ký, ghi rõ họ tên)"), name)


def _confirmer(found: Confirmation | None) -> Signatory:
    if found is None:
        return branch_signs()
    if found.is_from_above:
        return Signatory(("XÁC NHẬN CỦA CẤP ỦY", found.office.upper()), found.by)
    return branch_signs(found.office, found.by)


def _results(data: PaperData, results: Results) -> Iterator[Block]:
    yield PageBreak()
    yield Paragraph(
        "",
        lead=f"KẾT QUẢ THỰC HIỆN CAM KẾT NĂM {data.year}",
        align="centre",
        is_indented=False,
    )
    yield Paragraph(f"Đồng chí {data.author.name}, {data.author.branch}.", align="centre")
    yield _result_table(data.lines, results)
    yield from _sums(data, results)
    if results.comment:
        yield Paragraph("", lead="Nhận xét của chi bộ:", align="left")
        yield from typed(results.comment)
    yield Signatures(_word_of(data.confirmation), author_signs(data.author.name))


def _word_of(found: Confirmation | None) -> Signatory:
    """Who answers for the results: by hand, on a copy that is printed."""
    is_above = found is not None and found.is_from_above
    return Signatory(("XÁC NHẬN CỦA CẤP ỦY",)) if is_above else branch_signs()


def _result_table(lines: tuple[PaperLine, ...], results: Results) -> Table:
    """A column for each judgement that has been handed in."""
    own_width = 38 if results.commented_on else 56
    stages = (
        (results.checked_on, Column("Tự kiểm giữa năm", 28), "midyear"),
        (results.reviewed_on, Column(JUDGE_LABELS[Judge.MEMBER], own_width), "own"),
        (results.commented_on, Column(JUDGE_LABELS[Judge.BRANCH], 36), "branch"),
    )
    shown = [(column, name) for day, column, name in stages if day]
    rows = (
        Row((str(number), line.content, *(_judged(getattr(line, name)) for _, name in shown)))
        for number, line in enumerate(lines, start=1)
    )
    head = (Column("TT", 10, "centre"), Column("Nội dung cam kết"))
    return Table((*head, *(column for column, _ in shown)), tuple(rows))


def _judged(found: Judgement | None) -> str:
    if found is None:
        return "–"
    proof = f"Minh chứng: {'; '.join(found.evidence)}" if found.evidence else ""
    return "\n".join(part for part in (found.label, found.comment, proof) if part)


def _sums(data: PaperData, results: Results) -> Iterator[Block]:
    if results.checked_on:
        yield ListItem(f"Đã tự kiểm giữa năm {long_date(results.checked_on)}.")
    if results.reviewed_on:
        yield _sum(f"Tự đánh giá {long_date(results.reviewed_on)}", data.own_sum)
    if results.commented_on:
        yield _sum(f"Chi bộ nhận xét {long_date(results.commented_on)}", data.branch_sum)


def _sum(who: str, found: PledgeSum) -> ListItem:
    return ListItem(f"{who}: {found.words}.")
