"""The pages of tasks: of one's own, of a branch, of one task."""

from flask import Blueprint

bp = Blueprint("assignments", __name__)

from app.assignments.routes import given, lists, progress, tasks, units  # noqa: E402

__all__ = ["bp", "given", "lists", "progress", "tasks", "units"]
