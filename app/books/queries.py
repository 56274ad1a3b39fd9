"""A branch's minute books: what is in them, what is missing, which files were made."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.books.document import BookData
from app.books.rules import BookKind, Filed, Sitting, fingerprint, lines_of, types_in
from app.documents.model import Document
from app.extensions import db
from app.jobs.models import Job
from app.jobs.queries import get_job, jobs_of
from app.meetings.models import Meeting
from app.meetings.queries.papers import letterhead_of
from app.minutes.models import MinutesRecord
from app.minutes.queries import final_document
from app.minutes.rules.records import Copy
from app.organisations.models import Organisation
from app.organisations.queries import get_branch
from app.people.models import Member
from app.regulations.queries import book_for

JOB = "minute_book"
_YEARS = range(1930, 2201)


@dataclass(frozen=True)
class BookOf:
    """One book of a branch, as an address names it."""

    branch: Organisation
    kind: BookKind
    year: int

    @property
    def unit_path(self) -> str:
        return self.branch.path


def get_book(branch_id: UUID, book: str, year: int) -> BookOf | None:
    branch = get_branch(branch_id)
    return BookOf(branch, BookKind(book), year) if branch and year in _YEARS else None


def get_made(job_id: UUID) -> Job | None:
    """A book that was asked for."""
    job = get_job(job_id)
    return job if job and job.kind == JOB else None


def book_data(book: BookOf, copy: Copy, *, on: date) -> BookData:
    """The book as it would be bound on a day."""
    branch = book.branch
    until = min(on, branch.dissolved_on) if branch.dissolved_on else on
    return BookData(
        letterhead=letterhead_of(branch, book_for(branch.path, date(book.year, 12, 31))),
        kind=book.kind,
        year=book.year,
        is_circulated=copy is Copy.CIRCULATED,
        lines=lines_of(book.kind, book.year, sittings_of(book), until=until),
    )


def sittings_of(book: BookOf) -> list[Sitting]:
    """The meetings that count for the year; two queries, without the texts of the minutes."""
    chair = aliased(Member)
    rows = db.session.execute(
        select(
            Meeting.id,
            Meeting.type,
            Meeting.status,
            Meeting.period,
            Meeting.held_on,
            Meeting.start_time,
            Meeting.topic,
            chair.name,
            Meeting.began_time,
        )
        .outerjoin(chair, chair.id == Meeting.chair_id)
        .where(
            Meeting.organisation_id == book.branch.id,
            Meeting.type.in_(types_in(book.kind)),
            Meeting.period.between(date(book.year, 1, 1), date(book.year, 12, 31)),
        )
        .order_by(Meeting.held_on, Meeting.start_time, Meeting.id)
    ).all()
    records = _records_of([row[0] for row in rows])
    return [
        Sitting(
            type=row.type,
            status=row.status,
            period=row.period,
            held_on=row.held_on,
            start_time=row.start_time,
            topic=row.topic or "",
            chair=row.name or "",
            has_begun=row.began_time is not None,
            records=tuple(records[row.id]),
        )
        for row in rows
    ]


def _records_of(meeting_ids: Sequence[UUID]) -> dict[UUID, list[Filed]]:
    found: dict[UUID, list[Filed]] = defaultdict(list)
    rows = db.session.execute(
        select(
            MinutesRecord.meeting_id,
            MinutesRecord.id,
            MinutesRecord.kind,
            MinutesRecord.edition,
            MinutesRecord.sha256,
            MinutesRecord.number_symbol.is_not(None).label("is_numbered"),
            MinutesRecord.reopened_at.is_not(None).label("is_reopened"),
        ).where(MinutesRecord.meeting_id.in_(meeting_ids))
    )
    for row in rows:
        found[row.meeting_id].append(
            Filed(row.id, row.kind, row.edition, row.sha256, row.is_numbered, row.is_reopened)
        )
    return found


def minutes_in(record_id: UUID, copy: Copy) -> Document:
    """The minutes as they were adopted, under their number, in one copy or the other."""
    return final_document(db.session.get_one(MinutesRecord, record_id), copy)


def input_of(data: BookData) -> str:
    """What the book is drawn from, as one digest."""
    return fingerprint(data.letterhead, data.kind, data.year, data.is_circulated, *data.lines)


@dataclass(frozen=True)
class MadeBook:
    """A book that was asked for, and whether minutes came or went since."""

    job: Job
    copy: Copy
    format: str
    is_outdated: bool


def made_books(book: BookOf, data: BookData, *, with_restricted: bool) -> list[MadeBook]:
    """The files of this book, newest first, of the copies this reader may have."""
    copies = list(Copy) if with_restricted else [Copy.CIRCULATED]
    present = {
        copy: input_of(replace(data, is_circulated=copy is Copy.CIRCULATED)) for copy in copies
    }
    found = []
    for job in jobs_of(book.branch.id, JOB):
        wanted, copy = job.wanted, Copy(job.wanted["copy"])
        if (wanted["book"], wanted["year"]) != (book.kind, book.year) or copy not in present:
            continue
        found.append(MadeBook(job, copy, wanted["format"], wanted["input"] != present[copy]))
    return found
