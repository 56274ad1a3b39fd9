from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from app.web.forms import Form, hidden, line


def password(label: str, required: str, autocomplete: str) -> PasswordField:
    return PasswordField(
        label,
        [InputRequired(required), Length(max=200, message="Mật khẩu dài nhất 200 ký tự.")],
        render_kw={"autocomplete": autocomplete},
    )


class SignInForm(Form):
    username = line(
        "Tên đăng nhập",
        "Nhập tên đăng nhập.",
        length=60,
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = password("Mật khẩu", "Nhập mật khẩu.", "current-password")
    next = hidden()
