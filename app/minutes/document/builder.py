"""The order of the parts and their numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.documents.model import Block, Document, Heading, Paragraph, Signatory, Signatures
from app.documents.typography import clock, long_date
from app.meetings.document import dotted_number, typed
from app.meetings.rules.life import CONFERENCES, MeetingType, minutes_subject
from app.minutes.document.annex import score_sheet
from app.minutes.document.content import section_blocks
from app.minutes.document.data import LaterAdoption, MinutesData, Section
from app.minutes.document.opening import opening
from app.minutes.document.outcome import (
    assessment,
    conclusions,
    discussion,
    petitions,
    troubles,
    votes,
)
from app.numbering.rules import DocumentType

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_TOPICAL = "topical"
_STUDY = "study"
# These grade every sitting; the others only where they chose to.
_ALWAYS_GRADED = frozenset({MeetingType.REGULAR, MeetingType.COMBINED})

Part = tuple[str, list[Block]]


def minutes_document(data: MinutesData, *, with_restricted: bool = True) -> Document:
    """The minutes, not numbered yet.

    The copy without restricted items and dissenters' names is “bản phổ biến”.
    """
    subject = minutes_subject(data.type, data.period)
    number = dotted_number(DocumentType.MINUTES, data.letterhead.symbol)
    return Document(
        style=data.letterhead.style,
        dated=data.held_on,
        title=f"Biên bản {subject}",
        header=data.letterhead.header(number=number),
        type_name="Biên bản",
        subject=data.letterhead.subject(subject),
        blocks=(
            *_marks(data, with_restricted),
            *opening(data),
            *_numbered(_parts(data, with_restricted)),
            *_closing(data),
            *score_sheet(data.self_assessment),
        ),
    )


def _marks(data: MinutesData, with_restricted: bool) -> Iterator[Block]:
    """What kind of copy this is, where it is not the official record."""
    marks = []
    if not data.is_adopted:
        marks.append("Dự thảo")
    if data.is_cut_for_readers and not with_restricted:
        marks.append("Bản phổ biến")
    if marks:
        yield Paragraph(f"({'; '.join(marks)})", align="centre", is_italic=True, is_indented=False)


def _parts(data: MinutesData, with_restricted: bool) -> Iterator[Part]:
    yield from _contents(data, with_restricted)
    yield "Ý KIẾN THẢO LUẬN", list(discussion(data, with_names=with_restricted))
    if data.petitions:
        yield "KIẾN NGHỊ, ĐỀ XUẤT", list(petitions(data))
    yield "KẾT LUẬN CỦA CHỦ TRÌ", list(conclusions(data))
    if data.votes or data.type not in CONFERENCES:
        yield "BIỂU QUYẾT", list(votes(data))
    if data.type in _ALWAYS_GRADED or data.self_assessment.is_given:
        yield "TỰ ĐÁNH GIÁ CHẤT LƯỢNG", list(assessment(data.self_assessment))


def _contents(data: MinutesData, with_restricted: bool) -> Iterator[Part]:
    """One part; of a combined meeting two, the topical one after the regular one."""
    topical = [section for section in data.sections if section.code == _TOPICAL]
    others = [section for section in data.sections if section.code != _TOPICAL]
    if data.type is MeetingType.COMBINED:
        yield (
            "NỘI DUNG SINH HOẠT THƯỜNG KỲ",
            list(_flow(data, others, with_restricted)),
        )
        yield "NỘI DUNG SINH HOẠT CHUYÊN ĐỀ", list(_flow(data, topical, with_restricted))
    else:
        yield "NỘI DUNG", list(_flow(data, data.sections, with_restricted))


def _flow(data: MinutesData, sections: Iterable[Section], with_restricted: bool) -> Iterator[Block]:
    for section in sections:
        if section.code == _TOPICAL and data.topic:
            yield Paragraph(f"{data.topic}.", lead="Chuyên đề:")
        if section.code == _STUDY and data.topic:
            yield Paragraph(f"{data.topic}.", lead="Nội dung học tập:")
        yield from section_blocks(data, section, with_restricted)
        if section.code == _TOPICAL:
            yield from troubles(data.troubles)


def _numbered(parts: Iterable[Part]) -> Iterator[Block]:
    for roman, (title, blocks) in zip(_ROMAN, parts, strict=False):
        yield Heading(f"{roman}- {title}")
        yield from blocks


def _closing(data: MinutesData) -> Iterator[Block]:
    body = _body(data.type)
    sitting = _sitting(data.type)
    is_read = data.is_read_back and data.adopted_later is None
    read = f"Biên bản được thông qua trước {body}; {sitting}" if is_read else sitting
    end = clock(data.ended) if data.ended else "……… giờ ………"
    yield Paragraph(f"{read[:1].upper()}{read[1:]} kết thúc lúc {end} cùng ngày.")
    if data.adopted_later:
        yield from _adopted_later(data.adopted_later, sitting, body)
    yield Signatures(
        left=Signatory(
            ("NGƯỜI GHI BIÊN BẢN",), data.minute_taker.name if data.minute_taker else ""
        ),
        right=Signatory(("CHỦ TRÌ HỘI NGHỊ",), data.chair.name if data.chair else ""),
    )


def _adopted_later(later: LaterAdoption, sitting: str, body: str) -> Iterator[Block]:
    day = long_date(later.held_on)
    if later.decision:
        first, *rest = typed(later.decision)
        yield Paragraph(first.text, lead=f"{body[:1].upper()}{body[1:]} thống nhất sửa:")
        yield from rest
    yield Paragraph(f"Biên bản được {body} thông qua tại {sitting} {day}.")


def numbered(document: Document, number: str) -> Document:
    """The same words under their number: what was confirmed without one, as it is sealed."""
    return replace(document, header=replace(document.header, number_symbol=f"Số {number}"))


def _body(meeting_type: MeetingType) -> str:
    """Before whom the minutes are read."""
    if meeting_type in CONFERENCES:
        return "hội nghị"
    return "chi ủy" if meeting_type is MeetingType.BRANCH_COMMITTEE else "chi bộ"


def _sitting(meeting_type: MeetingType) -> str:
    if meeting_type in CONFERENCES:
        return "hội nghị"
    if meeting_type in (MeetingType.EXTRAORDINARY, MeetingType.BRANCH_COMMITTEE):
        return "cuộc họp"
    return "buổi sinh hoạt"
