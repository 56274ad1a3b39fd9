"""The roll as a paper: filled after the meeting, or with boxes to tick before it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.documents.model import (
    Block,
    Column,
    Document,
    FormLine,
    GroupRow,
    ListItem,
    Paragraph,
    Row,
    Table,
)
from app.documents.typography import counted, percent
from app.meetings.document.letterhead import listed
from app.meetings.document.occasion import Leader, Occasion, by_both, when_and_where
from app.meetings.document.points import conference_blocks
from app.meetings.rules.points import PointFigures
from app.meetings.rules.roll import PRESENCE_LABELS, Presence, RollFigures
from app.people.rules import STATUS_LABELS, Status

_SPARE_LINES = 3


@dataclass(frozen=True)
class RollEntry:
    name: str
    status: Status
    title: str = ""
    presence: Presence = Presence.PRESENT
    reason: str = ""
    late_minutes: int = 0
    left_early_minutes: int = 0
    point: str = ""


@dataclass(frozen=True)
class RollPaper:
    occasion: Occasion
    entries: tuple[RollEntry, ...]
    figures: RollFigures
    guests: tuple[Leader, ...] = ()
    points: tuple[PointFigures, ...] = ()


def roll_document(data: RollPaper) -> Document:
    """The roll as it was taken."""
    rows = [
        Row((str(n), entry.name, entry.title or STATUS_LABELS[entry.status], _found(entry)))
        for n, entry in enumerate(data.entries, start=1)
    ]
    return _paper(
        data.occasion,
        "Danh sách điểm danh",
        Table(
            columns=(
                Column("TT", 10, "centre"),
                Column("Họ và tên", 52),
                Column("Chức vụ, diện đảng viên", 46),
                Column("Kết quả"),
            ),
            rows=(*rows, *_guest_rows(data, columns=4)),
        ),
        *_summary(data.figures),
        *conference_blocks(data.figures, data.points),
    )


def blank_roll_document(data: RollPaper) -> Document:
    """Names with boxes to tick by hand, and lines for those not expected."""
    spare = [Row(("", "", "", "", "", ""))] * _SPARE_LINES
    rows = [
        Row((str(n), entry.name, entry.title or STATUS_LABELS[entry.status], "", "", ""))
        for n, entry in enumerate(data.entries, start=1)
    ]
    return _paper(
        data.occasion,
        "Danh sách điểm danh",
        Table(
            columns=(
                Column("TT", 10, "centre"),
                Column("Họ và tên", 46),
                Column("Chức vụ, diện đảng viên", 37),
                Column("Có mặt", 16, "centre"),
                Column("Vắng", 16, "centre"),
                Column("Lý do, ghi chú"),
            ),
            rows=(*rows, *_guest_rows(data, columns=6), *spare),
            row_height_mm=8,
        ),
        FormLine(("Phải dự:", "Có mặt:")),
        FormLine(("Vắng có lý do:", "Vắng không lý do:")),
    )


def _paper(occasion: Occasion, type_name: str, *blocks: Block) -> Document:
    return Document(
        style=occasion.letterhead.style,
        dated=occasion.held_on,
        title=f"{type_name} {occasion.subject}",
        header=occasion.letterhead.header(),
        type_name=type_name,
        subject=occasion.letterhead.subject(occasion.subject),
        blocks=(*list(when_and_where(occasion))[:2], *blocks, by_both(occasion)),
    )


def _found(entry: RollEntry) -> str:
    """“Có mặt, muộn 20 phút”, “Vắng có lý do: đi công tác”."""
    late = f"muộn {entry.late_minutes} phút" if entry.late_minutes else ""
    early = f"về trước {entry.left_early_minutes} phút" if entry.left_early_minutes else ""
    found = listed((PRESENCE_LABELS[entry.presence], late, early, entry.point), by=", ")
    return f"{found}: {entry.reason}" if entry.reason else found


def _guest_rows(data: RollPaper, *, columns: int) -> Iterator[Row | GroupRow]:
    if not data.guests:
        return
    yield GroupRow("Đại biểu, khách mời")
    for number, guest in enumerate(data.guests, start=1):
        filled = (str(number), guest.name, guest.title)
        yield Row((*filled, *[""] * (columns - len(filled))))


def _summary(figures: RollFigures) -> Iterator[Block]:
    share = percent(figures.present, figures.must_attend)
    yield Paragraph(
        f"Phải dự: {counted(figures.must_attend)} đồng chí. Có mặt: {figures.present}/"
        f"{figures.must_attend}, đạt {share}. Vắng có lý do: {counted(figures.excused)}. "
        f"Vắng không lý do: {counted(figures.unexcused)}."
    )
    yield ListItem(
        f"Cơ số biểu quyết: {counted(figures.vote_base)} đồng chí; đảng viên được biểu quyết "
        f"có mặt: {counted(figures.voters_present)} đồng chí."
    )
