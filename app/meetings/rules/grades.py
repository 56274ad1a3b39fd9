"""The grade of a meeting follows from its points (HD 42-HD/BTCTW, mục 5)."""

from fractions import Fraction

from app.regulations.rules import Book

# From the best down; below the last threshold stands the last word.
_THRESHOLDS = (("Tốt", "score.good"), ("Khá", "score.fair"), ("Trung bình", "score.average"))
LOWEST = "Kém"


def grade_in(book: Book, score: Fraction | int | None) -> str | None:
    """The grade of `score` under the values in force; None while there is no score."""
    if score is None:
        return None
    return next((word for word, key in _THRESHOLDS if score >= book.number(key)), LOWEST)
