"""Does everything hold; keep a copy; put it back."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from app.kernel.clock import local, now
from app.kernel.transaction import transaction
from app.upkeep.queries.verify import Checked
from app.upkeep.queries.verify import verify as verified
from app.upkeep.rules import UpkeepRefused
from app.upkeep.service.backup import note_backup, write_backup
from app.upkeep.service.restore import (
    check_nothing_there,
    check_restorable,
    note_restore,
    restore_backup,
)
from app.web.downloads import files_folder

_CONFIRMATION = "THAY TOAN BO"


@click.command(help="Kiểm tra mọi chuỗi, bản chốt, tệp, số văn bản và số liệu; chỉ đọc.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@with_appcontext
def verify(as_json: bool) -> None:
    sys.exit(_say(verified(files=files_folder(), migrations=_migrations()), as_json=as_json))


def _say(results: Iterable[Checked], *, as_json: bool = False) -> int:
    """Print each result as it comes; the exit code."""
    kept = []
    for result in results:
        kept.append(result)
        if not as_json:
            click.echo(_line(result))
    flaws = [result for result in kept if result.flaw]
    if as_json:
        checks = [{**asdict(result), "holds": result.flaw is None} for result in kept]
        click.echo(json.dumps({"holds": not flaws, "checks": checks}, ensure_ascii=False, indent=1))
    elif flaws:
        click.echo(f"KHÔNG KHỚP ở {len(flaws)} mục; chỗ đầu tiên: {flaws[0].flaw}")
    else:
        click.echo("Mọi thứ đều khớp.")
    return 1 if flaws else 0


def _line(result: Checked) -> str:
    if result.flaw is None:
        return f"  khớp   {result.label}: {result.count} {result.unit}"
    return f"  SAI    {result.label}: {result.flaw}"


@click.command(help="Sao lưu cơ sở dữ liệu và tệp ra một tệp, trong khi chương trình vẫn chạy.")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tệp sẽ ghi; nên ở ổ đĩa khác hoặc chép ngay sang máy khác.",
)
@click.option("--force", is_flag=True, help="Ghi đè tệp cùng tên.")
@click.option(
    "--skip-damaged", is_flag=True, help="Vẫn sao lưu khi có tệp hỏng; ghi tên chúng vào bản kê."
)
@with_appcontext
def backup(out: Path, force: bool, skip_damaged: bool) -> None:
    moment = now()
    try:
        manifest, made = write_backup(
            out, files=files_folder(), may_overwrite=force, skip_damaged=skip_damaged, now=moment
        )
    except UpkeepRefused as refused:
        raise click.ClickException(refused.message) from None
    with transaction():
        note_backup(out, made, now=moment)
    click.echo(
        f"Đã sao lưu ra {out}: {sum(manifest.counts.values())} hàng, "
        f"{len(manifest.members) - 1} tệp, {made.size} byte."
    )
    if manifest.missing:
        click.echo(f"Bỏ qua {len(manifest.missing)} tệp hỏng; xem bản kê.")
    click.echo(f"SHA-256 của tệp: {made.sha256}")
    click.echo("Tệp có toàn bộ dữ liệu nhưng không có khóa bí mật và settings.toml: giữ riêng.")


@click.command(help="Khôi phục từ một bản sao lưu vào nơi còn trống, rồi kiểm tra mọi thứ.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Thay toàn bộ dữ liệu đang có (sao lưu nó trước).")
@with_appcontext
def restore(file: Path, replace: bool) -> None:
    try:
        check_restorable(file, migrations=_migrations())
        if replace:
            _keep_present(file)
        else:
            check_nothing_there()
        restore_backup(file, files=files_folder())
    except UpkeepRefused as refused:
        raise click.ClickException(refused.message) from None
    click.echo(f"Đã đặt lại dữ liệu từ {file}.")
    upgrade(directory=str(_migrations()))
    with transaction():
        note_restore(file, now=now())
    code = _say(verified(files=files_folder(), migrations=_migrations()))
    click.echo(
        "Khôi phục xong. Mọi người đăng nhập lại nếu khóa bí mật là khóa mới."
        if code == 0
        else "Dữ liệu đã đặt lại nhưng có chỗ không khớp như trên; xem lại trước khi dùng."
    )
    sys.exit(code)


def _keep_present(file: Path) -> None:
    """What is about to be replaced is kept first, and only a typed word goes on."""
    click.echo("Toàn bộ dữ liệu đang có sẽ bị thay bằng bản sao lưu.")
    if click.prompt(f"Gõ {_CONFIRMATION} để tiếp tục") != _CONFIRMATION:
        raise UpkeepRefused("Chưa khôi phục; chưa có gì thay đổi.")
    moment = now()
    kept = file.resolve().parent / f"truoc-khoi-phuc-{local(moment):%Y%m%d-%H%M%S-%f}.backup"
    write_backup(kept, files=files_folder(), skip_damaged=True, now=moment)
    click.echo(f"Dữ liệu đang có đã sao lưu ra {kept}.")


def _migrations() -> Path:
    return Path(current_app.extensions["migrate"].directory)
