"""The register of documents from above: listed, written, read where it is known."""

from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded, signed_in
from app.access.permissions import Permission, places_with
from app.files.sending import sent_back
from app.kernel.clock import now, today
from app.library.forms import DocumentFilter, DocumentForm, WithdrawForm
from app.library.models import HigherDocument
from app.library.queries import (
    KnownDocument,
    get_document,
    get_known,
    get_registered,
    list_documents,
    years_of_documents,
)
from app.library.rules import is_in_force
from app.library.service import Upload, change_document, register_document, withdraw_document
from app.organisations.models import Organisation
from app.organisations.queries import ancestors_of, get_organisation, list_where
from app.web.downloads import files_folder
from app.web.forms import saved
from app.web.pages import home

bp = Blueprint("library", __name__)

PAGE = 50


@bp.get("/documents")
@signed_in
def mine() -> ResponseReturnValue:
    """The main navigation's way to the register the actor keeps, else to the one they read."""
    actor, at_home = current_actor(), home()
    places = list_where(actor, Permission.LIBRARY_KEEP) or list_where(
        actor, Permission.LIBRARY_READ
    )
    if not places:
        abort(404)
    own = next((p for p in places if at_home and p.id == at_home.organisation_id), places[0])
    over = places[0] if own.path.startswith(places[0].path) else own
    return redirect(url_for("library.index", organisation_id=over.id))


@bp.get("/documents/<uuid:document_id>")
@signed_in
def find(document_id: UUID) -> ResponseReturnValue:
    """The way to a document from wherever it is named: to a place where the actor knows it."""
    document = get_document(document_id)
    paths = places_with(current_actor(), Permission.LIBRARY_READ)
    known_at = document.seen_from(paths) if document else None
    if known_at is None:
        abort(404)
    return redirect(url_for("library.show", organisation_id=known_at, document_id=document_id))


@bp.get("/organisations/<uuid:organisation_id>/documents")
@guarded(Permission.LIBRARY_READ, load=get_organisation)
def index(organisation: Organisation) -> ResponseReturnValue:
    form = DocumentFilter(request.args)
    form.offer(years_of_documents(organisation))
    form.validate()
    address = form.address
    page = min(max(request.args.get("page", default=1, type=int), 1), 1000)
    rows = list_documents(
        organisation,
        text=address.get("q", ""),
        kind=address.get("kind"),
        year=int(address["year"]) if "year" in address else None,
        limit=PAGE + 1,
        offset=(page - 1) * PAGE,
    )
    return render_template(
        "library/index.html",
        organisation=organisation,
        above=ancestors_of(organisation),
        form=form,
        rows=rows[:PAGE],
        page=page,
        has_next=len(rows) > PAGE,
        address=address,
        is_in_force=is_in_force,
        today=today(),
        endpoints=current_app.view_functions,
    )


@bp.route("/organisations/<uuid:organisation_id>/documents/new", methods=["GET", "POST"])
@guarded(Permission.LIBRARY_KEEP, load=get_organisation)
def new(organisation: Organisation) -> ResponseReturnValue:
    form = DocumentForm()
    del form.drops_file
    made: list[HigherDocument] = []

    def register() -> None:
        made.append(
            register_document(
                organisation, form.typed(), upload=_upload(form), by=current_actor(), now=now()
            )
        )

    if form.validate_on_submit() and saved(form, register):
        [document] = made
        flash(f"Đã ghi văn bản số {document.symbol} vào sổ.")
        return redirect(_page_of(document))
    return render_template("library/new.html", form=form, organisation=organisation)


def _upload(form: DocumentForm) -> Upload | None:
    sent = form.file.data
    if not sent or not sent.filename:
        return None
    return Upload(sent.filename, sent.read(), files_folder())


def _page_of(document: HigherDocument) -> str:
    return url_for(
        "library.show",
        organisation_id=document.organisation_id,
        document_id=document.id,
    )


@bp.get("/organisations/<uuid:organisation_id>/documents/<uuid:document_id>")
@guarded(Permission.LIBRARY_READ, load=get_known)
def show(known: KnownDocument) -> ResponseReturnValue:
    document = known.document
    return render_template(
        "library/show.html",
        document=document,
        organisation=known.organisation,
        is_of_above=known.is_of_above,
        is_in_force=is_in_force(document.issued_on, document.withdrawn_on, on=today()),
        endpoints=current_app.view_functions,
    )


@bp.get("/organisations/<uuid:organisation_id>/documents/<uuid:document_id>/download")
@guarded(Permission.LIBRARY_READ, load=get_known)
def download(known: KnownDocument) -> ResponseReturnValue:
    return sent_back(known.document.file)


@bp.route(
    "/organisations/<uuid:organisation_id>/documents/<uuid:document_id>/edit",
    methods=["GET", "POST"],
)
@guarded(Permission.LIBRARY_KEEP, load=get_registered)
def edit(document: HigherDocument) -> ResponseReturnValue:
    form = DocumentForm(data=_stored(document))
    if document.file is None:
        del form.drops_file

    def change() -> None:
        change_document(
            document,
            form.typed(),
            upload=_upload(form),
            drops_file="drops_file" in form and form.drops_file.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(
        form, change, on=lambda: SimpleNamespace(**_stored(document))
    ):
        flash("Đã lưu văn bản.")
        return redirect(_page_of(document))
    return render_template("library/edit.html", form=form, document=document)


def _stored(document: HigherDocument) -> dict[str, object]:
    """What the form shows of it; a file is never filled into a form."""
    names = ("symbol", "kind", "issued_on", "issuer", "title", "present_by", "version")
    return {name: getattr(document, name) for name in names}


@bp.route(
    "/organisations/<uuid:organisation_id>/documents/<uuid:document_id>/withdraw",
    methods=["GET", "POST"],
)
@guarded(Permission.LIBRARY_KEEP, load=get_registered)
def withdraw(document: HigherDocument) -> ResponseReturnValue:
    form = WithdrawForm(obj=document)
    if form.validate_on_submit() and saved(
        form,
        lambda: withdraw_document(
            document,
            form.withdrawn_on.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        ),
        on=document,
    ):
        flash("Đã lưu hiệu lực của văn bản.")
        return redirect(_page_of(document))
    return render_template("library/withdraw.html", form=form, document=document)
