"""Who sat where, as papers print it."""

from collections.abc import Iterable, Iterator, Sequence

from app.documents.model import Block, Column, ListItem, Row, Table
from app.documents.typography import counted, percent
from app.meetings.rules.points import PointFigures, turnout
from app.meetings.rules.roll import RollFigures

CHAIRS_ROOM = "điểm cầu chủ trì"


def is_counted(points: Iterable[PointFigures]) -> bool:
    """Whether heads were counted anywhere beyond the roll."""
    return any(point.invited is not None for point in points)


def conference_blocks(figures: RollFigures, points: Sequence[PointFigures]) -> Iterator[Block]:
    """The figures of a conference: the whole first, then each room; nothing where none counted."""
    if not is_counted(points):
        return
    whole = turnout(figures, points)
    yield ListItem(
        f"Tổng số triệu tập: {counted(whole.invited)} người (theo danh sách điểm danh "
        f"{counted(figures.must_attend)}, theo các điểm "
        f"{counted(whole.invited - figures.must_attend)}). Có mặt: "
        f"{whole.present}/{whole.invited}, đạt {percent(whole.present, whole.invited)}."
    )
    yield Table(
        columns=(
            Column("TT", 10, "centre"),
            Column("Điểm họp, điểm cầu"),
            Column("Triệu tập", 24, "centre"),
            Column("Có mặt", 24, "centre"),
            Column("Tỷ lệ", 24, "centre"),
            Column("Có mặt theo điểm danh", 32, "centre"),
        ),
        rows=tuple(_row(number, point) for number, point in enumerate(points, start=1)),
    )


def _row(number: int, point: PointFigures) -> Row:
    name = point.name or f"{CHAIRS_ROOM[:1].upper()}{CHAIRS_ROOM[1:]}"
    heads = (
        (str(point.invited), str(point.counted or 0), percent(point.counted or 0, point.invited))
        if point.invited
        else ("", "", "")
    )
    return Row((str(number), name, *heads, str(point.on_roll) if point.on_roll else ""))
