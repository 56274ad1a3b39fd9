"""What was said, concluded, given out, voted, and how the branch graded its own meeting."""

from collections.abc import Iterator, Sequence

from app.documents.model import Block, Column, FormLine, Heading, ListItem, Paragraph, Row, Table
from app.documents.typography import counted, percent
from app.kernel.points import shown
from app.meetings.document import listed, lower_first, typed, unmarked
from app.meetings.rules.votes import Majority, VoteMethod
from app.minutes.document.data import (
    MinutesData,
    SelfAssessment,
    Spoken,
    Task,
    Trouble,
    VoteData,
)

_GENERAL = "Ý kiến chung"
_IN_TABLE = "Chủ trì kết luận theo bảng khó khăn, vướng mắc và giải pháp nêu trên."


def discussion(data: MinutesData, *, with_names: bool = True) -> Iterator[Block]:
    """Statements in spoken order; under the section they belong to where there are several.

    Without `with_names` a dissent is told without its author, whose opinion is protected.
    """
    if not data.statements:
        yield Paragraph("Không có ý kiến phát biểu.")
        return
    groups = _by_section(data)
    for number, (title, statements) in enumerate(groups, start=1):
        if len(groups) > 1:
            yield Heading(f"{number}. {title}", level=2)
        for statement in statements:
            yield from _statement(statement, with_names)


def _by_section(data: MinutesData) -> list[tuple[str, list[Spoken]]]:
    titles = {s.code: f"Về nội dung “{lower_first(s.short)}”" for s in data.sections}
    found = [
        (title, [s for s in data.statements if s.section == code]) for code, title in titles.items()
    ]
    rest = [s for s in data.statements if s.section not in titles]
    return [group for group in (*found, (_GENERAL, rest)) if group[1]]


def _statement(statement: Spoken, with_names: bool) -> Iterator[Block]:
    first, *more = [line.strip() for line in statement.text.splitlines() if line.strip()] or [""]
    yield ListItem(f"{_speaker(statement, with_names)}: {first}")
    for line in more:
        yield Paragraph(line)


def _speaker(statement: Spoken, with_names: bool) -> str:
    if statement.is_dissent and not with_names:
        return "Có ý kiến khác"
    role = f", {statement.role}" if statement.role else ""
    dissent = " (ý kiến khác)" if statement.is_dissent else ""
    return f"Đồng chí {statement.speaker}{role}{dissent}"


def petitions(data: MinutesData) -> Iterator[Block]:
    """Named as statements are; each is answered in time."""
    for petition in data.petitions:
        first, *more = [line.strip() for line in petition.text.splitlines() if line.strip()] or [""]
        yield ListItem(f"Đồng chí {petition.speaker}: {first}")
        yield from (Paragraph(line) for line in more)


def conclusions(data: MinutesData) -> Iterator[Block]:
    tasks = _elsewhere_unsaid(data)
    if not (data.conclusion or data.conclusions or tasks):
        yield Paragraph(_IN_TABLE) if data.troubles else FormLine(more=3)
        return
    yield from typed(data.conclusion)
    for number, point in enumerate(data.conclusions, start=1):
        yield from typed(f"{number}. {unmarked(point)}")
    if tasks:
        yield from _assigned(tasks, to_branches=data.is_of_committee)


def _elsewhere_unsaid(data: MinutesData) -> Sequence[Task]:
    """Tasks but for those the table of difficulties names already, in the same words."""
    named = {
        (row.solution, row.task)
        for row in data.troubles
        if row.task and row.task.text == row.solution
    }
    return [task for task in data.tasks if (task.text, task) not in named]


def troubles(rows: Sequence[Trouble]) -> Iterator[Block]:
    """Difficulty, solution, who, by when; what came of it is told by the meetings after."""
    if not rows:
        return
    yield Paragraph("Các khó khăn, vướng mắc và giải pháp:")
    yield Table(
        columns=(
            Column("TT", 10, "centre"),
            Column("Khó khăn, vướng mắc"),
            Column("Giải pháp"),
            Column("Người chịu trách nhiệm", 36),
            Column("Thời hạn", 26, "centre"),
        ),
        rows=tuple(
            Row((str(number), row.text, row.solution, *_answerable(row.task)))
            for number, row in enumerate(rows, start=1)
        ),
    )


