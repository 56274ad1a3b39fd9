"""The minute book from a terminal: `flask --app wsgi minutes book --help`."""

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from app.books.queries import BookOf, book_data
from app.books.rules import BookKind
from app.books.service import bind_book
from app.documents.terminal import writing_to
from app.kernel.clock import today
from app.minutes.cli import minutes
from app.minutes.rules.records import Copy
from app.organisations.cli import branch_coded

__all__ = ["minutes"]


@minutes.command("book")
@click.option("--branch", "code", required=True, metavar="CODE", help="Mã chi bộ.")
@click.option("--year", required=True, type=click.IntRange(1930, 2200), help="Năm của sổ.")
@click.option("--format", "extension", required=True, type=click.Choice(["pdf", "docx"]))
@click.option("--committee", is_flag=True, help="Sổ biên bản họp chi ủy.")
@click.option("--circulated", is_flag=True, help="Bản phổ biến: không có các nội dung hạn chế.")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Tệp sẽ ghi; tệp cũ cùng tên bị thay.",
)
def book(
    code: str, year: int, extension: str, committee: bool, circulated: bool, out: Path
) -> None:
    """Đóng sổ biên bản một năm của chi bộ thành một tệp."""
    kind = BookKind.COMMITTEE if committee else BookKind.BRANCH
    copy = Copy.CIRCULATED if circulated else Copy.FULL
    data = book_data(BookOf(branch_coded(code), kind, year), copy, on=today())
    with writing_to(out), TemporaryDirectory() as folder:
        bind_book(data, copy, extension=extension, out=out, folder=Path(folder), report=_silent)
    click.echo(f"{data.title}: {len(data.minutes)} biên bản, đã ghi {out}.")


def _silent(_done: int) -> None:
    pass
