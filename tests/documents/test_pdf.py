"""The PDF is archival, searchable, always the same, and alone in the world."""

import hashlib
import os
import re
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from PIL import Image

from app.documents import pdf
from app.documents.model import Column, Paragraph, Row, Table
from app.documents.page import css_of
from app.documents.preview import render_pages
from app.documents.styles import HD36, landscape
from tests.documents.reading import embedded_fonts, pdf_pages
from tests.documents.samples import ALL, BLANK_FORM, MINUTES, PROGRAMME, RESOLUTION

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def minutes() -> bytes:
    return pdf.render_pdf(MINUTES)


@pytest.mark.parametrize(
    ("name", "pages"), [("minutes", 3), ("resolution", 2), ("programme", 1), ("blank_form", 2)]
)
def test_samples_fill_the_pages_they_should(name: str, pages: int) -> None:
    assert len(pdf_pages(pdf.render_pdf(ALL[name]))) == pages


def test_it_declares_itself_archival_and_tagged(minutes: bytes) -> None:
    with pikepdf.open(BytesIO(minutes)) as opened:
        about = opened.open_metadata()
        assert about.pdfa_status == "2A"
        assert about["dc:title"] == MINUTES.title
        assert opened.Root.MarkInfo.Marked
        assert opened.Root.StructTreeRoot
        assert opened.Root.Lang == "vi"
        (intent,) = opened.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.read_bytes()


def test_only_our_own_fonts_are_embedded() -> None:
    assert embedded_fonts(pdf.render_pdf(replace(PROGRAMME, style="hd05"))) == {
        "Document-Serif",
        "Document-Serif-Bold",
        "Document-Serif-Italic",
        "Document-Serif-Bold-Italic",
    }


def test_the_text_can_be_searched_as_it_is_typed(minutes: bytes) -> None:
    reader = pypdf.PdfReader(BytesIO(minutes))
    text = re.sub("[ \n]+", " ", "\n".join(page.extract_text() for page in reader.pages))

    assert unicodedata.is_normalized("NFC", text)
    assert "trước ngày 20/11" in text
    assert "Nghị quyết số 10-NQ/CB" in text
    assert "\N{NO-BREAK SPACE}" not in text


def test_pages_are_numbered_from_the_second(minutes: bytes) -> None:
    first, *others = pdf_pages(minutes)

    assert first[:2] == ["ĐẢNG", "BỘ"]
    assert not first[-1].isdigit()
    assert [page[-1] for page in others] == ["2", "3"]


def test_a_signature_never_stands_alone(minutes: bytes) -> None:
    last = " ".join(pdf_pages(minutes)[-1])

    assert last.startswith("Biên bản được thông qua")
    assert "Trần Thị Hạnh" in last


def test_a_signature_after_a_long_roll_takes_its_last_row_along() -> None:
    def pages_of(rows: int) -> list[list[str]]:
        roll = Table(
            (Column("TT", 12), Column("Họ và tên")),
            tuple(Row((f"({number})", "Nguyễn Văn An")) for number in range(1, rows + 1)),
        )
        return pdf_pages(pdf.render_pdf(replace(MINUTES, blocks=(roll, MINUTES.blocks[-1]))))

    for rows in range(24, 34):
        signed = " ".join(pages_of(rows)[-1])
        assert f"({rows})" in signed
        assert "Trần Thị Hạnh" in signed


def test_a_heading_never_ends_a_page() -> None:
    for count in range(20, 32):
        filling = tuple(Paragraph(f"Dòng {number}.") for number in range(count))
        blocks = (*filling, MINUTES.blocks[7], MINUTES.blocks[8], Paragraph("Nội dung."))
        for page in pdf_pages(pdf.render_pdf(replace(MINUTES, blocks=blocks))):
            assert page[-2:] != ["cấp", "trên"]
            assert page[-2:] != ["NỘI", "DUNG"]


def test_what_was_drawn_before_leaves_no_trace(minutes: bytes) -> None:
    pdf._sheet.cache_clear()

    assert [pdf.render_pdf(paper) for paper in (MINUTES, BLANK_FORM, MINUTES)][::2] == [minutes] * 2


def test_threads_do_not_disturb_each_other(minutes: bytes) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(pdf.render_pdf, [MINUTES] * 4)) == {minutes}


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_draws_the_same_bytes(minutes: bytes, seed: str) -> None:
    script = (
        "import hashlib; from app.documents.pdf import render_pdf;"
        "from tests.documents.samples import MINUTES;"
        "print(hashlib.sha256(render_pdf(MINUTES)).hexdigest())"
    )
    told = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == hashlib.sha256(minutes).hexdigest()


@pytest.mark.parametrize(
    "html",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="../../pyproject.toml">',
        '<img src="%2e%2e/%2e%2e/pyproject.toml">',
        '<link rel="stylesheet" href="file://elsewhere/templates/documents/document.css">',
        '<p style="background: url(ftp://127.0.0.1/x)">x</p>',
    ],
)
def test_a_page_that_asks_for_anything_else_is_refused(html: str) -> None:
    with pytest.raises(RuntimeError, match="may not load"):
        pdf.write_pdf(html, "hd05")


def test_a_machine_without_pango_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPango:
        def find_spec(self, name: str, *_: Any) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libgobject-2.0-0'")

    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    pdf._engine.cache_clear()

    with pytest.raises(pdf.DocumentEngineMissing, match="libpangoft2"):
        pdf.render_pdf(RESOLUTION)


def test_the_engine_warms_up_without_a_document() -> None:
    pdf.warm_up()

    assert pdf._sheet.cache_info().currsize > 0


def test_the_older_guide_sets_a_larger_masthead() -> None:
    assert ".party { font-size: 15pt" in css_of(HD36)


def test_the_preview_is_a_picture_of_every_page(minutes: bytes) -> None:
    pictures = [Image.open(BytesIO(page)) for page in render_pages(minutes, 600)]

    assert [picture.size for picture in pictures] == [(600, 849)] * 3
    assert all(picture.convert("L").getextrema() == (0, 255) for picture in pictures)


def test_a_blank_form_is_small_enough_to_mail() -> None:
    assert len(pdf.render_pdf(BLANK_FORM)) < 60_000


def test_a_paper_of_wide_tables_lies_on_its_side() -> None:
    wide = replace(PROGRAMME, style=landscape(PROGRAMME.style))
    assert landscape(wide.style) == wide.style
    boxes = [page.mediabox for page in pypdf.PdfReader(BytesIO(pdf.render_pdf(wide))).pages]
    assert all(round(box.width) == 842 and round(box.height) == 595 for box in boxes)
