"""What was presented under each section of the agenda, and last month's tasks under step 2."""

from collections import Counter
from collections.abc import Iterator, Sequence

from app.assignments.rules import OUTCOME_LABELS, ReviewOutcome
from app.documents.model import Block, Column, FormLine, Heading, ListItem, Paragraph, Row, Table
from app.documents.typography import counted
from app.meetings.document import comrade, is_marked, listed, typed
from app.meetings.rules.agenda import table_section
from app.minutes.document.data import Item, MinutesData, ReviewedTask, Section

_LETTERS = "abcdđeghiklmnopqrstuvxy"  # the order of official papers: no f, j, w, z
_REVIEWED_AFTER = ("branch_results", "member_results", "reports")


def section_blocks(data: MinutesData, section: Section, with_restricted: bool) -> Iterator[Block]:
    """A section with a number has its slots as a), b); one without has them as 1., 2."""
    if section.number:
        yield Heading(f"{section.number}. {section.title}", level=2)
    if section.is_without_content:
        yield Paragraph(_without_content(section))
        return
    shown = [item for item in section.items if with_restricted or not item.is_restricted]
    spoken = [item for item in shown if item.says_something]
    tasks = data.reviews if section.code == table_section(data.type) else ()
    if not spoken and not tasks and len(shown) == len(section.items):
        yield FormLine(more=3)
        return
    presenter = _only_presenter(spoken)
    if presenter:
        yield Paragraph(f"{_capital(comrade(presenter))} trình bày:")
    yield from _items(section, spoken, tasks, one_presenter=bool(presenter))
    if any(item.is_restricted and item.says_something for item in section.items) and (
        not with_restricted
    ):
        yield Paragraph("Có nội dung hạn chế, không in trong bản phổ biến.", is_italic=True)


def _without_content(section: Section) -> str:
    reason = section.reason.strip().rstrip(".")
    return (
        f"Không có nội dung. Lý do: {reason[:1].lower()}{reason[1:]}."
        if reason
        else ("Không có nội dung.")
    )


def _only_presenter(items: Sequence[Item]) -> str:
    """The one who presented everything, if it was one: named once, not at every slot."""
    presenters = {item.presenter for item in items}
    return presenters.pop() if len(presenters) == 1 else ""


def _items(
    section: Section,
    items: Sequence[Item],
    tasks: Sequence[ReviewedTask],
    *,
    one_presenter: bool,
) -> Iterator[Block]:
    last_review = max(
        (at for at, item in enumerate(items) if item.slot in _REVIEWED_AFTER), default=-1
    )
    if tasks and last_review < 0:
        yield from _reviewed(tasks)
    for at, item in enumerate(items):
        yield from _item(section, at, item, one_presenter=one_presenter)
        if tasks and at == last_review:
            yield from _reviewed(tasks)


def _item(section: Section, at: int, item: Item, *, one_presenter: bool) -> Iterator[Block]:
    presenter = "" if one_presenter else item.presenter
    mark = f"{_LETTERS[at % len(_LETTERS)]})" if section.number else f"{at + 1}."
    yield Heading(f"{mark} {item.title}", level=3 if section.number else 2)
    if item.is_withheld:
        yield Paragraph("Nội dung không nhập vào hệ thống.", is_italic=True)
        return
    yield from _content(item, presenter)
    if item.sources:
        yield Paragraph(_sources(item.sources), is_italic=True)
    if item.conclusion:
        yield from _led("Chủ trì kết luận:", item.conclusion)


def _content(item: Item, presenter: str) -> Iterator[Block]:
    if presenter and item.content:
        yield from _presented(presenter, item.content)
    elif presenter:
        yield Paragraph(f"{_capital(comrade(presenter))} trình bày.")
    else:
        yield from typed(item.content)


def _led(lead: str, text: str) -> Iterator[Block]:
    """A text behind the words that introduce it, on their line where it is plain prose."""
    first, *rest = typed(text)
    if _opens_a_list(first):
        yield Paragraph("", lead=lead)
        yield first
    else:
        yield Paragraph(first.text, lead=lead)
    yield from rest


def _presented(presenter: str, text: str) -> Iterator[Block]:
    """What one of several presenters said, behind the name."""
    who = _capital(comrade(presenter))
    first, *rest = typed(text)
    if _opens_a_list(first):
        yield Paragraph(f"{who} trình bày:")
        yield first
    else:
        yield Paragraph(f"{who}: {first.text}")
    yield from rest


def _opens_a_list(block: Paragraph | ListItem) -> bool:
    return isinstance(block, ListItem) or is_marked(block.text)


def _sources(sources: str) -> str:
    lines = [line.strip().rstrip(".;") for line in sources.splitlines() if line.strip()]
    return f"(Tài liệu: {'; '.join(lines)})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _reviewed(tasks: Sequence[ReviewedTask]) -> Iterator[Block]:
    yield Paragraph(f"{_review_sentence(tasks)} Kết quả từng nhiệm vụ như sau:")
    yield Table(
        columns=(
            Column("TT", 10, "centre"),
            Column("Nhiệm vụ"),
            Column("Người chịu trách nhiệm", 36),
            Column("Thời hạn", 26, "centre"),
            Column("Kết quả", 44),
        ),
        rows=tuple(
            Row(
                (
                    str(number),
                    task.text,
                    task.accountable,
                    f"{task.due_on:%d/%m/%Y}",
                    _result(task),
                )
            )
            for number, task in enumerate(tasks, start=1)
        ),
    )


def _review_sentence(tasks: Sequence[ReviewedTask]) -> str:
    found = Counter(task.outcome for task in tasks)
    done = f"Chi bộ đã hoàn thành {found[ReviewOutcome.DONE]}/{len(tasks)} nhiệm vụ đã giao"
    doing = found[ReviewOutcome.DOING]
    moved, dropped = found[ReviewOutcome.CARRIED_OVER], found[ReviewOutcome.CANCELLED]
    return (
        listed(
            (
                done,
                f"{counted(doing)} nhiệm vụ đang thực hiện, chưa đến hạn" if doing else "",
                f"{counted(moved)} nhiệm vụ chuyển sang tháng sau" if moved else "",
                f"{counted(dropped)} nhiệm vụ không thực hiện nữa" if dropped else "",
            )
        )
        + "."
    )


def _result(task: ReviewedTask) -> str:
    """The outcome first, then what was reported, then why and until when."""
    outcome = OUTCOME_LABELS[task.outcome]
    if task.outcome is ReviewOutcome.DONE and task.is_on_time is not None:
        outcome += " đúng hạn" if task.is_on_time else ", chậm hạn"
    if task.new_due_on:
        outcome += f", hạn mới {task.new_due_on:%d/%m/%Y}"
    parts = (outcome, task.result, f"Lý do: {task.reason}" if task.reason else "")
    return listed((part.strip().rstrip(".") for part in parts), by=". ")
