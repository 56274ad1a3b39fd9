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
    """Look something up without the write lock, and let go of it before the block after.

    For slow work between reading and writing: what was read may have changed by then.
    """
    before = reading_only.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        reading_only.reset(before)
