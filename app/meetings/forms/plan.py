from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wtforms import FileField, ValidationError

from app.files.rules import ACCEPTED
from app.kernel.clock import VIETNAM
from app.meetings.rules.life import (
    BRANCH_TYPES,
    MODE_LABELS,
    STATUS_LABELS,
    TYPE_LABELS,
    WITH_TOPIC,
    MeetingMode,
    MeetingStatus,
    MeetingType,
)
from app.web.forms import ALL, Form, choice, clock, day, line, text, tick, version_field

Named = Iterable[tuple[UUID, str]]


_PEOPLE = ("chair_id", "minute_taker_id", "preparer_id")


class PlanForm(Form):
    """When, where, what kind and who; `people` fill the lists of chair and minute-taker."""

    type = choice("Loại", [(t.value, TYPE_LABELS[t]) for t in BRANCH_TYPES], "Chọn loại buổi họp.")
    period = line(
        "Tính cho tháng",
        "Nhập tháng.",
        length=7,
        description="Tháng mà buổi sinh hoạt được tính, theo mẫu 12/2026.",
        render_kw={"inputmode": "numeric", "placeholder": "12/2026"},
    )
    held_on = day("Ngày họp", "Chọn ngày họp.")
    start_time = clock("Giờ bắt đầu", "Nhập giờ bắt đầu.")
    place = line("Địa điểm", "Nhập địa điểm.")
    mode = choice("Hình thức", [(m.value, label) for m, label in MODE_LABELS.items()], "Chọn.")
    points = text(
        "Các điểm cầu",
        length=2000,
        description="Mỗi dòng một điểm cầu; dùng khi họp trực tuyến, kết hợp, hoặc hội nghị "
        "đông người cần đếm số dự theo từng điểm.",
        render_kw={"rows": 3},
    )
    topic = line(
        "Tên chuyên đề",
        description="Bắt buộc khi có phần chuyên đề; hội nghị học tập ghi văn bản học.",
    )
    purpose = text("Mục đích, yêu cầu", length=4000, render_kw={"rows": 3})
    chair_id = choice("Chủ trì", [])
    minute_taker_id = choice("Thư ký", [])
    preparer_id = choice("Người chuẩn bị nội dung", [])
    committee_met_on = day(
        "Ngày họp chi ủy (hoặc bí thư, phó bí thư thống nhất)",
    )
    version = version_field()

    def offer(self, types: Iterable[MeetingType], people: Named) -> None:
        self.type.choices = [(t.value, TYPE_LABELS[t]) for t in types]
        if MeetingType.REGULAR.value not in dict(self.type.choices):  # a committee's
            del self.committee_met_on
            self.topic.label.text = "Nội dung, văn bản học tập"
            self.topic.description = "Cho hội nghị học tập, quán triệt."
        options = [("", "—"), *((str(id_), name) for id_, name in people)]
        for name in _PEOPLE:
            if name in self:
                self[name].choices = options

    def validate_period(self, field: Any) -> None:
        if _month(field.data) is None:
            raise ValidationError("Nhập tháng theo mẫu 12/2026.")

    def validate_topic(self, field: Any) -> None:
        if not field.data and self.type.data in {t.value for t in WITH_TOPIC}:
            raise ValidationError("Nhập tên chuyên đề.")

    @property
    def meeting_type(self) -> MeetingType:
        return MeetingType(self.type.data)

    @property
    def point_names(self) -> tuple[str, ...]:
        names = (name.strip()[:200] for name in (self.points.data or "").split("\n"))
        return tuple(dict.fromkeys(filter(None, names)))

    def plan(self) -> dict[str, Any]:
        """The fields of `service.life.PLAN_FIELDS`."""
        return {
            "period": _month(self.period.data),
            "held_on": self.held_on.data,
            "start_time": self.start_time.data,
            "place": self.place.data,
            "mode": MeetingMode(self.mode.data),
            "topic": self.topic.data or None,
            "purpose": self.purpose.data or None,
            **{name: as_id(self[name].data) for name in _PEOPLE if name in self},
            "committee_met_on": self.committee_met_on and self.committee_met_on.data,
        }


def as_id(value: str | None) -> UUID | None:
    return UUID(value) if value else None


def _month(value: str | None) -> date | None:
    try:
        return datetime.strptime(value or "", "%m/%Y").date()  # noqa: DTZ007 - a month
    except ValueError:
        return None


class FilterForm(Form):
    """The list's filters; they live in the address."""

    class Meta:
        csrf = False

    year = choice("Năm", [])
    type = choice("Loại", [(t.value, TYPE_LABELS[t]) for t in BRANCH_TYPES])
    status = choice("Trạng thái", [(s.value, STATUS_LABELS[s]) for s in MeetingStatus], empty=ALL)


class BeginForm(Form):
    began_time = clock("Giờ bắt đầu thực tế", "Nhập giờ bắt đầu.")


class EndForm(Form):
    ended_time = clock("Giờ kết thúc", "Nhập giờ kết thúc.")
    version = version_field()


class CancelForm(Form):
    reason = line("Lý do hủy", "Nêu lý do hủy.")


class PostedForm(Form):
    posted_on = day("Ngày đăng", "Nhập ngày đăng.")
    posted_time = clock("Giờ đăng", "Nhập giờ đăng.")

    @property
    def posted_at(self) -> datetime:
        return datetime.combine(self.posted_on.data, self.posted_time.data, VIETNAM)


class MaterialForm(Form):
    title = line("Tên tài liệu", "Nhập tên tài liệu.")
    file = FileField("Tệp", render_kw={"accept": ACCEPTED})

    def validate_file(self, field: Any) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError("Chọn tệp.")


class NotifyForm(Form):
    confirmed = tick("Đã kiểm tra ngày giờ, địa điểm và chương trình")

    def validate_confirmed(self, field: Any) -> None:
        if not field.data:
            raise ValidationError("Đánh dấu đã kiểm tra trước khi gửi thông báo.")
