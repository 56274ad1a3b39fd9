"""A committee's rubrics: begun, changed as one text, issued, ended."""

import hashlib
from datetime import date, datetime

from sqlalchemy import func, select

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation
from app.scoring.models import RubricEdition
from app.scoring.rules.cards import RubricState
from app.scoring.rules.checking import Flaw, flaws_of
from app.scoring.rules.indicators import CONDITIONS, INDICATORS, Subject
from app.scoring.rules.plain import in_text
from app.scoring.rules.rubric import Rubric


def begin_rubric(
    place: Organisation,
    subject: Subject,
    source: Rubric,
    *,
    frame: RubricEdition | None = None,
    grounds: str | None = None,
    by: Actor,
    now: datetime,
) -> RubricEdition:
    """A draft of the committee's own, its content that of `source`.

    :param frame: the superior's rubric it refines, to whose points it is held when it is issued.
    """
    last = db.session.scalar(
        select(func.max(RubricEdition.number)).where(
            RubricEdition.organisation_id == place.id, RubricEdition.subject == subject
        )
    )
    edition = RubricEdition(
        organisation=place,
        subject=subject,
        number=(last or 0) + 1,
        content=in_text(source),
        frame=frame,
        grounds=grounds,
        state=RubricState.DRAFT,
    )
    db.session.add(edition)
    db.session.flush()
    _note(Event.RUBRIC_BEGUN, edition, by, now)
    return edition


def change_rubric(
    edition: RubricEdition,
    rubric: Rubric,
    *,
    what: str,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Put another content in its place; a draft may have flaws, they are shown until mended.

    :param what: the part that changed, as the trail names it.
    :raises RuleBroken: once it is issued.
    """
    check_fresh(edition, version)
    check_draft(edition.state)
    content = in_text(rubric)
    if content == edition.content:
        return
    edition.content = content
    audit.record(
        Event.RUBRIC_CHANGED,
        by=by,
        now=now,
        organisation_id=edition.organisation_id,
        subject=edition,
        title=rubric.title,
        what=what,
    )


def check_draft(state: RubricState) -> None:
    if state is not RubricState.DRAFT:
        raise RuleBroken("Bảng chấm điểm đã ban hành; chép thành bản mới để sửa.")


def all_flaws(edition: RubricEdition) -> list[Flaw]:
    """What keeps it from being issued."""
    return flaws_of(edition.rubric, indicators=bindable(edition.subject), conditions=CONDITIONS)


def bindable(subject: Subject) -> frozenset[str]:
    """The indicators a rubric of a subject may bind."""
    return frozenset(key for key, one in INDICATORS.items() if one.subject is subject)


def issue_rubric(
    edition: RubricEdition,
    *,
    valid_from: date,
    valid_until: date | None = None,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """From its first day on what is scored below is scored with it; its content stands.

    :raises RuleBroken: while it has a flaw, or for days in the wrong order.
    """
    check_fresh(edition, version)
    check_draft(edition.state)
    if valid_until is not None and valid_until < valid_from:
        raise RuleBroken("Ngày hết áp dụng phải từ ngày bắt đầu trở đi.", field="valid_until")
    if flaws := all_flaws(edition):
        raise RuleBroken(f"Bảng chấm còn {len(flaws)} lỗi; sửa hết rồi mới ban hành.")
    edition.state = RubricState.ISSUED
    edition.valid_from, edition.valid_until = valid_from, valid_until
    _note(
        Event.RUBRIC_ISSUED,
        edition,
        by,
        now,
        valid_from=valid_from,
        sha256=hashlib.sha256(edition.content.encode()).hexdigest(),
    )


def _note(
    event: Event, edition: RubricEdition, by: Actor, now: datetime, /, **facts: object
) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=edition.organisation_id,
        subject=edition,
        title=edition.title,
        number=edition.number,
        **facts,
    )
