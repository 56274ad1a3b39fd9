"""What of a meeting is saved, versioned and compared as one: a unit, named `kind:uuid`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.assignments.rules import OUTCOME_LABELS, PRIORITY_LABELS
from app.kernel.errors import RuleBroken
from app.meetings.rules.agenda import STEP_STATE_LABELS, sections
from app.meetings.rules.roll import PRESENCE_LABELS
from app.meetings.rules.votes import MAJORITY_LABELS, METHOD_LABELS
from app.revisions.rules import unit_name


class UnitKind(StrEnum):
    """The stored names are for ever."""

    ITEM = "item"
    OPENING = "opening"
    CLOSING = "closing"
    ROLL = "roll"
    STATEMENT = "statement"
    VOTE = "vote"
    CONCLUSION = "conclusion"
    ASSIGNMENT = "assignment"
    REVIEW = "review"
    STEP = "step"


FIELDS: dict[UnitKind, tuple[str, ...]] = {
    UnitKind.ITEM: ("presenter", "content", "source_documents", "conclusion"),
    UnitKind.OPENING: (
        "began_time",
        "chair_id",
        "minute_taker_id",
        "dues_paid",
        "dues_due",
        "dues_note",
    ),
    UnitKind.CLOSING: ("conclusion", "self_score", "weakness", "remedy"),
    UnitKind.ROLL: ("presence", "reason", "late", "early", "point"),
    UnitKind.STATEMENT: ("speaker", "section", "text", "is_dissent"),
    UnitKind.VOTE: (
        "subject",
        "section",
        "majority",
        "method",
        "in_favour",
        "against",
        "other",
        "invalid",
        "away",
    ),
    UnitKind.CONCLUSION: ("text", "section"),
    UnitKind.ASSIGNMENT: (
        "text",
        "accountable_id",
        "due_on",
        "conclusion_id",
        "collaborator_ids",
        "unit_ids",
        "outside_collaborators",
        "category",
        "priority",
    ),
    UnitKind.REVIEW: ("outcome", "result", "reason", "due_on"),
    UnitKind.STEP: ("state", "no_content_reason"),
}

# What a page may add and take away; the others stand as long as their meeting.
ADDABLE = frozenset({UnitKind.STATEMENT, UnitKind.VOTE, UnitKind.CONCLUSION, UnitKind.ASSIGNMENT})
# What the fields of a new one show before anything is chosen.
SHOWN_FIRST: dict[UnitKind, dict[str, str]] = {
    UnitKind.VOTE: {
        "majority": "ordinary",
        "method": "show_of_hands",
        "against": "0",
        "other": "0",
        "invalid": "0",
        "away": "0",
    },
    UnitKind.ASSIGNMENT: {"priority": "normal"},
}
# Who leads and who writes is named by the branch's leaders alone.
APPOINTING = frozenset({"chair_id", "minute_taker_id"})


@dataclass(frozen=True)
class Unit:
    kind: UnitKind
    id: UUID

    def __str__(self) -> str:
        return unit_name(self.kind, self.id)


def unit_called(name: str) -> Unit:
    """:raises RuleBroken: for a name that no unit can have."""
    kind, _, id_ = name.partition(":")
    try:
        unit = Unit(UnitKind(kind), UUID(id_))
    except ValueError:
        raise RuleBroken("Không nhận ra phần được gửi lên; tải lại trang rồi thử lại.") from None
    if str(unit) != name:
        raise RuleBroken("Không nhận ra phần được gửi lên; tải lại trang rồi thử lại.")
    return unit


_PLACES = {"roll": "điểm danh", "opening": "phần mở đầu", "closing": "phần kết thúc"}


def place_label(place: str) -> str:
    """Where somebody writes: “bước 2”, “phần mở đầu”."""
    section = sections().get(place)
    if section is None:
        return _PLACES.get(place, "biên bản")
    return f"bước {section.number}" if section.number else f"phần {section.short.lower()}"


def known_place(place: str) -> str:
    """A place of ours, or the meeting as a whole."""
    return place if place in _PLACES or place in sections() else "meeting"


FIELD_LABELS: dict[str, str] = {
    "presenter": "Người trình bày",
    "content": "Nội dung",
    "source_documents": "Tài liệu, văn bản làm căn cứ",
    "conclusion": "Kết luận của chủ trì",
    "began_time": "Giờ bắt đầu thực tế",
    "chair_id": "Chủ trì",
    "minute_taker_id": "Thư ký",
    "dues_paid": "Số đồng chí đã nộp đảng phí",
    "dues_due": "Số đồng chí phải nộp",
    "dues_note": "Ghi chú về đảng phí",
    "self_score": "Điểm chi bộ tự chấm",
    "weakness": "Hạn chế",
    "remedy": "Biện pháp khắc phục",
    "presence": "Điểm danh",
    "late": "Đến muộn (phút)",
    "early": "Về sớm (phút)",
    "point": "Điểm cầu",
    "speaker": "Người phát biểu",
    "section": "Thuộc phần",
    "text": "Nội dung",
    "is_dissent": "Ý kiến khác, bảo lưu",
    "subject": "Nội dung biểu quyết",
    "majority": "Tỷ lệ cần đạt",
    "method": "Hình thức",
    "in_favour": "Tán thành",
    "against": "Không tán thành",
    "other": "Ý kiến khác",
    "invalid": "Phiếu không hợp lệ",
    "away": "Vắng lúc biểu quyết",
    "accountable_id": "Người chịu trách nhiệm",
    "due_on": "Thời hạn",
    "conclusion_id": "Từ kết luận",
    "collaborator_ids": "Phối hợp",
    "unit_ids": "Đơn vị phối hợp",
    "outside_collaborators": "Đơn vị, cá nhân khác phối hợp",
    "category": "Lĩnh vực",
    "priority": "Mức độ",
    "outcome": "Kết quả",
    "result": "Kết quả thực hiện",
    "reason": "Lý do",
    "state": "Tình trạng",
    "no_content_reason": "Lý do không có nội dung",
}

# Fields of free words, which can be merged; the others are chosen, counted or dated.
PROSE = frozenset(
    {
        "presenter",
        "content",
        "source_documents",
        "conclusion",
        "dues_note",
        "weakness",
        "remedy",
        "reason",
        "text",
        "subject",
        "outside_collaborators",
        "category",
        "result",
        "no_content_reason",
    }
)

_CHOSEN: dict[str, Mapping[str, str]] = {
    "presence": {key.value: word for key, word in PRESENCE_LABELS.items()},
    "majority": {key.value: word for key, word in MAJORITY_LABELS.items()},
    "method": {key.value: word for key, word in METHOD_LABELS.items()},
    "priority": {key.value: word for key, word in PRIORITY_LABELS.items()},
    "outcome": {key.value: word for key, word in OUTCOME_LABELS.items()},
    "state": {key.value: word for key, word in STEP_STATE_LABELS.items()},
    "is_dissent": {"y": "Có"},
}
_NAMED = frozenset(
    {"chair_id", "minute_taker_id", "point", "speaker", "accountable_id", "conclusion_id"}
)


# Fields that hold several ids, set apart by spaces.
SEVERAL = frozenset({"collaborator_ids", "unit_ids"})


def shown(field: str, text: str, names: Mapping[str, str]) -> str:
    """A stored value as it is read: names for ids, words for choices, days as dd/mm/yyyy."""
    if field in _CHOSEN:
        return _CHOSEN[field].get(text, text)
    if field in SEVERAL:
        return ", ".join(names.get(id_, id_) for id_ in text.split())
    if field in _NAMED:
        id_ = text.rpartition(":")[2]
        return names.get(id_, id_)
    if field == "section" and text in sections():
        return sections()[text].short
    return _day(text) if field == "due_on" else text


def _day(text: str) -> str:
    """What was typed and never stood may be no day at all."""
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text


def shortened(text: str, length: int = 80) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
