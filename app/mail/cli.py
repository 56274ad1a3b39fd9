"""Mail from a terminal, `flask --app wsgi mail send`, and what the worker does every minute."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.kernel.clock import now
from app.kernel.transaction import reading, transaction
from app.mail.queries import Letter, get_message, is_waiting, letters_due
from app.mail.rules import Failure, Server, server_of
from app.mail.service import note_failure, note_sent
from app.mail.service.delivery import deliver

mail = AppGroup("mail", help="Thư điện tử.")


@mail.command("send")
def send() -> None:
    """Gửi các thư đang chờ; tiến trình nền cũng làm việc này mỗi phút."""
    if server_of(current_app.config) is None:
        raise click.ClickException("Chưa cài đặt máy chủ thư; xem docs/deployment.md.")
    failures = send_waiting()
    click.echo(f"Đã gửi hết thư đến hạn; {len(failures)} thư chưa gửi được.")
    for failure in failures:
        click.echo(f"- {failure.problem}")


def send_waiting() -> list[Failure]:
    """Send what is due, each on its own, so that one bad address keeps nothing back; a server
    that does not answer is left alone until the next round.

    Nobody waits for us while the server is spoken to: what was read is let go of before.
    """
    server, failures = server_of(current_app.config), []
    if server is None:
        return []
    with reading():
        letters = letters_due(now=now())
    for letter in letters:
        with reading():
            if not is_waiting(letter.id):
                continue  # another round was faster
        failure = _try(server, letter)
        if failure is not None:
            failures.append(failure)
            if failure.is_servers:
                break
    return failures


def _try(server: Server, letter: Letter) -> Failure | None:
    try:
        failure = deliver(server, letter)
    except ValueError as problem:
        failure = Failure(f"Địa chỉ hoặc tiêu đề thư không hợp lệ: {problem}", is_final=True)
    with transaction():
        message = get_message(letter.id)
        assert message is not None  # messages are never removed
        if failure is None:
            note_sent(message, now=now())
        else:
            note_failure(message, failure)
    return failure
