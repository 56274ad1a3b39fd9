from flask import Blueprint

bp = Blueprint("people", __name__)

from app.people.routes import (  # noqa: E402
    accounts,
    first_run,
    members,
    own,
    periods,
    session,
    words,
)

__all__ = ["accounts", "bp", "first_run", "members", "own", "periods", "session", "words"]
