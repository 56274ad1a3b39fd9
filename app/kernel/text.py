"""Vietnamese text: one spelling in storage, one folded form for search and sorting."""

import re
from unicodedata import category, combining, normalize

# Characters that show nothing or turn the reading direction; the joiner of emoji stays.
_INVISIBLE = frozenset(
    "\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_SPACES = re.compile(r"[^\S\n]+")


def nfc(text: str) -> str:
    return normalize("NFC", text)


def clean(text: str) -> str:
    """What is stored of a typed text: NFC, one kind of line end, no control characters."""
    unified = nfc(text).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        c
        for c in unified
        if c in "\n\t" or (category(c) not in {"Cc", "Cs"} and c not in _INVISIBLE)
    )
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip()


def clean_line(text: str) -> str:
    """The same for a text of one line."""
    return _SPACES.sub(" ", clean(text).replace("\n", " ")).strip()


def fold(text: str) -> str:
    """Lower case without tones, marks or đ: `Nguyễn Đức Thủy` -> `nguyen duc thuy`.

    Both placements of a tone mark (thủy, thuỷ) fold to the same letters.
    """
    if text.isascii():
        return text.lower()
    bare = (c for c in normalize("NFD", text.lower()) if not combining(c))
    return "".join(bare).replace("đ", "d")


_ORDER = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng
_OTHER = len(_ORDER) + 1


def collation_key(text: str) -> str:
    """Sort key after the Vietnamese alphabet: letters first, tones only break ties.

    Digits only, so that every database sorts it alike whatever its own collation.
    """
    letters, tones = [], []
    for char in nfc(text.lower()):
        decomposed = normalize("NFD", char)
        tone = next((t for t in decomposed if t in _TONES), None)
        base = normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
        letters.append(f"{_place(base):02d}")
        tones.append(str(_TONES.index(tone) + 2 if tone else 1))
    return "".join(letters) + "00" + "".join(tones)


def _place(letter: str) -> int:
    """1 for a space, then the letters, then everything else."""
    if letter == " ":
        return 1
    index = _ORDER.find(letter) if len(letter) == 1 else -1
    return index + 2 if index >= 0 else _OTHER + 1


def name_key(full_name: str) -> str:
    """Sort key of a person's name: given name (the last word) first, then the rest."""
    *rest, given = clean_line(full_name).split(" ")
    return f"{collation_key(given)}00{collation_key(' '.join(rest))}"[:400]
