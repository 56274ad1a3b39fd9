from flask import Blueprint

bp = Blueprint("petitions", __name__)

from app.petitions.routes import answering, lists, meeting, own  # noqa: E402

__all__ = ["answering", "bp", "lists", "meeting", "own"]
