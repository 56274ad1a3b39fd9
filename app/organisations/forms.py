from typing import Any

from app.organisations.rules import BRANCH_TYPE_LABELS, BranchType
from app.web.forms import Form, choice, day, line, version_field

_TYPES = [(kind.value, label) for kind, label in BRANCH_TYPE_LABELS.items()]


def _branch_type(value: str | None) -> BranchType | None:
    return BranchType(value) if value else None


class NewOrganisationForm(Form):
    """Little is asked: what is left empty follows from the name."""

    kind_code = choice("Loại tổ chức", [], "Chọn loại tổ chức.")
    name = line("Tên đầy đủ", "Nhập tên tổ chức, ví dụ: Chi bộ Tổng hợp.")
    branch_type = choice("Loại hình chi bộ", _TYPES)
    place = line("Địa danh ghi trên văn bản")
    code = line("Mã tổ chức", length=40)

    def values(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "branch_type": _branch_type(self.branch_type.data),
            "place": self.place.data,
            "code": self.code.data,
        }


class OrganisationForm(Form):
    name = line("Tên đầy đủ", "Nhập tên tổ chức.")
    header_name = line("Tên in ở đầu văn bản", "Nhập tên in ở đầu văn bản.")
    body_name = line("Tên đảng bộ in ở đầu văn bản")
    symbol = line("Ký hiệu trong số văn bản", "Nhập ký hiệu, ví dụ: CB.", length=10)
    place = line("Địa danh ghi trên văn bản", "Nhập địa danh, ví dụ: Huế.")
    branch_type = choice("Loại hình chi bộ", _TYPES)
    code = line("Mã tổ chức", "Nhập mã tổ chức.", length=40)
    version = version_field()

    def values(self) -> dict[str, Any]:
        names = ("name", "header_name", "body_name", "symbol", "place", "code")
        return {
            **{name: self[name].data for name in names},
            "branch_type": _branch_type(self.branch_type.data) if self.branch_type else None,
        }


class TermForm(Form):
    name = line("Nhiệm kỳ", "Nhập tên nhiệm kỳ, ví dụ: 2025-2030.", length=60)
    starts_on = day("Từ ngày", "Nhập ngày bắt đầu nhiệm kỳ.")
    ends_on = day("Đến ngày")
