from flask import Blueprint

bp = Blueprint("today", __name__)

from app.today.routes import page  # noqa: E402

__all__ = ["bp", "page"]
