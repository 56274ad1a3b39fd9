"""What a command says when a file cannot be written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from app.documents.pdf import DocumentEngineMissing
from app.kernel.errors import RuleBroken


@contextmanager
def writing_to(out: Path) -> Iterator[None]:
    """:raises click.ClickException: for what was refused, or what this machine cannot do."""
    try:
        yield
    except RuleBroken as refusal:
        raise click.ClickException(refusal.message) from None
    except DocumentEngineMissing as missing:
        raise click.ClickException(str(missing)) from None
    except OSError as problem:
        raise click.ClickException(f"Không ghi được {out}: {problem.strerror}.") from None
