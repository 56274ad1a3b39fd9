from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.extensions import db
from app.jobs.models import Job
from app.jobs.rules import UNFINISHED

_LISTED = 60


def get_job(job_id: UUID) -> Job | None:
    return db.session.get(Job, job_id)


def jobs_of(organisation_id: UUID, kind: str) -> Sequence[Job]:
    """The latest work of this kind for an organisation, newest first."""
    return db.session.scalars(
        select(Job)
        .where(Job.organisation_id == organisation_id, Job.kind == kind)
        .order_by(Job.created_at.desc(), Job.id)
        .limit(_LISTED)
    ).all()


def unfinished_jobs() -> Sequence[Job]:
    """Everything that waits or was under way, oldest first."""
    return db.session.scalars(
        select(Job).where(Job.state.in_(UNFINISHED)).order_by(Job.created_at)
    ).all()
