"""A book of papers: one run of page numbers, contents that are right, the same words twice."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pikepdf
import pypdf
import pytest
from docx.oxml.ns import qn

from app.documents.binding import Book, Paper, bind_docx, bind_pdf
from app.documents.model import (
    Column,
    Cover,
    Document,
    Header,
    Paragraph,
    Reference,
    Table,
)
from tests.documents.reading import embedded_fonts, pdf_pages, word_parts
from tests.documents.samples import MINUTES, PROGRAMME, RESOLUTION

PAPERS = (MINUTES, RESOLUTION, replace(PROGRAMME, style="hd36"))  # of 3, 2 and 1 pages
TITLES = ("Biên bản", "Nghị quyết", "Chương trình")
BEGINS = (3, 6, 8)
PAGES = 9


def leaf(*blocks, type_name="") -> Document:
    return Document("hd05", date(2026, 12, 31), "Sổ", Header("", ""), type_name, "", blocks)


def contents(pages: tuple[int, ...]) -> Document:
    rows = tuple(
        Reference((title, str(page)), to=at)
        for at, (title, page) in enumerate(zip(TITLES, pages, strict=True))
    )
    return leaf(Table((Column("Văn bản"), Column("Trang", 20)), rows), type_name="Mục lục")


def closing(pages: int) -> Document:
    return leaf(Paragraph(f"Sổ này gồm {pages} trang."))


def book(read: list[str] | None = None) -> Book:
    def reading(at: int) -> Document:
        if read is not None:
            read.append(TITLES[at])
        return PAPERS[at]

    return Book(
        title="Sổ biên bản năm 2026",
        author="Chi bộ Thông tin – Tin học",
        dated=date(2026, 12, 31),
        cover=leaf(Cover("Đảng ủy", "Chi bộ Tin học", "Sổ biên bản", ("NĂM 2026",))),
        contents=contents,
        papers=tuple(Paper(title, lambda at=at: reading(at)) for at, title in enumerate(TITLES)),
        closing=closing,
    )


@pytest.fixture(scope="module")
def pdf(tmp_path_factory) -> bytes:
    folder = tmp_path_factory.mktemp("pdf")
    bind_pdf(book(), folder / "book", folder, lambda done: None)
    return (folder / "book").read_bytes()


@pytest.fixture(scope="module")
def word(tmp_path_factory) -> bytes:
    folder = tmp_path_factory.mktemp("word")
    bind_docx(book(), folder / "book", folder, lambda done: None)
    return (folder / "book").read_bytes()


def test_every_page_but_the_cover_carries_its_number_in_the_book(pdf):
    cover, *pages = pypdf.PdfReader(BytesIO(pdf)).pages

    assert not re.search(r"\d\s*$", cover.extract_text().replace("2026", ""))
    assert len(pages) == PAGES - 1
    for number, page in enumerate(pages, start=2):
        lines = page.extract_text().splitlines()
        assert str(number) in (lines[0], lines[-1])


def test_the_number_stands_at_the_top_centre(pdf):
    found = []

    def look(text, cm, matrix, _font, size):
        if text.strip() == "7":
            found.append((matrix[4] * cm[0] + cm[4], matrix[5] * cm[3] + cm[5], size * cm[0]))

    page = pypdf.PdfReader(BytesIO(pdf)).pages[6]
    page.extract_text(visitor_text=look)

    x, y, size = found[-1]
    assert y > float(page.mediabox.height) - 60
    assert abs(x - (210 + 30 - 15) / 2 / 25.4 * 72) < 10
    assert round(size) == 13


def test_contents_and_bookmarks_lead_where_the_papers_begin(pdf):
    reader = pypdf.PdfReader(BytesIO(pdf))
    shown = pdf_pages(pdf)[1]
    marks = {item.title: reader.get_destination_page_number(item) + 1 for item in reader.outline}

    assert [int(word) for word in shown if word.isdigit()] == [*BEGINS, 2]
    assert marks == {
        "Bìa": 1,
        "Mục lục": 2,
        **dict(zip(TITLES, BEGINS, strict=True)),
        "Trang cuối": PAGES,
    }


def test_the_last_page_knows_how_many_there_are(pdf):
    assert f"Sổ này gồm {PAGES} trang." in pypdf.PdfReader(BytesIO(pdf)).pages[-1].extract_text()


def test_the_joined_book_is_described_and_claims_nothing_it_is_not(pdf):
    with pikepdf.open(BytesIO(pdf)) as opened, opened.open_metadata() as about:
        assert about["dc:title"] == "Sổ biên bản năm 2026"
        assert about["dc:creator"] == ["Chi bộ Thông tin – Tin học"]
        assert about.pdfa_status == ""
        assert opened.Root.Lang == "vi"
        assert "/StructTreeRoot" not in opened.Root
        assert all("/StructParents" not in page for page in opened.pages)
    assert {name.replace("-Italic", "") for name in embedded_fonts(pdf)} == {
        "Document-Serif",
        "Document-Serif-Bold",
    }


@pytest.mark.parametrize("bind", [bind_pdf, bind_docx])
def test_the_same_book_gives_the_same_bytes(bind, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()

    for folder in (first, second):
        bind(book(), folder / "book", folder, lambda done: None)

    assert (first / "book").read_bytes() == (second / "book").read_bytes()


def test_papers_are_read_one_by_one_as_their_turn_comes(tmp_path):
    heard: list[str] = []

    bind_pdf(book(heard), tmp_path / "book", tmp_path, lambda done: heard.append(f"{done} xong"))

    assert heard == [
        "0 xong", "Biên bản", "1 xong", "Nghị quyết", "2 xong", "Chương trình", "3 xong",
    ]  # fmt: skip


def words_of(text: str) -> list[str]:
    return re.sub(r"\.{3,}|…{2,}|\|", " ", text).split()


def word_book(data: bytes) -> Iterator[str]:
    for element in docx.Document(BytesIO(data)).element.body.iter(
        qn("w:p"), qn("w:t"), qn("w:tab"), qn("w:br")
    ):
        yield element.text if element.tag == qn("w:t") else " "


def test_word_says_the_same_words_in_the_same_order(pdf, word):
    papers = [words_of(page) for page in "".join(word_book(word)).split("BIÊN BẢN ")[1:]]
    shown = words_of("".join(word_book(word)))
    printed = [word for page in pdf_pages(pdf) for word in page]

    assert papers
    assert [w for w in shown if not w.isdigit()][:40] == [w for w in printed if not w.isdigit()][
        :40
    ]
    assert sorted(set(shown)) == sorted(set(printed) | {w for w in shown if w.isdigit()})


def test_word_looks_up_the_pages_that_the_pdf_shows(word):
    xml = word_parts(word)["word/document.xml"].decode()
    fields = re.findall(r"PAGEREF (_part_\d) \\h</w:instrText>.*?separate.*?<w:t>(\d+)</w:t>", xml)

    assert fields == [(f"_part_{at}", str(page)) for at, page in enumerate(BEGINS)]
    for name, _page in fields:
        assert xml.count(f'w:name="{name}"') == 1


def test_every_part_is_a_section_whose_numbers_run_on(word):
    opened = docx.Document(BytesIO(word))
    first, *others = opened.sections

    assert len(others) == len(PAPERS) + 2
    assert first.different_first_page_header_footer
    assert not any(section.different_first_page_header_footer for section in others)
    assert all(section.header.is_linked_to_previous for section in others)
    assert "pgNumType" not in word_parts(word)["word/document.xml"].decode()
