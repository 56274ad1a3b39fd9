"""The call to a meeting: a notice to the members, an invitation to those from elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.documents.model import Block, Document, Footing, FormLine, ListItem, Paragraph
from app.meetings.document.letterhead import comrade, dotted_number
from app.meetings.document.occasion import Leader, Occasion, masthead, signed, when_and_where
from app.numbering.rules import DocumentType


@dataclass(frozen=True)
class NoticeData:
    occasion: Occasion
    contents: tuple[str, ...]
    materials: tuple[str, ...] = ()
    invited: tuple[Leader, ...] = ()
    observers: tuple[Leader, ...] = ()


def notice_document(data: NoticeData) -> Document:
    occasion = data.occasion
    to = f"các đồng chí {_called(occasion)}"
    follower = tuple(f"Đồng chí {o.name} (theo dõi chi bộ)," for o in data.observers)
    return Document(
        style=occasion.letterhead.style,
        dated=occasion.dated or occasion.held_on,
        title=f"Thông báo {occasion.subject}",
        header=masthead(
            occasion, number=dotted_number(DocumentType.NOTICE, occasion.letterhead.symbol)
        ),
        type_name="Thông báo",
        subject=occasion.letterhead.subject(f"lịch {occasion.subject}"),
        has_subject_rule=True,
        blocks=(
            Paragraph(f"{occasion.letterhead.name} thông báo đến {to} như sau:"),
            *when_and_where(occasion),
            *_contents(data),
            *_materials(data),
            Paragraph(
                "Đề nghị các đồng chí nghiên cứu trước tài liệu, dự đúng giờ, đúng thành phần; "
                "đồng chí không dự được báo cáo lý do với đồng chí chủ trì trước buổi họp."
            ),
            Footing(
                recipients=(*follower, *_recipients(occasion), occasion.kept_by),
                signatory=signed(occasion),
            ),
        ),
    )


def invitation_document(data: NoticeData) -> Document:
    occasion = data.occasion
    return Document(
        style=occasion.letterhead.style,
        dated=occasion.dated or occasion.held_on,
        title=f"Giấy mời dự {occasion.subject}",
        header=masthead(occasion, number=f"……-GM/{occasion.letterhead.symbol}"),
        type_name="Giấy mời",
        subject=occasion.letterhead.subject(f"dự {occasion.subject}"),
        has_subject_rule=True,
        blocks=(
            Paragraph(f"{occasion.letterhead.name} trân trọng kính mời:"),
            *_invited(data),
            Paragraph(f"Đến dự {occasion.subject}, cụ thể như sau:"),
            *when_and_where(occasion),
            *_contents(data),
            Paragraph("Rất mong các đồng chí bố trí thời gian đến dự."),
            Footing(recipients=("Như trên,", occasion.kept_by), signatory=signed(occasion)),
        ),
    )


def _recipients(occasion: Occasion) -> tuple[str, ...]:
    if occasion.is_committee or occasion.is_of_committee:
        return (f"Các đồng chí {_called(occasion)},",)
    return ("Đảng viên chi bộ,",)


def _called(occasion: Occasion) -> str:
    if occasion.is_of_committee:
        return "cấp ủy viên"
    return "chi ủy viên" if occasion.is_committee else "đảng viên"


def _contents(data: NoticeData) -> Iterator[Block]:
    if data.contents:
        yield ListItem("", lead="Nội dung:")
        for number, content in enumerate(data.contents, start=1):
            yield Paragraph(f"{number}. {content.rstrip('.')}.")


def _materials(data: NoticeData) -> Iterator[Block]:
    if data.materials:
        yield ListItem(f"{'; '.join(m.rstrip('.') for m in data.materials)}.", lead="Tài liệu:")


def _invited(data: NoticeData) -> Iterator[Block]:
    if not data.invited:
        yield FormLine(("Đồng chí",), more=1)
    for guest in data.invited:
        yield Paragraph(f"{_capital(comrade(guest.name, guest.title))}.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
