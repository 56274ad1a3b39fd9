"""A branch's pledges of a year, for one file: what is in it, and which files were made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from app.documents.model import Document
from app.extensions import db
from app.jobs.models import Job
from app.jobs.queries import get_job, jobs_of
from app.kernel.clock import local
from app.kernel.text import name_key
from app.meetings.queries.papers import letterhead_of
from app.organisations.models import Organisation
from app.people.models import Member
from app.pledges.document.collection import CollectionData
from app.pledges.document.paper import PaperData, pledge_document
from app.pledges.models import Pledge, PledgeResult, PledgeStep
from app.pledges.queries.campaigns import campaign_over
from app.pledges.queries.documents import paper_of, printed_edition
from app.pledges.queries.duties import DutyLine, duties_of
from app.pledges.queries.pledges import get_pledge
from app.pledges.rules.collection import Entry, Scope, contents_of
from app.regulations.queries import book_for

JOB = "pledge_papers"


def get_made(job_id: UUID) -> Job | None:
    """A file of pledges that was asked for."""
    job = get_job(job_id)
    return job if job and job.kind == JOB else None


def collection_of(
    branch: Organisation, year: int, scope: Scope, *, on: date
) -> CollectionData | None:
    """The branch's pledges as they would be collected on a day; None without a campaign."""
    campaign = campaign_over(branch.path, year)
    if campaign is None:
        return None
    duties = {line.member_id: line for line in duties_of(campaign, on=on, path=branch.path)}
    template = campaign.template
    return CollectionData(
        letterhead=letterhead_of(branch, book_for(branch.path, campaign.opens_on)),
        year=year,
        scope=scope,
        contents=contents_of(_entries(branch, year, duties), scope, on=on),
        on=on,
        form=f"{campaign.id}:{campaign.version}:{template.id}:{template.version}",
    )


def _entries(branch: Organisation, year: int, duties: dict[UUID, DutyLine]) -> Iterable[Entry]:
    """Everybody who belongs to the branch, and whoever left a pledge with it."""
    rows = {row.member_id: row for row in _pledges(branch, year, duties)}
    for member_id in duties.keys() - rows.keys():
        line = duties[member_id]
        yield Entry(line.name, name_key(line.name), line.duty)
    for row in rows.values():
        found = duties.get(row.member_id)
        yield Entry(
            row.name,
            name_key(row.name),
            found.duty if found else None,
            pledge_id=row.id,
            status=row.status,
            submitted_on=local(row.submitted_at).date() if row.submitted_at else None,
            kept_at="" if row.organisation_id == branch.id else row.kept_at,
            stamp=f"{row.version}:{row.steps}:{row.judged_at or ''}:{row.member_version}",
        )


def _pledges(branch: Organisation, year: int, duties: dict[UUID, DutyLine]) -> Sequence[Any]:
    steps = select(func.count()).where(PledgeStep.pledge_id == Pledge.id).scalar_subquery()
    judged_at = (
        select(func.max(PledgeResult.at))
        .where(PledgeResult.pledge_id == Pledge.id)
        .scalar_subquery()
    )
    return db.session.execute(
        select(
            Pledge.id,
            Pledge.member_id,
            Pledge.status,
            Pledge.submitted_at,
            Pledge.organisation_id,
            Pledge.version,
            Organisation.name.label("kept_at"),
            Member.name,
            Member.version.label("member_version"),
            steps.label("steps"),
            judged_at.label("judged_at"),
        )
        .join(Member, Member.id == Pledge.member_id)
        .join(Organisation, Organisation.id == Pledge.organisation_id)
        .where(
            Pledge.year == year,
            or_(Pledge.organisation_id == branch.id, Pledge.member_id.in_(duties)),
        )
    ).all()


def paper_in(pledge_id: UUID) -> PaperData:
    """One of the pledges collected, with what became of it."""
    pledge = get_pledge(pledge_id)
    assert pledge is not None
    edition = printed_edition(pledge, with_open=False)
    assert edition is not None  # only what was handed in is collected
    return paper_of(edition, with_results=True)


def document_in(pledge_id: UUID) -> Document:
    return pledge_document(paper_in(pledge_id))


@dataclass(frozen=True)
class MadePapers:
    """A file that was asked for, and whether a pledge has come or changed since."""

    job: Job
    scope: Scope
    format: str
    is_outdated: bool


def made_papers(
    branch: Organisation, year: int, present: dict[Scope, CollectionData]
) -> list[MadePapers]:
    """The files of this year, newest first, of the scopes this reader may have."""
    found = []
    for job in jobs_of(branch.id, JOB):
        scope = Scope(job.wanted["scope"])
        if job.wanted["year"] != year or scope not in present:
            continue
        is_outdated = job.wanted["input"] != present[scope].input
        found.append(MadePapers(job, scope, job.wanted["format"], is_outdated))
    return found
