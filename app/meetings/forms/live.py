"""What is sent while it is typed: the shape of a call, and each unit through its form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from app.kernel.errors import RuleBroken
from app.kernel.text import clean
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

MOST_CHANGES = 100
MOST_KNOWN = 5000
_NOT_UNDERSTOOD = "Không đọc được nội dung gửi lên; tải lại trang rồi thử lại."


@dataclass(frozen=True)
class Sent:
    """One change as it was sent; `values` are clean strings by field."""

    id: UUID
    unit: str
    base: int
    values: dict[str, str]
    removes: bool


@dataclass(frozen=True)
class Call:
    account: str
    place: str
    known: dict[str, int]
    changes: tuple[Sent, ...]


def read_call(body: Any) -> Call:
    """:raises RuleBroken: for anything that is not the shape agreed in ADR 0011."""
    try:
        known = {str(unit): _whole(number_) for unit, number_ in body.get("known", {}).items()}
        changes = tuple(_sent(change) for change in _listed(body.get("changes", [])))
        call = Call(str(body["account"]), str(body.get("place", "")), known, changes)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise RuleBroken(_NOT_UNDERSTOOD) from None
    if len({change.id for change in changes}) < len(changes):
        raise RuleBroken(_NOT_UNDERSTOOD)
    if len(known) > MOST_KNOWN or len(changes) > MOST_CHANGES:
        raise RuleBroken("Gửi quá nhiều nội dung trong một lần; xin gửi từng phần.")
    return call


def _sent(change: Any) -> Sent:
    values = {str(name): _text(value) for name, value in change.get("values", {}).items()}
    removes = change.get("removes", False)
    if not isinstance(removes, bool):
        raise TypeError
    return Sent(UUID(change["id"]), _text(change["unit"]), _whole(change["base"]), values, removes)


def _listed(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise TypeError
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return clean(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise TypeError
    return value


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
