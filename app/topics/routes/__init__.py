from flask import Blueprint

bp = Blueprint("topics", __name__)

from app.topics.routes import asides, difficulties, files, paper, questions  # noqa: E402

__all__ = ["asides", "bp", "difficulties", "files", "paper", "questions"]
