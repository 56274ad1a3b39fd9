"""Scoring from a terminal."""

from app.scoring.cli.rubric import rubrics
from app.scoring.cli.score import score

__all__ = ["rubrics", "score"]
