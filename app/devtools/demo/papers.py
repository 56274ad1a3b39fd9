"""The papers of a meeting: small real files."""

from app.documents.files import FORMATS, file_name
from app.documents.model import Document, Header, paragraphs
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingType


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
