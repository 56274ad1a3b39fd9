"""The log of where a plan was made public: written, mended, ended, a wrong line removed."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.changes import change
from app.kernel.clock import local
from app.kernel.versions import check_fresh
from app.personal_plans.models import PersonalPlan, Publication
from app.personal_plans.rules import Posting, check_end, check_posting, check_publishable
from app.personal_plans.service.trail import note


def publish_plan(plan: PersonalPlan, posting: Posting, *, by: Actor, now: datetime) -> Publication:
    """:raises RuleBroken: for a draft, for days that cannot be, for what the log says already."""
    # Pressed twice at once, the second one sees what the first has written.
    db.session.execute(
        select(PersonalPlan.id).where(PersonalPlan.id == plan.id).with_for_update(key_share=True)
    )
    db.session.refresh(plan, ["status", "publications"])
    check_publishable(plan.status)
    check_posting(
        posting, [one.posting for one in plan.publications], year=plan.year, on=local(now).date()
    )
    publication = Publication(recorded_at=now, recorded_by=by.name, **_values(posting))
    plan.publications.append(publication)
    db.session.flush()
    note(
        Event.PLAN_PUBLISHED,
        plan,
        plan,
        by=by,
        now=now,
        channel=posting.channel,
        audience=posting.audience,
        from_on=posting.from_on,
    )
    return publication


def change_publication(
    publication: Publication, posting: Posting, *, version: int | None, by: Actor, now: datetime
) -> None:
    check_fresh(publication, version)
    plan = publication.plan
    others = [one.posting for one in plan.publications if one is not publication]
    check_posting(posting, others, year=plan.year, on=local(now).date())
    _change(publication, _values(posting), by, now)


def end_publication(
    publication: Publication, *, until_on: date, version: int | None, by: Actor, now: datetime
) -> None:
    check_fresh(publication, version)
    check_end(until_on, publication.from_on)
    _change(publication, {"until_on": until_on}, by, now)


def remove_publication(
    publication: Publication, *, version: int | None, by: Actor, now: datetime
) -> None:
    """It was written down by mistake; what has ended is ended, not removed."""
    check_fresh(publication, version)
    plan = publication.plan
    note(
        Event.PUBLICATION_REMOVED,
        plan,
        publication,
        by=by,
        now=now,
        channel=publication.channel,
        from_on=publication.from_on,
    )
    plan.publications.remove(publication)
    db.session.delete(publication)


def _values(posting: Posting) -> dict[str, Any]:
    return asdict(posting) | {"place": posting.place or None}


def _change(publication: Publication, values: Mapping[str, Any], by: Actor, now: datetime) -> None:
    before, after = change(publication, values)
    if after:
        note(
            Event.PUBLICATION_CHANGED,
            publication.plan,
            publication,
            by=by,
            now=now,
            before=before,
            after=after,
        )
