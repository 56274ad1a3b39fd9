"""Pledges from a terminal: `flask --app wsgi pledges --help`."""

from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask.cli import AppGroup

from app.documents.pdf import DocumentEngineMissing
from app.kernel.clock import now
from app.kernel.errors import RuleBroken
from app.organisations.models import Organisation
from app.organisations.queries import get_branch, organisation_coded
from app.pledges.rules.collection import Scope
from app.pledges.service.export import MEDIA_TYPES, checked_collection, write_papers

pledges = AppGroup("pledges", help="Cam kết: xuất ra tệp.")


@pledges.command("export")
@click.option("--branch", "code", required=True, metavar="CODE", help="Mã chi bộ.")
@click.option("--year", required=True, type=click.IntRange(1930, 2200), help="Năm cam kết.")
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
    branch = _branch(code)
    try:
        data = checked_collection(branch, year, scope, now=now())
        with TemporaryDirectory() as folder:
            write_papers(data, extension=extension, out=out, folder=Path(folder), report=_silent)
    except RuleBroken as refusal:
        raise click.ClickException(refusal.message) from None
    except DocumentEngineMissing as missing:
        raise click.ClickException(str(missing)) from None
    except OSError as problem:
        raise click.ClickException(f"Không ghi được {out}: {problem.strerror}.") from None
    click.echo(f"{data.title}, {branch.name}: {len(data.contents.bound)} bản, đã ghi {out}.")
    click.echo(f"{data.figures}.")


def _branch(code: str) -> Organisation:
    found = organisation_coded(code)
    branch = get_branch(found.id) if found else None
    if branch is None:
        raise click.ClickException(f"Không có chi bộ mang mã {code}.")
    return branch


def _silent(_done: int) -> None:
    pass
