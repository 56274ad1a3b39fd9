"""PDF, Word and text say the same words in the same order, whatever somebody typed."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.model import (
    Column,
    Cover,
    Document,
    Footing,
    FormLine,
    GroupRow,
    Header,
    Heading,
    Keep,
    ListItem,
    Paragraph,
    Reference,
    Row,
    Signatory,
    Table,
)
from app.documents.pdf import render_pdf
from app.documents.text import render_text
from app.documents.word import render_docx
from tests.documents.reading import pdf_words, text_words, word_parts, word_words
from tests.documents.samples import ALL, MINUTES

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=file:///etc/passwd>",
    '"><style>@import url(http://example.com/x.css)</style>',
    "a & b &amp; &#60; ]]> <!-- --",
    "{{ 7*7 }} {% raw %} ${x} %s",
    "\x00\x01\x08 chuông\x07 \x1b[31mđỏ \ufffe",
    "=1+1; -2 +3",
    "trái \u202e phải \u2066",
]


def with_everywhere(text: str) -> Document:
    """A document that says `text` in every place that takes one."""
    return Document(
        style="hd05",
        dated=MINUTES.dated,
        title=text,
        header=Header(text, text, text, text),
        type_name=text,
        subject=text,
        blocks=(
            Heading(text),
            Paragraph(text, lead=text),
            ListItem(text, lead=text),
            Table(
                (Column(text), Column(text, 30)),
                (Row((text, text)), Reference((text, text), to=0), GroupRow(text)),
                row_height_mm=9,
            ),
            FormLine((text, text)),
            Keep((Paragraph(text),)),
            Footing((text, text), Signatory((text, text), text), title=text),
        ),
    )


def letters(words: list[str]) -> Counter[str]:
    """What is left to compare when a narrow column has broken words: every sign but dots."""
    return Counter("".join(words).replace(".", ""))


@pytest.mark.parametrize("name", ["minutes", "resolution"])
def test_the_text_of_a_sample_stays_as_it_was_approved(name: str) -> None:
    assert render_text(ALL[name]) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("read", [pdf_words, word_words])
def test_every_writer_says_the_same_words_in_order(
    name: str, read: Callable[[Document], list[str]]
) -> None:
    assert read(ALL[name]) == text_words(ALL[name])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_as_text(text: str) -> None:
    document = with_everywhere(text)
    visible = text_words(document)

    assert word_words(document) == visible
    assert letters(pdf_words(document)) == letters(visible)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cover_prints_hostile_text_as_text(text: str) -> None:
    cover = Cover(text, text, text, (text,))
    document = replace(MINUTES, header=Header("", ""), type_name="", subject="", blocks=(cover,))
    visible = text_words(document)

    assert len(visible) > 4
    assert word_words(document) == visible
    assert letters(pdf_words(document)) == letters(visible)


def test_an_endless_word_stays_inside_the_page() -> None:
    document = with_everywhere("dài" * 80)

    assert word_words(document) == text_words(document)
    assert "dài" * 20 in "".join(pdf_words(document))


def test_empty_texts_are_no_trouble() -> None:
    document = with_everywhere("")

    assert render_pdf(document)
    assert render_docx(document)
    assert "……………" in render_text(document)


@settings(max_examples=20)
@given(st.text(max_size=60))
def test_whatever_is_typed_word_and_text_agree(text: str) -> None:
    document = replace(MINUTES, blocks=(Paragraph(text, lead=text), FormLine((text,))))

    assert word_words(document) == text_words(document)
    assert word_parts(render_docx(document))


def test_pasted_text_has_ordinary_spaces() -> None:
    assert "\N{NO-BREAK SPACE}" not in render_text(MINUTES)


@pytest.mark.parametrize("render", [render_text, render_docx])
def test_a_block_nobody_can_draw_is_not_passed_over(render: Callable[[Document], object]) -> None:
    stranger: Any = "lời nói"

    with pytest.raises(TypeError, match="lời nói"):
        render(replace(MINUTES, blocks=(stranger,)))
