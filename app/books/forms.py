from app.web.forms import Form, choice, tick

FORMATS = [("pdf", "PDF"), ("docx", "Word")]


class BookForm(Form):
    """Each button of the form is a format."""

    format = choice("Dạng tệp", FORMATS, "Chọn PDF hoặc Word.")
    is_circulated = tick("Bản phổ biến: không có các nội dung hạn chế")
