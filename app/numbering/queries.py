"""The registers read again: no number skipped, none taken twice, the counter where they end."""

from collections.abc import Iterator
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.extensions import db
from app.kernel.checks import Flaw, streamed
from app.numbering.models import NumberCounter, NumberEntry
from app.numbering.rules import DocumentType


def registers_hold() -> Iterator[Flaw | None]:
    key = (NumberEntry.organisation_id, NumberEntry.document_type, NumberEntry.scope)
    entries = streamed(
        select(*key, NumberEntry.number, NumberEntry.symbol).order_by(*key, NumberEntry.number)
    )
    ends = {
        (row.organisation_id, row.document_type, row.scope): row.last_number
        for row in db.session.scalars(select(NumberCounter))
    }
    for register, numbered in groupby(entries, key=lambda row: tuple(row[:3])):
        what, last = f"Sổ số {register[1].value} của {register[0]} ({register[2]})", 0
        for entry in numbered:
            last += 1
            if entry.number != last:
                yield Flaw(what, f"số {last:02d}", "thiếu trong sổ")
                return
            yield _symbol_flaw(what, entry.number, register[1].value, entry.symbol)
        if ends.pop(register, 0) != last:
            yield Flaw(what, "số cuối", f"phải là {last:02d}")
    for register, end in ends.items():
        if end:
            yield Flaw(
                f"Sổ số {register[1].value} của {register[0]} ({register[2]})",
                "số 01",
                f"thiếu; sổ phải có {end} số",
            )


def numbers_lead(
    document_type: DocumentType,
    id_: InstrumentedAttribute[UUID],
    symbol: InstrumentedAttribute[str | None],
) -> Iterator[Flaw | None]:
    """Every taken number leads to the document that carries it."""
    rows = streamed(
        select(NumberEntry.symbol, NumberEntry.document_id, symbol.label("carried"))
        .outerjoin(id_.class_, id_ == NumberEntry.document_id)
        .where(NumberEntry.document_type == document_type)
        .order_by(NumberEntry.id)
    )
    for row in rows:
        yield (
            None
            if row.carried == row.symbol
            else Flaw(f"Số {row.symbol}", f"văn bản {row.document_id}", "không còn mang số này")
        )


def _symbol_flaw(what: str, number: int, document_type: str, symbol: str) -> Flaw | None:
    start = f"{number:02d}-{document_type}/"
    return None if symbol.startswith(start) else Flaw(what, symbol, f"phải bắt đầu bằng {start}")
