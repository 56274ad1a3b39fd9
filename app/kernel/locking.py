"""Rows that serialise their writers: a counter, the end of a chain."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError

from app.extensions import Model, db

Row = TypeVar("Row", bound=Model)


def locked(query: Select[Row], first: Callable[[], Row]) -> Row:
    """The one row of `query`, ours until the transaction ends; `first` makes it if there is none.

    Two transactions may make it at once: the slower one then waits for the other's.
    """
    found = db.session.scalar(query.with_for_update())
    if found is not None:
        return found
    try:
        with db.session.begin_nested():
            made = first()
            db.session.add(made)
    except IntegrityError:
        return db.session.scalars(query.with_for_update()).one()
    return made
