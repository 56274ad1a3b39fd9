from typing import Any

from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from app.access.permissions import ROLE_LABELS
from app.people.models import Gender
from app.people.rules import (
    GRANTED_ROLES,
    MAX_USERNAME_LENGTH,
    MIN_PASSWORD_LENGTH,
    POSITION_LABELS,
    STATUS_LABELS,
    Position,
    Status,
)
from app.web.forms import Form, choice, day, hidden, line, number, version_field

_STATUSES = [(status.value, label) for status, label in STATUS_LABELS.items()]
_POSITIONS = [(position.value, label) for position, label in POSITION_LABELS.items()]
_ROLES = [(role.value, ROLE_LABELS[role]) for role in GRANTED_ROLES]
_GENDERS = [(Gender.FEMALE.value, "Nữ giới"), (Gender.MALE.value, "Nam giới")]
# Said, not taken for granted: the first of a list is never chosen by chance.
_NOTHING = ("", "—")
_LENGTH_HINT = f"Ít nhất {MIN_PASSWORD_LENGTH} ký tự; một câu dễ nhớ là tốt nhất."


def password(label: str, required: str, autocomplete: str, **kwargs: Any) -> PasswordField:
    return PasswordField(
        label,
        [InputRequired(required), Length(max=200, message="Mật khẩu dài nhất 200 ký tự.")],
        render_kw={"autocomplete": autocomplete},
        **kwargs,
    )


def new_password(label: str = "Mật khẩu mới") -> PasswordField:
    return password(label, "Nhập mật khẩu.", "new-password", description=_LENGTH_HINT)


def repeated() -> PasswordField:
    return PasswordField(
        "Nhập lại mật khẩu",
        [EqualTo("password", "Hai lần nhập mật khẩu chưa giống nhau.")],
        render_kw={"autocomplete": "new-password"},
    )


def username() -> Any:
    return line(
        "Tên đăng nhập",
        "Nhập tên đăng nhập.",
        length=MAX_USERNAME_LENGTH,
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )


class SignInForm(Form):
    username = username()
    password = password("Mật khẩu", "Nhập mật khẩu.", "current-password")
    next = hidden()


class FirstRunForm(Form):
    committee = line("Tên cấp ủy", "Nhập tên cấp ủy, ví dụ: Đảng ủy Văn phòng UBND tỉnh.")
    branch = line("Tên chi bộ")
    place = line("Địa danh", "Nhập địa danh, ví dụ: Huế.")
    name = line("Họ và tên", "Nhập họ và tên.", render_kw={"autocomplete": "name"})
    username = username()
    password = new_password("Mật khẩu")
    repeated = repeated()


class PasswordForm(Form):
    current = password("Mật khẩu hiện nay", "Nhập mật khẩu hiện nay.", "current-password")
    password = new_password()
    repeated = repeated()


class _WhoForm(Form):
    name = line("Họ và tên", "Nhập họ và tên.")
    gender = choice("Giới tính", _GENDERS)
    birth_year = number("Năm sinh", at_least=1900, at_most=2100)
    professional_title = line("Chức vụ chuyên môn")
    email = line("Thư điện tử", render_kw={"type": "email", "autocapitalize": "none"})
    admitted_on = day("Ngày vào Đảng")
    official_on = day("Ngày chính thức")

    def values(self) -> dict[str, Any]:
        values = {
            name: self[name].data
            for name in (
                "name",
                "birth_year",
                "professional_title",
                "email",
                "admitted_on",
                "official_on",
            )
        }
        return {**values, "gender": Gender(self.gender.data) if self.gender.data else None}


class MemberForm(_WhoForm):
    version = version_field()


class NewMemberForm(_WhoForm):
    status = choice("Trạng thái", _STATUSES, "Chọn trạng thái.")
    starts_on = day("Sinh hoạt tại đây từ ngày", "Nhập ngày bắt đầu sinh hoạt tại đây.")
    basis = line("Văn bản làm căn cứ")


class StatusForm(Form):
    organisation_id = choice("Chi bộ", [], "Chọn chi bộ.")
    status = choice("Trạng thái mới", [_NOTHING, *_STATUSES], "Chọn trạng thái.")
    starts_on = day("Từ ngày", "Nhập ngày bắt đầu.")
    ends_on = day("Đến hết ngày")
    basis = line("Văn bản làm căn cứ")


class PositionForm(Form):
    position = choice("Chức vụ", [_NOTHING, *_POSITIONS], "Chọn chức vụ.")
    organisation_id = choice("Tại", [], "Chọn nơi giữ chức vụ.")
    starts_on = day("Từ ngày", "Nhập ngày bắt đầu.")
    ends_on = day("Đến hết ngày")
    basis = line("Văn bản làm căn cứ")


class EndForm(Form):
    ends_on = day("Ngày cuối cùng", "Nhập ngày cuối cùng.")


class _Correction(Form):
    starts_on = day("Từ ngày", "Nhập ngày bắt đầu.")
    ends_on = day("Đến hết ngày")
    basis = line("Văn bản làm căn cứ")
    reason = line("Lý do đính chính", "Nêu lý do đính chính, ví dụ: nhập nhầm ngày.")
    version = version_field()


class StatusCorrection(_Correction):
    status = choice("Trạng thái", _STATUSES, "Chọn trạng thái.")

    def values(self) -> dict[str, Any]:
        return {
            "status": Status(self.status.data),
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
            "basis": self.basis.data or None,
        }


class PositionCorrection(_Correction):
    position = choice("Chức vụ", _POSITIONS, "Chọn chức vụ.")

    def values(self) -> dict[str, Any]:
        return {
            "position": Position(self.position.data),
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
            "basis": self.basis.data or None,
        }


class TransferForm(Form):
    organisation_id = choice("Chuyển đến", [], "Chọn chi bộ nơi đến.")
    starts_on = day("Ngày đầu tiên ở nơi đến", "Nhập ngày đầu tiên ở nơi đến.")
    basis = line("Văn bản làm căn cứ")


class MemberFilter(Form):
    class Meta:
        csrf = False  # it only reads

    q = line("Họ tên", length=100)
    status = choice("Trạng thái", _STATUSES, default="")
    on = day("Vào ngày")


class AccountFilter(Form):
    class Meta:
        csrf = False

    q = line("Họ tên, tên đăng nhập", length=100)


class NewAccountForm(Form):
    member_id = choice("Đảng viên", [])
    name = line("Họ và tên")
    username = line(
        "Tên đăng nhập",
        "Nhập tên đăng nhập.",
        length=MAX_USERNAME_LENGTH,
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    role = choice("Vai trò", _ROLES)


class RoleForm(Form):
    role = choice("Vai trò", [_NOTHING, *_ROLES], "Chọn vai trò.")
    organisation_id = choice("Tại", [], "Chọn nơi giao vai trò.")
    ends_on = day("Đến hết ngày")
