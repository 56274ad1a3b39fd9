"""Commands for trying the product out and for developers."""

from collections.abc import Iterator

import click
from flask import current_app
from flask.cli import with_appcontext

from app.devtools.demo import written
from app.devtools.demo.load import (
    ONLY_FOR_TRIAL,
    SampleBroken,
    SampleRefused,
    check_may_load,
    is_loaded,
    load_sample,
)
from app.devtools.demo.people import PASSWORD
from app.devtools.scale import Scale, fill
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.people.queries import account_named, held_by
from app.web.downloads import files_folder

_INVENTED = (
    "Mọi tổ chức, đảng viên, văn bản và sự việc trong dữ liệu mẫu đều do tưởng tượng; "
    "nội dung ghi từ tháng 12/2025 đến tháng 12/2026."
)


@click.command(
    help="Nạp dữ liệu mẫu: một đảng bộ tưởng tượng với 7 chi bộ, 81 đảng viên, một năm sinh hoạt. "
    "Chạy lại cũng không thay đổi gì; không bao giờ chạm vào dữ liệu thật."
)
@with_appcontext
def demo() -> None:
    try:
        check_may_load(is_allowed=current_app.config["SAMPLE_DATA"])
        if is_loaded():
            click.echo("Dữ liệu mẫu đã có sẵn; không thay đổi gì.")
        else:
            click.echo("Đang nạp dữ liệu mẫu, xin chờ một đến hai phút…")
            with transaction():
                load_sample(files_folder())
            click.echo("Đã nạp xong dữ liệu mẫu.")
    except (SampleRefused, SampleBroken) as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo("\n".join(_directions()))


def _directions() -> Iterator[str]:
    yield ""
    yield "Địa chỉ: http://127.0.0.1:8000, trừ khi đã chọn HOST, PORT khác cho `make demo`."
    yield f"Mật khẩu chung của mọi tài khoản: {PASSWORD}"
    yield ""
    for row in written.cast()["account"]:
        account = account_named(row["username"])
        if account is not None:
            held = held_by(account.id, on=today())
            roles = "; ".join(f"{one.label}, {one.place}" for one in held)
            yield f"  {account.username:<14} {account.name:<28} {roles}"
    yield ""
    yield (
        "Các đồng chí khác đăng nhập bằng tên gọi, chữ cái đầu của họ và đệm, hai số cuối của năm "
        "sinh, ví dụ: Tôn Nữ Quỳnh Chi, sinh năm 1990 là chi.tnq90."
    )
    yield _INVENTED


@click.group(help="Lệnh cho người phát triển.")
def dev() -> None:
    pass


@dev.command(help="Thêm một đảng ủy với nhiều chi bộ, để đo tốc độ; chỉ trong nơi dùng thử.")
@click.option("--branches", type=click.IntRange(1, 10_000), default=20, show_default=True)
@click.option("--meetings", type=click.IntRange(1, 600), default=36, show_default=True)
@click.option("--members", type=click.IntRange(3, 1_000), default=30, show_default=True)
@click.option("--pledges", is_flag=True, help="Thêm đợt cam kết và bản cam kết của năm nay.")
@click.option("--scores", is_flag=True, help="Thêm bảng chấm, phiếu chấm và kết quả.")
@with_appcontext
def scale(branches: int, meetings: int, members: int, pledges: bool, scores: bool) -> None:
    if not current_app.config["SAMPLE_DATA"]:
        raise click.ClickException(ONLY_FOR_TRIAL)
    with transaction():
        rows = fill(Scale(branches, meetings, members, today(), pledges, scores), now=now())
    for table, number in rows.items():
        click.echo(f"{number:>12,} {table}")
