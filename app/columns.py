"""Column types that keep a promise wherever they are used."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any
from unicodedata import normalize

from sqlalchemy import DateTime, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC on every database; a naive one is a programming error."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Points(TypeDecorator[Fraction]):
    """An exact figure as text, `82` or `165/2`: summed and compared outside the database.

    As long as it takes: a mean of months rescaled each in its own way has many digits.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Fraction | int | None, dialect: Dialect) -> str | None:
        return None if value is None else str(Fraction(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:
        return None if value is None else Fraction(value)


class _Composed(TypeDecorator[str]):
    """Text stored as Unicode NFC, so that it can be found, compared and printed."""

    impl: Any
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else normalize("NFC", value)


class LongText(_Composed):
    impl = Text
    cache_ok = True


class Line(_Composed):
    impl = String
    cache_ok = True

    def __init__(self, length: int = 200, **kwargs: Any) -> None:
        super().__init__(length, **kwargs)
