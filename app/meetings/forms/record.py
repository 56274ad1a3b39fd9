"""What is typed while the meeting runs."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from wtforms import IntegerField

from app.assignments.rules import OUTCOME_LABELS, PRIORITY_LABELS, Priority, ReviewOutcome
from app.kernel.errors import RuleBroken
from app.kernel.text import clean_line
from app.meetings.forms.plan import Named, as_id
from app.meetings.models import AgendaItem
from app.meetings.rules.life import CONFERENCES, MeetingType
from app.meetings.rules.roll import PRESENCE_LABELS, Mark, Presence
from app.meetings.rules.units import shortened
from app.meetings.rules.votes import MAJORITY_LABELS, METHOD_LABELS, Majority, Tally, VoteMethod
from app.web.forms import (
    LINE_LENGTH,
    Form,
    choice,
    clock,
    day,
    hidden,
    line,
    number,
    text,
    tick,
    ticks,
    version_field,
)

_HEX = re.compile(r"[0-9a-f]{32}")
_SHORT_NUMBER = re.compile(r"[0-9]{1,9}")


class OpeningForm(Form):
    marks_optional = False
    began_time = clock("Giờ bắt đầu thực tế", "Nhập giờ bắt đầu.")
    chair_id = choice("Chủ trì", [])
    minute_taker_id = choice("Thư ký do chi bộ cử", [])
    dues_paid = number("Số đồng chí đã nộp đảng phí", at_most=5000)
    dues_due = number("Số đồng chí phải nộp", at_most=5000)
    dues_note = line("Ghi chú về đảng phí")
    version = version_field()

    def offer(self, people: Named) -> None:
        options = [("", "—"), *((str(id_), name) for id_, name in people)]
        for name in _APPOINTED:
            if name in self:
                self[name].choices = options

    def suit(self, meeting_type: MeetingType) -> None:
        """A conference collects no dues."""
        if meeting_type in CONFERENCES:
            del self.dues_paid, self.dues_due, self.dues_note
            if "minute_taker_id" in self:
                self.minute_taker_id.label.text = "Thư ký"

    def values(self) -> dict[str, Any]:
        values = {
            "began_time": self.began_time.data,
            **{name: as_id(self[name].data) for name in _APPOINTED if name in self},
        }
        if "dues_paid" not in self:
            return values
        return {
            **values,
            "dues_paid": self.dues_paid.data,
            "dues_due": self.dues_due.data,
            "dues_note": self.dues_note.data or None,
        }


_APPOINTED = ("chair_id", "minute_taker_id")


class ClosingForm(Form):
    marks_optional = False
    conclusion = text("Kết luận chung của chủ trì", render_kw={"rows": 5})
    self_score = number("Điểm chi bộ tự chấm", at_most=100)
    weakness = text("Hạn chế", length=4000, render_kw={"rows": 2})
    remedy = text("Biện pháp khắc phục", length=4000, render_kw={"rows": 2})
    version = version_field()

    def suit(self, meeting_type: MeetingType, *, has_sheet: bool) -> None:
        """A conference does not grade itself; what a scoring sheet says is not typed again."""
        if meeting_type in CONFERENCES:
            del self.self_score, self.weakness, self.remedy
        elif has_sheet:
            del self.self_score

    def values(self) -> dict[str, Any]:
        score = {"self_score": self.self_score.data} if "self_score" in self else {}
        said = ("conclusion", "weakness", "remedy")
        return {**score, **{name: self[name].data or None for name in said if name in self}}


class GuestForm(Form):
    name = line("Họ và tên", "Nhập họ và tên.")
    party_title = line("Chức vụ trong Đảng")
    state_title = line("Chức vụ chính quyền, đoàn thể")
    is_observer = tick("Cấp ủy viên cấp trên dự, theo dõi chi bộ")


class StatementForm(Form):
    speaker = choice("Người phát biểu", [], "Chọn người phát biểu.")
    section = choice("Về phần", [])
    text = text("Nội dung phát biểu", "Ghi nội dung phát biểu.", render_kw={"rows": 5})
    is_dissent = tick("Ý kiến khác, bảo lưu")
    version = version_field()

    def offer(self, members: Named, guests: Named, sections: Iterable[tuple[str, str]]) -> None:
        self.speaker.choices = [
            ("", "—"),
            *((f"member:{id_}", name) for id_, name in members),
            *((f"guest:{id_}", f"{name} (đại biểu)") for id_, name in guests),
        ]
        self.section.choices = [("", "Thảo luận chung"), *sections]

    def values(self) -> dict[str, Any]:
        kind, _, id_ = self.speaker.data.partition(":")
        return {
            "member_id": UUID(id_) if kind == "member" else None,
            "guest_id": UUID(id_) if kind == "guest" else None,
            "section": self.section.data or None,
            "text": self.text.data,
            "is_dissent": self.is_dissent.data,
        }


def votes(label: str, **kwargs: Any) -> IntegerField:
    return number(label, "Nhập số phiếu, kể cả khi bằng 0.", at_most=5000, **kwargs)


class VoteForm(Form):
    subject = line("Nội dung biểu quyết", "Nhập nội dung biểu quyết.", length=500)
    section = choice("Thuộc phần", [])
    majority = choice(
        "Tỷ lệ cần đạt", [(m.value, MAJORITY_LABELS[m]) for m in Majority], "Chọn tỷ lệ cần đạt."
    )
    method = choice(
        "Hình thức", [(m.value, METHOD_LABELS[m]) for m in VoteMethod], "Chọn hình thức."
    )
    in_favour = votes("Tán thành")
    against = votes("Không tán thành", default=0)
    other = votes("Ý kiến khác", default=0)
    invalid = number("Phiếu không hợp lệ (chỉ khi bỏ phiếu kín)", at_most=5000, default=0)
    away = number(
        "Vắng lúc biểu quyết",
        at_most=5000,
        default=0,
        description="Số đồng chí được biểu quyết có trong điểm danh nhưng đến sau hoặc đã về.",
    )
    version = version_field()

    def offer(self, sections: Iterable[tuple[str, str]]) -> None:
        self.section.choices = [("", "—"), *sections]

    def values(self) -> dict[str, Any]:
        return {
            "away": self.away.data or 0,
            "subject": self.subject.data,
            "section": self.section.data or None,
            "majority": Majority(self.majority.data),
            "method": VoteMethod(self.method.data),
            "tally": Tally(
                self.in_favour.data,
                self.against.data,
                self.other.data,
                self.invalid.data or 0,
            ),
        }


class ConclusionForm(Form):
    text = text("Kết luận của chủ trì", "Nhập nội dung kết luận.", render_kw={"rows": 3})
    section = choice("Thuộc phần", [])
    version = version_field()

    def offer(self, sections: Iterable[tuple[str, str]]) -> None:
        self.section.choices = [("", "Kết luận chung"), *sections]

    def values(self) -> dict[str, Any]:
        return {"text": self.text.data, "section": self.section.data or None}


class AssignmentForm(Form):
    text = text("Nhiệm vụ", "Nhập nội dung nhiệm vụ.", length=4000, render_kw={"rows": 3})
    accountable_id = choice("Người chịu trách nhiệm", [], "Chọn một đồng chí chịu trách nhiệm.")
    due_on = day("Thời hạn", "Chọn thời hạn.")
    conclusion_id = choice("Từ kết luận", [])
    collaborator_ids = ticks("Phối hợp")
    unit_ids = ticks("Đơn vị phối hợp")
    outside_collaborators = line("Đơn vị, cá nhân khác phối hợp")
    category = line("Lĩnh vực")
    priority = choice("Mức độ", [(p.value, PRIORITY_LABELS[p]) for p in Priority], "Chọn mức độ.")
    version = version_field()

    def offer(
        self, people: Named, conclusions: Iterable[tuple[UUID, str]], units: Named = ()
    ) -> None:
        named = [(str(id_), name) for id_, name in people]
        self.accountable_id.choices = [("", "—"), *named]
        self.collaborator_ids.choices = named
        self.unit_ids.choices = [(str(id_), name) for id_, name in units]
        self.conclusion_id.choices = [
            ("", "—"),
            *((str(id_), shortened(text)) for id_, text in conclusions),
        ]


class ReviewForm(Form):
    outcome = choice(
        "Kết quả",
        [(o.value, OUTCOME_LABELS[o]) for o in ReviewOutcome],
        "Chọn kết quả.",
    )
    result = text("Kết quả thực hiện", length=4000, render_kw={"rows": 3})
    reason = line("Lý do (khi chuyển tiếp hoặc hủy)")
    due_on = day("Thời hạn mới (khi chuyển tiếp)")
    version = version_field()


class NoContentForm(Form):
    reason = line("Lý do không có nội dung", "Nêu lý do.")


class ItemForm(Form):
    title = line("Tên nội dung", "Nhập tên nội dung.")
    is_restricted = tick("Chỉ chi ủy và cấp trên được đọc")
    is_withheld = tick("Nội dung mật: không nhập vào hệ thống, biên bản in dòng giữ chỗ")


class StepForm(Form):
    """All slots of one step; the fields are made for the items the step has."""

    marks_optional = False
    version = hidden()


def step_form(items: Iterable[AgendaItem]) -> StepForm:
    """A form with presenter, content, sources and conclusion for each item, and their versions."""

    class Filled(StepForm):
        pass

    values: dict[str, Any] = {}
    listed = [item for item in items if not item.is_withheld]
    for item in listed:
        key = item.id.hex
        setattr(Filled, f"presenter_{key}", line(f"Người trình bày: {item.title}"))
        setattr(Filled, f"content_{key}", text(item.title, render_kw={"rows": 5}))
        setattr(
            Filled,
            f"source_documents_{key}",
            text(f"Tài liệu, văn bản làm căn cứ: {item.title}", length=2000),
        )
        setattr(Filled, f"conclusion_{key}", text(f"Kết luận của chủ trì: {item.title}"))
        for name in ("presenter", "content", "source_documents", "conclusion"):
            values[f"{name}_{key}"] = getattr(item, name) or ""
    values["version"] = versions_of(listed)
    return Filled(data=values)


def versions_of(items: Iterable[AgendaItem]) -> str:
    return " ".join(f"{item.id.hex}:{item.version}" for item in items)


def versions_in(typed: str | None) -> dict[UUID, int]:
    """Read back what `versions_of` wrote; anything malformed counts as stale."""
    found = {}
    for part in (typed or "").split():
        key, _, version = part.partition(":")
        if _HEX.fullmatch(key) and _SHORT_NUMBER.fullmatch(version):
            found[UUID(key)] = int(version)
    return found


class RollForm(Form):
    """CSRF and the version; the lines of the roll are read by `marks_in`."""

    version = version_field()


def marks_in(typed: Mapping[str, str], member_ids: Iterable[UUID]) -> dict[UUID, Mark]:
    """The roll as sent: `presence_<id>`, `reason_<id>`, `late_<id>`, `early_<id>`, `point_<id>`.

    :raises RuleBroken: for a number of minutes or a connection point that is none.
    """
    marks = {}
    for id_ in member_ids:
        key = id_.hex
        presence = typed.get(f"presence_{key}")
        if presence in PRESENCE_LABELS:
            marks[id_] = Mark(
                Presence(presence),
                _reason(typed.get(f"reason_{key}", "")),
                _minutes(typed.get(f"late_{key}", "")),
                _minutes(typed.get(f"early_{key}", "")),
                _point(typed.get(f"point_{key}", "")),
            )
    return marks


def _reason(value: str) -> str:
    reason = clean_line(value)
    if len(reason) > LINE_LENGTH:
        raise RuleBroken(f"Lý do vắng dài nhất {LINE_LENGTH} ký tự; xin rút gọn.")
    return reason


def _minutes(value: str) -> int | None:
    value = value.strip()
    if not value or value == "0":
        return None
    if not _SHORT_NUMBER.fullmatch(value) or int(value) > 600:
        raise RuleBroken("Số phút đến muộn, về sớm là số từ 1 đến 600.")
    return int(value)


def _point(value: str) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        raise RuleBroken("Điểm cầu không thuộc buổi họp này.") from None
