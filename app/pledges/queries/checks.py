"""Every submitted text read again: is it still what the trail holds the hash of?"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel.checks import Flaw, streamed
from app.pledges.models import Pledge, PledgeEdition
from app.pledges.queries.pledges import fingerprint_of
from app.pledges.rules import EditionState

_FIXED = (EditionState.SUBMITTED, EditionState.RETURNED, EditionState.CONFIRMED)


def known_pledges() -> Sequence[UUID]:
    """Their rows are saved while they are typed, as the texts of meetings are."""
    return db.session.scalars(select(Pledge.id)).all()


def texts_hold() -> Iterator[Flaw | None]:
    """No submitted edition was altered, none is missing, and none stands that nobody submitted."""
    told = {
        (line.subject_id, line.facts["edition"]): line.facts["sha256"]
        for line in db.session.execute(
            select(AuditEntry.subject_id, AuditEntry.facts).where(
                AuditEntry.event == Event.PLEDGE_SUBMITTED.value
            )
        )
    }
    query = (
        select(PledgeEdition)
        .where(PledgeEdition.state.in_(_FIXED))
        .options(selectinload(PledgeEdition.items))
        .order_by(PledgeEdition.pledge_id, PledgeEdition.number)
    )
    for (edition,) in streamed(query):
        wanted = told.pop((edition.pledge_id, edition.number), None)
        found = fingerprint_of(edition)
        what = f"Bản cam kết ({edition.pledge_id}), bản {edition.number}"
        yield (
            None
            if found == wanted
            else Flaw(what, "nội dung", f"nhật ký ghi mã {wanted or 'không có'}, nay là {found}")
        )
    for pledge_id, number in told:
        what = f"Bản cam kết ({pledge_id}), bản {number}"
        yield Flaw(what, "bản đã nộp", "có trong nhật ký, nay không còn")
