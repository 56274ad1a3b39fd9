from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField
from wtforms import SearchField

from app.files.rules import ACCEPTED
from app.library.rules import KINDS, TITLE_LENGTH
from app.web.forms import ALL, Form, choice, day, line, text, tick, version_field

_KINDS = [(kind, kind) for kind in KINDS]


class DocumentFilter(Form):
    """What of the register is shown; it lives in the address, so it carries no token."""

    class Meta:
        csrf = False

    marks_optional = False

    q = SearchField("Tìm văn bản", filters=[lambda typed: (typed or "").strip()[:200]])
    kind = choice("Loại", _KINDS, empty=ALL)
    year = choice("Năm", [])

    def offer(self, years: Iterable[int]) -> None:
        self.year.choices = [ALL, *((str(year), str(year)) for year in years)]

    @property
    def address(self) -> dict[str, str]:
        """The chosen filter as it stands in the address of another page of the list."""
        return {field.name: field.data for field in self if field.data and not field.errors}


class DocumentForm(Form):
    symbol = line(
        "Số, ký hiệu",
        "Nhập số, ký hiệu của văn bản.",
        description="Có hay không có gạch nối đều được: “50-CT/TW”, “10CT/TW”, “30/2020/NĐ-CP”.",
    )
    kind = choice(
        "Loại văn bản",
        _KINDS,
        description="Để trống thì lấy theo ký hiệu. Riêng QĐ của Đảng: chọn Quyết định hay "
        "Quy định.",
    )
    issued_on = day("Ngày ban hành", "Nhập ngày ban hành.")
    issuer = line(
        "Cơ quan ban hành",
        "Nhập cơ quan ban hành.",
        description="Như khi viện dẫn: “Ban Bí thư”, “Ban Tổ chức Trung ương”, “Tỉnh ủy”.",
    )
    title = text(
        "Trích yếu",
        "Nhập trích yếu của văn bản.",
        length=TITLE_LENGTH,
        description="Viết tiếp sau chữ “về”: “tiếp tục đổi mới, nâng cao chất lượng sinh hoạt "
        "chi bộ”.",
        render_kw={"rows": 3},
    )
    present_by = day(
        "Cần phổ biến trước ngày",
        description="Chi bộ nào chưa phổ biến sẽ thấy trong “Việc của tôi” của bí thư.",
    )
    file = FileField(
        "Tệp văn bản",
        render_kw={"accept": ACCEPTED},
        description="PDF, Word hoặc ảnh. Không tải lên văn bản mật.",
    )
    drops_file = tick("Bỏ tệp đang lưu")
    version = version_field()

    def typed(self) -> dict[str, Any]:
        return {
            "symbol": self.symbol.data,
            "kind": self.kind.data or "",
            "issued_on": self.issued_on.data,
            "issuer": self.issuer.data,
            # One line: a title stands in the middle of a sentence.
            "title": " ".join(self.title.data.split()),
            "present_by": self.present_by.data,
        }


class WithdrawForm(Form):
    withdrawn_on = day(
        "Hết hiệu lực từ ngày",
        description="Để trống nếu văn bản vẫn còn hiệu lực. Văn bản vẫn ở trong sổ để viện dẫn "
        "cho thời gian trước ngày này.",
    )
    version = version_field()
