from collections.abc import Iterable
from typing import Any
from uuid import UUID

from wtforms import SearchField, SelectMultipleField, ValidationError

from app.library.rules import KINDS, TITLE_LENGTH
from app.web.forms import Form, choice, day, line, text, ticks

Named = Iterable[tuple[UUID, str]]
_KINDS = [(kind, kind) for kind in KINDS]


class PickFilter(Form):
    """Which documents are offered; it lives in the address, so it carries no token."""

    class Meta:
        csrf = False

    marks_optional = False

    q = SearchField("Tìm văn bản", filters=[lambda typed: (typed or "").strip()[:200]])


class _UnderItem(Form):
    item_id = choice("Nội dung", [], "Chọn nội dung.")

    def offer_items(self, items: Named) -> None:
        self.item_id.choices = [(str(id_), title) for id_, title in items]

    @property
    def chosen_item(self) -> UUID:
        return UUID(self.item_id.data)


class AttachForm(_UnderItem):
    document_ids = ticks("Văn bản")

    def offer(self, items: Named, documents: Named) -> None:
        self.offer_items(items)
        self.document_ids.choices = [(str(id_), cited) for id_, cited in documents]

    def validate_document_ids(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError("Chọn ít nhất một văn bản.")

    @property
    def chosen_documents(self) -> set[UUID]:
        return {UUID(id_) for id_ in self.document_ids.data}


class RegisterForm(_UnderItem):
    """A document that is not in the register yet: written into it and presented at once."""

    symbol = line("Số, ký hiệu", "Nhập số, ký hiệu của văn bản.")
    kind = choice("Loại văn bản", _KINDS, description="Để trống thì lấy theo ký hiệu.")
    issued_on = day("Ngày ban hành", "Nhập ngày ban hành.")
    issuer = line("Cơ quan ban hành", "Nhập cơ quan ban hành.")
    title = text(
        "Trích yếu",
        "Nhập trích yếu của văn bản.",
        length=TITLE_LENGTH,
        description="Viết tiếp sau chữ “về”.",
        render_kw={"rows": 2},
    )

    def typed(self) -> dict[str, Any]:
        return {
            "symbol": self.symbol.data,
            "kind": self.kind.data or "",
            "issued_on": self.issued_on.data,
            "issuer": self.issuer.data,
            "title": " ".join(self.title.data.split()),
        }


class TellForm(Form):
    member_ids = ticks("Đồng chí được phổ biến bù")
    told_on = day("Ngày phổ biến", "Nhập ngày phổ biến.")
    how = line(
        "Hình thức",
        "Ghi hình thức phổ biến.",
        description="Ví dụ: trao đổi trực tiếp, gửi văn bản để nghiên cứu.",
    )

    def offer(self, members: Named) -> None:
        self.member_ids.choices = [(str(id_), name) for id_, name in members]

    def validate_member_ids(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError("Chọn ít nhất một đồng chí.")

    @property
    def chosen(self) -> list[UUID]:
        return [UUID(id_) for id_ in self.member_ids.data]
