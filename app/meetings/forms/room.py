"""What is typed around the room: an absence announced, its answer, the code on the screen."""

from app.meetings.forms.plan import Named
from app.meetings.rules.absences import DECISION_LABELS, AbsenceDecision
from app.meetings.rules.check_in import DIGITS
from app.web.forms import Form, choice, line, version_field

_ANSWERS = [
    (decision.value, label)
    for decision, label in DECISION_LABELS.items()
    if decision is not AbsenceDecision.PENDING
]


class AbsenceForm(Form):
    reason = line("Lý do vắng", "Nêu lý do vắng.", description="Chỉ bí thư, chủ trì và thư ký đọc.")
    version = version_field()


class AbsenceForForm(Form):
    """The same for a comrade who has called; `people` are those who must attend."""

    member_id = choice("Đồng chí báo vắng", [], "Chọn đồng chí báo vắng.")
    reason = line("Lý do vắng", "Nêu lý do vắng.")

    def offer(self, people: Named) -> None:
        self.member_id.choices = [("", "—"), *((str(id_), name) for id_, name in people)]


class AnswerForm(Form):
    decision = choice("Trả lời", [("", "—"), *_ANSWERS], "Chọn chấp nhận hoặc không chấp nhận.")
    answer = line("Lời nhắn", description="Không chấp nhận thì ghi rõ vì sao; đồng chí ấy sẽ đọc.")
    version = version_field()


class CheckInForm(Form):
    code = line(
        "Mã trên màn hình",
        "Nhập mã đang hiện trên màn hình.",
        length=20,
        description=f"{DIGITS} chữ số, đổi mỗi phút.",
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )
