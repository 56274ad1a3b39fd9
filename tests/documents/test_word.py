"""The Word file carries the same values as the PDF and can be edited with pleasure."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn

from app.documents.model import Document
from app.documents.styles import landscape
from app.documents.word import render_docx
from tests.documents.samples import BLANK_FORM, MINUTES, PROGRAMME, RESOLUTION, TASKS


def opened(document: Document) -> WordFile:
    return docx.Document(BytesIO(render_docx(document)))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_docx(MINUTES) == render_docx(MINUTES)


def test_every_date_in_the_file_is_the_documents_own() -> None:
    with ZipFile(BytesIO(render_docx(MINUTES))) as packed:
        assert {entry.date_time[:3] for entry in packed.infolist()} == {(2026, 11, 3)}
    about = opened(MINUTES).core_properties
    assert about.created == about.modified == datetime.fromisoformat("2026-11-03T00:00:00+00:00")


def test_the_file_names_the_paper_and_nobody_else() -> None:
    about = opened(MINUTES).core_properties

    assert about.title == MINUTES.title
    assert about.author == "CHI BỘ THÔNG TIN – TIN HỌC"
    assert (about.comments, about.last_modified_by, about.language) == ("", "", "vi-VN")


def test_the_page_follows_the_guide() -> None:
    word = opened(MINUTES)
    section = word.sections[0]
    normal = word.styles["Normal"]

    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins if margin is not None] == [20, 20, 30, 15]
    assert (normal.font.name, normal.font.size.pt) == ("Times New Roman", 14)
    assert normal.paragraph_format.line_spacing.pt == 18
    assert round(normal.paragraph_format.first_line_indent.mm) == 10


def test_a_paper_of_wide_tables_lies_on_its_side() -> None:
    section = opened(replace(PROGRAMME, style=landscape(PROGRAMME.style))).sections[0]

    assert section.orientation == WD_ORIENTATION.LANDSCAPE
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [297, 210]


def test_pages_are_numbered_from_the_second() -> None:
    section = opened(MINUTES).sections[0]

    assert section.different_first_page_header_footer
    assert "PAGE" in section.header.paragraphs[0]._p.xml
    assert not section.first_page_header.paragraphs[0].text


def test_table_heads_repeat_and_rows_stay_whole() -> None:
    head, *rows = opened(MINUTES).tables[1].rows

    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rows)


def test_a_group_row_spans_the_table() -> None:
    group = opened(PROGRAMME).tables[1].rows[1]

    assert group._tr.tc_lst[0].grid_span == 4


def test_the_closing_sentence_is_kept_with_the_signatures() -> None:
    word = opened(MINUTES)
    closing, gap = word.paragraphs[-3:-1]

    assert closing.text.startswith("Biên bản được thông qua")
    assert closing.paragraph_format.keep_with_next
    assert gap.paragraph_format.keep_with_next
    assert not word.paragraphs[-4].paragraph_format.keep_with_next


def test_the_last_row_of_a_table_is_kept_with_the_signatures() -> None:
    first, last = opened(replace(MINUTES, blocks=(TASKS, MINUTES.blocks[-1]))).tables[1].rows[-2:]

    assert not first.cells[0].paragraphs[0].paragraph_format.keep_with_next
    assert last.cells[0].paragraphs[0].paragraph_format.keep_with_next


def test_headings_can_be_navigated_and_lead_on() -> None:
    word = opened(MINUTES)
    headings = [p for p in word.paragraphs if p.style.name.startswith("Heading")]

    assert headings[0].text == "I- NỘI DUNG"
    assert all(p.style.paragraph_format.keep_with_next for p in headings)
    assert headings[0].style.font.name == "Times New Roman"


def test_a_page_break_opens_the_next_block_on_a_new_page() -> None:
    broken = [p.text for p in opened(BLANK_FORM).paragraphs if p.paragraph_format.page_break_before]

    assert broken == ["I- NỘI DUNG"]


@pytest.mark.parametrize(
    ("document", "size", "rule_mm"), [(RESOLUTION, 14, 68), (PROGRAMME, 15, 73)]
)
def test_the_rule_is_as_long_as_the_words_above_it(
    document: Document, size: int, rule_mm: int
) -> None:
    cell = opened(document).tables[0].rows[0].cells[1]
    words, rule = cell.paragraphs[:2]
    indents = rule.paragraph_format.left_indent.mm + rule.paragraph_format.right_indent.mm

    assert words.text == "ĐẢNG CỘNG SẢN VIỆT NAM"
    assert words.runs[0].font.size.pt == size
    assert round(cell.width.mm - indents) == rule_mm
