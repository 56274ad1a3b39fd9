from app.web.forms import Form, hidden, tick


class AdoptForm(Form):
    read_back = tick("Thư ký đã đọc lại biên bản trước hội nghị và được thông qua")
    seen = hidden()
