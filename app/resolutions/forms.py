from collections.abc import Iterable
from uuid import UUID

from app.web.forms import Form, choice, day, line, text, version_field


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
            if name not in {"version", "csrf_token", "reason"}
        }


class DraftForm(ResolutionForm):
    """A new draft; only one that comes after adoption is asked for its reason."""

    reason = line("Lý do lập sau khi biên bản đã thông qua")


class AdoptForm(Form):
    vote_id = choice("Kết quả biểu quyết", [], "Chọn kết quả biểu quyết.")

    def offer(self, votes: Iterable[tuple[UUID, str]]) -> None:
        self.vote_id.choices = [(str(id_), label) for id_, label in votes]


class ReturnForm(Form):
    reason = line("Lý do", "Nêu lý do trả về dự thảo.")


class IssueForm(Form):
    issued_on = day("Ngày ban hành", "Nhập ngày ban hành.")
    signer_id = choice("Người ký", [], "Chọn người ký.")

    def offer(self, signers: Iterable[tuple[UUID, str]]) -> None:
        self.signer_id.choices = [(str(id_), label) for id_, label in signers]


class FilterForm(Form):
    class Meta:
        csrf = False  # it only reads

    year = choice("Năm", [])

    def offer(self, years: Iterable[int]) -> None:
        self.year.choices = [("", "Tất cả"), *((str(year), str(year)) for year in years)]
