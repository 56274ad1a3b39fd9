from typing import Any

from app.pledges.rules.forms import Direction
from app.web.forms import Form, hidden, line, number, text, tick, version_field


class TemplateForm(Form):
    """What stands above the sections."""

    title = line(
        "Tên bản cam kết",
        "Nhập tên bản cam kết.",
        description="Năm được in sau tên, không cần ghi.",
    )
    opening = text(
        "Lời mở đầu",
        length=4000,
        description="In sau các căn cứ, trước mục thứ nhất.",
        render_kw={"rows": 4},
    )
    version = version_field()


class SectionForm(Form):
    """A part of the form under which commitments are written."""

    heading = line("Tên mục", "Nhập tên mục.", description="Số thứ tự được in tự động.")
    guidance = text(
        "Gợi ý khi viết",
        length=4000,
        description="Hiện khi viết, không in.",
        render_kw={"rows": 4},
    )
    statement = text(
        "Nội dung chung",
        length=4000,
        description="In dưới tên mục như lời cam kết của mọi đồng chí.",
        render_kw={"rows": 4},
    )
    is_required = tick("Bắt buộc có ít nhất một nội dung cam kết")
    version = version_field()

    def values(self) -> dict[str, Any]:
        return {
            "heading": self.heading.data,
            "guidance": self.guidance.data or None,
            "statement": self.statement.data or None,
            "is_required": self.is_required.data,
        }


class MoveForm(Form):
    """A bare button that moves a section."""

    direction = hidden()
    version = version_field()

    @property
    def chosen(self) -> Direction:
        return Direction.UP if self.direction.data == Direction.UP else Direction.DOWN


class CopyForm(Form):
    """A bare button that copies a form into a year."""

    year = number("Năm")


class AdditionForm(Form):
    """A bare button that takes one of the supplied additions."""

    key = hidden()
