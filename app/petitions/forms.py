from collections.abc import Iterable
from typing import Any
from uuid import UUID

from app.petitions.rules import KIND_LABELS, STATE_LABELS, PetitionKind, PetitionState
from app.web.forms import ALL, Form, choice, day, text, version_field

_KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]
_REASON_LENGTH = 2_000


class WordsForm(Form):
    kind = choice("Loại", _KINDS, "Chọn loại.")
    text = text(
        "Nội dung",
        "Viết nội dung kiến nghị.",
        description="Nêu rõ sự việc và điều đồng chí đề nghị.",
        render_kw={"rows": 8},
    )

    @property
    def words(self) -> dict[str, Any]:
        return {"kind": PetitionKind(self.kind.data), "text": self.text.data}


class RaiseForm(WordsForm):
    addressee = choice("Gửi đến", [], "Chọn nơi trả lời.")

    def offer(self, places: Iterable[tuple[UUID, str]]) -> None:
        self.addressee.choices = [(str(id_), name) for id_, name in places]


class ChangeForm(WordsForm):
    version = version_field()


class HeardForm(ChangeForm):
    """What a comrade proposed at a meeting, written down for them."""

    author_id = choice("Đồng chí kiến nghị", [], "Chọn đồng chí kiến nghị.")

    def offer(self, people: Iterable[tuple[UUID, str]]) -> None:
        self.author_id.choices = [("", "—"), *((str(id_), name) for id_, name in people)]

    @property
    def author(self) -> UUID:
        return UUID(self.author_id.data)


class AnswerForm(Form):
    answer = text("Trả lời", "Viết nội dung trả lời.", render_kw={"rows": 8})
    version = version_field()


class ExtendForm(Form):
    extended_until = day("Trả lời chậm nhất ngày", "Chọn ngày trả lời mới.")
    reason = text(
        "Lý do",
        "Nêu lý do kéo dài.",
        length=_REASON_LENGTH,
        description="Người kiến nghị đọc được lý do này.",
        render_kw={"rows": 4},
    )
    version = version_field()


class HigherForm(Form):
    reason = text(
        "Lý do chuyển lên cấp trên",
        "Nêu lý do chuyển.",
        length=_REASON_LENGTH,
        render_kw={"rows": 4},
    )
    version = version_field()


class VersionForm(Form):
    version = version_field()


_QUARTERS = [("1", "Quý I"), ("2", "Quý II"), ("3", "Quý III"), ("4", "Quý IV")]


class ListFilter(Form):
    """What of the petitions is shown; it lives in the address, so it carries no token."""

    class Meta:
        csrf = False

    year = choice("Năm", [])
    quarter = choice("Quý", _QUARTERS)
    state = choice("Trạng thái", [(state.value, label) for state, label in STATE_LABELS.items()])

    def offer(self, years: Iterable[int]) -> None:
        self.year.choices = [ALL, *((str(year), str(year)) for year in years)]
        self.quarter.choices = [("", "Cả năm"), *_QUARTERS]
        self.state.choices = [ALL, *((s.value, n) for s, n in STATE_LABELS.items())]

    @property
    def chosen_year(self) -> int | None:
        return int(self.year.data) if self.year.data and not self.year.errors else None

    @property
    def chosen_quarter(self) -> int | None:
        is_chosen = self.quarter.data and not self.quarter.errors
        return int(self.quarter.data) if is_chosen else None

    @property
    def chosen_state(self) -> PetitionState | None:
        is_chosen = self.state.data and not self.state.errors
        return PetitionState(self.state.data) if is_chosen else None

    @property
    def address(self) -> dict[str, str]:
        """The chosen filter as it stands in the address of another page of the list."""
        names = [name for name in ("year", "quarter", "state", "scope") if name in self]
        chosen = {name: self[name].data for name in names if not self[name].errors}
        return {name: value for name, value in chosen.items() if value}


BELOW = "below"


class CommitteeFilter(ListFilter):
    scope = choice("Danh sách", [])

    def offer(self, years: Iterable[int]) -> None:
        super().offer(years)
        self.scope.choices = [("", "Gửi đến cấp ủy này"), (BELOW, "Của các chi bộ trực thuộc")]

    @property
    def is_below(self) -> bool:
        return bool(self.scope.data == BELOW)
