"""The law's numbers as data: which values exist, and which one holds on a day.

Every value has a period, a source and a place. The value that applies is the one valid on the
day of the meeting, document or year concerned, never today's.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path

from app.kernel.errors import RuleBroken
from app.organisations.rules import check_known

NATIONAL_FILE = Path(__file__).with_name("national.toml")


class ValueKind(StrEnum):
    NUMBER = "number"
    THRESHOLD = "threshold"
    CHOICE = "choice"
    TEXT = "text"
    LINES = "lines"
    DAYS = "days"


@dataclass(frozen=True)
class Threshold:
    """A share to be reached (`>= 2/3`) or passed (`> 1/2`)."""

    share: Fraction
    more_than: bool

    def is_met_by(self, share: Fraction) -> bool:
        return share > self.share if self.more_than else share >= self.share


@dataclass(frozen=True)
class Setting:
    key: str
    group: str
    label: str
    kind: ValueKind
    unit: str = ""
    choices: Mapping[str, str] | None = None
    at_least: int = 0
    at_most: int = 100_000
    pattern: str = ""
    hint: str = ""

    def shown(self, value: str) -> str:
        """A value as it is read: `90 phút`, `Nhiệm kỳ`, `≥ 90 %`."""
        if self.kind is ValueKind.CHOICE:
            return (self.choices or {}).get(value, value)
        if self.kind is ValueKind.THRESHOLD:
            return value.replace(">=", "≥")
        if not value:
            return "Không có"
        return f"{value} {self.unit}" if self.unit else value


@dataclass(frozen=True)
class Value:
    """One value of one setting with its period; `unit_path` is "/" for the national one."""

    key: str
    value: str
    valid_from: date
    valid_until: date | None
    source: str
    confidence: str = ""
    unit_path: str = "/"

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


_THRESHOLD = re.compile(r"^\s*(>=|≥|>)\s*(\d{1,3})\s*(?:(%)|/\s*(\d{1,3}))\s*$")


def parse_threshold(text: str) -> Threshold:
    """Read `> 1/2`, `>= 2/3`, `≥ 90 %`.

    :raises RuleBroken: for anything else, or a share above the whole.
    """
    match = _THRESHOLD.match(text)
    below = 100 if match and match[3] else int(match[4]) if match else 0
    if match is None or below == 0 or int(match[2]) > below:
        raise RuleBroken("Viết như: > 1/2, >= 2/3 hoặc >= 90 %.", field="value")
    return Threshold(Fraction(int(match[2]), below), more_than=match[1] == ">")


def parse_days(text: str) -> frozenset[date]:
    """The days of a list, one a line; what follows a day on its line is a note.

    :raises RuleBroken: naming the line that does not begin with a day.
    """
    return frozenset(_parse_day(line.strip()) for line in text.splitlines() if line.strip())


_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b|(\d{4})-(\d{2})-(\d{2})\b")


def _parse_day(line: str) -> date:
    match = _DAY.match(line)
    parts = [int(part) for part in match.groups() if part] if match else [0, 0, 0]
    year, month, day = parts if match and match[4] else reversed(parts)
    try:
        found = date(year, month, day)
    except ValueError:
        raise RuleBroken(
            f"Dòng “{line}” không bắt đầu bằng một ngày; viết như 02/01/2027, mỗi dòng một ngày.",
            field="value",
        ) from None
    check_known(found, "value")
    return found


def check_value(setting: Setting, value: str) -> None:
    """:raises RuleBroken: if `value` is not one this setting can take."""
    if setting.kind is ValueKind.NUMBER:
        _check_number(setting, value)
    elif setting.kind is ValueKind.THRESHOLD:
        parse_threshold(value)
    elif setting.kind is ValueKind.DAYS:
        parse_days(value)
    elif setting.kind is ValueKind.CHOICE and value not in (setting.choices or {}):
        raise RuleBroken("Chọn một giá trị trong danh sách.", field="value")
    elif not value.strip():
        raise RuleBroken("Nhập nội dung.", field="value")
    elif setting.pattern and not re.fullmatch(setting.pattern, value):
        raise RuleBroken(setting.hint, field="value")


def _check_number(setting: Setting, value: str) -> None:
    if not value.isascii() or not value.isdigit():
        raise RuleBroken("Nhập một số nguyên.", field="value")
    if not setting.at_least <= int(value) <= setting.at_most:
        raise RuleBroken(f"Nhập số từ {setting.at_least} đến {setting.at_most}.", field="value")


@cache
def _national_data() -> Mapping[str, object]:
    return tomllib.loads(NATIONAL_FILE.read_text("utf-8"))


@cache
def settings() -> Mapping[str, Setting]:
    """Every setting there is, in the order of the data file."""
    found = {}
    for row in _national_data()["setting"]:  # type: ignore[attr-defined]
        plain = {name: value for name, value in row.items() if name != "value"}
        setting = Setting(**{**plain, "kind": ValueKind(row["kind"])})
        found[setting.key] = setting
    return found


@cache
def national_values() -> tuple[Value, ...]:
    return tuple(
        Value(key=row["key"], **{"valid_until": None, **value})
        for row in _national_data()["setting"]  # type: ignore[attr-defined]
        for value in row["value"]
    )


@cache
def ruled_from() -> date:
    """The first day on which every setting has a value."""
    first: dict[str, date] = {}
    for value in national_values():
        first[value.key] = min(value.valid_from, first.get(value.key, value.valid_from))
    return max(first.values())


def check_ruled(day: date, field: str) -> None:
    """What is held by the rules of its day needs a day that has some."""
    if day < ruled_from():
        raise RuleBroken(
            f"Hệ thống có quy định từ ngày {ruled_from():%d/%m/%Y}; xin xem lại năm.", field=field
        )


class MissingValueError(LookupError):
    """No value of this setting holds on the day: the data file has a gap."""


@dataclass(frozen=True)
class Book:
    """The values in force at one place on one day."""

    values: Mapping[str, Value]

    def number(self, key: str) -> int:
        return int(self._value(key, ValueKind.NUMBER))

    def threshold(self, key: str) -> Threshold:
        return parse_threshold(self._value(key, ValueKind.THRESHOLD))

    def choice(self, key: str) -> str:
        return self._value(key, ValueKind.CHOICE)

    def text(self, key: str) -> str:
        return self._value(key, ValueKind.TEXT)

    def lines(self, key: str) -> tuple[str, ...]:
        return tuple(filter(None, self._value(key, ValueKind.LINES).split("\n")))

    def days(self, key: str) -> frozenset[date]:
        return parse_days(self._value(key, ValueKind.DAYS))

    def _value(self, key: str, kind: ValueKind) -> str:
        if settings()[key].kind is not kind:
            raise TypeError(f"{key} is a {settings()[key].kind}, not a {kind}")
        if key not in self.values:
            raise MissingValueError(key)
        return self.values[key].value


def in_force(values: Iterable[Value], *, unit_path: str, on: date) -> Book:
    """The nearest value of each setting: the place's own before its superiors', they before
    the national one; of two at one place the later one."""
    candidates = [v for v in values if v.holds_on(on) and unit_path.startswith(v.unit_path)]
    candidates.sort(key=lambda v: (len(v.unit_path), v.valid_from))
    return Book({value.key: value for value in candidates})


Period = tuple[date, date | None]


def check_setting_period(
    valid_from: date, valid_until: date | None, others: Iterable[Period]
) -> None:
    """A place has one value of a setting on any day.

    :raises RuleBroken: if the period is upside down or shares a day with one of `others`.
    """
    check_known(valid_until, "valid_until")
    if valid_until is not None and valid_until < valid_from:
        raise RuleBroken("Ngày kết thúc phải từ ngày bắt đầu trở đi.", field="valid_until")
    for start, end in others:
        if valid_from <= (end or date.max) and start <= (valid_until or date.max):
            shown = f"từ {start:%d/%m/%Y}" + (f" đến {end:%d/%m/%Y}" if end else "")
            raise RuleBroken(
                f"Đã có một giá trị áp dụng {shown}. Chọn thời gian khác, "
                "hoặc kết thúc giá trị đó trước.",
                field="valid_from",
            )


def check_begin(valid_from: date, *, on: date, is_older: bool, is_first: bool) -> None:
    """What was decided under last year's values must not be judged by others afterwards.

    :param is_older: said outright to be a value that held before it was written down here.
    :param is_first: whether the place has laid down none of this setting yet.
    :raises RuleBroken: if it begins before today, unless both.
    """
    check_known(valid_from, "valid_from")
    if valid_from >= on or (is_older and is_first):
        return
    raise RuleBroken(
        "Giá trị mới áp dụng từ hôm nay trở đi. Nếu đây là quy định đã có hiệu lực từ trước, "
        "đánh dấu ô bên dưới."
        if is_first
        else "Nơi này đã từng đặt giá trị; giá trị mới chỉ áp dụng từ hôm nay trở đi.",
        field="valid_from",
    )


def has_begun(valid_from: date, *, on: date) -> bool:
    return valid_from <= on


def check_end(valid_from: date, valid_until: date | None, *, new_until: date, on: date) -> None:
    """What has been in force stays so for every day past: an end lies ahead, at the earliest now.

    :raises RuleBroken: if the value has ended, or would end before it began or before yesterday.
    """
    check_known(new_until, "valid_until")
    yesterday = on - timedelta(days=1)
    if valid_until is not None and valid_until < on:
        raise RuleBroken(f"Giá trị này đã kết thúc ngày {valid_until:%d/%m/%Y}.")
    if new_until < valid_from:
        raise RuleBroken(
            f"Ngày kết thúc phải từ ngày bắt đầu ({valid_from:%d/%m/%Y}) trở đi.",
            field="valid_until",
        )
    if new_until < yesterday:
        raise RuleBroken(
            "Giá trị đã áp dụng cho những ngày đã qua thì giữ nguyên; "
            f"chọn ngày kết thúc từ {yesterday:%d/%m/%Y} trở đi.",
            field="valid_until",
        )


def check_withdrawable(valid_from: date, *, on: date) -> None:
    if has_begun(valid_from, on=on):
        raise RuleBroken("Giá trị đã có hiệu lực thì không xóa được, chỉ kết thúc được.")


CONFIDENCE_LABELS = {
    "": "Cấp ủy quy định",
    "A": "Theo văn bản quy định",
    "B": "Theo nguồn công khai",
    "C": "Tham khảo, cần kiểm tra",
    "D": "Thông lệ, cần kiểm tra",
}
