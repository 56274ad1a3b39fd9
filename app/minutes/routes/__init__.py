from flask import Blueprint

bp = Blueprint("minutes", __name__)

from app.minutes.routes import minutes, papers  # noqa: E402

__all__ = ["bp", "minutes", "papers"]
