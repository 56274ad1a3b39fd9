from datetime import date
from uuid import UUID

import pytest

from app.kernel.errors import RuleBroken
from app.numbering.rules import CounterScope, DocumentType, number_symbol, scope_key

DAY = date(2026, 11, 3)
TERM = UUID(int=7)


@pytest.mark.parametrize(
    ("number", "document_type", "symbol", "written"),
    [
        (1, DocumentType.RESOLUTION, "CB", "01-NQ/CB"),
        (9, DocumentType.MINUTES, "CB", "09-BB/CB"),
        (10, DocumentType.RESOLUTION, "CB2", "10-NQ/CB2"),
        (112, DocumentType.PROGRAMME, "ĐU", "112-CTr/ĐU"),
    ],
)
def test_a_number_below_ten_has_a_leading_zero(number, document_type, symbol, written):
    assert number_symbol(number, document_type, symbol) == written


def test_numbers_run_by_term_or_by_year():
    assert scope_key(CounterScope.TERM, on=DAY, term_id=TERM) == f"term:{TERM}"
    assert scope_key(CounterScope.YEAR, on=DAY, term_id=TERM) == "year:2026"
    assert scope_key(CounterScope.YEAR, on=DAY, term_id=None) == "year:2026"


def test_without_a_term_the_refusal_says_what_to_do():
    with pytest.raises(RuleBroken, match=r"ngày 03/11/2026.*Khai báo nhiệm kỳ"):
        scope_key(CounterScope.TERM, on=DAY, term_id=None)
