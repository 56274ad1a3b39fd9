"""All pledges of a branch in one file: asked for on a page, or written from a terminal."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.documents.archive import write_archive
from app.documents.binding import BINDERS, Book, Paper, Report
from app.documents.excel import MEDIA_TYPE, render_xlsx
from app.documents.files import FORMATS, file_name
from app.documents.pdf import DocumentEngineMissing, render_pdf
from app.jobs.kinds import Kind, Made, Order
from app.jobs.models import Job
from app.jobs.service import ask_for
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.organisations.models import Organisation
from app.organisations.queries import get_branch
from app.pledges.document.collection import CollectionData, closing, contents, cover
from app.pledges.document.paper import PaperData
from app.pledges.document.table import lines_sheet, list_sheet
from app.pledges.queries.collection import JOB, collection_of, document_in, paper_in
from app.pledges.rules.collection import Scope, check_not_empty

MEDIA_TYPES = {
    "pdf": FORMATS["pdf"].media_type,
    "docx": FORMATS["docx"].media_type,
    "zip": "application/zip",
    "xlsx": MEDIA_TYPE,
}


def order_papers(
    branch: Organisation,
    year: int,
    *,
    scope: Scope,
    extension: str,
    folder: Path,
    by: Actor,
    now: datetime,
) -> Job:
    """Ask for the branch's pledges as they stand; the same file of the same texts is made once.

    :raises RuleBroken: if there is nothing to collect.
    """
    data = checked_collection(branch, year, scope, now=now)
    wanted = {"year": year, "format": extension, "scope": scope.value, "input": data.input}
    total = len(data.contents.bound)
    return ask_for(JOB, branch, wanted, total=total, folder=folder, by=by, now=now)


def checked_collection(
    branch: Organisation, year: int, scope: Scope, *, now: datetime
) -> CollectionData:
    """:raises RuleBroken: if there is nothing to collect."""
    data = collection_of(branch, year, scope, on=local(now).date())
    if data is None:
        raise RuleBroken(f"Năm {year} chưa có đợt cam kết cho chi bộ này.")
    check_not_empty(data.contents, scope, year)
    return data


def write_papers(
    data: CollectionData, *, extension: str, out: Path, folder: Path, report: Report
) -> None:
    """Write the file to `out`, using `folder` on the way; on one day the same texts give the
    same bytes.

    :raises DocumentEngineMissing: if the libraries that draw PDF are not installed.
    """
    _WRITERS[extension](data, out, folder, report)


def _bind(extension: str, data: CollectionData, out: Path, folder: Path, report: Report) -> None:
    papers = tuple(
        Paper(f"{line.number}. {line.name}", partial(document_in, line.pledge_id))
        for line in data.contents.bound
    )
    book = Book(
        title=f"{data.title} – {data.letterhead.name}",
        author=data.letterhead.issuer,
        dated=data.on,
        cover=cover(data),
        contents=partial(contents, data),
        papers=papers,
        closing=partial(closing, data),
    )
    BINDERS[extension](book, out, folder, report)


def _pack(data: CollectionData, out: Path, _folder: Path, report: Report) -> None:
    def drawn() -> Iterator[tuple[str, bytes]]:
        for line in data.contents.bound:
            report(line.number - 1)
            name = file_name(f"{line.number:03}", line.name, str(data.year), extension="pdf")
            yield name, render_pdf(document_in(line.pledge_id))
        report(len(data.contents.bound))

    write_archive(drawn(), data.on, out)


def _tabulate(data: CollectionData, out: Path, _folder: Path, report: Report) -> None:
    def read() -> Iterator[PaperData]:
        for line in data.contents.bound:
            report(line.number - 1)
            yield paper_in(line.pledge_id)
        report(len(data.contents.bound))

    out.write_bytes(render_xlsx(data.title, data.on, (list_sheet(data), lines_sheet(data, read()))))


_WRITERS: dict[str, Callable[[CollectionData, Path, Path, Report], None]] = {
    "pdf": partial(_bind, "pdf"),
    "docx": partial(_bind, "docx"),
    "zip": _pack,
    "xlsx": _tabulate,
}


def make_papers(order: Order, folder: Path, report: Report) -> Made:
    """Do what `order_papers` asked for.

    :raises RuleBroken: if there is nothing to collect any more, or no way to draw it.
    """
    wanted, year = order.wanted, order.wanted["year"]
    extension, out = wanted["format"], folder / "papers"
    branch = get_branch(order.organisation_id)
    if branch is None:
        raise RuleBroken("Không còn chi bộ này nên không xuất được.")
    data = checked_collection(branch, year, Scope(wanted["scope"]), now=order.asked_at)
    try:
        write_papers(data, extension=extension, out=out, folder=folder, report=report)
    except DocumentEngineMissing as missing:
        raise RuleBroken(str(missing)) from missing
    return Made(out, name_of(branch, data, extension), MEDIA_TYPES[extension])


def name_of(branch: Organisation, data: CollectionData, extension: str) -> str:
    scope = "da-xac-nhan" if data.scope is Scope.CONFIRMED else "da-nop"
    return file_name("ban-cam-ket", branch.name, str(data.year), scope, extension=extension)


def note_papers(job: Job, now: datetime) -> None:
    audit.record(
        Event.PLEDGES_EXPORTED,
        by=Actor(job.account_id, job.actor_name),
        now=now,
        organisation_id=job.organisation_id,
        subject=job,
        year=job.wanted["year"],
        format=job.wanted["format"],
        sha256=job.sha256,
    )


PLEDGE_PAPERS = Kind(JOB, make_papers, note_papers)
