"""“Tổng hợp ý kiến góp ý và tiếp thu, giải trình”: what was said on a draft, what was answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.documents.model import (
    Block,
    Column,
    Document,
    Paragraph,
    Row,
    Signatory,
    Signatures,
    Table,
)
from app.documents.typography import cited_date, counted
from app.meetings.document import Letterhead
from app.resolutions.rules import KIND_LABELS, TREATMENT_LABELS, ResolutionKind, Treatment


@dataclass(frozen=True)
class Opinion:
    """One comment as a paper lists it; what is not answered yet has no treatment."""

    by: str
    title: str
    part: str
    text: str
    treatment: str
    answer: str


@dataclass(frozen=True)
class SummaryData:
    letterhead: Letterhead
    abstract: str
    kind: ResolutionKind
    dated: date
    periods: tuple[tuple[date, date], ...] = ()
    opinions: tuple[Opinion, ...] = ()
    authority: str = "T/M CHI BỘ"


def summary_document(data: SummaryData) -> Document:
    subject = f"ý kiến góp ý dự thảo {KIND_LABELS[data.kind].lower()} {data.abstract}"
    return Document(
        style=data.letterhead.style,
        dated=data.dated,
        title=f"Tổng hợp {subject}",
        header=data.letterhead.header(),
        type_name="Tổng hợp",
        subject=f"{subject} và tiếp thu, giải trình",
        has_subject_rule=True,
        blocks=(
            *(Paragraph(line) for line in _opening(data)),
            *_table(data),
            Signatures(left=None, right=Signatory((data.authority,))),
        ),
    )


def _opening(data: SummaryData) -> Iterator[str]:
    for number, (first, last) in enumerate(data.periods, start=1):
        named = f"Lần {number}: lấy" if len(data.periods) > 1 else "Lấy"
        yield f"{named} ý kiến từ ngày {cited_date(first)} đến ngày {cited_date(last)}."
    by_answer = [opinion.treatment for opinion in data.opinions]
    yield (
        f"Tổng số {counted(len(by_answer))} ý kiến: tiếp thu "
        f"{counted(by_answer.count(TREATMENT_LABELS[Treatment.TAKEN_IN]))}, giải trình "
        f"{counted(by_answer.count(TREATMENT_LABELS[Treatment.EXPLAINED]))}"
        f"{_left(by_answer.count(''))}."
    )


def _left(unanswered: int) -> str:
    return f", chưa trả lời {counted(unanswered)}" if unanswered else ""


def _table(data: SummaryData) -> Iterator[Block]:
    if data.opinions:
        yield answers_table(data.opinions, is_named=True)


def answers_table(opinions: tuple[Opinion, ...], *, is_named: bool) -> Table:
    """:param is_named: for those who may read who said what; otherwise opinions stand alone."""
    who = (Column("Người góp ý", 34),) if is_named else ()
    return Table(
        columns=(
            Column("TT", 10, "centre"),
            *who,
            Column("Nội dung góp ý"),
            Column("Tiếp thu, giải trình", 62),
        ),
        rows=tuple(
            Row((str(number), *((_who(one),) if is_named else ()), _said(one), _answered(one)))
            for number, one in enumerate(opinions, start=1)
        ),
    )


def _who(opinion: Opinion) -> str:
    return f"{opinion.by}, {opinion.title}" if opinion.title else opinion.by


def _said(opinion: Opinion) -> str:
    return f"({opinion.part}) {opinion.text}" if opinion.part else opinion.text


def _answered(opinion: Opinion) -> str:
    if not opinion.treatment:
        return "Chưa trả lời."
    return f"{opinion.treatment}: {opinion.answer}" if opinion.answer else f"{opinion.treatment}."
