from collections.abc import Iterable
from uuid import UUID

from wtforms import SelectField

from app.resolutions.rules import KIND_LABELS, STATUS_LABELS, ResolutionKind
from app.web.forms import ALL, Form, choice, day, line, text, tick, version_field


class ResolutionForm(Form):
    abstract = line(
        "Trích yếu",
        "Nhập trích yếu của nghị quyết.",
        description="Viết tiếp sau chữ “Nghị quyết”: “lãnh đạo thực hiện nhiệm vụ tháng …”.",
    )
    bases = text("Căn cứ", description="Mỗi dòng một căn cứ.")
    assessment = text("Đánh giá kết quả lãnh đạo")
    tasks = text("Phương hướng, nhiệm vụ")
    arrangements = text("Phân công và tổ chức thực hiện")
    recipients = text("Nơi nhận", length=2_000, description="Mỗi dòng một nơi nhận.")
    version = version_field()

    def texts(self) -> dict[str, str]:
        return {
            name: value
            for name, value in self.data.items()
            if name not in {"version", "csrf_token", "reason", "kind"}
        }


class DraftForm(ResolutionForm):
    """A new draft; only one that comes after adoption is asked for its reason."""

    kind = choice("Loại nghị quyết", [], "Chọn loại nghị quyết.")

    reason = line("Lý do lập sau khi biên bản đã thông qua")

    def offer(self, kinds: Iterable[ResolutionKind]) -> None:
        self.kind.choices = [(kind.value, KIND_LABELS[kind]) for kind in kinds]

    def chosen(self) -> ResolutionKind:
        return ResolutionKind(self.kind.data)


class AdoptForm(Form):
    vote_id = choice("Kết quả biểu quyết", [], "Chọn kết quả biểu quyết.")

    def offer(self, votes: Iterable[tuple[UUID, str]]) -> None:
        self.vote_id.choices = [(str(id_), label) for id_, label in votes]


class ReturnForm(Form):
    reason = line("Lý do", "Nêu lý do trả về dự thảo.")


class IssueForm(Form):
    issued_on = day("Ngày ban hành", "Nhập ngày ban hành.")
    signer_id = choice("Người ký", [], "Chọn người ký.")
    with_comments = tick(
        "Kèm phụ lục tổng hợp ý kiến góp ý (không nêu tên)",
    )

    def offer(self, signers: Iterable[tuple[UUID, str]]) -> None:
        self.signer_id.choices = [(str(id_), label) for id_, label in signers]


class FilterForm(Form):
    marks_optional = False

    class Meta:
        csrf = False  # it only reads

    year = choice("Năm", [])
    status = choice(
        "Trạng thái",
        [(status.value, label) for status, label in STATUS_LABELS.items()],
        empty=ALL,
    )

    def offer(self, years: Iterable[int]) -> None:
        self.year.choices = [ALL, *((str(year), str(year)) for year in years)]


class YearForm(Form):
    marks_optional = False

    class Meta:
        csrf = False  # it only reads

    year = choice("Năm", [])

    def offer(self, years: Iterable[int]) -> None:
        self.year.choices = [(str(year), str(year)) for year in years]


_PLACES = 8


class GroundsForm(Form):
    """So many places for documents from above, in the order in which they are cited."""

    marks_optional = False

    version = version_field()

    def offer(self, documents: Iterable[tuple[UUID, str]]) -> None:
        offered = [("", "—"), *((str(id_), label) for id_, label in documents)]
        for place in self.places():
            place.choices = offered

    def places(self) -> list[SelectField]:
        return [self[f"ground_{number}"] for number in range(1, _PLACES + 1)]

    def put(self, ids: Iterable[UUID]) -> None:
        for place, id_ in zip(self.places(), ids, strict=False):
            place.data = str(id_)

    def picked(self) -> list[str]:
        """Each once, gaps closed."""
        return list(dict.fromkeys(place.data for place in self.places() if place.data))


for _number in range(1, _PLACES + 1):
    setattr(GroundsForm, f"ground_{_number}", choice(f"Căn cứ {_number}", []))
