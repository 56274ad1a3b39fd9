"""Who met, when and where, and what the roll says."""

from collections.abc import Iterator

from app.documents.model import Block, FormLine, ListItem
from app.documents.typography import clock, counted, long_date, percent
from app.meetings.document import CHAIRS_ROOM, comrade, conference_blocks, is_counted, listed
from app.meetings.rules.life import MODE_LABELS, MeetingMode, MeetingType
from app.meetings.rules.points import PointFigures
from app.meetings.rules.roll import RollFigures
from app.minutes.document.data import Absence, Earlier, MinutesData, PartTime, Person, RollData
from app.people.rules import Status

_OUT_OF_REACH = {
    Status.EXEMPT: "miễn sinh hoạt",
    Status.TEMPORARY_AWAY: "sinh hoạt tạm thời nơi khác",
    Status.SUSPENDED: "đình chỉ sinh hoạt",
    Status.SPECIAL_DUTY: "làm nhiệm vụ đặc biệt trong lực lượng vũ trang",
}


def opening(data: MinutesData) -> Iterator[Block]:
    yield _time(data)
    yield ListItem(f"Địa điểm: {_sentence(_placed(data.place))}")
    if data.mode is not MeetingMode.IN_PERSON:
        yield ListItem(f"Hình thức: {_mode(data)}")
    yield _leading("Chủ trì", data.chair)
    yield _leading("Thư ký", data.minute_taker)
    if data.type is not MeetingType.BRANCH_COMMITTEE or data.observers:
        yield ListItem(f"Đại biểu cấp trên: {_people(data.observers)}")
    if data.guests:
        yield ListItem(f"Khách mời: {_people(data.guests)}")
    yield from _roll(data)
    if data.type in (MeetingType.REGULAR, MeetingType.COMBINED):
        yield _dues(data)
    for earlier in data.adopts:
        yield ListItem(_adopted(earlier))


def _placed(place: str) -> str:
    """“Phòng họp tầng 3” in the middle of a line; a name keeps its capital."""
    first, _, rest = place.partition(" ")
    common = first in {"Phòng", "Hội", "Nhà", "Trụ", "Trung", "Văn", "Tầng", "Khu"}
    return f"{first.lower()} {rest}" if common and rest[:1].islower() else place


def _sentence(text: str) -> str:
    return text if text.endswith((".", "…", "!", "?")) else f"{text}."


def _time(data: MinutesData) -> Block:
    day = long_date(data.held_on)
    if data.began is None:
        return ListItem(f"Thời gian: từ ……… giờ ……… đến ……… giờ ………, {day}.")
    if data.ended is None:
        return ListItem(f"Thời gian: từ {clock(data.began)}, {day}.")
    return ListItem(f"Thời gian: từ {clock(data.began)} đến {clock(data.ended)}, {day}.")


def _mode(data: MinutesData) -> str:
    found = data.roll.points if data.roll else ()
    points = [_point(point) for point in found if not is_counted(found)]
    mode = MODE_LABELS[data.mode].lower()
    return f"{mode}; điểm kết nối: {', '.join(points)}." if points else f"{mode}."


def _point(point: PointFigures) -> str:
    return f"{point.name or CHAIRS_ROOM} ({counted(point.present)} đồng chí)"


def _leading(label: str, person: Person | None) -> Block:
    if person is None:
        return FormLine((f"- {label}: đồng chí",))
    return ListItem(f"{label}: {comrade(person.name, person.title)}.")


def _people(people: tuple[Person, ...]) -> str:
    named = listed(comrade(person.name, person.title) for person in people)
    return _sentence(named or "không có")


def _roll(data: MinutesData) -> Iterator[Block]:
    if data.roll is None:
        yield FormLine(("- Tổng số:", "đồng chí; phải dự:", "đồng chí."))
        yield FormLine(("- Có mặt:", "Vắng có lý do:", "Vắng không lý do:"), more=1)
        return
    figures = data.roll.figures
    seats = _seats(data)
    if seats:
        yield ListItem(f"Tổng số {seats} phải dự: {counted(figures.must_attend)} đồng chí.")
    else:
        yield ListItem(_membership(figures))
        yield ListItem(_must_attend(figures))
    yield ListItem(_presence(data.roll))
    if data.roll.part_time:
        yield ListItem(_part_time(data.roll.part_time))
    yield from conference_blocks(figures, data.roll.points)


