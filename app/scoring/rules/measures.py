"""How a figure is said: with its numerator and denominator, or why there is none."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction

from app.kernel.points import shown
from app.scoring.rules.indicators import Measured


def unknown(reason: str) -> Measured:
    return Measured(None, reason)


def number(value: int | Fraction, reason: str) -> Measured:
    return Measured(Fraction(value), reason)


def yes(reason: str) -> Measured:
    return Measured(Fraction(1), reason)


def no(reason: str) -> Measured:
    return Measured(Fraction(0), reason)


def yes_if(holds: bool, reason: str) -> Measured:
    return yes(reason) if holds else no(reason)


def share(part: int, whole: int, of: str, *beside: str, nothing: str) -> Measured:
    """“18/20 đảng viên phải dự có mặt, đạt 90 %; 1 vắng không lý do”.

    :param of: what is counted, as it is said after the two numbers.
    :param beside: what else should be known; empty ones are left out.
    :param nothing: why there is no share of nothing.
    """
    if not whole:
        return unknown(nothing)
    value = Fraction(part * 100, whole)
    return Measured(value, said(f"{part}/{whole} {of}, đạt {shown(value)} %", *beside))


def said(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def counted(*parts: tuple[int, str]) -> str:
    """“1 vắng có lý do, 2 vắng không lý do”; what there is nothing of is left out."""
    return ", ".join(f"{number} {word}" for number, word in parts if number)


def months_named(months: Iterable[int]) -> str:
    """“tháng 3, 5–9”; empty for none."""
    runs: list[list[int]] = []
    for month in sorted(months):
        if runs and month == runs[-1][-1] + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    found = ", ".join(_run_named(run) for run in runs)
    return f"tháng {found}" if found else ""


def _run_named(run: Sequence[int]) -> str:
    return f"{run[0]}–{run[-1]}" if len(run) >= _RUN else ", ".join(map(str, run))


_RUN = 3


def moment_named(moment: datetime) -> str:
    """Of a local moment: “14 giờ 00 ngày 02/11/2026”."""
    return f"{moment.hour} giờ {moment.minute:02d} ngày {moment:%d/%m/%Y}"
