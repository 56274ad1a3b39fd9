"""The log of where a plan was made public: written, mended, ended, a wrong line removed."""

from datetime import date, datetime

from sqlalchemy import select

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.kernel.versions import check_fresh
from app.personal_plans.models import PersonalPlan, Publication
from app.personal_plans.rules import Posting, check_end, check_posting, check_publishable
from app.personal_plans.service.trail import note

FIELDS = ("channel", "place", "audience", "from_on", "until_on")


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
    publication = Publication(recorded_at=now, recorded_by=by.name)
    _set(publication, posting)
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
    before = {name: getattr(publication, name) for name in FIELDS}
    _set(publication, posting)
    _noted(publication, before, by, now)


def end_publication(
    publication: Publication, *, until_on: date, version: int | None, by: Actor, now: datetime
) -> None:
    check_fresh(publication, version)
    check_end(until_on, publication.from_on)
    before = {name: getattr(publication, name) for name in FIELDS}
    publication.until_on = until_on
    _noted(publication, before, by, now)


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


def _set(publication: Publication, posting: Posting) -> None:
    publication.channel, publication.place = posting.channel, posting.place or None
    publication.audience = posting.audience
    publication.from_on, publication.until_on = posting.from_on, posting.until_on


def _noted(publication: Publication, before: dict[str, object], by: Actor, now: datetime) -> None:
    after = {name: getattr(publication, name) for name in FIELDS}
    changed = [name for name in FIELDS if before[name] != after[name]]
    if changed:
        note(
            Event.PUBLICATION_CHANGED,
            publication.plan,
            publication,
            by=by,
            now=now,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