def _seats(data: MinutesData) -> str:
    """Who is on the roll where that is not the branch."""
    if data.type is MeetingType.BRANCH_COMMITTEE:
        return "chi ủy viên"
    return "cấp ủy viên" if data.is_of_committee else ""


def _membership(figures: RollFigures) -> str:
    probationary = figures.of(Status.PROBATIONARY)
    split = f"chính thức {counted(figures.full_members)}, dự bị {counted(probationary)}"
    guests = figures.of(Status.TEMPORARY_IN)
    away = listed(
        (
            f"{label} {counted(figures.of(status))}"
            for status, label in _OUT_OF_REACH.items()
            if figures.of(status)
        ),
        by=", ",
    )
    counts = listed((split, away))
    sentence = f"Tổng số đảng viên: {counted(figures.headcount)} đồng chí ({counts})."
    if guests:
        sentence += f" Sinh hoạt tạm thời đến: {counted(guests)} đồng chí."
    return sentence


def _must_attend(figures: RollFigures) -> str:
    """With what it was counted from, wherever that is not simply everyone."""
    added = [f"tổng số {counted(figures.headcount)}"]
    if figures.of(Status.TEMPORARY_IN):
        added.append(f"cộng sinh hoạt tạm thời đến {counted(figures.of(Status.TEMPORARY_IN))}")
    added += [
        f"trừ {label} {counted(figures.of(status))}"
        for status, label in _OUT_OF_REACH.items()
        if figures.of(status)
    ]
    formula = f" ({', '.join(added)})" if len(added) > 1 else ""
    return f"Phải dự: {counted(figures.must_attend)} đồng chí{formula}."


def _presence(roll: RollData) -> str:
    figures = roll.figures
    share = percent(figures.present, figures.must_attend)
    sentences = [
        f"Có mặt: {figures.present}/{figures.must_attend}, đạt {share}.",
        f"Vắng có lý do: {_absent(figures.excused, map(_excuse, roll.excused))}.",
        f"Vắng không lý do: {_absent(figures.unexcused, map(comrade, roll.unexcused))}.",
    ]
    if figures.present_not_required:
        more = counted(figures.present_not_required)
        sentences.append(f"Không thuộc diện phải dự nhưng có mặt: {more} đồng chí.")
    return " ".join(sentences)


def _absent(number: int, names: Iterator[str]) -> str:
    return f"{counted(number)} ({listed(names)})" if number else "không"


def _excuse(absence: Absence) -> str:
    reason = absence.reason.rstrip(".")
    reason = reason[:1].lower() + reason[1:] if not reason[:2].isupper() else reason
    return listed((comrade(absence.name), reason), by=", ")


def _part_time(people: tuple[PartTime, ...]) -> str:
    late = [f"{comrade(p.name)} ({p.late_minutes} phút)" for p in people if p.late_minutes]
    early = [
        f"{comrade(p.name)} ({p.left_early_minutes} phút)" for p in people if p.left_early_minutes
    ]
    parts = (
        f"Đến muộn: {', '.join(late)}." if late else "",
        f"Về trước: {', '.join(early)}." if early else "",
    )
    return listed(parts, by=" ")


def _adopted(earlier: Earlier) -> str:
    what = "nội dung bổ sung biên bản" if earlier.is_supplement else "biên bản"
    corrected = " ".join(earlier.decision.split())
    rest = f"; thống nhất sửa: {corrected}" if corrected else ""
    return _sentence(f"Chi bộ thông qua {what} {earlier.subject}{rest}")


def _dues(data: MinutesData) -> Block:
    if data.dues is None:
        return FormLine(("- Tình hình nộp đảng phí:",))
    dues = data.dues
    paid = f"Tình hình nộp đảng phí: {dues.paid}/{dues.due} đồng chí đã nộp."
    return ListItem(listed((paid, _sentence(dues.note) if dues.note else ""), by=" "))
