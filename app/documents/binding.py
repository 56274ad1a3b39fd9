"""Many papers bound into one book: a cover, contents, each paper from a new page, a last leaf.

Every page but the cover carries its number in the book. A paper is drawn alone, measured and put
on disk before the next one is read, so that a thick book takes no more memory than a thin one.
The joined PDF is searchable, with fonts and bookmarks; the tags of its parts are not joined, so it
does not declare itself PDF/A.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import ObjectStreamMode

from app.documents.joining import join_pdf
from app.documents.model import Document
from app.documents.pdf import render_pdf
from app.documents.word_book import write_book

Report = Callable[[int], None]

_ABOUT_THE_PART = {"/StructTreeRoot", "/MarkInfo", "/Metadata", "/OutputIntents", "/Outlines"}


@dataclass(frozen=True)
class Paper:
    """One paper of a book; `read` fetches it when its turn comes."""

    title: str
    read: Callable[[], Document]


@dataclass(frozen=True)
class Book:
    """`contents` is drawn from the pages on which the papers begin, `closing` from the number of
    pages; neither may grow by what it is told."""

    title: str
    author: str
    dated: date
    cover: Document
    contents: Callable[[tuple[int, ...]], Document]
    papers: tuple[Paper, ...]
    closing: Callable[[int], Document]


@dataclass(frozen=True)
class _Part:
    title: str
    path: Path
    begins: int  # its first page


@dataclass(frozen=True)
class _Measured:
    """The book as drawn into the folder, part by part."""

    parts: tuple[_Part, ...]
    contents: Document
    closing: Document


def bind_pdf(book: Book, out: Path, folder: Path, report: Report) -> None:
    """Write the book to `out`, using `folder` on the way; `report` hears how many papers are done.

    :raises DocumentEngineMissing: if Pango is not installed.
    """
    parts = _measured(book, folder, report).parts
    with pikepdf.new() as frame:
        _describe(frame, book)
        join_pdf(frame, [(part.title, part.path) for part in parts], out)


def bind_docx(book: Book, out: Path, folder: Path, report: Report) -> None:
    """The same book for Word: the numbers in its contents are those of the PDF until Word counts
    its own pages."""
    measured = _measured(book, folder, report)
    papers = (paper.read() for paper in book.papers)
    out.write_bytes(
        write_book(book.cover, measured.contents, papers, measured.closing, book.author, book.dated)
    )


BINDERS = {"pdf": bind_pdf, "docx": bind_docx}


def _measured(book: Book, folder: Path, report: Report) -> _Measured:
    unknown = (0,) * len(book.papers)
    cover = _Part("Bìa", folder / "cover.pdf", 1)
    after = _draw(book.cover, cover)
    contents = _Part("Mục lục", folder / "contents.pdf", after)
    after = _draw(book.contents(unknown), contents)
    papers = []
    for number, paper in enumerate(book.papers, start=1):
        report(number - 1)
        part = _Part(paper.title, folder / f"{number}.pdf", after)
        after = _draw(paper.read(), part)
        papers.append(part)
    report(len(papers))
    closing = _Part("Trang cuối", folder / "closing.pdf", after)
    last_leaf = book.closing(_draw(book.closing(after), closing) - 1)
    list_of_papers = book.contents(tuple(part.begins for part in papers))
    _draw(last_leaf, closing)
    _draw(list_of_papers, contents)
    return _Measured((cover, contents, *papers, closing), list_of_papers, last_leaf)


def _draw(document: Document, part: _Part) -> int:
    """Draw the part where it stands in the book; the page after its last is returned.

    Its tags go at once: those of joined parts say nothing, and are most of what a part holds.
    """
    first_page = part.begins if part.begins > 1 else None
    with pikepdf.open(BytesIO(render_pdf(document, first_page=first_page))) as drawn:
        for name in _ABOUT_THE_PART & set(drawn.Root.keys()):
            del drawn.Root[name]
        for page in drawn.pages:
            if "/StructParents" in page:
                del page["/StructParents"]
        drawn.save(part.path, object_stream_mode=ObjectStreamMode.disable, deterministic_id=True)
        return part.begins + len(drawn.pages)


def _describe(joined: pikepdf.Pdf, book: Book) -> None:
    stamp = f"{book.dated:%Y-%m-%d}T00:00:00Z"
    with joined.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as about:
        about["dc:title"] = book.title
        about["dc:creator"] = [book.author]
        about["dc:language"] = ["vi"]
        about["xmp:CreateDate"] = about["xmp:ModifyDate"] = stamp
    joined.Root.Lang = pikepdf.String("vi")
    joined.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    joined.Root.PageMode = pikepdf.Name.UseOutlines
