"""The programme of a meeting: a table of its phases, the steps of the agenda in the middle."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.documents.model import (
    Block,
    Column,
    Document,
    Footing,
    GroupRow,
    Heading,
    Paragraph,
    Row,
    Table,
)
from app.meetings.document.letterhead import comrade
from app.meetings.document.occasion import Occasion, masthead, signed, when_and_where
from app.meetings.rules.life import CONFERENCES, MONTHLY

_CHAIR = "Chủ trì"


@dataclass(frozen=True)
class ProgrammeItem:
    title: str
    presenter: str = ""
    documents: tuple[str, ...] = ()  # from above, presented under it


@dataclass(frozen=True)
class ProgrammeSection:
    """A section of the agenda; only what everybody may know of it."""

    number: str
    title: str
    items: tuple[ProgrammeItem, ...] = ()
    minutes: int | None = None


@dataclass(frozen=True)
class ProgrammeData:
    occasion: Occasion
    sections: tuple[ProgrammeSection, ...]
    is_discussed_at_each: bool = False
    questions: tuple[str, ...] = ()

    @property
    def recipients(self) -> tuple[str, ...]:
        of = self.occasion
        to = "Các đồng chí cấp ủy viên," if of.is_of_committee else "Đảng viên chi bộ,"
        return (to, of.kept_by)


def programme_document(data: ProgrammeData) -> Document:
    occasion = data.occasion
    return Document(
        style=occasion.letterhead.style,
        dated=occasion.dated or occasion.held_on,
        title=f"Chương trình {occasion.subject}",
        header=masthead(occasion),
        type_name="Chương trình",
        subject=occasion.letterhead.subject(occasion.subject),
        has_subject_rule=True,
        blocks=(
            *when_and_where(occasion),
            Table(
                columns=(
                    Column("STT", 13, "centre"),
                    Column("Nội dung"),
                    Column("Người trình bày", 44),
                    Column("Thời lượng", 25, "centre"),
                ),
                rows=tuple(_rows(data)),
            ),
            *_questions(data),
            Footing(recipients=data.recipients, signatory=signed(occasion)),
        ),
    )


def _questions(data: ProgrammeData) -> Iterator[Block]:
    if data.questions:
        yield Heading("Câu hỏi gợi ý thảo luận chuyên đề", level=2)
    for number, question in enumerate(data.questions, start=1):
        yield Paragraph(f"{number}. {question}")


def _rows(data: ProgrammeData) -> Iterator[Row | GroupRow]:
    kind = data.occasion.type
    everyone = "Hội nghị" if kind in CONFERENCES else "Chi bộ"
    yield GroupRow("Mở đầu")
    yield _formality("Tuyên bố lý do, giới thiệu đại biểu")
    yield _formality("Cử thư ký; điểm danh", everyone)
    if kind in MONTHLY:
        yield _formality("Thông báo tình hình nộp đảng phí")
    yield _formality("Thông qua nội dung, chương trình", everyone)
    yield GroupRow("Tiến hành")
    yield from _contents(data)
    yield GroupRow("Kết thúc")
    yield _formality("Tổng hợp, tiếp thu ý kiến; kết luận, phân công nhiệm vụ")
    if kind not in CONFERENCES:
        yield _formality("Biểu quyết thông qua nghị quyết (nếu có)", "Chi bộ")
    if kind in MONTHLY:
        yield _formality("Tự đánh giá chất lượng buổi sinh hoạt", "Chi bộ")
    yield _formality("Thông qua biên bản", "Thư ký")


def _formality(title: str, who: str = _CHAIR) -> Row:
    return Row(("-", title, who, ""))


def _contents(data: ProgrammeData) -> Iterator[Row]:
    for number, section in enumerate(data.sections, start=1):
        yield Row(
            (
                section.number or str(number),
                "\n".join((section.title, *map(_listed, section.items))),
                _presenters(section),
                f"{section.minutes} phút" if section.minutes else "",
            )
        )
        if data.is_discussed_at_each:
            yield _formality("Thảo luận", _speakers(data))
    if not data.is_discussed_at_each and data.occasion.type in CONFERENCES:
        yield _formality("Thảo luận", _speakers(data))
    elif not data.is_discussed_at_each:
        yield _formality("Thảo luận; tự phê bình và phê bình", _speakers(data))


def _speakers(data: ProgrammeData) -> str:
    return "Người dự" if data.occasion.type in CONFERENCES else "Đảng viên"


def _listed(item: ProgrammeItem) -> str:
    return f"- {item.title}" + (f" ({'; '.join(item.documents)})" if item.documents else "")


def _presenters(section: ProgrammeSection) -> str:
    """Each presenter once, in the order in which they speak."""
    named = dict.fromkeys(item.presenter for item in section.items if item.presenter)
    return "\n".join(_capital(comrade(name)) for name in named)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
