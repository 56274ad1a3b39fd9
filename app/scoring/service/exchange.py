"""Rubrics as files: written as JSON or Excel, read back with every flaw at its place."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.documents import excel
from app.documents.excel import Heading, Sheet, render_xlsx
from app.documents.spreadsheet import is_workbook, read_workbook
from app.kernel.errors import RuleBroken
from app.scoring.models import RubricEdition
from app.scoring.rules.checking import Flaw
from app.scoring.rules.indicators import Subject
from app.scoring.rules.plain import from_plain, in_text, place_of
from app.scoring.rules.rows import HEADINGS, RowFlaw, from_rows, row_of, to_rows
from app.scoring.rules.rubric import Rubric
from app.scoring.rules.sound import flaws_for
from app.scoring.rules.workbooks import GUIDE, GUIDE_HEADINGS, guide_rows, tables_in

MEDIA_TYPES = {"json": "application/json", "xlsx": excel.MEDIA_TYPE}
# Text of a rubric, which travels with the page that shows what was read.
MOST_TEXT = 1024 * 1024
MOST_LINES = 500
MOST_PROBLEMS = 1000
_WIDTHS = {
    "Số": 8,
    "Tên": 48,
    "Kiểu": 26,
    "Không áp dụng": 28,
    "Chỉ số": 26,
    "Gợi ý": 48,
    "Tên bảng": 48,
    "Cột chấm": 36,
    "Loại": 28,
    "Diễn giải": 48,
    "Cao nhất được xếp": 28,
    "Phần": 16,
    "Ghi trong tệp": 34,
    "Nghĩa": 90,
}
_NO_FILE = "Tệp phải là Excel (.xlsx) hoặc JSON xuất từ bảng chấm điểm."


@dataclass(frozen=True)
class Problem:
    """`where` is a sheet and row, or a place in the JSON; empty for the rubric as a whole."""

    where: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}" if self.where else self.sentence


@dataclass(frozen=True)
class Found:
    """What a file holds: a rubric, sound or not, or only what keeps it from being one."""

    rubric: Rubric | None
    problems: tuple[Problem, ...]


def read_rubric(content: bytes, subject: Subject) -> Found:
    """
    :raises RuleBroken: for what is neither a workbook nor JSON, or holds too much.
    """
    found = _in_workbook(content, subject) if is_workbook(content) else _in_json(content, subject)
    if found.rubric is not None:
        _check_size(found.rubric)
    return replace(found, problems=_readable(found.problems))


def _readable(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """A file that is something else altogether may have one in each of its lines."""
    left = len(problems) - MOST_PROBLEMS
    if left <= 0:
        return problems
    return (*problems[:MOST_PROBLEMS], Problem("", f"Còn {left} lỗi khác; sửa các lỗi trên trước."))


def _check_size(rubric: Rubric) -> None:
    if sum(1 for _ in rubric.walk()) > MOST_LINES:
        raise RuleBroken(f"Bảng chấm điểm trong tệp có quá {MOST_LINES} tiêu chí.", field="file")
    if len(in_text(rubric).encode()) > MOST_TEXT:
        raise RuleBroken("Bảng chấm điểm trong tệp có quá nhiều chữ.", field="file")


def _in_workbook(content: bytes, subject: Subject) -> Found:
    tables, missing = tables_in(read_workbook(content))
    if missing:
        return Found(None, tuple(map(_at_row, missing)))
    rubric, flaws = from_rows(tables)
    if rubric is not None:
        flaws = [row_of(tables, flaw) for flaw in flaws_for(rubric, subject)]
    return Found(rubric, tuple(map(_at_row, flaws)))


def _at_row(flaw: RowFlaw) -> Problem:
    return Problem(f"Trang “{flaw.sheet}”, dòng {flaw.row}", flaw.sentence)


def _in_json(content: bytes, subject: Subject) -> Found:
    if len(content) > MOST_TEXT:
        raise RuleBroken("Tệp quá lớn; nhiều nhất 1 MB.", field="file")
    rubric, flaws = from_plain(_plain(content))
    if rubric is None:
        return Found(None, tuple(Problem(flaw.place, flaw.sentence) for flaw in flaws))
    found = (_in_place(rubric, flaw) for flaw in flaws_for(rubric, subject))
    return Found(rubric, tuple(found))


def _plain(content: bytes) -> object:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as problem:
        is_json = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))
        where = f"Tệp JSON sai ở dòng {problem.lineno}, cột {problem.colno}."
        raise RuleBroken(where if is_json else _NO_FILE, field="file") from None
    except (ValueError, RecursionError):
        raise RuleBroken(_NO_FILE, field="file") from None


def _in_place(rubric: Rubric, flaw: Flaw) -> Problem:
    place = place_of(rubric, flaw)
    return Problem(f"{place} ({flaw.place})" if flaw.place else place, flaw.sentence)


def written(edition: RubricEdition, extension: str, *, on: date) -> bytes:
    """
    :param on: the day a workbook bears.
    :raises RuleBroken: if a workbook could not say all of it: a draft whose codes are not clear.
    """
    rubric = edition.rubric
    if extension == "json":
        return in_text(rubric).encode()
    tables = to_rows(rubric)
    if from_rows(tables) != (rubric, []):
        raise RuleBroken(
            "Bảng chấm còn lỗi ở số thứ tự hoặc mức xếp loại nên chưa ghi được thành Excel; "
            "sửa các lỗi đó hoặc xuất JSON."
        )
    sheets = [_sheet(name, HEADINGS[name], rows) for name, rows in tables.items()]
    guide = _sheet(GUIDE, GUIDE_HEADINGS, guide_rows(edition.subject))
    return render_xlsx(rubric.title, on, [*sheets, guide])


def _sheet(name: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Sheet:
    return Sheet(
        name,
        (),
        tuple(Heading(heading, _WIDTHS.get(heading, 14)) for heading in headings),
        tuple(tuple(row) for row in rows),
        is_open=True,
    )


def outline(rubric: Rubric) -> str:
    """All that a rubric says, a line each, to be held against another."""
    rows = (row for table in to_rows(rubric).values() for row in table)
    return "\n".join(" · ".join(filter(None, row)) for row in rows)
