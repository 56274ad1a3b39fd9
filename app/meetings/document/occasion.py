"""What every paper about a meeting says of it: when, where, who leads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from app.documents.model import Header, ListItem, Signatory, Signatures
from app.documents.typography import clock, long_date
from app.meetings.document.letterhead import Letterhead, comrade, lower_first
from app.meetings.rules.life import MODE_LABELS, MeetingMode, MeetingType, minutes_subject

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True)
class Leader:
    """Somebody with the position held on the day; `signs_as` is empty for who may not sign."""

    name: str
    title: str = ""
    signs_as: str = ""


@dataclass(frozen=True)
class Occasion:
    """A meeting as announced. `dated` is the day of the notice, None before it."""

    letterhead: Letterhead
    type: MeetingType
    period: date
    held_on: date
    start_time: time
    place: str
    mode: MeetingMode = MeetingMode.IN_PERSON
    points: tuple[str, ...] = ()
    topic: str = ""
    chair: Leader | None = None
    minute_taker: Leader | None = None
    dated: date | None = None
    authority: str = "T/M CHI BỘ"
    is_of_committee: bool = False

    @property
    def subject(self) -> str:
        return minutes_subject(self.type, self.period)

    @property
    def is_committee(self) -> bool:
        return self.type is MeetingType.BRANCH_COMMITTEE

    @property
    def kept_by(self) -> str:
        """The last line of the recipients."""
        return "Lưu Văn phòng." if self.is_of_committee else "Lưu Chi bộ."


def masthead(occasion: Occasion, *, number: str | None = None) -> Header:
    """Dated with the notice; before it the day is left to be written in."""
    return occasion.letterhead.header(
        number=number, dated=occasion.dated, year=occasion.held_on.year
    )


def when_and_where(occasion: Occasion) -> Iterator[ListItem]:
    day = f"{_WEEKDAYS[occasion.held_on.weekday()]}, {long_date(occasion.held_on)}"
    yield ListItem(f"{clock(occasion.start_time)}, {day}.", lead="Thời gian:")
    yield ListItem(f"{occasion.place.rstrip('.')}.", lead="Địa điểm:")
    if occasion.mode is not MeetingMode.IN_PERSON:
        points = f"; điểm kết nối: {', '.join(occasion.points)}" if occasion.points else ""
        yield ListItem(f"{lower_first(MODE_LABELS[occasion.mode])}{points}.", lead="Hình thức:")
    if occasion.chair:
        yield ListItem(f"{comrade(occasion.chair.name, occasion.chair.title)}.", lead="Chủ trì:")
    if occasion.topic:
        yield ListItem(f"{occasion.topic.rstrip('.')}.", lead="Chuyên đề:")


def signed(occasion: Occasion) -> Signatory:
    """The chair where the chair may sign for the branch, else a place to be signed."""
    chair = occasion.chair
    if chair is None or not chair.signs_as:
        return Signatory((occasion.authority,))
    return Signatory((occasion.authority, chair.signs_as), chair.name)


def by_both(occasion: Occasion) -> Signatures:
    """Minute-taker and chair side by side."""
    taker, chair = occasion.minute_taker, occasion.chair
    return Signatures(
        left=Signatory(("THƯ KÝ",), taker.name if taker else ""),
        right=Signatory(("CHỦ TRÌ",), chair.name if chair else ""),
    )
