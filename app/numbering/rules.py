"""Number and symbol of a document: `05-NQ/CB`, counted per type and term or year."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from app.kernel.errors import RuleBroken


class DocumentType(StrEnum):
    RESOLUTION = "NQ"
    CONCLUSION = "KL"
    MINUTES = "BB"
    NOTICE = "TB"
    REPORT = "BC"
    PLAN = "KH"
    PROGRAMME = "CTr"


class CounterScope(StrEnum):
    TERM = "term"
    YEAR = "year"


def number_symbol(number: int, document_type: DocumentType, symbol: str) -> str:
    """Below ten with a leading zero, a hyphen, a slash: `05-NQ/CB`."""
    return f"{number:02d}-{document_type.value}/{symbol}"


def scope_key(scope: CounterScope, *, on: date, term_id: UUID | None) -> str:
    """Which counter a document dated `on` takes its number from.

    :raises RuleBroken: if numbers run by term and no term covers the day.
    """
    if scope is CounterScope.YEAR:
        return f"year:{on.year}"
    if term_id is None:
        raise RuleBroken(
            f"Chưa khai báo nhiệm kỳ cho ngày {on:%d/%m/%Y}, nên chưa lấy được số văn bản. "
            "Khai báo nhiệm kỳ tại trang tổ chức, hoặc chọn đánh số theo năm tại trang Quy định."
        )
    return f"term:{term_id}"
