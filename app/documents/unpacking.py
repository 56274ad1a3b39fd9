"""An Excel file taken apart before it is read: small files that unfold without end are refused.

Whoever reads a workbook makes room for every cell up to the last one, and copies a shared text
into each cell that shows it: one line of XML can ask for all of the memory. So each part is
counted first, and only what was counted is handed on.
"""

import re
import zlib
from collections import Counter
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from app.kernel.errors import RuleBroken

MOST_PARTS = 500
MOST_UNPACKED = 12 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 5_000, 60
MOST_TEXT = 3_000_000

_BROKEN = (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error)
_XML = (".xml", ".rels", ".vml")
_BOOK = "xl/workbook.xml"
# What other kinds of workbook keep theirs in.
_OTHERS = frozenset({"xl/workbook.bin", "content.xml"})
_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ROW = re.compile(r"[0-9]{1,7}")


def unpacked(content: bytes) -> bytes:
    """The same workbook, packed anew from parts that were looked at.

    :raises RuleBroken: if it is none, or would need more room than any table of ours.
    """
    parts = _parts(content)
    if _BOOK not in parts or _OTHERS & parts.keys():
        raise refusal("Tệp này không phải tệp Excel (.xlsx).")
    gauge = _Gauge()
    for name, part in parts.items():
        if name.endswith(_XML):
            gauge.look(part)
        elif b"sheetData" in part:
            raise damaged()
    gauge.check_text()
    return _packed(parts)


def refusal(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, field="file")


def damaged() -> RuleBroken:
    return refusal("Tệp Excel bị hỏng, không đọc được. Mở bằng Excel, lưu lại rồi thử lại.")


def _parts(content: bytes) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = MOST_UNPACKED
    try:
        with ZipFile(BytesIO(content)) as packed:
            for entry in packed.infolist()[: MOST_PARTS + 1]:
                with packed.open(entry) as part:
                    parts[entry.filename] = part.read(left + 1)
                left -= len(parts[entry.filename])
                if left < 0 or len(parts) > MOST_PARTS:
                    raise refusal("Tệp Excel quá lớn khi mở ra; chỉ giữ lại các trang cần đọc.")
    except _BROKEN:
        raise damaged() from None
    return parts


def _packed(parts: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return made.getvalue()


class _Gauge:
    """What the parts of a workbook would unfold to."""

    def __init__(self) -> None:
        self._shared: list[int] = []
        self._used: Counter[str] = Counter()
        self._row = self._column = 0
        self._kind = self._open = self._value = ""

    def look(self, part: bytes) -> None:
        """
        :raises RuleBroken: if a cell stands too far out, or the part is no plain XML.
        """
        known, self._row = len(self._shared), 0
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._said
        try:
            parser.Parse(part, True)
        except expat.ExpatError:
            raise damaged() from None
        if 0 < known < len(self._shared):
            raise damaged()  # two lists of shared texts: nobody knows which one is shown

    def check_text(self) -> None:
        """
        :raises RuleBroken: if the shared texts, written into their cells, were too long.
        """
        lengths = {str(number): length for number, length in enumerate(self._shared)}
        if sum(lengths.get(one, 0) * times for one, times in self._used.items()) > MOST_TEXT:
            raise refusal("Tệp Excel có quá nhiều chữ; chỉ giữ lại các trang cần đọc.")

    def _refuse(self, *_declared: object) -> None:
        raise damaged()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._open = tag.rpartition(":")[2]
        match self._open:
            case "row":
                self._row, self._column = _row(attributes.get("r"), self._row + 1), 0
            case "c":
                following = self._column + 1, self._row
                self._column, self._row = _cell(attributes.get("r"), following)
                self._kind, self._value = attributes.get("t", ""), ""
            case "v" | "is":
                self._check_place()
            case "si":
                self._shared.append(0)

    def _check_place(self) -> None:
        """An empty cell takes no room, however far out."""
        if self._row > MOST_ROWS or self._column > MOST_COLUMNS:
            raise refusal(
                f"Một trang trong tệp Excel có quá {MOST_ROWS} dòng hoặc {MOST_COLUMNS} cột; "
                "xóa các ô thừa ở xa rồi thử lại."
            )

    def _said(self, text: str) -> None:
        if self._open == "t" and self._shared:
            self._shared[-1] += len(text)
        elif self._open == "v" and self._kind == "s":
            self._value += text

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "v" and self._kind == "s":
            self._used[self._value.strip().lstrip("0") or "0"] += 1
        self._open = ""


def _row(place: str | None, following: int) -> int:
    """What a row says of its number; one that says nothing follows the row before it."""
    if place is None:
        return following
    if not _ROW.fullmatch(place):
        raise damaged()
    return int(place)


def _cell(place: str | None, following: tuple[int, int]) -> tuple[int, int]:
    """Column and row of a cell, in the same way."""
    if place is None:
        return following
    found = _CELL.fullmatch(place)
    if found is None:
        raise damaged()
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(found[2])
