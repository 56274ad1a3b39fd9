"""The worker from a terminal: `flask --app wsgi jobs work`."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.jobs.worker import work

jobs = AppGroup("jobs", help="Việc làm ngoài trang: dựng sổ biên bản, gửi thư.")


@jobs.command("work")
def work_on() -> None:
    """Làm các việc đang chờ, cho đến khi bị dừng."""
    if not work(current_app._get_current_object()):  # type: ignore[attr-defined]
        raise click.ClickException("Tiến trình nền đã chạy rồi; một máy chủ chỉ cần một.")
