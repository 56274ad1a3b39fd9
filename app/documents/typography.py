"""How official Vietnamese is set: clean text, dates in words, figures, names that break well.

Everything here is pure; `tidy` is applied once, by `layout.settle`, to every text of a document.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

NO_BREAK = "\N{NO-BREAK SPACE}"

# Characters that XML forbids, and marks that are invisible but turn or hide what is read.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_LINE_END = re.compile("\\s*[\n\r\v\f\x85\u2028\u2029]\\s*")
_SPACES = re.compile(r"[^\S\n]+")

_CAPITAL = "A-ZÀ-ÝĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EF9, 2)))
_NAME_PART = rf"[{_CAPITAL}][^\W\d_]*"
_UNITS = r"%|‰|giờ|phút|đồng|đảng|điểm|triệu|tỷ|người|lượt|đơn|(?:ngày|tháng|năm)(?! \d)"
_COUNTED_BY = (
    "ngày|tháng|năm|quý|số|khoản|điều|điểm|mục|tầng|phòng|đợt|khóa|nhiệm kỳ|giờ|khu phố|thôn|tổ"
)
_GLUED = (
    re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))"),
    re.compile(rf"(?<!\w)(?i:{_COUNTED_BY})( )(?=\d|[IVX]+(?!\w))"),
    re.compile(rf"(?<!\w)(?:[Đđ]/c)( )(?={_NAME_PART})"),
    re.compile(r"(?<!\w)[Đđ]ồng( )chí(?!\w)"),
    re.compile(rf"(?<!\w)[Đđ]ồng.chí( )(?={_NAME_PART})"),
)
_NAME = re.compile(rf"((?:[Đđ]ồng.chí|[Đđ]/c).)({_NAME_PART}(?: {_NAME_PART}){{1,3}})(?!\w)")


def tidy(text: str) -> str:
    """Clean what was typed or pasted and glue what must stay on one line.

    Keeps every visible character, knows one kind of line end, composes accents (NFC), and may
    be applied again without effect.
    """
    text = unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text)).strip()
    text = _SPACES.sub(" ", _LINE_END.sub("\n", text))
    for pattern in _GLUED:
        text = pattern.sub(lambda found: found[0].replace(" ", NO_BREAK), text)
    return _NAME.sub(lambda found: found[1] + _glued_name(found[2]), text)


def plain(text: str) -> str:
    """Tidied text on one line with ordinary spaces, for titles and for pasting."""
    return text.replace("\n", " ").replace(NO_BREAK, " ")


def _glued_name(name: str) -> str:
    """Break a name at most once, so that no syllable of it ever stands alone."""
    parts = name.split(" ")
    middle = len(parts) // 2 if len(parts) > 2 else len(parts)
    halves = (parts[:middle], parts[middle:])
    return " ".join(NO_BREAK.join(half) for half in halves if half)


def long_date(day: date) -> str:
    """A zero stands before days below 10 and before months 1 and 2, nowhere else."""
    return f"ngày {day.day:02} tháng {_month(day)} năm {day.year}"


def cited_date(day: date) -> str:
    """The date of another paper, as cited: "05/9/2026"."""
    return f"{day.day:02}/{_month(day)}/{day.year}"


def place_date(place: str, day: date) -> str:
    return f"{place}, {long_date(day)}"


def _month(day: date) -> str:
    return f"{day.month:02}" if day.month <= 2 else str(day.month)


def clock(moment: time) -> str:
    return f"{moment.hour:02} giờ {moment.minute:02}"


def counted(number: int) -> str:
    """People and things counted in a paper: "01" to "09" cannot be altered with a stroke."""
    return f"{number:02}" if number > 0 else str(number)


def percent(numerator: int, denominator: int) -> str:
    """One decimal, halves up, without a trailing zero; of nothing there is no share."""
    if denominator <= 0:
        return "không xác định"
    share = Decimal(numerator * 100) / Decimal(denominator)
    figure = str(share.quantize(Decimal("0.1"), ROUND_HALF_UP)).removesuffix(".0")
    return f"{figure.replace('.', ',')} %"


# Words a name of an organisation may well break before, and pairs it should not part.
_OPENING = (
    "chi đảng ban bộ sở ubnd hđnd ủy hội văn phòng trung trường bệnh công tổ khu thôn xã phường "
    "đặc tỉnh thành huyện"
)
_TOGETHER = (
    "chi bộ,đảng bộ,đảng ủy,chi ủy,văn phòng,ủy ban,ban nhân,nhân dân,hội đồng,thành phố,"
    "thông tin,tin học,kinh tế,xã hội,tổng hợp,hành chính,quản trị,tổ chức,trung tâm,bệnh viện,"
    "đoàn đại,đại biểu,quốc hội,công ty,cổ phần,trường học,trung học,tiểu học,mầm non,cơ sở,"
    "phổ thông,khu phố,tổ dân,dân phố,đặc khu,ban tổ,nội chính,khoa giáo,tài chính,kế hoạch,"
    "sinh hoạt,thường kỳ,chuyên đề,kết hợp,chuyển đổi,công tác,xây dựng,nhiệm vụ,lãnh đạo,"
    "thực hiện,đảng viên,đánh giá,phương hướng,bất thường,mở rộng,nghị quyết,"
    "biên bản,báo cáo,chương trình"
)
_JOINING = "và của tại về do cho với trong"
_OPENERS = frozenset(_OPENING.split())
_PAIRS = frozenset(tuple(pair.split()) for pair in _TOGETHER.split(","))
_JOINERS = frozenset(_JOINING.split())
_LONE_WORD, _PARTED_PAIR, _NO_REASON = 0.6, 0.5, 0.05


def balance(name: str, limit: float, width: Callable[[str], float] = len) -> tuple[str, ...]:
    """Break a long name into the fewest lines within `limit`, at places that mean something.

    Among equal counts of lines the evenest wins, unless it would leave one word alone or part
    a pair such as VĂN PHÒNG. A single word wider than `limit` gets a line of its own.
    """
    words = name.split(" ")
    space = width(" ")
    reach = list(accumulate((width(word) + space for word in words), initial=0.0))
    # best[start]: (lines too long, lines, raggedness, end of the first line) of words[start:]
    best: list[tuple[int, int, float, int]] = [(0, 0, 0.0, 0)] * (len(words) + 1)
    for start in reversed(range(len(words))):
        choices = []
        for end in range(start + 1, len(words) + 1):
            filled = (reach[end] - reach[start] - space) / limit
            if filled > 1 and end > start + 1:
                break
            too_long, lines, ragged, _ = best[end]
            ragged += (1 - filled) ** 2 + _regret(words, start, end)
            choices.append((too_long + (filled > 1), lines + 1, ragged, end))
        best[start] = min(choices)
    return tuple(_lines(words, [end for *_, end in best]))


def _lines(words: list[str], ends: list[int]) -> Iterator[str]:
    start = 0
    while start < len(words):
        yield " ".join(words[start : ends[start]])
        start = ends[start]


def _regret(words: list[str], start: int, end: int) -> float:
    """What a reader loses by a line of `words[start:end]`, evenness apart."""
    regret = _LONE_WORD if end - start == 1 < len(words) else 0.0
    if end == len(words):
        return regret
    before, after = words[end - 1].lower(), words[end].lower()
    if (before, after) in _PAIRS or before in _JOINERS:
        return regret + _PARTED_PAIR
    is_meant = before[-1:] in ("-", "–", ",", ";") or after in _OPENERS
    return regret if is_meant else regret + _NO_REASON
