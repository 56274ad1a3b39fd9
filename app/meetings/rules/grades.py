"""The grade of a meeting follows from its points (HD 42-HD/BTCTW, mục 5)."""

from collections.abc import Collection
from fractions import Fraction

from app.kernel.errors import RuleBroken
from app.regulations.rules import Book

# From the best down; below the last threshold stands the last word.
_THRESHOLDS = (("Tốt", "score.good"), ("Khá", "score.fair"), ("Trung bình", "score.average"))
LOWEST = "Kém"


def grade_in(book: Book, score: Fraction | int | None) -> str | None:
    """The grade of `score` under the values in force; None while there is no score."""
    if score is None:
        return None
    return next((word for word, key in _THRESHOLDS if score >= book.number(key)), LOWEST)


def check_scored_by_sheet(names: Collection[str]) -> None:
    """:raises RuleBroken: where points are typed that a scoring sheet says already."""
    if "self_score" in names:
        raise RuleBroken(
            "Điểm lấy từ phiếu chấm điểm của chi bộ; muốn sửa điểm thì rút phiếu lại để chấm tiếp.",
            field="self_score",
        )
