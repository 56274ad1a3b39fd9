"""Stored facts in words: dates as days, codes by their labels, identities by their names."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from app.access.permissions import ROLE_LABELS
from app.assignments.rules import OUTCOME_LABELS, PRIORITY_LABELS, UNIT_KIND_LABELS
from app.assignments.rules import STATUS_LABELS as ASSIGNMENT_STATUS_LABELS
from app.inspection.rules.labels import FIELD_LABELS
from app.meetings.rules.absences import AbsenceDecision
from app.meetings.rules.agenda import STEP_STATE_LABELS, sections
from app.meetings.rules.life import MODE_LABELS, TYPE_LABELS
from app.meetings.rules.units import PROSE
from app.meetings.rules.votes import METHOD_LABELS
from app.organisations.rules import BRANCH_TYPE_LABELS
from app.people.rules import POSITION_LABELS, STATUS_LABELS
from app.personal_plans.rules import AUDIENCE_LABELS, CHANNEL_LABELS
from app.petitions.rules import KIND_LABELS as PETITION_KIND_LABELS
from app.pledges.rules import OUTCOME_LABELS as PLEDGE_OUTCOME_LABELS
from app.programmes.rules import TOPIC_GROUP_LABELS
from app.regulations.rules import settings
from app.resolutions.rules import REVIEW_LABELS, TREATMENT_LABELS
from app.scoring.rules.rubric import COLUMN_LABELS
from app.scoring.rules.subjects import SUBJECT_LABELS
from app.scoring.rules.year import CAP_BASE_LABELS, GROUPING_LABELS, MONTHS_LABELS

_GENDERS = {"female": "Nữ", "male": "Nam"}
_DECISIONS = {
    AbsenceDecision.PENDING.value: "chưa quyết định",
    AbsenceDecision.ACCEPTED.value: "đồng ý",
    AbsenceDecision.DECLINED.value: "không đồng ý",
}
_WORDS: dict[str, Mapping[str, str]] = {
    "branch_type": {key.value: label for key, label in BRANCH_TYPE_LABELS.items()},
    "gender": _GENDERS,
    "status": {
        key.value: label
        for labels in (STATUS_LABELS, ASSIGNMENT_STATUS_LABELS)
        for key, label in labels.items()
    },
    "position": {key.value: label for key, label in POSITION_LABELS.items()},
    "role": {key.value: label for key, label in ROLE_LABELS.items()},
    "type": {key.value: label for key, label in TYPE_LABELS.items()},
    "mode": {key.value: label for key, label in MODE_LABELS.items()},
    "method": {key.value: label for key, label in METHOD_LABELS.items()},
    "state": {key.value: label for key, label in STEP_STATE_LABELS.items()},
    "priority": {key.value: label for key, label in PRIORITY_LABELS.items()},
    "outcome": {
        key.value: label
        for labels in (OUTCOME_LABELS, PLEDGE_OUTCOME_LABELS)
        for key, label in labels.items()
    },
    "channel": {key.value: label for key, label in CHANNEL_LABELS.items()},
    "audience": {key.value: label for key, label in AUDIENCE_LABELS.items()},
    "kind": {
        key.value: label
        for labels in (PETITION_KIND_LABELS, REVIEW_LABELS, UNIT_KIND_LABELS)
        for key, label in labels.items()
    },
    "treatment": {key.value: label for key, label in TREATMENT_LABELS.items()},
    "topic_group": {key.value: label for key, label in TOPIC_GROUP_LABELS.items()},
    "decision": _DECISIONS,
    "column": {key.value: label.lower() for key, label in COLUMN_LABELS.items()},
    "subject": {key.value: label.lower() for key, label in SUBJECT_LABELS.items()},
    "cap_base": {key.value: label for key, label in CAP_BASE_LABELS.items()},
    "grouping": {key.value: label for key, label in GROUPING_LABELS.items()},
    "months_rule": {key.value: label for key, label in MONTHS_LABELS.items()},
    "format": {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "zip": "ZIP"},
}
_UNITS = {
    "item": "một nội dung của chương trình",
    "opening": "phần mở đầu",
    "closing": "phần kết thúc",
    "roll": "điểm danh",
    "statement": "một ý kiến phát biểu",
    "vote": "một lượt biểu quyết",
    "conclusion": "một kết luận",
    "assignment": "một nhiệm vụ",
    "review": "đánh giá nhiệm vụ kỳ trước",
    "step": "một phần của chương trình",
}
_IDENTITY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"\d{2}:\d{2}(:\d{2}(\.\d+)?)?")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_VIETNAM = timezone(timedelta(hours=7))  # no daylight saving since the chain began

# Words as somebody typed them: an identity in them names nothing, for it may be anybody's.
TYPED = PROSE | {
    "aim",
    "card",
    "comment",
    "grade",
    "graded",
    "guidance",
    "heading",
    "measures",
    "opening",
    "paper",
    "statement",
    "file",
    "how",
    "issuer",
    "point",
    "shortcoming",
    "solution",
    "abstract",
    "answer",
    "arrangements",
    "assessment",
    "bases",
    "basis",
    "decision",
    "name",
    "note",
    "place",
    "purpose",
    "question",
    "questions",
    "recipients",
    "speaker",
    "tasks",
    "title",
    "topic",
}

EMPTY = "(trống)"


def is_empty(value: Any) -> bool:
    return value is None or value in ("", [])


def label_of(field: str) -> str:
    return FIELD_LABELS.get(field, field.replace("_", " "))


def shown(field: str, value: Any, names: Mapping[str, str]) -> str:
    """One fact as it is read; `names` says who or what an identity stands for."""
    if is_empty(value):
        return EMPTY
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        return ", ".join(shown(field, one, names) for one in value)
    if isinstance(value, int):
        return _size(value) if field == "size" else str(value)
    text = str(value)
    if text in _WORDS.get(field, {}):
        return _WORDS[field][text]
    return _SPECIAL[field](text, names) if field in _SPECIAL else _read(text, names)


def _read(text: str, names: Mapping[str, str]) -> str:
    """What its shape says it is; anything else is text as it was typed."""
    if text in names:
        return names[text]
    if _IDENTITY.fullmatch(text):
        return "(không còn trong danh sách)"
    if _DIGEST.fullmatch(text):
        return f"{text[:16]}…"
    try:
        return _read_time(text)
    except (ValueError, OverflowError):  # shaped like a time, but somebody's own words
        return text


def _read_time(text: str) -> str:
    if _DAY.fullmatch(text):
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    if _CLOCK.fullmatch(text):
        return _clock(time.fromisoformat(text))
    return _moment(text) if _DAY.match(text) and "T" in text[10:11] else text


def _clock(moment: time | datetime) -> str:
    return f"{moment.hour} giờ {moment.minute:02d}"


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text)
    local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_VIETNAM)
    return f"{_clock(local)} ngày {local:%d/%m/%Y}"


def _size(size: int) -> str:
    shown_size = f"{size / 1_000_000:.1f}".replace(".", ",")
    return f"{shown_size} MB" if size >= 100_000 else f"{size} byte"


def _section(text: str, _names: Mapping[str, str]) -> str:
    found = sections().get(text)
    return found.title if found else text


def _setting(text: str, _names: Mapping[str, str]) -> str:
    found = settings().get(text)
    return found.label if found else text


def _scope(text: str, names: Mapping[str, str]) -> str:
    kind, _, of = text.partition(":")
    if kind == "year":
        return f"năm {of}"
    return f"nhiệm kỳ {names[of]}" if of in names else "theo nhiệm kỳ"


def _period(text: str, names: Mapping[str, str]) -> str:
    try:
        first = date.fromisoformat(text)
    except ValueError:
        return _read(text, names)
    return f"tháng {first.month} năm {first.year}"


def _unit(text: str, names: Mapping[str, str]) -> str:
    kind, _, of = text.partition(":")
    if kind == "step" and of in sections():
        return f"phần “{sections()[of].title}”"
    named = names.get(of)
    return f"“{named}”" if named else _UNITS.get(kind, "một phần")


_SPECIAL = {
    "section": _section,
    "key": _setting,
    "scope": _scope,
    "period": _period,
    "unit": _unit,
}
