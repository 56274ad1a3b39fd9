"""A head's plan, and the list of where a year's plans were made public."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Signatory,
    Signatures,
    Table,
)
from app.documents.typography import place_date
from app.meetings.document import Letterhead
from app.personal_plans.rules import AUDIENCE_LABELS, CHANNEL_LABELS, Posting
from app.pledges.rules import OUTCOME_LABELS, Outcome

WHOLE_YEAR = "Cả năm"


@dataclass(frozen=True)
class PlanLine:
    content: str
    measures: str
    due_on: date | None
    outcome: Outcome | None = None
    result: str = ""


@dataclass(frozen=True)
class PlanPaper:
    """`dated` is the day on which it was registered; a draft has none."""

    letterhead: Letterhead
    year: int
    name: str
    office: str
    branch: str
    lines: tuple[PlanLine, ...]
    postings: tuple[Posting, ...] = ()
    dated: date | None = None
    is_draft: bool = False

    @property
    def has_results(self) -> bool:
        return any(line.outcome for line in self.lines)


def plan_document(data: PlanPaper) -> Document:
    return Document(
        style=data.letterhead.style,
        dated=data.dated or date(data.year, 1, 1),
        title=f"Kế hoạch cá nhân năm {data.year} của đồng chí {data.name}",
        header=data.letterhead.header(dated=data.dated, year=data.year),
        type_name="Kế hoạch cá nhân",
        subject=data.letterhead.subject(f"của người đứng đầu năm {data.year}"),
        has_subject_rule=True,
        blocks=tuple(_plan(data)),
    )


def _plan(data: PlanPaper) -> Iterator[Block]:
    if data.is_draft:
        yield Paragraph("(Dự thảo)", align="centre", is_italic=True, is_indented=False)
    for label, value in (
        ("Họ và tên:", data.name),
        ("Chức vụ:", data.office),
        ("Sinh hoạt tại:", data.branch),
    ):
        yield Paragraph(value, lead=label, align="left")
    if data.lines:
        yield Table(columns=_columns(data), rows=tuple(_rows(data)))
    else:
        yield Paragraph("Chưa có nội dung nào.")
    yield Signatures(left=None, right=Signatory(("NGƯỜI LẬP KẾ HOẠCH",), data.name))
    # What was signed ends above; the log grows afterwards.
    if data.postings:
        yield Heading("Việc công khai", level=2)
        for posting in data.postings:
            yield Paragraph(f"{_posted(posting)}.")


def _columns(data: PlanPaper) -> tuple[Column, ...]:
    has_results = data.has_results
    columns = (
        Column("STT", 12, "centre"),
        Column("Nội dung"),
        Column("Biện pháp", 42 if has_results else 60),
        Column("Thời hạn", 27, "centre"),
    )
    return (*columns, Column("Kết quả", 44)) if has_results else columns


def _rows(data: PlanPaper) -> Iterator[Row]:
    for number, line in enumerate(data.lines, start=1):
        due = f"{line.due_on:%d/%m/%Y}" if line.due_on else WHOLE_YEAR
        cells = (str(number), line.content, line.measures, due)
        yield Row((*cells, _result(line)) if data.has_results else cells)


def _result(line: PlanLine) -> str:
    return f"{OUTCOME_LABELS[line.outcome]}\n{line.result}" if line.outcome else ""


def _posted(posting: Posting) -> str:
    """“Niêm yết tại trụ sở (bảng tin tầng 1), trong chi bộ, từ 03/02/2026”"""
    where = f" ({posting.place})" if posting.place else ""
    whom = AUDIENCE_LABELS[posting.audience].lower()
    return f"{CHANNEL_LABELS[posting.channel]}{where}, {whom}, {posting.period}"


@dataclass(frozen=True)
class ListedHead:
    name: str
    office: str
    is_due: bool
    state: str
    postings: tuple[Posting, ...]


@dataclass(frozen=True)
class ListPaper:
    """Figures count who is asked for a plan; `on` is the day they hold for."""

    letterhead: Letterhead
    year: int
    on: date
    registered: int
    public: int
    due: int
    rows: tuple[ListedHead, ...]


def list_document(data: ListPaper) -> Document:
    head = data.letterhead
    subject = f"công khai kế hoạch cá nhân của người đứng đầu năm {data.year}"
    return Document(
        style=head.style,
        dated=data.on,
        title=f"Danh sách {subject}",
        header=replace(head.header(), place_date=place_date(head.place, data.on)),
        type_name="Danh sách",
        subject=head.subject(subject),
        has_subject_rule=True,
        blocks=tuple(_list(data)),
    )


def _list(data: ListPaper) -> Iterator[Block]:
    yield Paragraph(
        f"Tính đến ngày {data.on:%d/%m/%Y}: đã công khai {data.public}/{data.due}, "
        f"đã đăng ký {data.registered}/{data.due} kế hoạch."
    )
    if data.rows:
        yield Table(
            columns=(
                Column("STT", 12, "centre"),
                Column("Họ và tên, chức vụ", 58),
                Column("Kế hoạch", 30),
                Column("Việc công khai"),
            ),
            rows=tuple(_listed(data)),
        )
    yield Signatures(left=None, right=Signatory(("NGƯỜI LẬP DANH SÁCH",)))


def _listed(data: ListPaper) -> Iterator[Row]:
    for number, row in enumerate(data.rows, start=1):
        note = "" if row.is_due else "\n(không tính)"
        yield Row(
            (
                str(number),
                f"{row.name}\n{row.office}",
                f"{row.state}{note}",
                ";\n".join(_posted(posting) for posting in row.postings) or "Chưa công khai",
            )
        )