def _answerable(task: Task | None) -> tuple[str, str]:
    if task is None:
        return "", ""
    others = f"; phối hợp: {task.with_whom}" if task.with_whom else ""
    return f"{task.accountable}{others}", f"{task.due_on:%d/%m/%Y}"


def _assigned(tasks: Sequence[Task], *, to_branches: bool) -> Iterator[Block]:
    with_others = any(task.with_whom for task in tasks)
    yield Paragraph("Phân công thực hiện như sau:")
    yield Table(
        columns=(
            Column("TT", 10, "centre"),
            Column("Nhiệm vụ"),
            Column("Chi bộ, người chịu trách nhiệm", 72)
            if to_branches
            else Column("Người chịu trách nhiệm", 36),
            *((Column("Phối hợp", 40),) if with_others else ()),
            Column("Thời hạn", 26, "centre"),
        ),
        rows=tuple(
            Row(
                (
                    str(number),
                    task.text,
                    task.accountable,
                    *((task.with_whom,) if with_others else ()),
                    f"{task.due_on:%d/%m/%Y}",
                )
            )
            for number, task in enumerate(tasks, start=1)
        ),
    )


def votes(data: MinutesData) -> Iterator[Block]:
    if not data.votes:
        yield Paragraph("Không có nội dung biểu quyết.")
    for number, vote in enumerate(data.votes, start=1):
        mark = f"{number}. " if len(data.votes) > 1 else ""
        yield Paragraph(f"{mark}{_voted(vote)}")


def _voted(vote: VoteData) -> str:
    """The base is named wherever a share is: absent members stay in it."""
    subject = unmarked(vote.subject).rstrip(".")
    share = percent(vote.in_favour, vote.vote_base)
    counts = listed(
        (
            f"tán thành {vote.in_favour}/{vote.vote_base} đồng chí, đạt {share}",
            f"không tán thành {counted(vote.against)}",
            f"ý kiến khác {counted(vote.other)}",
            f"phiếu không hợp lệ {counted(vote.invalid)}" if vote.invalid else "",
        )
    )
    verdict = "được thông qua" if vote.is_passed else "không được thông qua"
    return f"{subject}: {_how(vote)}; {counts}. {_needed(vote)}; nội dung {verdict}."


def _how(vote: VoteData) -> str:
    if vote.method is VoteMethod.SECRET_BALLOT:
        return (
            f"bỏ phiếu kín, phát ra {counted(vote.voters_present)} phiếu, "
            f"thu về {counted(vote.cast)} phiếu"
        )
    return "biểu quyết bằng giơ thẻ đảng viên"


def _needed(vote: VoteData) -> str:
    rule = "quá nửa" if vote.majority is Majority.ORDINARY else "từ hai phần ba"
    return (
        f"Cơ số biểu quyết {counted(vote.vote_base)} đồng chí, cần {rule} tán thành, "
        f"tức ít nhất {counted(vote.needed)} đồng chí"
    )


def assessment(given: SelfAssessment) -> Iterator[Block]:
    if not given.is_given:
        yield FormLine(("Tổng điểm:", "xếp loại:"))
        return
    score = f"tự chấm {shown(given.score)} điểm" if given.score is not None else ""
    grade = f"xếp loại {given.grade}" if given.grade else ""
    said = listed((score, grade), by=", ") or "tự chấm theo bảng"
    annex = " (có bảng tự chấm điểm kèm theo)" if given.sheet else ""
    yield Paragraph(f"Chi bộ thống nhất {said}{annex}.")
    if given.weakness:
        yield Paragraph(given.weakness, lead="Hạn chế:")
    if given.remedy:
        yield Paragraph(given.remedy, lead="Biện pháp khắc phục:")
