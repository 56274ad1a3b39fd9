"""What is sent while it is typed: each unit through its form."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from app.meetings.forms.record import (
    AssignmentForm,
    ClosingForm,
    ConclusionForm,
    OpeningForm,
    ReviewForm,
    StatementForm,
    VoteForm,
)
from app.meetings.rules.agenda import STEP_STATE_LABELS
from app.meetings.rules.roll import PRESENCE_LABELS, Mark, Presence
from app.meetings.rules.units import SEVERAL, UnitKind
from app.web.forms import Form, choice, line, number, text


class ItemLine(Form):
    presenter = line("Người trình bày")
    content = text("Nội dung")
    source_documents = text("Tài liệu, văn bản làm căn cứ", length=2000)
    conclusion = text("Kết luận của chủ trì")

    def values(self) -> dict[str, Any]:
        return {
            name: self[name].data
            for name in ("presenter", "content", "source_documents", "conclusion")
        }


class RollLine(Form):
    presence = choice(
        "Điểm danh", [(p.value, PRESENCE_LABELS[p]) for p in Presence], "Chọn có mặt hay vắng."
    )
    reason = line("Lý do")
    late = number("Đến muộn", at_most=600)
    early = number("Về sớm", at_most=600)
    point = choice("Điểm cầu", [])

    def mark(self) -> Mark:
        return Mark(
            Presence(self.presence.data),
            self.reason.data,
            self.late.data or None,
            self.early.data or None,
            UUID(self.point.data) if self.point.data else None,
        )


class StepLine(Form):
    state = choice("Tình trạng", [(s.value, w) for s, w in STEP_STATE_LABELS.items()], "Chọn.")
    no_content_reason = line("Lý do không có nội dung")


FORMS: dict[UnitKind, type[Form]] = {
    UnitKind.ITEM: ItemLine,
    UnitKind.OPENING: OpeningForm,
    UnitKind.CLOSING: ClosingForm,
    UnitKind.ROLL: RollLine,
    UnitKind.STATEMENT: StatementForm,
    UnitKind.VOTE: VoteForm,
    UnitKind.CONCLUSION: ConclusionForm,
    UnitKind.ASSIGNMENT: AssignmentForm,
    UnitKind.REVIEW: ReviewForm,
    UnitKind.STEP: StepLine,
}


def filled_form(kind: UnitKind, values: Mapping[str, str]) -> Form:
    """The unit's form as if `values` had been typed into it and sent."""
    typed: MultiDict[str, str] = MultiDict()
    for name, value in values.items():
        parts: Iterable[str] = value.split() if name in SEVERAL else [value]
        typed.setlist(name, list(parts))
    return FORMS[kind](formdata=typed, meta={"csrf": False})
