"""Minutes as PDF: ours, warm, against LibreOffice turning the same paper from Word into PDF."""

import shutil
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

import pypdfium2

from app.documents.model import Document
from app.documents.pdf import render_pdf, warm_up
from app.documents.word import render_docx
from bench.papers import with_roll, without_roll
from bench.ratios import Ratio, in_turn, seconds, show, times_faster

_ROUNDS = 5
_AT_LEAST = 8


def run() -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        print("\nMinutes as PDF: not compared, because soffice (LibreOffice) is not installed.")
        return
    warm_up()
    with tempfile.TemporaryDirectory(prefix="nenep-bench-") as folder:
        office = _Office(soffice, Path(folder))
        ratios = [
            _compared("minutes without the table", without_roll(), office),
            _compared("minutes with a roll of 40", with_roll(), office),
        ]
    show("Minutes as PDF, warm", "LibreOffice", ratios, ("LibreOffice starts anew for each file.",))


class _Office:
    """`soffice --headless --convert-to pdf` with a profile of its own, made before the clock."""

    def __init__(self, program: str, folder: Path) -> None:
        self.folder = folder
        self.command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder / "out"),
        ]

    def keep(self, document: Document) -> Path:
        path = self.folder / "minutes.docx"
        path.write_bytes(render_docx(document))
        return path

    def convert(self, path: Path) -> bytes:
        subprocess.run([*self.command, str(path)], check=True, capture_output=True, timeout=120)
        return (self.folder / "out" / f"{path.stem}.pdf").read_bytes()


def _compared(name: str, document: Document, office: _Office) -> Ratio:
    twin = office.keep(document)
    pages = _pages(render_pdf(document))
    their_pages = _pages(office.convert(twin))  # makes the profile too
    ours, theirs = in_turn(
        lambda: seconds(lambda: render_pdf(document)),
        lambda: seconds(lambda: office.convert(twin)),
        rounds=_ROUNDS,
    )
    label = f"{name} ({pages} pages, there {their_pages})"
    return times_faster(label, ours, theirs, at_least=_AT_LEAST)


def _pages(pdf: bytes) -> int:
    opened = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        return len(opened)
    finally:
        opened.close()
