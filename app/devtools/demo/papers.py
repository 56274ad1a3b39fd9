"""The papers of a meeting, and pledges signed on paper: small real files."""

from datetime import date

from app.documents.files import FORMATS, file_name
from app.documents.model import Document, Header, paragraphs
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingType
from app.pledges.models import Pledge


def paper(meeting: Meeting, title: str, text: str) -> tuple[str, bytes]:
    """Name and content of a paper: a Word file where it leads a topic, else plain text."""
    extension = "docx" if meeting.type is MeetingType.TOPICAL else "txt"
    organisation = meeting.organisation
    document = Document(
        style="hd05",
        dated=meeting.held_on,
        title=title,
        header=Header(
            over=organisation.parent.body_name if organisation.parent else "",
            issuer=organisation.header_name,
        ),
        type_name="TÀI LIỆU SINH HOẠT",
        subject=title,
        blocks=tuple(paragraphs(text)),
    )
    return file_name(title, extension=extension), FORMATS[extension].draw(document)


def signed_paper(pledge: Pledge, signed_on: date) -> tuple[str, bytes]:
    """What the scan of a signed pledge is: its text with the member's name below it."""
    branch = pledge.organisation
    lines = [f"{number}. {item.content}" for number, item in enumerate(pledge.last.items, 1)]
    document = Document(
        style="hd05",
        dated=signed_on,
        title=f"Bản cam kết năm {pledge.year}",
        header=Header(
            over=branch.parent.body_name if branch.parent else "", issuer=branch.header_name
        ),
        type_name="BẢN CAM KẾT",
        subject=f"tu dưỡng, rèn luyện, phấn đấu năm {pledge.year}",
        blocks=tuple(paragraphs("\n\n".join([*lines, f"(Đã ký) {pledge.member.name}"]))),
    )
    name = file_name(f"Bản quét cam kết {pledge.year} {pledge.member.name}", extension="pdf")
    return name, FORMATS["pdf"].draw(document)
