"""Rubrics from a terminal: `flask --app wsgi rubric --help`."""

from pathlib import Path
from uuid import UUID

import click
from flask.cli import AppGroup

from app.documents.spreadsheet import MOST_BYTES
from app.documents.terminal import writing_to
from app.kernel.clock import now, today
from app.kernel.errors import RuleBroken
from app.kernel.points import shown
from app.kernel.transaction import transaction
from app.organisations.cli import organisation_with
from app.scoring.models import RubricEdition
from app.scoring.queries.rubrics import get_rubric, rubric_for
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Rubric
from app.scoring.rules.subjects import SUBJECT_LABELS
from app.scoring.service.exchange import MEDIA_TYPES, Found, read_rubric, written
from app.scoring.service.rubrics import begin_rubric

rubrics = AppGroup("rubric", help="Bảng chấm điểm: kiểm tra tệp, đọc vào, ghi ra.")

_SUBJECT = click.Choice([subject.value for subject in Subject])
_subject_help = ", ".join(f"{one.value}: {SUBJECT_LABELS[one].lower()}" for one in Subject)
_file = click.argument("file", type=click.Path(path_type=Path))


@rubrics.command("check")
@_file
@click.option("--subject", "kind", type=_SUBJECT, help=f"Dùng để chấm ({_subject_help}).")
def check(file: Path, kind: str | None) -> None:
    """Đọc tệp FILE (Excel hoặc JSON), nêu mọi lỗi kèm chỗ; không lưu gì.

    Không nêu --subject thì lấy loại mà tệp hợp nhất.
    """
    content = _content(file)
    subjects = [Subject(kind)] if kind else list(Subject)
    found = min((_read(content, one) for one in subjects), key=lambda one: len(one.problems))
    _tell(found, file)
    if found.problems:
        raise click.ClickException(f"Tệp còn {len(found.problems)} lỗi.")
    click.echo("Không có lỗi.")


@rubrics.command("import")
@_file
@click.option("--organisation", "code", required=True, metavar="CODE", help="Mã cấp ủy.")
@click.option(
    "--subject", "kind", required=True, type=_SUBJECT, help=f"Dùng để chấm ({_subject_help})."
)
def import_file(file: Path, code: str, kind: str) -> None:
    """Đọc tệp FILE (Excel hoặc JSON) thành dự thảo bảng chấm điểm của cấp ủy.

    Tệp còn lỗi thì nêu mọi lỗi kèm chỗ và không lưu gì.
    """
    place, subject = organisation_with(code), Subject(kind)
    found = _read(_content(file), subject)
    _tell(found, file)
    if found.rubric is None or found.problems:
        raise click.ClickException(f"Tệp còn {len(found.problems)} lỗi; chưa lưu gì.")
    try:
        with transaction():
            made = begin_rubric(place, subject, found.rubric, by=None, now=now())
            click.echo(f"Đã đưa vào dự thảo của {place.name}, bản {made.number}: {made.id}")
    except RuleBroken as refusal:
        raise click.ClickException(refusal.message) from None


@rubrics.command("export")
@click.argument("rubric_id", metavar="[ID]", required=False, type=click.UUID)
@click.option("--organisation", "code", metavar="CODE", help="Mã cấp ủy hoặc chi bộ.")
@click.option("--subject", "kind", type=_SUBJECT, help=f"Dùng để chấm ({_subject_help}).")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Tệp sẽ ghi, dạng theo đuôi: .json hoặc .xlsx; tệp cũ cùng tên bị thay.",
)
def export(rubric_id: UUID | None, code: str | None, kind: str | None, out: Path) -> None:
    """Ghi một bảng chấm điểm ra tệp: bảng mang mã ID, hoặc bảng đang áp dụng tại một tổ chức.

    Chỉ đọc.
    """
    extension = out.suffix.removeprefix(".").lower()
    if extension not in MEDIA_TYPES:
        raise click.ClickException("Đuôi tệp phải là .json hoặc .xlsx.")
    edition = _wanted(rubric_id, code, kind)
    with writing_to(out):
        out.write_bytes(written(edition, extension, on=edition.valid_from or today()))
    click.echo(f"{edition.title}, bản {edition.number}, {edition.organisation.name}: đã ghi {out}.")


def _wanted(rubric_id: UUID | None, code: str | None, kind: str | None) -> RubricEdition:
    if rubric_id is not None:
        found = get_rubric(rubric_id)
        missing = f"Không có bảng chấm điểm mang mã {rubric_id}."
    elif code and kind:
        place = organisation_with(code)
        found = rubric_for(place.path, Subject(kind), on=today())
        missing = f"{place.name} chưa có bảng chấm điểm đang áp dụng."
    else:
        raise click.UsageError("Nêu mã ID của bảng, hoặc cả --organisation và --subject.")
    if found is None:
        raise click.ClickException(missing)
    return found


def _content(file: Path) -> bytes:
    """
    :raises click.ClickException: for what is not there, is no file, or may not be read.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as problem:
        raise click.ClickException(f"Không đọc được {file}: {problem.strerror}.") from None


def _read(content: bytes, subject: Subject) -> Found:
    try:
        return read_rubric(content, subject)
    except RuleBroken as refusal:
        raise click.ClickException(refusal.message) from None


def _tell(found: Found, file: Path) -> None:
    if found.rubric is not None:
        click.echo(f"{file}: {_summed(found.rubric)}")
    for problem in found.problems:
        click.echo(f"- {problem}")


def _summed(rubric: Rubric) -> str:
    criteria = sum(1 for _ in rubric.leaves())
    return f"{rubric.title}, {criteria} tiêu chí, {shown(rubric.max_points)} điểm."
