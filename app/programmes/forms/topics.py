from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from app.meetings.rules.life import MODE_LABELS, TYPE_LABELS, MeetingMode, MeetingType
from app.programmes.rules import TOPIC_GROUP_LABELS, TopicGroup
from app.web.forms import ALL, Form, choice, clock, day, line, text, ticks, version_field

Named = Iterable[tuple[UUID, str]]

_GROUPS = [(group.value, label) for group, label in TOPIC_GROUP_LABELS.items()]
_KINDS = (MeetingType.TOPICAL, MeetingType.COMBINED)


class TopicForm(Form):
    """One topic of the year's programme."""

    topic = line("Tên chuyên đề", "Nhập tên chuyên đề.")
    topic_group = choice("Nhóm chuyên đề", _GROUPS, "Chọn nhóm chuyên đề.")
    month = choice(
        "Tháng tổ chức",
        [(str(month), f"Tháng {month}") for month in range(1, 13)],
        "Chọn tháng.",
        description="Tổ chức muộn nhất vào ngày cuối tháng này.",
    )
    presenter_ids = ticks("Đồng chí trình bày", "Chọn đảng viên trong danh sách.")
    shortcoming = text(
        "Hạn chế cần khắc phục",
        length=4000,
        description="Hạn chế, khuyết điểm mà chuyên đề này nhằm khắc phục.",
        render_kw={"rows": 3},
    )
    aim = text("Mục đích, yêu cầu", length=4000, render_kw={"rows": 3})
    version = version_field()

    def offer(self, people: Named) -> None:
        self.presenter_ids.choices = [(str(id_), name) for id_, name in people]

    @property
    def presenters(self) -> set[UUID]:
        return {UUID(id_) for id_ in self.presenter_ids.data or ()}

    def values(self) -> dict[str, Any]:
        return {
            "topic": self.topic.data,
            "topic_group": TopicGroup(self.topic_group.data),
            "month": int(self.month.data),
            "shortcoming": self.shortcoming.data or None,
            "aim": self.aim.data or None,
        }


class ReturnForm(Form):
    reason = text(
        "Lý do trả lại",
        "Nêu lý do trả lại để chi bộ bổ sung.",
        length=2000,
        description="Chi bộ đọc nguyên văn lý do này.",
        render_kw={"rows": 4},
    )
    version = version_field()


class CallForm(Form):
    """When, where and in what kind of sitting the topic is held."""

    type = choice(
        "Loại", [(kind.value, TYPE_LABELS[kind]) for kind in _KINDS], "Chọn loại buổi sinh hoạt."
    )
    held_on = day("Ngày họp", "Chọn ngày họp.")
    start_time = clock("Giờ bắt đầu", "Nhập giờ bắt đầu.")
    place = line("Địa điểm", "Nhập địa điểm.")
    mode = choice("Hình thức", [(m.value, label) for m, label in MODE_LABELS.items()], "Chọn.")
    version = version_field()

    @property
    def meeting_type(self) -> MeetingType:
        return MeetingType(self.type.data)

    def plan(self) -> dict[str, Any]:
        """It counts for the month in which it is held."""
        held_on: date = self.held_on.data
        return {
            "period": held_on.replace(day=1),
            "held_on": held_on,
            "start_time": self.start_time.data,
            "place": self.place.data,
            "mode": MeetingMode(self.mode.data),
        }


class AttachForm(Form):
    meeting_id = choice("Buổi sinh hoạt", [], "Chọn một buổi trong danh sách.")
    version = version_field()

    def offer(self, meetings: Named) -> None:
        self.meeting_id.choices = [(str(id_), name) for id_, name in meetings]


class CatalogueFilter(Form):
    """What is looked for in the catalogue; it lives in the address."""

    class Meta:
        csrf = False

    q = line("Từ cần tìm", render_kw={"type": "search"})
    group = choice("Nhóm", _GROUPS, empty=ALL)
    year = choice("Năm", [])

    def offer(self, years: Iterable[int]) -> None:
        self.year.choices = [ALL, *((str(year), str(year)) for year in years)]

    @property
    def chosen_group(self) -> TopicGroup | None:
        return TopicGroup(self.group.data) if self.group.data and not self.group.errors else None

    @property
    def chosen_year(self) -> int | None:
        return int(self.year.data) if self.year.data and not self.year.errors else None


class TrackerFilter(Form):
    """Which branches of the tracker are shown."""

    class Meta:
        csrf = False

    show = choice(
        "Hiển thị",
        [("waiting", "Có chuyên đề chờ duyệt"), ("missing", "Còn thiếu"), ("late", "Có muộn")],
        empty=ALL,
    )

    @property
    def chosen(self) -> str:
        return self.show.data if self.show.data and not self.show.errors else ""
