"""What in a year of topical meetings asks for an eye, and how it is said."""

from collections.abc import Iterator
from datetime import date

from app.programmes.rules.quarters import QUARTERS, ROMAN, BranchFigures, last_day


def needs(figures: BranchFigures, waiting: int, looked_for: str) -> bool:
    """Whether a branch belongs into the list of those with what is looked for."""
    return {
        "waiting": waiting > 0,
        "missing": figures.year.missing > 0 or figures.year.unregistered > 0,
        "late": figures.year.late > 0,
    }.get(looked_for, True)


def in_words(year: int, figures: BranchFigures, *, on: date) -> tuple[str, ...]:
    """What a branch still lacks of its year; empty where nothing is."""
    return (*_unregistered(year, figures), *_unheld(year, figures, on))


def _unregistered(year: int, figures: BranchFigures) -> Iterator[str]:
    whole = figures.year
    if whole.unregistered:
        yield (
            f"Năm {year}: đã đăng ký {whole.registered}/{whole.minimum} chuyên đề, còn phải đăng "
            f"ký {whole.unregistered}."
        )
    for quarter, row in zip(QUARTERS, figures.quarters, strict=True):
        if row.unregistered:
            yield (
                f"Quý {ROMAN[quarter - 1]}: đã đăng ký {row.registered}/{row.minimum} chuyên đề."
            )


def _unheld(year: int, figures: BranchFigures, on: date) -> Iterator[str]:
    for quarter, row in zip(QUARTERS, figures.quarters, strict=True):
        name = f"Quý {ROMAN[quarter - 1]}"
        if row.missing:
            yield f"{name}: thiếu {row.missing} buổi, mới tổ chức {row.held}/{row.minimum}."
        elif row.to_come and on >= date(year, quarter * 3 - 2, 1):
            until = last_day(year, quarter)
            yield f"{name}: còn phải tổ chức {row.to_come} buổi, chậm nhất ngày {until:%d/%m/%Y}."
    whole = figures.year
    if whole.missing > sum(row.missing for row in figures.quarters):
        yield f"Cả năm: thiếu {whole.missing} buổi, mới tổ chức {whole.held}/{whole.minimum}."
