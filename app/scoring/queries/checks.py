"""What was issued and decided, read again: is it still what the trail holds the hash of?"""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select

from app.audit.events import Event
from app.audit.models import AuditEntry
from app.audit.rules import canonical
from app.extensions import db
from app.kernel.checks import Flaw, streamed
from app.scoring.models import GradeDecision, RubricEdition
from app.scoring.rules.cards import RubricState

_DECIDED = (Event.CARD_DECIDED, Event.GRADE_DECIDED, Event.GRADE_TYPED)
# What a decision says; who cancelled it and why comes later and is in the trail itself.
_SAID = (
    "key",
    "grade",
    "label",
    "is_excused",
    "total",
    "reason",
    "sheet",
    "number_symbol",
    "decided_on",
    "decided_by",
)


def decision_fingerprint(decision: GradeDecision) -> str:
    """SHA-256 over all that a decision says, the lines it stands on among it."""
    said = {name: getattr(decision, name) for name in _SAID}
    return hashlib.sha256(canonical(said)).hexdigest()


def rubric_fingerprint(edition: RubricEdition) -> str:
    return hashlib.sha256(edition.content.encode()).hexdigest()


def rubrics_hold() -> Iterator[Flaw | None]:
    """No rubric was altered after it was issued, and none stands that nobody issued."""
    told = _told(Event.RUBRIC_ISSUED)
    query = (
        select(RubricEdition)
        .where(RubricEdition.state != RubricState.DRAFT)
        .order_by(RubricEdition.id)
    )
    for (edition,) in streamed(query):
        wanted, found = told.pop(edition.id, None), rubric_fingerprint(edition)
        yield None if found == wanted else _altered("Bảng chấm điểm", edition.id, wanted, found)
    yield from (_missing("Bảng chấm điểm", id_) for id_ in told)


def decisions_hold() -> Iterator[Flaw | None]:
    """No official grade was altered, none is missing, and none stands that nobody decided."""
    told = _told(*_DECIDED)
    for (decision,) in streamed(select(GradeDecision).order_by(GradeDecision.id)):
        wanted, found = told.pop(decision.id, None), decision_fingerprint(decision)
        yield None if found == wanted else _altered("Quyết định", decision.id, wanted, found)
    yield from (_missing("Quyết định", id_) for id_ in told)


def _told(*events: Event) -> dict[object, str]:
    rows = db.session.execute(
        select(AuditEntry.subject_id, AuditEntry.facts).where(
            AuditEntry.event.in_([event.value for event in events])
        )
    )
    return {subject_id: facts["sha256"] for subject_id, facts in rows}


def _altered(what: str, id_: object, wanted: str | None, found: str) -> Flaw:
    return Flaw(
        f"{what} ({id_})", "nội dung", f"nhật ký ghi mã {wanted or 'không có'}, nay là {found}"
    )


def _missing(what: str, id_: object) -> Flaw:
    return Flaw(f"{what} ({id_})", "bản đã ban hành", "có trong nhật ký, nay không còn")
