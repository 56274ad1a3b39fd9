"""The number-symbol of a document: read however it was typed, written as it should be.

A Party symbol is printed with its hyphen (“10CT/TW” is 10-CT/TW, documents.md §3); a symbol of
the State (30/2020/NĐ-CP) follows rules of its own and stays as it is.
"""

import re
from dataclasses import dataclass
from datetime import date
from string import ascii_letters
from unicodedata import normalize

from app.documents.typography import cited_date
from app.kernel.errors import RuleBroken
from app.kernel.text import fold
from app.organisations.rules import check_known

SYMBOL_LENGTH = 60
TITLE_LENGTH = 600
FOLDED_LENGTH = 1000

# What a document is called by the letters of its symbol; the first is the usual one.
_KINDS: dict[str, tuple[str, ...]] = {
    "NQ": ("Nghị quyết",),
    "CT": ("Chỉ thị",),
    "KL": ("Kết luận",),
    "QĐ": ("Quyết định", "Quy định"),
    "QyĐ": ("Quy định",),
    "QC": ("Quy chế",),
    "HD": ("Hướng dẫn",),
    "KH": ("Kế hoạch",),
    "TB": ("Thông báo",),
    "TT": ("Thông tri",),
    "CV": ("Công văn",),
    "BC": ("Báo cáo",),
    "CTr": ("Chương trình",),
    "TTr": ("Tờ trình",),
    "ĐA": ("Đề án",),
    "PA": ("Phương án",),
}
_STATE_KINDS = _KINDS | {
    "NĐ": ("Nghị định",),
    "QĐ": ("Quyết định",),
    "TT": ("Thông tư",),
    "TTLT": ("Thông tư liên tịch",),
}
KINDS = (
    *dict.fromkeys(kind for kinds in _KINDS.values() for kind in kinds),
    "Điều lệ",
    "Luật",
    "Nghị định",
    "Thông tư",
    "Thông tư liên tịch",
    "Văn bản",
)

# Typed without their marks or in small letters, these are still meant.
_ORGANISATIONS = ("TW", "TU", "ThU", "HU", "QU", "ĐU", "ĐUK", "CB")
_TYPED: dict[str, str] = {fold(code): code for code in (*_ORGANISATIONS, *_STATE_KINDS, "TTg")}

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_OTHER_D = {ord("Ð"): "Đ", ord("ð"): "đ", ord("Ɖ"): "Đ", ord("ɖ"): "đ"}
_LEAD = re.compile(r"^\s*số\s*:?\s*(?=\d)", re.IGNORECASE)
_LETTER = "[A-Za-zĂÂĐÊÔƠƯăâđêôơư]"
_NAME = rf"(?:{_LETTER}|[0-9])+"
_NAMES = rf"{_NAME}(?:[-.]{_NAME})*"
_PARTY = re.compile(
    rf"(?P<number>[0-9]{{1,6}})(?P<suffix>{_LETTER}?-)?(?P<kind>{_LETTER}+)/(?P<by>{_NAMES})"
)
_STATE = re.compile(
    rf"(?P<number>[0-9]{{1,6}}{_LETTER}?)(?P<year>/[0-9]{{4}})?"
    rf"/(?P<kind>{_LETTER}+[0-9]*)(?:-(?P<by>{_NAMES}))?"
)
_HELP = (
    "Chưa đọc được số, ký hiệu này. Nhập như “50-CT/TW”, “05-NQ/TU” hoặc, với văn bản của "
    "Nhà nước, “30/2020/NĐ-CP”."
)


@dataclass(frozen=True)
class Symbol:
    """A number-symbol in its parts; `str` writes it in the proper form."""

    number: str  # “05”, “15b”, of the State also “30/2020”
    kind: str  # the letters of the type: “CT”
    issuer: str  # “TW”, “UBND”; empty where a law of the State names none
    is_party: bool = True

    def __str__(self) -> str:
        if self.is_party:
            return f"{self.number}-{self.kind}/{self.issuer}"
        return f"{self.number}/{'-'.join(filter(None, (self.kind, self.issuer)))}"

    @property
    def kinds(self) -> tuple[str, ...]:
        """What a document of this symbol may be called; nothing where its letters do not say."""
        return (_KINDS if self.is_party else _STATE_KINDS).get(self.kind, ())


