"""The parts of a resolution's text, and how typed lines are made into one."""

import re
from collections.abc import Iterable

from app.kernel.errors import RuleBroken
from app.library.rules import read_symbol

# In the order of the paper; comments may be on one of them.
PARTS = {
    "abstract": "Trích yếu",
    "grounds": "Căn cứ văn bản cấp trên",
    "bases": "Căn cứ khác",
    "assessment": "Đánh giá kết quả lãnh đạo",
    "tasks": "Phương hướng, nhiệm vụ",
    "arrangements": "Phân công và tổ chức thực hiện",
    "recipients": "Nơi nhận",
}

_NUMBER = re.compile(r"\d{1,2}[.)](?!\d)\s*")
_DASHES = ("-", "–", "+", "•")


def numbered(lines: Iterable[str]) -> str:
    """Points numbered from 1; a number somebody typed is replaced, a dashed line stays below."""
    found: list[str] = []
    count = 0
    for line in lines:
        if line.startswith(_DASHES):
            found.append(line)
            continue
        count += 1
        found.append(f"{count}. {_NUMBER.sub('', line, count=1) if _NUMBER.match(line) else line}")
    return "\n".join(found)


_AFTER_NUMBER = re.compile(r"(?<=[Ss]ố )[^\s,;]+/[^\s,;]*[^\s,;.]")


def with_proper_symbols(bases: str) -> str:
    """Typed grounds with each “số 50CT/TW” written as it is printed: “số 50-CT/TW”."""
    return _AFTER_NUMBER.sub(lambda found: _proper(found[0]), bases)


def _proper(symbol: str) -> str:
    try:
        return str(read_symbol(symbol))
    except RuleBroken:
        return symbol


def not_cited(bases: str, symbols: Iterable[str]) -> str:
    """Typed grounds without the lines that cite what was picked from the register anyway."""
    picked = [re.compile(rf"(?<![\w/-]){re.escape(symbol)}(?![\w/-])") for symbol in symbols]
    lines = with_proper_symbols(bases).splitlines()
    return "\n".join(line for line in lines if not any(one.search(line) for one in picked))
