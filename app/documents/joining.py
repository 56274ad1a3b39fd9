"""PDF files joined on disk, object by object: what is kept in memory is where each object stands.

Joined by the library, every part would stay in memory until the last is written.
"""

import hashlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

_HEAD = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"


def join_pdf(frame: Pdf, parts: Sequence[tuple[str, Path]], out: Path) -> None:
    """Write the pages of the parts to `out`, each with a bookmark of its title.

    :param frame: a file without pages, whose catalogue and description the joined one gets.
    """
    with out.open("wb") as file:
        writer = _Writer(file)
        number = len(frame.objects)
        pages: list[int] = []
        marks: list[tuple[str, int]] = []
        for title, path in parts:
            with pikepdf.open(path) as part:
                marks.append((title, len(pages)))
                pages += _copy(part, writer, number, frame.Root.Pages.objgen[0])
                number += len(part.objects)
        outline = number + 1
        _bookmark(writer, outline, [(title, pages[at]) for title, at in marks])
        _frame(frame, writer, pages, outline)
        writer.end(frame.Root.objgen[0], frame.docinfo.objgen[0])


class _Writer:
    def __init__(self, file: BinaryIO) -> None:
        self.file, self.hash, self.places = file, hashlib.sha256(), dict[int, int]()
        self.length = 0
        self._write(_HEAD)

    def _write(self, content: bytes) -> None:
        self.file.write(content)
        self.hash.update(content)
        self.length += len(content)

    def put(self, number: int, content: bytes) -> None:
        self.places[number] = self.length
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, content))

    def end(self, root: int, info: int) -> None:
        start, size = self.length, max(self.places) + 1
        self._write(b"xref\n0 %d\n" % size)
        for number in range(size):
            place = self.places.get(number)
            self._write(b"%010d %s \n" % (place or 0, b"65535 f" if place is None else b"00000 n"))
        id_ = self.hash.hexdigest()[:32].encode()
        self._write(
            b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [ <%s> <%s> ] >>\n"
            b"startxref\n%d\n%%%%EOF\n" % (size, root, info, id_, id_, start)
        )


def _copy(part: Pdf, writer: _Writer, shift: int, parent: int) -> list[int]:
    """Write all but what is about the part as a file; the numbers of its pages are returned."""
    pages = [page.obj.objgen[0] for page in part.pages]
    left_out = {part.Root.objgen[0], part.Root.Pages.objgen[0], part.docinfo.objgen[0]}
    for thing in part.objects:
        number = thing.objgen[0]
        if number in left_out:
            continue
        own = {"/Parent": b"%d 0 R" % parent} if number in pages else {}
        writer.put(number + shift, _written(thing, shift, own))
    return [number + shift for number in pages]


def _frame(frame: Pdf, writer: _Writer, pages: list[int], outline: int) -> None:
    root, tree = frame.Root.objgen[0], frame.Root.Pages.objgen[0]
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    own = {
        root: {"/Outlines": b"%d 0 R" % outline},
        tree: {"/Kids": b"[ %s ]" % kids, "/Count": b"%d" % len(pages)},
    }
    for thing in frame.objects:
        number = thing.objgen[0]
        writer.put(number, _written(thing, 0, own.get(number, {})))


def _bookmark(writer: _Writer, outline: int, marks: list[tuple[str, int]]) -> None:
    last = outline + len(marks)
    writer.put(
        outline,
        b"<< /Type /Outlines /Count %d /First %d 0 R /Last %d 0 R >>"
        % (len(marks), outline + 1, last),
    )
    for number, (title, page) in enumerate(marks, start=outline + 1):
        before = b" /Prev %d 0 R" % (number - 1) if number > outline + 1 else b""
        after = b" /Next %d 0 R" % (number + 1) if number < last else b""
        said = (String(title).unparse(), page, outline, before, after)
        writer.put(number, b"<< /Title %s /Dest [ %d 0 R /Fit ] /Parent %d 0 R%s%s >>" % said)


def _written(thing: Object, shift: int, own: dict[str, bytes]) -> bytes:
    """An object as it stands in a file, `own` entries in place of its."""
    if isinstance(thing, Stream):
        content = thing.read_raw_bytes()
        own = {**own, "/Length": b"%d" % len(content)}
        head = _dictionary(thing.stream_dict, shift, own)
        return b"%s\nstream\n%s\nendstream" % (head, content)
    if isinstance(thing, Dictionary):
        return _dictionary(thing, shift, own)
    return _value(thing, shift, is_whole=True)


def _dictionary(thing: Any, shift: int, own: dict[str, bytes]) -> bytes:
    entries = {key: _value(value, shift) for key, value in thing.items() if key not in own} | own
    said = (b"%s %s" % (Name(key).unparse(), value) for key, value in sorted(entries.items()))
    return b"<< %s >>" % b" ".join(said)


def _value(value: Any, shift: int, *, is_whole: bool = False) -> bytes:
    if isinstance(value, Object) and value.is_indirect and not is_whole:
        return b"%d 0 R" % (value.objgen[0] + shift)
    if isinstance(value, Dictionary):
        return _dictionary(value, shift, {})
    if isinstance(value, Array):
        return b"[ %s ]" % b" ".join(_values(value, shift))
    if isinstance(value, Object):
        return value.unparse()
    return _plain(value)


def _values(array: Any, shift: int) -> Iterator[bytes]:
    return (_value(value, shift) for value in array)


def _plain(value: bool | int | Decimal | None) -> bytes:
    """What the library hands out as Python's own."""
    if value is None:
        return b"null"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    return format(value, "f" if isinstance(value, Decimal) else "d").encode()
