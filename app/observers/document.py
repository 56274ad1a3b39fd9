"""An observer's report of a visit, as an official document."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.documents.model import Block, Document, Footing, Heading, Paragraph, Signatory
from app.documents.typography import long_date
from app.meetings.document import Letterhead, typed
from app.meetings.rules.life import TYPE_LABELS, MeetingType

_NOTHING = "Không có."


@dataclass(frozen=True)
class VisitData:
    """`letterhead` is the committee's; `parts` are the report's sections as (title, text)."""

    letterhead: Letterhead
    branch: str
    type: MeetingType
    period: date
    held_on: date
    parts: tuple[tuple[str, str], ...]
    author: str
    topic: str = ""
    present: int | None = None
    must_attend: int | None = None
    score: int | None = None
    grade: str = ""
    remarks: str = ""
    dated: date | None = None
    recipients: tuple[str, ...] = ("Ban Thường vụ (để báo cáo),", "Lưu Văn phòng cấp ủy.")


def visit_document(data: VisitData) -> Document:
    subject = f"kết quả dự sinh hoạt tại {data.branch}, ngày {data.held_on:%d/%m/%Y}"
    return Document(
        style=data.letterhead.style,
        dated=data.dated or data.held_on,
        title=f"Báo cáo {subject}",
        header=data.letterhead.header(dated=data.dated, year=data.held_on.year),
        type_name="Báo cáo",
        subject=data.letterhead.subject(subject),
        has_subject_rule=True,
        blocks=(
            *_draft_mark(data),
            Paragraph(_opening(data)),
            *_parts(data),
            Footing(
                recipients=data.recipients,
                signatory=Signatory(("NGƯỜI BÁO CÁO",), data.author),
            ),
        ),
    )


def _draft_mark(data: VisitData) -> Iterator[Block]:
    if data.dated is None:
        yield Paragraph("(Dự thảo)", align="centre", is_italic=True, is_indented=False)


def _opening(data: VisitData) -> str:
    met = TYPE_LABELS[data.type].lower()
    topic = f" (chuyên đề: {data.topic})" if data.topic else ""
    came = (
        f" Có mặt {data.present}/{data.must_attend} đồng chí phải dự."
        if data.present is not None and data.must_attend is not None
        else ""
    )
    day = long_date(data.held_on).capitalize()
    return f"{day}, tôi dự {met}{topic} tại {data.branch}.{came} Tôi xin báo cáo như sau:"


def _parts(data: VisitData) -> Iterator[Block]:
    own = "\n".join(filter(None, (_score(data), data.remarks)))
    parts = (*data.parts, ("Đánh giá, nhận xét chung", own))
    for number, (title, text) in enumerate(parts, start=1):
        yield Heading(f"{number}. {title}", level=2)
        yield from typed(text or _NOTHING)


def _score(data: VisitData) -> str:
    if data.score is None:
        return ""
    grade = f", xếp loại {data.grade}" if data.grade else ""
    return f"Điểm của người dự: {data.score}/100{grade}."
