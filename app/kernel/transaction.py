"""One commit per request: the route opens it, everything below only changes objects."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.extensions import db
from app.kernel.database import reading_only


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what the block did, or nothing of it."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


@contextmanager
def reading() -> Iterator[None]:
    """Look something up beside everybody's writing, in a transaction of its own.

    For slow work between reading and writing: what was read may have changed by then.
    """
    with _apart(is_reading=True):
        yield


@contextmanager
def writing() -> Iterator[None]:
    """One transaction that writes, in the middle of `reading`."""
    with _apart(is_reading=False), transaction():
        yield


@contextmanager
def _apart(*, is_reading: bool) -> Iterator[None]:
    db.session.rollback()
    before = reading_only.set(is_reading)
    try:
        yield
    finally:
        db.session.rollback()
        reading_only.reset(before)
