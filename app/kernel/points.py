"""Points are exact fractions, typed and shown the Vietnamese way: `82,5`."""

import re
from fractions import Fraction

# Nothing longer: some notations would ask for a number that fills the memory.
_TYPED = re.compile(r"\d{1,6}(?:\.\d{1,6}|/[1-9]\d{0,5})?")


def read_points(text: str) -> Fraction | None:
    """What somebody typed, comma or point; None if it is no number from 0 up."""
    typed = text.strip().replace(",", ".")
    return Fraction(typed) if _TYPED.fullmatch(typed) else None


def shown(points: Fraction | int) -> str:
    """What no short decimal ends is rounded to two places; nothing is compared as it is shown."""
    points = Fraction(points)
    if points.denominator == 1:
        return str(points.numerator)
    return f"{float(points):.2f}".rstrip("0").rstrip(".").replace(".", ",")