def read_symbol(typed: str) -> Symbol:
    """:raises RuleBroken: for what is no number-symbol."""
    text = normalize("NFC", typed).translate(_DASHES).translate(_OTHER_D)
    text = re.sub(r"\s+", "", _LEAD.sub("", text))
    symbol = _party(text) or _state(text)
    if symbol is None or len(str(symbol)) > SYMBOL_LENGTH:
        raise RuleBroken(_HELP, field="symbol")
    return symbol


def _party(text: str) -> Symbol | None:
    found = _PARTY.fullmatch(text)
    if found is None or not int(found["number"]):
        return None
    suffix = (found["suffix"] or "").rstrip("-")
    return Symbol(f"{int(found['number']):02}{suffix}", _known(found["kind"]), _known(found["by"]))


def _state(text: str) -> Symbol | None:
    """“50/CT-TW” is a Party symbol typed the way of the State."""
    found = _STATE.fullmatch(text)
    if found is None or not found["number"].strip(ascii_letters + "0"):
        return None
    kind, issuer = _known(found["kind"]), _known(found["by"] or "")
    if not found["year"] and (issuer in _ORGANISATIONS or issuer.endswith("TW")):
        return _party(f"{found['number']}-{kind}/{issuer}")
    return Symbol(found["number"] + (found["year"] or ""), kind, issuer, is_party=False)


def _known(letters: str) -> str:
    """As it is written, where we know it; what is all small letters is meant as capitals."""
    known = _TYPED.get(fold(letters))
    return known or (letters.upper() if letters == letters.lower() else letters)


def kind_for(symbol: Symbol, chosen: str) -> str:
    """What the document is called: as chosen, else as its symbol says.

    :raises RuleBroken: if nothing is chosen and the symbol leaves it open.
    """
    if chosen:
        return chosen
    if not symbol.kinds:
        raise RuleBroken("Ký hiệu này không cho biết loại văn bản; chọn loại.", field="kind")
    if len(symbol.kinds) > 1:
        offered = " và ".join(symbol.kinds)
        raise RuleBroken(f"Ký hiệu {symbol.kind} dùng cho cả {offered}; chọn loại.", field="kind")
    return symbol.kinds[0]


def check_days(
    issued_on: date,
    *,
    withdrawn_on: date | None = None,
    present_by: date | None = None,
    today: date,
) -> None:
    check_known(issued_on, "issued_on")
    check_known(withdrawn_on, "withdrawn_on")
    check_known(present_by, "present_by")
    if issued_on > today:
        raise RuleBroken("Ngày ban hành không thể ở tương lai.", field="issued_on")
    if withdrawn_on and withdrawn_on <= issued_on:
        raise RuleBroken(
            f"Ngày hết hiệu lực phải sau ngày ban hành ({issued_on:%d/%m/%Y}).",
            field="withdrawn_on",
        )
    if present_by and present_by < issued_on:
        raise RuleBroken(
            f"Hạn phổ biến không thể trước ngày ban hành ({issued_on:%d/%m/%Y}).",
            field="present_by",
        )


def is_in_force(issued_on: date, withdrawn_on: date | None, *, on: date) -> bool:
    """From its day on, until the day it was withdrawn."""
    return issued_on <= on and (withdrawn_on is None or on < withdrawn_on)


def cited(*, kind: str, symbol: str, issued_on: date, issuer: str, title: str) -> str:
    """“Chỉ thị số 50-CT/TW, ngày 23/7/2025 của Ban Bí thư, về …” (documents.md §1)."""
    about = re.sub(r"^(?:[Vv]/v|[Vv]ề)\s+", "", title).rstrip(" .;,")
    return f"{kind} số {symbol}, ngày {cited_date(issued_on)} của {issuer}, về {about}"


def found_by(*, kind: str, symbol: str, issuer: str, title: str) -> str:
    """What a document is found by, folded: its symbol with and without the hyphen."""
    return fold(f"{kind} số {symbol} {symbol.replace('-', '')} {issuer} {title}")[:FOLDED_LENGTH]


def words_of(typed: str) -> tuple[str, ...]:
    """The folded words that must all stand in what a document is found by."""
    try:
        return (fold(str(read_symbol(typed))),)
    except RuleBroken:
        return tuple(fold(typed).translate(_DASHES).split())
