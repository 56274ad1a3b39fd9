"""Which files may be kept: judged by their content, never by their name alone."""

import re
from dataclasses import dataclass

from app.kernel.errors import RuleBroken
from app.kernel.text import clean_line

_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Kind:
    ending: str
    media_type: str
    label: str


PDF = Kind("pdf", "application/pdf", "PDF")
PNG = Kind("png", "image/png", "ảnh PNG")
JPEG = Kind("jpg", "image/jpeg", "ảnh JPEG")
WORD = Kind("docx", _OFFICE + "wordprocessingml.document", "Word")
EXCEL = Kind("xlsx", _OFFICE + "spreadsheetml.sheet", "Excel")
SLIDES = Kind("pptx", _OFFICE + "presentationml.presentation", "PowerPoint")
TEXT = Kind("txt", "text/plain", "văn bản thuần")

_MAGIC = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_ZIPPED = ((b"word/", WORD), (b"xl/", EXCEL), (b"ppt/", SLIDES))
ALIASES = {"jpeg": "jpg"}
ACCEPTED = ".pdf,.docx,.xlsx,.pptx,.png,.jpg,.jpeg,.txt"


def kind_of(content: bytes) -> Kind | None:
    """What the content is, or None for anything we do not keep."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in content:
        return next((kind for folder, kind in _ZIPPED if folder in content), None)
    return TEXT if _is_text(content) else None


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    looks_like_markup = re.match(r"\s*<(!doctype|html|svg|\?xml|script)", text, re.IGNORECASE)
    return not looks_like_markup and all(c.isprintable() or c in "\n\r\t" for c in text)


def check_file(content: bytes, name: str) -> Kind:
    """The kind of an upload.

    :raises RuleBroken: if it is empty, of a kind we do not keep, or not what its name says.
    """
    if not content:
        raise RuleBroken("Tệp này rỗng; chọn tệp khác.", field="file")
    kind = kind_of(content)
    if kind is None or b"vbaProject.bin" in content:
        raise RuleBroken(
            "Chỉ nhận tệp PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), ảnh PNG, JPEG "
            "hoặc văn bản thuần, không chứa macro.",
            field="file",
        )
    ending = name.rpartition(".")[2].lower()
    if ALIASES.get(ending, ending) != kind.ending:
        raise RuleBroken(
            f"Tên tệp có đuôi “.{ending}” nhưng nội dung là {kind.label}. "
            "Lưu lại tệp đúng định dạng rồi tải lên.",
            field="file",
        )
    return kind


def safe_name(name: str) -> str:
    """The last part of an uploaded name, without anything a file system could misread."""
    last = re.split(r"[\\/]", name)[-1]
    kept = re.sub(r'[<>:"|?*\x00-\x1f]', "_", clean_line(last)).strip(". ")
    return kept[-150:] or "tep"
