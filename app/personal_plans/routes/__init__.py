"""Heads' personal plans: written, registered, published, looked back at."""

from flask import Blueprint

bp = Blueprint("personal_plans", __name__)

# Each theme registers its views on `bp` as it is loaded.
from app.personal_plans.routes import plans  # noqa: E402

__all__ = ["bp", "plans"]
