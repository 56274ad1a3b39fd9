"""Documents from above: presented in meetings, and who has had them."""

from flask import Blueprint

bp = Blueprint("dissemination", __name__)

from app.dissemination.routes import attaching, register  # noqa: E402

__all__ = ["attaching", "bp", "register"]
