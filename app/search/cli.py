"""The index from a terminal: `flask --app wsgi search --help`."""

from collections.abc import Sequence

import click
from flask.cli import AppGroup

from app.kernel.transaction import transaction
from app.search.rules.findables import KIND_LABELS
from app.search.service import Faults, Source, is_index_sound, reindex


def search_commands(sources: Sequence[Source]) -> AppGroup:
    """The commands over the texts of these rooms."""
    group = AppGroup("search", help="Tìm kiếm: lập lại và kiểm tra chỉ mục.")

    @group.command("rebuild")
    def rebuild() -> None:
        """Lập lại chỉ mục từ dữ liệu, cả khi phần mềm đang chạy; chạy lại cũng được."""
        for source in sources:
            found = _gone_through(source, is_writing=True)
            click.echo(f"{KIND_LABELS[source.kind]}: {_mended(found)}.")

    @group.command("check")
    def check() -> None:
        """So chỉ mục với dữ liệu; thoát với mã 1 nếu có chỗ chưa khớp."""
        faults = Faults()
        for source in sources:
            found = _gone_through(source, is_writing=False)
            click.echo(f"{KIND_LABELS[source.kind]}: {_told(found)}.")
            faults += found
        if faults.total or not is_index_sound():
            raise click.ClickException(
                "Chỉ mục chưa khớp với dữ liệu; chạy: flask --app wsgi search rebuild"
            )

    return group


def _gone_through(source: Source, *, is_writing: bool) -> Faults:
    """In many short transactions: who is working meanwhile hardly waits."""
    found, steps = Faults(), reindex(source, is_writing=is_writing)
    while True:
        with transaction():
            step = next(steps, None)
        if step is None:
            return found
        found += step


def _told(found: Faults) -> str:
    if not found.total:
        return "khớp"
    return f"thiếu {found.missing}, cũ {found.stale}, thừa {found.left_over}"


def _mended(found: Faults) -> str:
    if not found.total:
        return "đã khớp sẵn"
    return f"thêm {found.missing}, sửa {found.stale}, bỏ {found.left_over}"
