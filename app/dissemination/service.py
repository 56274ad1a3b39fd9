from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.dissemination.models import LaterTelling
from app.dissemination.queries import reach_in_branch
from app.dissemination.rules import check_telling
from app.extensions import db
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.library.models import HigherDocument
from app.organisations.models import Organisation


def tell_members(
    document: HigherDocument,
    branch: Organisation,
    member_ids: Iterable[UUID],
    *,
    told_on: date,
    how: str,
    by: Actor,
    now: datetime,
) -> None:
    """Comrades who missed the meeting were told of a document afterwards, all in the same way.

    :raises RuleBroken: if the branch has not presented it yet, the day cannot be, or somebody
        is named who was there or has been told.
    """
    today = local(now).date()
    [found] = reach_in_branch(branch, [document], on=today)
    check_telling(told_on, presented_on=found.presented_on, today=today)
    chosen = list(dict.fromkeys(member_ids))
    if not chosen or not set(chosen) <= found.reach.missing:
        raise RuleBroken("Chọn các đồng chí còn chưa được phổ biến.", field="member_ids")
    for member_id in chosen:
        db.session.add(
            LaterTelling(
                document=document,
                organisation=branch,
                member_id=member_id,
                told_on=told_on,
                how=how,
                noted_at=now,
                noted_by=by.name,
            )
        )
    audit.record(
        Event.MEMBER_TOLD,
        by=by,
        now=now,
        organisation_id=branch.id,
        subject=document,
        symbol=document.symbol,
        members=chosen,
        told_on=told_on,
        how=how,
    )


def take_back_telling(telling: LaterTelling, *, by: Actor, now: datetime) -> None:
    """It was noted by mistake: the comrade misses the document again."""
    audit.record(
        Event.TELLING_REMOVED,
        by=by,
        now=now,
        organisation_id=telling.organisation_id,
        subject=telling.document,
        symbol=telling.document.symbol,
        members=[telling.member_id],
        told_on=telling.told_on,
    )
    db.session.delete(telling)
