"""What the pages of a meeting show of its topic; each checks what its reader may see."""

from collections.abc import Mapping
from typing import Any

from app.access.guards import can
from app.access.permissions import Permission
from app.kernel.clock import today
from app.meetings.models import Meeting
from app.meetings.queries.meetings import reading_record
from app.meetings.rules.life import PREPARABLE, RECORDABLE, WITH_TOPIC
from app.topics.queries import (
    Desk,
    difficulties_of,
    documents_due_at,
    last_version,
    paper_of,
    questions_of,
    sending_of,
    sent_at,
)
from app.topics.rules import PAPER_STATUS_LABELS, SECTION, NextStep, PaperStatus, next_step

PAPER_TONES = {
    PaperStatus.DRAFT: "soon",
    PaperStatus.SUBMITTED: "soon",
    PaperStatus.RETURNED: "late",
    PaperStatus.ADOPTED: "ok",
}
# What the reader may do about the step that comes next.
_RIGHTS = {
    NextStep.ASSIGN: Permission.LEAD_PAPER_ADOPT,
    NextStep.WRITE: Permission.LEAD_PAPER_WRITE,
    NextStep.ADOPT: Permission.LEAD_PAPER_ADOPT,
    NextStep.SEND: Permission.LEAD_PAPER_ADOPT,
}


def _is_asked(meeting: Meeting, section: str | None) -> bool:
    """On the page of a topical meeting, and of the step in which its topic is dealt with."""
    return meeting.type in WITH_TOPIC and section in (None, SECTION)


def state_of(desk: Desk) -> dict[str, Any]:
    """How far the paper has come, and what its reader can do next."""
    meeting, paper = desk.meeting, desk.paper
    is_sent = paper is not None and sent_at(paper) is not None
    step = next_step(meeting.status, paper.status if paper else None, is_sent=is_sent)
    due_at = documents_due_at(meeting)
    return {
        "paper": paper,
        "step": step.value,
        "may_act": step in _RIGHTS and can(_RIGHTS[step], desk),
        "label": PAPER_STATUS_LABELS[paper.status] if paper else "Chưa phân công",
        "tone": PAPER_TONES[paper.status] if paper else "late",
        "sending": sending_of(paper, due_at) if paper else None,
        "due_at": due_at,
        "is_early": meeting.status in PREPARABLE,
    }


def paper_shown(meeting: Meeting, section: str | None) -> Mapping[str, Any] | None:
    """The state of the paper, for those who prepare it; the others have it as a material."""
    if not _is_asked(meeting, section):
        return None
    desk = Desk(meeting, paper_of(meeting))
    if not can(Permission.LEAD_PAPER_READ, desk):
        return None
    state = state_of(desk)
    return state if desk.paper or state["step"] == NextStep.ASSIGN else None


def questions_shown(meeting: Meeting, section: str | None) -> Mapping[str, Any] | None:
    """Beside the discussion they guide."""
    if meeting.type not in WITH_TOPIC or section != SECTION:
        return None
    questions = questions_of(meeting.id)
    return {"questions": questions} if questions else None


def difficulties_shown(meeting: Meeting, section: str | None) -> Mapping[str, Any] | None:
    """Difficulties and solutions with the results of today, as far as the record may be read."""
    if not _is_asked(meeting, section) or not can(reading_record(meeting), meeting):
        return None
    may_record = meeting.status in RECORDABLE and can(Permission.MEETING_RECORD, meeting)
    difficulties = difficulties_of(meeting.id)
    if not (difficulties or may_record):
        return None
    return {"difficulties": difficulties, "may_record": may_record, "today": today()}


def text_of(desk: Desk) -> str:
    version = last_version(desk.paper) if desk.paper else None
    return version.text if version else ""
