"""The tracker from a terminal: `flask --app wsgi programme --help`."""

import json
from collections.abc import Iterator
from typing import Any

import click
from flask.cli import with_appcontext

from app.kernel.clock import today
from app.organisations.cli import organisation_with
from app.programmes.queries.tracker import Tracker, tracker_of
from app.programmes.rules.quarters import ROMAN, BranchFigures, Figures
from app.programmes.rules.topics import FIRST_YEAR, LAST_YEAR

_COLUMNS = (
    ("minimum", "tối thiểu"),
    ("registered", "đăng ký"),
    ("held", "tổ chức"),
    ("late", "muộn"),
    ("missing", "thiếu"),
    ("to_come", "còn lại"),
)


@click.command(help="Chuyên đề đã đăng ký, đã tổ chức, muộn, thiếu theo chi bộ và quý; chỉ đọc.")
@click.option("--year", required=True, type=click.IntRange(FIRST_YEAR, LAST_YEAR), help="Năm.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.option("--organisation", "code", metavar="CODE", help="Mã cấp ủy hoặc chi bộ.")
@with_appcontext
def programme(year: int, form: str, code: str | None) -> None:
    found = tracker_of(_path(code), year, on=today())
    if form == "json":
        click.echo(json.dumps(_plain(found, year), ensure_ascii=False, indent=1))
        return
    for line in _table(found):
        click.echo(line)


def _path(code: str | None) -> str:
    return organisation_with(code).path if code is not None else "/"


def _plain(found: Tracker, year: int) -> dict[str, Any]:
    return {
        "year": year,
        "on": today().isoformat(),
        "branches": [
            {"code": row.code, "name": row.name, "waiting": row.waiting, **_figures(row.figures)}
            for row in found.branches
        ],
        "total": _figures(found.totals),
    }


def _figures(figures: BranchFigures) -> dict[str, Any]:
    return {
        "quarters": [_named(quarter) for quarter in figures.quarters],
        "year": _named(figures.year),
    }


def _named(figures: Figures) -> dict[str, int]:
    return {name: getattr(figures, name) for name, _ in _COLUMNS}


def _table(found: Tracker) -> Iterator[str]:
    if not found.branches:
        yield "Không có chi bộ nào."
        return
    width = max(len(row.name) for row in found.branches)
    titles = "  ".join(title.rjust(9) for _, title in _COLUMNS)
    yield f"{'Chi bộ'.ljust(width)}  {'Kỳ'.ljust(7)}  {titles}"
    for row in found.branches:
        yield from _lines(row.name, row.figures, width)
    yield from _lines("Tất cả", found.totals, width)


def _lines(name: str, figures: BranchFigures, width: int) -> Iterator[str]:
    periods = [*(f"Quý {roman}" for roman in ROMAN), "Cả năm"]
    for period, row in zip(periods, (*figures.quarters, figures.year), strict=True):
        numbers = "  ".join(str(number).rjust(9) for number in _named(row).values())
        yield f"{name.ljust(width)}  {period.ljust(7)}  {numbers}"
