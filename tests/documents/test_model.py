"""A document survives storage, and a crooked one is refused."""

import json

import pytest

from app.documents.model import Column, Paragraph, Row, Table, paragraphs
from app.documents.pdf import render_pdf
from app.documents.serialise import from_json, to_json
from tests.documents.samples import ALL, MINUTES


@pytest.mark.parametrize("name", ALL)
def test_a_stored_document_comes_back_equal(name: str) -> None:
    assert from_json(to_json(ALL[name])) == ALL[name]


def test_a_stored_document_is_drawn_byte_for_byte_again() -> None:
    assert render_pdf(from_json(to_json(MINUTES))) == render_pdf(MINUTES)


def test_a_document_stored_before_a_field_existed_is_still_read() -> None:
    stored = json.loads(to_json(MINUTES))
    del stored["has_subject_rule"]

    assert from_json(json.dumps(stored)) == MINUTES


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"kind": "spell"},
        {"kind": "header"},
        {"blocks": [{"kind": "song", "text": "la"}]},
        {"blocks": [{"kind": "heading", "size": 3}]},
        {"dated": "hôm qua"},
    ],
)
def test_what_this_version_cannot_read_is_refused(change: dict[str, object]) -> None:
    stored = {**json.loads(to_json(MINUTES)), **change}

    with pytest.raises(ValueError, match=r"."):
        from_json(json.dumps(stored))


def test_a_part_of_a_document_is_not_a_document() -> None:
    header = {"schema": 1, "kind": "header", "over": "Đảng bộ", "issuer": "Chi bộ"}

    with pytest.raises(ValueError, match="no document"):
        from_json(json.dumps(header))


def test_a_row_has_as_many_cells_as_the_table_has_columns() -> None:
    with pytest.raises(ValueError, match="1 cells under 2 columns"):
        Table(columns=(Column("TT"), Column("Họ và tên")), rows=(Row(("1",)),))


def test_each_typed_line_becomes_a_paragraph() -> None:
    assert paragraphs("Một.\n\n  \nHai.") == [Paragraph("Một."), Paragraph("Hai.")]
