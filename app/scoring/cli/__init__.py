"""Scoring from a terminal."""

from app.scoring.cli.score import score

__all__ = ["score"]
