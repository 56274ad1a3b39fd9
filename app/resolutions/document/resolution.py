"""A resolution as an official document (resolutions-and-assignments.md §4, documents.md §6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.documents.model import (
    Block,
    Document,
    Footing,
    Heading,
    PageBreak,
    Paragraph,
    Signatory,
)
from app.documents.typography import counted, long_date, percent
from app.meetings.document import Letterhead, comrade, dotted_number, listed, month_of, typed
from app.meetings.rules.life import MONTHLY, MeetingType, month_before
from app.numbering.rules import DocumentType
from app.resolutions.document.summary import Opinion, answers_table
from app.resolutions.rules import KIND_LABELS, ResolutionKind
from app.resolutions.rules.texts import with_proper_symbols

_MET = {
    MeetingType.REGULAR: "họp thường kỳ",
    MeetingType.TOPICAL: "họp sinh hoạt chuyên đề",
    MeetingType.COMBINED: "họp thường kỳ kết hợp sinh hoạt chuyên đề",
    MeetingType.EXTRAORDINARY: "họp bất thường",
    MeetingType.BRANCH_COMMITTEE: "họp chi ủy",
    MeetingType.BRIEFING: "họp giao ban",
    MeetingType.STUDY: "họp học tập, quán triệt nghị quyết",
}
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Held:
    """The meeting a resolution comes from; counts are None before the roll."""

    type: MeetingType
    period: date
    held_on: date
    chair: str = ""
    chair_title: str = ""
    present: int | None = None
    must_attend: int | None = None
    excused: int = 0
    unexcused: int = 0


@dataclass(frozen=True)
class Voted:
    in_favour: int
    vote_base: int


@dataclass(frozen=True)
class ResolutionData:
    letterhead: Letterhead
    held: Held
    abstract: str
    kind: ResolutionKind = ResolutionKind.REGULAR
    number: str | None = None
    dated: date | None = None
    grounds: tuple[str, ...] = ()  # cited from the register; they come first
    bases: str = ""
    assessment: str = ""
    tasks: str = ""
    arrangements: str = ""
    recipients: tuple[str, ...] = ()
    vote: Voted | None = None
    grade: str = ""
    authority: str = "T/M CHI BỘ"
    signer: str = ""
    signer_title: str = "BÍ THƯ"
    appendix: tuple[Opinion, ...] = ()


def resolution_document(data: ResolutionData) -> Document:
    number = data.number or dotted_number(DocumentType.RESOLUTION, data.letterhead.symbol)
    return Document(
        style=data.letterhead.style,
        dated=data.dated or data.held.held_on,
        title=f"{KIND_LABELS[data.kind]} {data.abstract}",
        header=data.letterhead.header(number=number, dated=data.dated, year=data.held.held_on.year),
        type_name=KIND_LABELS[data.kind],
        subject=data.letterhead.subject(data.abstract),
        has_subject_rule=True,
        blocks=(
            *_draft_mark(data),
            *(Paragraph(f"- {line}") for line in _bases(data)),
            Paragraph(_opening(data)),
            *_numbered(data),
            Paragraph(_verdict(data.vote)),
            Footing(
                recipients=data.recipients,
                signatory=Signatory((data.authority, data.signer_title), data.signer),
            ),
            *_appendix(data),
        ),
    )


def _draft_mark(data: ResolutionData) -> Iterator[Block]:
    if data.number is None:
        yield Paragraph("(Dự thảo)", align="centre", is_italic=True, is_indented=False)


def _bases(data: ResolutionData) -> Iterator[str]:
    """“Căn cứ …;” each, the last one ended by a full stop."""
    typed_lines = with_proper_symbols(data.bases).splitlines()
    lines = [line.strip().lstrip("-– ").rstrip(";.") for line in (*data.grounds, *typed_lines)]
    lines = [line for line in lines if line]
    for at, line in enumerate(lines, start=1):
        opened = line if line.lower().startswith("căn cứ") else f"Căn cứ {line}"
        yield f"{opened}{'.' if at == len(lines) else ';'}"


def _opening(data: ResolutionData) -> str:
    held = data.held
    met = f"{long_date(held.held_on).capitalize()}, {data.letterhead.name} {_MET[held.type]}"
    chaired = f"{comrade(held.chair, held.chair_title)}, chủ trì" if held.chair else ""
    return f"{listed((met, _attendance(held), chaired))}. Sau khi thảo luận, chi bộ quyết nghị:"


def _attendance(held: Held) -> str:
    if held.present is None or held.must_attend is None:
        return ""
    return listed(
        (
            f"có mặt {held.present}/{held.must_attend} đồng chí phải dự",
            f"vắng có lý do {counted(held.excused)}" if held.excused else "",
            f"vắng không lý do {counted(held.unexcused)}" if held.unexcused else "",
        ),
        by=", ",
    )


def _numbered(data: ResolutionData) -> Iterator[Block]:
    parts = [part for part in _parts(data) if part[1].strip()]
    for roman, (title, text) in zip(_ROMAN, parts, strict=False):
        yield Heading(f"{roman}- {title}")
        yield from typed(text)


def _parts(data: ResolutionData) -> Iterator[tuple[str, str]]:
    is_of_month = data.kind is ResolutionKind.REGULAR and data.held.type in MONTHLY
    if is_of_month:
        this, last = month_of(data.held.period), month_of(month_before(data.held.period))
        yield f"ĐÁNH GIÁ KẾT QUẢ LÃNH ĐẠO {last.upper()}", data.assessment
        yield f"PHƯƠNG HƯỚNG, NHIỆM VỤ {this.upper()}", data.tasks
    else:
        yield "TÌNH HÌNH, KẾT QUẢ", data.assessment
        yield "NHIỆM VỤ, GIẢI PHÁP", data.tasks
    yield "PHÂN CÔNG VÀ TỔ CHỨC THỰC HIỆN", data.arrangements
    yield "TỰ ĐÁNH GIÁ CHẤT LƯỢNG KỲ SINH HOẠT", data.grade if is_of_month else ""


def _verdict(vote: Voted | None) -> str:
    if vote is None:
        return "Nghị quyết được chi bộ thông qua với ……/…… đồng chí tán thành, đạt tỷ lệ …… %."
    share = percent(vote.in_favour, vote.vote_base)
    return (
        f"Nghị quyết được chi bộ thông qua với {vote.in_favour}/{vote.vote_base} đồng chí "
        f"tán thành, đạt tỷ lệ {share}."
    )


def _appendix(data: ResolutionData) -> Iterator[Block]:
    """What was said on the draft, without names: the paper is read by the whole branch."""
    if data.appendix:
        yield PageBreak()
        yield Paragraph("PHỤ LỤC", lead="", align="centre", is_indented=False)
        yield Paragraph(
            "",
            lead="Tổng hợp ý kiến góp ý dự thảo và tiếp thu, giải trình",
            align="centre",
            is_indented=False,
        )
        yield answers_table(data.appendix, is_named=False)
