"""A file goes out under a header every server passes on."""

from urllib.parse import unquote

import pytest

from app.web.downloads import attachment


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Biên bản tháng 11.docx", "bien-ban-thang-11.docx"),
        ("日本Ω.pdf", "---.pdf"),
        ("báo cáo 🎉.pdf", "bao-cao--.pdf"),
        ('a"; filename="b.exe', "a---filename--b.exe"),
        ("a\r\nSet-Cookie: x=1.pdf", "a--set-cookie--x-1.pdf"),
        ("٣.pdf", "-.pdf"),
    ],
)
def test_any_name_travels_as_plain_letters_and_as_itself(app, name, plain):
    with app.app_context():
        header = attachment(b"x", name=name, media_type="application/pdf").headers[
            "Content-Disposition"
        ]

    header.encode("latin-1")
    first, extended = header.removeprefix("attachment; ").split("; filename*=UTF-8''")
    assert first == f'filename="{plain}"'
    assert unquote(extended) == name
    assert header.isprintable()
