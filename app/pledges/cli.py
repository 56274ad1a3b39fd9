"""Pledges from a terminal: `flask --app wsgi pledges --help`."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from flask.cli import AppGroup

from app.documents.terminal import writing_to
from app.kernel.clock import now, today
from app.organisations.cli import branch_coded, organisation_with
from app.organisations.models import Organisation
from app.organisations.rules import KNOWN_YEARS
from app.pledges.queries.coverage import Coverage, CoveredUnit, coverages
from app.pledges.rules.collection import Scope
from app.pledges.rules.coverage import Figures
from app.pledges.service.export import MEDIA_TYPES, checked_collection, write_papers

pledges = AppGroup("pledges", help="Cam kết: tình hình nộp, xuất ra tệp.")

_COLUMNS = (
    ("due", "phải nộp"),
    ("submitted", "đã nộp"),
    ("on_time", "đúng hạn"),
    ("late", "muộn"),
    ("returned", "bổ sung"),
    ("confirmed", "xác nhận"),
    ("missing", "chưa nộp"),
    ("overdue", "quá hạn"),
    ("reminded", "đã nhắc"),
)

_of_year = click.option(
    "--year",
    required=True,
    type=click.IntRange(KNOWN_YEARS[0], KNOWN_YEARS[-1]),
    help="Năm cam kết.",
)


@pledges.command("coverage")
@_of_year
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.option("--organisation", "code", metavar="CODE", help="Mã cấp ủy hoặc chi bộ.")
def coverage(year: int, form: str, code: str | None) -> None:
    """Bao nhiêu đồng chí đã nộp trên số phải nộp, theo chi bộ; ai chưa nộp. Chỉ đọc."""
    found = coverages(_place(code), year, on=today())
    if form == "json":
        plain = {"year": year, "on": today().isoformat(), "campaigns": [_plain(c) for c in found]}
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    for line in _table(found, year):
        click.echo(line)


def _place(code: str | None) -> Organisation | None:
    return organisation_with(code) if code is not None else None


def _plain(found: Coverage) -> dict[str, Any]:
    return {
        "organisation": found.place.code,
        "name": found.place.name,
        "closes_on": found.campaign.closes_on.isoformat(),
        "state": found.campaign.state.value,
        "total": _named(found.figures),
        "committees": [_unit(unit) for unit in found.committees],
        "branches": [_unit(unit) for unit in found.branches],
        "missing": [
            {
                "name": line.name,
                "branch": line.branch,
                "due_on": line.duty.due_on.isoformat(),
                "reminders": line.reminders,
            }
            for line in found.missing
        ],
        "excluded": [
            {"name": line.name, "branch": line.branch, "reason": line.duty.reason}
            for line in found.excluded
        ],
    }


def _unit(unit: CoveredUnit) -> dict[str, Any]:
    return {"code": unit.code, "name": unit.name, **_named(unit.figures)}


def _named(figures: Figures) -> dict[str, int]:
    return {name: getattr(figures, name) for name, _ in _COLUMNS}


def _table(found: list[Coverage], year: int) -> Iterator[str]:
    if not found:
        yield f"Năm {year} chưa có đợt cam kết."
    for coverage in found:
        width = max(len(name) for name in ("Tất cả", *(b.name for b in coverage.branches)))
        titles = "  ".join(title.rjust(8) for _, title in _COLUMNS)
        yield f"{coverage.place.name}, năm {year}, đến ngày {coverage.on:%d/%m/%Y}"
        yield f"{'Chi bộ'.ljust(width)}  {titles}"
        for branch in coverage.branches:
            yield _line(branch.name, branch.figures, width)
        yield _line("Tất cả", coverage.figures, width)
        for line in coverage.missing:
            yield f"Chưa nộp: {line.name} ({line.branch}), hạn {line.duty.due_on:%d/%m/%Y}"


def _line(name: str, figures: Figures, width: int) -> str:
    numbers = "  ".join(str(number).rjust(8) for number in _named(figures).values())
    return f"{name.ljust(width)}  {numbers}"


@pledges.command("export")
@click.option("--branch", "code", required=True, metavar="CODE", help="Mã chi bộ.")
@_of_year
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Tệp sẽ ghi, dạng theo đuôi: .pdf, .docx, .zip (mỗi người một PDF) hoặc .xlsx.",
)
@click.option("--confirmed", is_flag=True, help="Chỉ các bản chi bộ đã xác nhận.")
def export(code: str, year: int, out: Path, confirmed: bool) -> None:
    """Ghi các bản cam kết đã nộp của một chi bộ thành một tệp; chỉ đọc."""
    extension = out.suffix.removeprefix(".").lower()
    if extension not in MEDIA_TYPES:
        raise click.ClickException("Đuôi tệp phải là .pdf, .docx, .zip hoặc .xlsx.")
    scope = Scope.CONFIRMED if confirmed else Scope.SUBMITTED
    branch = branch_coded(code)
    with writing_to(out), TemporaryDirectory() as folder:
        data = checked_collection(branch, year, scope, now=now())
        write_papers(data, extension=extension, out=out, folder=Path(folder), report=_silent)
    click.echo(f"{data.title}, {branch.name}: {len(data.contents.bound)} bản, đã ghi {out}.")
    click.echo(f"{data.figures}.")


def _silent(_done: int) -> None:
    pass
