"""The minute books of a branch: what is in them, made in the background, fetched when ready."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.books.forms import BookForm
from app.books.queries import BookOf, book_data, get_book, get_made, made_books
from app.books.rules import BOOK_TITLES, BookKind
from app.books.service import order_book
from app.jobs.models import Job
from app.jobs.queue import has_worker, ring
from app.jobs.sending import following, made
from app.kernel.clock import now, today
from app.minutes.rules.records import Copy
from app.web.downloads import files_folder
from app.web.forms import saved

bp = Blueprint("books", __name__)

_ADDRESS = "/branches/<uuid:branch_id>/books/<any(branch, committee):book>/<int:year>"


@bp.get(_ADDRESS)
@guarded(Permission.MINUTE_BOOK_READ, load=get_book)
def show(book: BookOf) -> ResponseReturnValue:
    _check_kind(book.kind, book)
    return _page(book, BookForm(formdata=None))


@bp.post(f"{_ADDRESS}/make")
@guarded(Permission.MINUTE_BOOK_READ, load=get_book)
def make(book: BookOf) -> ResponseReturnValue:
    form = BookForm()
    copy = Copy.CIRCULATED if form.is_circulated.data else Copy.FULL
    _check_kind(book.kind, book)
    _check_copy(copy, book)
    jobs: list[Job] = []

    def order() -> None:
        jobs.append(
            order_book(
                book,
                copy=copy,
                extension=form.format.data,
                folder=files_folder(),
                by=current_actor(),
                now=now(),
            )
        )

    if form.validate_on_submit() and saved(form, order):
        ring(jobs[0])
        flash("Sổ đang được dựng. Đồng chí có thể rời trang này và quay lại lấy tệp sau.")
        return redirect(_url(book))
    return _page(book, form)


@bp.get("/books/<uuid:job_id>/download")
@guarded(Permission.MINUTE_BOOK_READ, load=get_made)
def download(job: Job) -> Response:
    _check_kind(BookKind(job.wanted["book"]), job)
    _check_copy(Copy(job.wanted["copy"]), job)
    return made(job)


def _page(book: BookOf, form: BookForm) -> ResponseReturnValue:
    data = book_data(book, Copy.FULL, on=today())
    with_restricted = can(Permission.RESTRICTED_READ, book)
    files = made_books(book, data, with_restricted=with_restricted)
    page = render_template(
        "books/show.html",
        book=book,
        data=data,
        form=form,
        made=files,
        with_restricted=with_restricted,
        has_worker=has_worker(),
        other=_other(book),
        titles=BOOK_TITLES,
    )
    return following(page, (file.job for file in files))


def _other(book: BookOf) -> tuple[str, str] | None:
    """The way to the other book of the same year, for who may read it."""
    is_committee = book.kind is BookKind.COMMITTEE
    kind = BookKind.BRANCH if is_committee else BookKind.COMMITTEE
    if not is_committee and not can(Permission.COMMITTEE_MINUTES_READ, book):
        return None
    return BOOK_TITLES[kind], _url(BookOf(book.branch, kind, book.year))


def _check_kind(kind: BookKind, subject: Any) -> None:
    if kind is BookKind.COMMITTEE and not can(Permission.COMMITTEE_MINUTES_READ, subject):
        abort(403)


def _check_copy(copy: Copy, subject: Any) -> None:
    if copy is Copy.FULL and not can(Permission.RESTRICTED_READ, subject):
        abort(403)


def _url(book: BookOf) -> str:
    return url_for("books.show", branch_id=book.branch.id, book=book.kind.value, year=book.year)
