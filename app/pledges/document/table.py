"""All commitments of a branch as a table, to count and sort: the same as on the papers."""

from collections.abc import Iterable, Iterator

from app.documents.excel import Cell, Heading, Sheet
from app.pledges.document.collection import CollectionData
from app.pledges.document.paper import Judgement, PaperData, PaperLine
from app.pledges.rules.collection import Bound

_LIST = (
    Heading("TT", 6),
    Heading("Họ và tên", 28),
    Heading("Tình trạng", 34),
    Heading("Ngày nộp", 13),
    Heading("Nộp muộn", 11),
)
_LINES = (
    Heading("TT", 6),
    Heading("Họ và tên", 26),
    Heading("Mục", 28),
    Heading("Nội dung cam kết", 52),
    Heading("Biện pháp, chỉ tiêu", 36),
    Heading("Thời hạn", 13),
    Heading("Tự kiểm giữa năm", 17),
    Heading("Tự đánh giá cuối năm", 17),
    Heading("Ý kiến tự đánh giá", 36),
    Heading("Chi bộ đánh giá", 17),
    Heading("Nhận xét của chi bộ", 36),
)


def list_sheet(data: CollectionData) -> Sheet:
    """Who is in the file and who is missing, under the figures of the contents."""
    found = data.contents
    left_out = tuple(f"Không tính: {one.name} ({one.reason})" for one in found.left_out)
    rows: list[tuple[Cell, ...]] = []
    for line in found.lines:
        if isinstance(line, Bound):
            late = "Muộn" if line.is_late else None
            rows.append((line.number, line.name, line.state, line.submitted_on, late))
        else:
            rows.append((None, line.name, line.why, None, None))
    return Sheet(
        "Danh sách",
        (f"{data.title} – {data.letterhead.name}", data.figures, *left_out),
        _LIST,
        tuple(rows),
    )


def lines_sheet(data: CollectionData, papers: Iterable[PaperData]) -> Sheet:
    return Sheet(
        "Nội dung cam kết",
        (f"Nội dung cam kết năm {data.year} – {data.letterhead.name}", data.figures),
        _LINES,
        tuple(row for number, paper in enumerate(papers, 1) for row in _rows(number, paper)),
    )


def _rows(number: int, paper: PaperData) -> Iterator[tuple[Cell, ...]]:
    for section in paper.sections:
        for line in section.lines:
            yield (
                number,
                paper.author.name,
                section.heading,
                line.content,
                line.measure,
                line.due_on,
                *_judged(line),
            )


def _judged(line: PaperLine) -> tuple[Cell, ...]:
    return (
        _outcome(line.midyear),
        _outcome(line.own),
        line.own.comment if line.own else None,
        _outcome(line.branch),
        line.branch.comment if line.branch else None,
    )


def _outcome(found: Judgement | None) -> str | None:
    return found.label if found else None
