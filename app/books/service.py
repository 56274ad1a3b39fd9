from datetime import datetime
from functools import partial
from pathlib import Path

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.books.document import BookData, closing, contents, cover
from app.books.queries import JOB, BookOf, book_data, get_book, input_of, minutes_in
from app.books.rules import BOOK_TITLES, check_not_empty
from app.documents.binding import BINDERS, Book, Paper, Report
from app.documents.files import FORMATS, file_name
from app.documents.pdf import DocumentEngineMissing
from app.jobs.kinds import Kind, Made, Order
from app.jobs.models import Job
from app.jobs.service import ask_for
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.minutes.rules.records import Copy


def order_book(
    book: BookOf, *, copy: Copy, extension: str, folder: Path, by: Actor, now: datetime
) -> Job:
    """Ask for the book as it stands; the same book of the same minutes is made once.

    :raises RuleBroken: if there is nothing to bind.
    """
    data = book_data(book, copy, on=local(now).date())
    check_not_empty(data.lines, book.year)
    wanted = {
        "book": book.kind.value,
        "year": book.year,
        "format": extension,
        "copy": copy.value,
        "input": input_of(data),
    }
    return ask_for(JOB, book.branch, wanted, total=len(data.minutes), folder=folder, by=by, now=now)


def bind_book(
    data: BookData, copy: Copy, *, extension: str, out: Path, folder: Path, report: Report
) -> None:
    """Write the book to `out`; the same minutes give the same bytes.

    :raises RuleBroken: if there is nothing to bind.
    :raises DocumentEngineMissing: if the libraries that draw PDF are not installed.
    """
    check_not_empty(data.lines, data.year)
    papers = tuple(
        Paper(
            f"{line.number}. {line.label} ({line.held_on:%d/%m/%Y})",
            partial(minutes_in, line.record_id, copy),
        )
        for line in data.minutes
    )
    book = Book(
        title=f"{data.title} – {data.letterhead.name}",
        author=data.letterhead.issuer,
        dated=data.dated,
        cover=cover(data),
        contents=partial(contents, data),
        papers=papers,
        closing=partial(closing, data),
    )
    BINDERS[extension](book, out, folder, report)


def make_book(order: Order, folder: Path, report: Report) -> Made:
    """Do what `order_book` asked for.

    :raises RuleBroken: if there is nothing to bind any more, or no way to draw it.
    """
    wanted, copy = order.wanted, Copy(order.wanted["copy"])
    extension, year = wanted["format"], wanted["year"]
    book = get_book(order.organisation_id, wanted["book"], year)
    if book is None:
        raise RuleBroken("Không còn chi bộ này nên không dựng sổ được.")
    data, out = book_data(book, copy, on=local(order.asked_at).date()), folder / "book"
    try:
        bind_book(data, copy, extension=extension, out=out, folder=folder, report=report)
    except DocumentEngineMissing as missing:
        raise RuleBroken(str(missing)) from missing
    return Made(out, name_of(book, copy, extension), FORMATS[extension].media_type)


def name_of(book: BookOf, copy: Copy, extension: str) -> str:
    return file_name(
        BOOK_TITLES[book.kind],
        book.branch.name,
        str(book.year),
        "pho-bien" if copy is Copy.CIRCULATED else "",
        extension=extension,
    )


def note_book(job: Job, now: datetime) -> None:
    audit.record(
        Event.BOOK_MADE,
        by=Actor(job.account_id, job.actor_name),
        now=now,
        organisation_id=job.organisation_id,
        subject=job,
        year=job.wanted["year"],
        format=job.wanted["format"],
        sha256=job.sha256,
    )


MINUTE_BOOK = Kind(JOB, make_book, note_book)
