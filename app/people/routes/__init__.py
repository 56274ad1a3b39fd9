from flask import Blueprint

bp = Blueprint("people", __name__)

from app.people.routes import session  # noqa: E402

__all__ = ["bp", "session"]
