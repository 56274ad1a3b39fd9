"""Minutes from a terminal: `flask --app wsgi minutes --help`."""

from pathlib import Path
from uuid import UUID

import click
from flask.cli import AppGroup

from app.documents.files import FORMATS
from app.documents.terminal import writing_to
from app.files.service import FileDamaged, read_kept
from app.meetings.models import Meeting
from app.meetings.queries.meetings import get_meeting
from app.minutes.queries import latest_meeting, minutes_of, sealed_file
from app.organisations.models import Organisation
from app.organisations.queries import organisation_coded
from app.web.downloads import files_folder

minutes = AppGroup("minutes", help="Biên bản: xuất ra tệp.")


@minutes.command("export")
@click.option(
    "--meeting",
    "wanted",
    required=True,
    metavar="ID|latest",
    help="Mã buổi họp (trong địa chỉ trang của buổi họp), hoặc latest: buổi gần nhất đã họp.",
)
@click.option("--branch", "code", metavar="CODE", help="Mã chi bộ, cho --meeting latest.")
@click.option("--format", "kind", required=True, type=click.Choice(["pdf", "docx", "json"]))
@click.option("--circulated", is_flag=True, help="Bản phổ biến: không có các nội dung hạn chế.")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Tệp sẽ ghi; tệp cũ cùng tên bị thay.",
)
def export(wanted: str, code: str | None, kind: str, circulated: bool, out: Path) -> None:
    """Ghi biên bản của một buổi họp ra tệp.

    Biên bản đã chốt lấy đúng tệp đã lưu khi chốt; chưa thông qua thì lấy dự thảo hiện tại.
    """
    meeting = _meeting(wanted, _branch(code) if code else None)
    preview = minutes_of(meeting, with_restricted=not circulated)
    file = sealed_file(preview.record.id, preview.copy, kind) if preview.record else None
    try:
        with writing_to(out):
            data = (
                read_kept(file.sha256, folder=files_folder())
                if file
                else FORMATS[kind].draw(preview.document)
            )
            out.write_bytes(data)
    except FileDamaged as damaged:
        raise click.ClickException(damaged.message) from None
    click.echo(f"{preview.document.title}: đã ghi {out} ({len(data)} byte).")


def _branch(code: str) -> Organisation:
    branch = organisation_coded(code)
    if branch is None:
        raise click.ClickException(f"Không có tổ chức mang mã {code}.")
    return branch


def _meeting(wanted: str, branch: Organisation | None) -> Meeting:
    meeting = latest_meeting(branch) if wanted == "latest" else get_meeting(_id(wanted))
    if meeting is None:
        raise click.ClickException(
            "Chưa có buổi họp nào đã bắt đầu." if wanted == "latest" else "Không có buổi họp này."
        )
    return meeting


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise click.ClickException(
            f"“{text}” không phải mã buổi họp; dùng mã trong địa chỉ trang, hoặc latest."
        ) from None
