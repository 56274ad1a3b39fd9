from flask import Blueprint

bp = Blueprint("minutes", __name__)

from app.minutes.routes import dispatch, earlier, files, minutes, papers, records  # noqa: E402

__all__ = ["bp", "dispatch", "earlier", "files", "minutes", "papers", "records"]
