"""What facts propose for a meeting: `flask --app wsgi score --help`."""

import json
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import Any
from uuid import UUID

import click
from flask.cli import with_appcontext

from app.kernel.clock import today
from app.kernel.points import shown
from app.kernel.text import nfc
from app.meetings.models import Meeting
from app.meetings.queries.meetings import get_meeting
from app.organisations.cli import branch_coded
from app.scoring.queries.proposals import (
    LineProposal,
    MeetingProposal,
    latest_to_score,
    may_be_scored,
    proposal_for,
)
from app.scoring.rules.indicators import Measure
from app.scoring.rules.lines import said_of
from app.scoring.rules.scoring import UNANSWERED

_HEADINGS = ("Mã", "Tiêu chí", "Đề xuất", "Chỉ số", "Giá trị", "Lý do")
# What is longer is broken into lines; the last column is not: it ends the line.
_WIDTHS = (12, 40, 12, 28, 14)


@click.command(help="Điểm đề xuất của một buổi sinh hoạt, tính từ dữ liệu đã ghi; chỉ đọc.")
@click.option(
    "--meeting",
    "wanted",
    required=True,
    metavar="ID|latest",
    help="Mã buổi họp (trong địa chỉ trang của buổi họp), hoặc latest: buổi gần nhất đã họp.",
)
@click.option("--branch", "code", metavar="CODE", help="Mã chi bộ, cho --meeting latest.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@with_appcontext
def score(wanted: str, code: str | None, form: str) -> None:
    meeting = _meeting(wanted, code)
    found = proposal_for(meeting, on=today())
    if found is None:
        raise click.ClickException(
            f"Chưa có bảng chấm điểm buổi sinh hoạt nào áp dụng cho {meeting.organisation.name} "
            f"ngày {meeting.held_on:%d/%m/%Y}."
        )
    if form == "json":
        click.echo(json.dumps(_plain(meeting, found), ensure_ascii=False, indent=1))
        return
    for line in _page(meeting, found):
        click.echo(line)


def _meeting(wanted: str, code: str | None) -> Meeting:
    branch = branch_coded(code) if code else None
    if wanted == "latest":
        found = latest_to_score(branch)
        where = f" ở {branch.name}" if branch else ""
        missing = f"Chưa có buổi sinh hoạt nào đã bắt đầu{where}."
    else:
        found, missing = get_meeting(_id(wanted)), "Không có buổi họp này."
    if found is None:
        raise click.ClickException(missing)
    if branch is not None and found.organisation_id != branch.id:
        raise click.ClickException(f"Buổi họp này không phải của {branch.name}.")
    if not may_be_scored(found):
        raise click.ClickException(
            f"{found.title} không phải buổi sinh hoạt của chi bộ nên không chấm điểm."
        )
    return found


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise click.ClickException(
            f"“{text}” không phải mã buổi họp; dùng mã trong địa chỉ trang, hoặc latest."
        ) from None


def _plain(meeting: Meeting, found: MeetingProposal) -> dict[str, Any]:
    """Figures as exact fractions: `1900/21`, `3`; what nobody proposes is null."""
    return {
        "meeting": {
            "id": str(meeting.id),
            "title": meeting.title,
            "held_on": meeting.held_on.isoformat(),
            "branch": meeting.organisation.code,
            "branch_name": meeting.organisation.name,
        },
        "rubric": {
            "id": str(found.edition.id),
            "title": found.edition.title,
            "organisation": found.edition.organisation.code,
        },
        "criteria": [_plain_line(line) for line in found.lines],
        "proposed": str(found.score.earned),
        "max_points": str(found.edition.rubric.max_points),
        "open": list(found.score.open_codes),
    }


def _plain_line(line: LineProposal) -> dict[str, Any]:
    proposed = line.proposed
    value = proposed.measured.value if proposed else None
    return {
        "code": line.criterion.code,
        "criterion": line.criterion.label,
        "max_points": str(line.criterion.max_points),
        "points": None if line.points is None else str(line.points),
        "applies": line.line.applies,
        "answer": _answer(line) or None,
        "indicator": proposed.indicator.key if proposed else None,
        "value": None if value is None else str(value),
        "reason": line.reason,
    }


def _answer(line: LineProposal) -> str:
    answer = line.proposed.proposal.answer if line.proposed else None
    return said_of(line.criterion, answer or UNANSWERED, applies=line.line.applies)


def _page(meeting: Meeting, found: MeetingProposal) -> Iterator[str]:
    yield f"{meeting.title}, {meeting.organisation.name}, ngày {meeting.held_on:%d/%m/%Y}"
    yield f"{found.edition.title} ({found.edition.organisation.name})"
    yield ""
    yield from _table([_HEADINGS, *(_cells(line) for line in found.lines)])
    yield ""
    left = len(found.score.open_codes)
    said = f"Đề xuất {shown(found.score.earned)}/{shown(found.edition.rubric.max_points)} điểm"
    yield f"{said}; còn {left} tiêu chí do người chấm cho điểm." if left else f"{said}."


def _cells(line: LineProposal) -> tuple[str, ...]:
    return (
        line.criterion.code,
        line.criterion.label,
        _points(line),
        line.proposed.indicator.label if line.proposed else "",
        _value(line),
        line.reason,
    )


def _points(line: LineProposal) -> str:
    """“3/5”; of a line without points what is proposed instead."""
    if line.points is None:
        return ""
    most = line.criterion.max_points
    return f"{shown(line.points)}/{shown(most)}" if most else _answer(line)


def _value(line: LineProposal) -> str:
    proposed = line.proposed
    if proposed is None or proposed.measured.value is None:
        return ""
    value = proposed.measured.value
    match proposed.indicator.measure:
        case Measure.YES_NO:
            return "Có" if value == 1 else "Không"
        case Measure.SHARE:
            return f"{shown(value)} %"
    return shown(value)


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Columns as wide as they need to be; one spelling of each letter, so that they stand under
    each other.
    """
    broken = [
        [*(wrap(nfc(cell), most) for cell, most in zip(row, _WIDTHS, strict=False)), [nfc(row[-1])]]
        for row in rows
    ]
    widths = [
        max(len(part) for row in broken for part in row[at] or [""]) for at in range(len(_WIDTHS))
    ]
    for row in broken:
        for parts in zip_longest(*row, fillvalue=""):
            cells = (part.ljust(width) for part, width in zip(parts, widths, strict=False))
            yield "  ".join((*cells, parts[-1])).rstrip()
