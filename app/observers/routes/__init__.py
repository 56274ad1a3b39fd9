from flask import Blueprint

bp = Blueprint("observers", __name__)

from app.observers.routes import coverage, sending, visits  # noqa: E402

__all__ = ["bp", "coverage", "sending", "visits"]
