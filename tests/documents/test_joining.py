"""Files joined object by object: sound for other programs, and nothing changed on the way."""

from decimal import Decimal

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from app.documents.joining import join_pdf


def odd_page(path, mark: str) -> None:
    """A page that holds a value of every kind a file can hold."""
    with pikepdf.new() as part:
        page = part.add_blank_page(page_size=(595, 842))
        page.obj.Contents = part.make_stream(f"% {mark} 1 0 R".encode())
        page.obj["/Odd"] = Dictionary(
            Yes=True,
            No=False,
            Small=Decimal("0.00125"),
            Many=Array([None, Array([Name("/With#20space"), String("(1 0 R) ề")])]),
            Shared=part.make_indirect(Array([String(mark), 7])),
        )
        part.save(path)


@pytest.fixture
def joined(tmp_path):
    parts = [(mark, tmp_path / mark) for mark in ("một", "hai")]
    for mark, path in parts:
        odd_page(path, mark)
    with pikepdf.new() as frame:
        frame.Root.Lang = String("vi")
        frame.docinfo.Title = String("Sổ")
        join_pdf(frame, parts, tmp_path / "out")
    with pikepdf.open(tmp_path / "out") as opened:
        yield opened


def test_other_programs_find_nothing_wrong(joined):
    assert joined.check_pdf_syntax() == []
    assert len(joined.pages) == 2
    assert joined.pages[1].obj.Parent.objgen == joined.Root.Pages.objgen


def test_every_value_stays_what_it_was(joined):
    for mark, page in zip(("một", "hai"), joined.pages, strict=True):
        odd = page.obj["/Odd"]
        assert (odd.Yes, odd.No, odd.Small) == (True, False, Decimal("0.00125"))
        assert odd.Many[0] is None
        assert odd.Many[1][0] == Name("/With#20space")
        assert str(odd.Many[1][1]) == "(1 0 R) ề"
        assert [str(odd.Shared[0]), odd.Shared[1]] == [mark, 7]
        assert page.obj.Contents.read_bytes() == f"% {mark} 1 0 R".encode()


def test_the_catalogue_and_description_are_the_frames(joined):
    assert str(joined.Root.Lang) == "vi"
    assert str(joined.docinfo.Title) == "Sổ"


def test_a_bookmark_leads_to_the_first_page_of_each_part(joined):
    with joined.open_outline() as outline:
        marks = [(mark.title, mark.destination[0].objgen) for mark in outline.root]

    assert marks == [
        ("một", joined.pages[0].obj.objgen),
        ("hai", joined.pages[1].obj.objgen),
    ]
