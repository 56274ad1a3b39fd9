"""The plan of topical meetings, of a quarter or of the year, as the branch puts it forward."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from app.documents.model import (
    Block,
    Column,
    Document,
    Footing,
    GroupRow,
    Heading,
    ListItem,
    Paragraph,
    Row,
    Signatory,
    Table,
)
from app.documents.typography import cited_date, counted
from app.meetings.document import Letterhead, comrade, dotted_number, month_of
from app.numbering.rules import DocumentType
from app.programmes.rules.quarters import ROMAN, quarter_of


@dataclass(frozen=True)
class PlanTopic:
    month: int
    topic: str
    group: str
    presenters: tuple[str, ...] = ()
    shortcoming: str = ""
    aim: str = ""


@dataclass(frozen=True)
class PlanData:
    """`dated` is the day of registration; `approved` how many of the topics the committee
    `approver` has approved, the last of them on `approved_on`."""

    letterhead: Letterhead
    year: int
    quarter: int | None
    topics: tuple[PlanTopic, ...]
    minimum_quarter: int
    minimum_year: int
    days_before: int
    is_draft: bool = False
    dated: date | None = None
    approver: str = ""
    approved: int = 0
    approved_on: date | None = None
    authority: str = "T/M CHI BỘ"
    signer_title: str = ""
    signer: str = ""

    @property
    def when(self) -> str:
        year = f"năm {self.year}"
        return f"quý {ROMAN[self.quarter - 1]} {year}" if self.quarter else year


def plan_document(data: PlanData) -> Document:
    kind = DocumentType.PLAN if data.quarter else DocumentType.PROGRAMME
    name = "Kế hoạch" if data.quarter else "Chương trình"
    subject = f"sinh hoạt chuyên đề {data.when}"
    return Document(
        style=data.letterhead.style,
        dated=data.dated or _first_day(data),
        title=f"{name} {subject}",
        header=data.letterhead.header(
            number=dotted_number(kind, data.letterhead.symbol), dated=data.dated, year=data.year
        ),
        type_name=name,
        subject=data.letterhead.subject(subject),
        has_subject_rule=True,
        blocks=tuple(_blocks(data, name)),
    )


def _first_day(data: PlanData) -> date:
    return date(data.year, (data.quarter or 1) * 3 - 2, 1)


def _blocks(data: PlanData, name: str) -> Iterator[Block]:
    if data.is_draft:
        yield Paragraph("(Dự thảo)", align="centre", is_italic=True, is_indented=False)
    yield Heading("I- MỤC ĐÍCH, YÊU CẦU")
    yield from _purpose(data)
    yield Heading("II- NỘI DUNG")
    yield from _detailed(data) if data.quarter else _tabled(data)
    yield Heading("III- TỔ CHỨC THỰC HIỆN")
    yield from _arrangements(data)
    if data.approved:
        yield Paragraph(_approval(data, name))
    superior = (f"{data.approver} (để báo cáo),",) if data.approver else ()
    yield Footing(
        recipients=(*superior, "Đảng viên chi bộ (thực hiện),", "Lưu Chi bộ."),
        signatory=_signed(data),
    )


def _purpose(data: PlanData) -> Iterator[Block]:
    yield Paragraph(
        f"{data.letterhead.name} tổ chức sinh hoạt chuyên đề {data.when} nhằm nâng cao chất lượng "
        "sinh hoạt chi bộ, khắc phục những hạn chế đã được chỉ ra, giải quyết khó khăn, vướng mắc "
        "trong thực hiện nhiệm vụ."
    )
    if data.quarter:
        wanted = f"Trong quý tổ chức ít nhất {counted(data.minimum_quarter)} buổi"
    else:
        wanted = (
            f"Mỗi quý tổ chức ít nhất {counted(data.minimum_quarter)} buổi, cả năm ít nhất "
            f"{counted(data.minimum_year)} buổi"
        )
    yield Paragraph(f"{wanted}; có thể kết hợp với sinh hoạt thường kỳ, phần nào ra phần ấy.")


def _tabled(data: PlanData) -> Iterator[Block]:
    if not data.topics:
        yield Paragraph("Chưa có chuyên đề nào.")
        return
    yield Table(
        columns=(
            Column("STT", 12, "centre"),
            Column("Chuyên đề"),
            Column("Hạn chế cần khắc phục", 44),
            Column("Tháng", 17, "centre"),
            Column("Người trình bày", 38),
        ),
        rows=tuple(_rows(data)),
    )


def _rows(data: PlanData) -> Iterator[Row | GroupRow]:
    numbered = enumerate(data.topics, start=1)
    for quarter, topics in groupby(numbered, lambda pair: quarter_of(pair[1].month)):
        yield GroupRow(f"Quý {ROMAN[quarter - 1]}")
        for number, topic in topics:
            yield Row(
                (
                    str(number),
                    f"{topic.topic}\n({topic.group})",
                    topic.shortcoming,
                    str(topic.month),
                    "\n".join(f"Đồng chí {name}" for name in topic.presenters),
                )
            )


def _detailed(data: PlanData) -> Iterator[Block]:
    if not data.topics:
        yield Paragraph("Chưa có chuyên đề nào.")
    for number, topic in enumerate(data.topics, start=1):
        yield Heading(f"{number}. {topic.topic.rstrip('.')}", level=2)
        yield ListItem(f"{topic.group}.", lead="Nhóm chuyên đề:")
        when = month_of(date(data.year, topic.month, 1))
        yield ListItem(f"{when} năm {data.year}.", lead="Thời gian:")
        if topic.presenters:
            named = "; ".join(comrade(name) for name in topic.presenters)
            yield ListItem(f"{named}.", lead="Người trình bày:")
        if topic.shortcoming:
            yield ListItem(_sentence(topic.shortcoming), lead="Hạn chế cần khắc phục:")
        if topic.aim:
            yield ListItem(_sentence(topic.aim), lead="Mục đích, yêu cầu:")


def _sentence(text: str) -> str:
    joined = "; ".join(line.strip().rstrip(".;") for line in text.splitlines() if line.strip())
    return f"{joined}."


def _arrangements(data: PlanData) -> Iterator[Block]:
    yield Paragraph(
        "1. Đồng chí được phân công chuẩn bị bản chuyên đề, báo cáo chi ủy thông qua; tài liệu gửi "
        f"đảng viên trước buổi sinh hoạt ít nhất {counted(data.days_before)} ngày."
    )
    yield Paragraph(
        "2. Chi bộ thảo luận dân chủ, kết luận rõ giải pháp, người thực hiện, thời hạn; theo dõi "
        "việc thực hiện tại các kỳ sinh hoạt sau."
    )


def _approval(data: PlanData, name: str) -> str:
    on = f", ngày {cited_date(data.approved_on)}" if data.approved_on else ""
    if data.approved == len(data.topics):
        return f"{name} này đã được {data.approver or 'cấp ủy cấp trên'} duyệt{on}."
    return (
        f"{data.approver or 'Cấp ủy cấp trên'} đã duyệt {data.approved}/{len(data.topics)} "
        f"chuyên đề{on}."
    )


def _signed(data: PlanData) -> Signatory:
    if not data.signer:
        return Signatory((data.authority,))
    return Signatory((data.authority, data.signer_title), data.signer)
