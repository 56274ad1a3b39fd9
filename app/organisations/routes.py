"""The tree of organisations and their terms of office."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded, signed_in
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.organisations import queries, service
from app.organisations.forms import NewOrganisationForm, OrganisationForm, TermForm
from app.organisations.models import Organisation
from app.organisations.rules import BRANCH_TYPE_LABELS, Level, covers
from app.web.forms import saved

bp = Blueprint("organisations", __name__)


@bp.get("/organisations")
@signed_in
def index() -> ResponseReturnValue:
    places = queries.list_where(current_actor(), Permission.ORGANISATION_READ)
    return render_template("organisations/index.html", places=places)


@bp.get("/organisations/<uuid:organisation_id>")
@guarded(Permission.ORGANISATION_READ, load=queries.get_organisation)
def show(organisation: Organisation) -> ResponseReturnValue:
    terms = [
        (term, covers(term.starts_on, term.ends_on, today()))
        for term in queries.terms_of(organisation)
    ]
    return render_template(
        "organisations/show.html",
        organisation=organisation,
        above=queries.ancestors_of(organisation),
        below=queries.children_of(organisation),
        terms=terms,
        may_grow=bool(queries.kinds_under(organisation)),
        branch_types=BRANCH_TYPE_LABELS,
        endpoints=current_app.view_functions,
        today=today(),
    )


@bp.route("/organisations/<uuid:organisation_id>/new", methods=["GET", "POST"])
@guarded(Permission.ORGANISATION_KEEP, load=queries.get_organisation)
def new(parent: Organisation) -> ResponseReturnValue:
    form = NewOrganisationForm(kind_code="branch")
    kinds = {kind.code: kind for kind in queries.kinds_under(parent)}
    form.kind_code.choices = [(code, kind.label) for code, kind in kinds.items()]
    if form.validate_on_submit() and saved(
        form,
        lambda: service.add_organisation(
            parent=parent,
            kind=kinds[form.kind_code.data],
            **form.values(),
            by=current_actor(),
            now=now(),
        ),
    ):
        flash(f"Đã lập {form.name.data}.")
        return redirect(url_for("organisations.show", organisation_id=parent.id))
    return render_template("organisations/new.html", form=form, parent=parent)


@bp.route("/organisations/<uuid:organisation_id>/edit", methods=["GET", "POST"])
@guarded(Permission.ORGANISATION_KEEP, load=queries.get_organisation)
def edit(organisation: Organisation) -> ResponseReturnValue:
    form = OrganisationForm(obj=organisation)
    if organisation.level is not Level.BRANCH:
        del form.branch_type
    if form.validate_on_submit() and saved(
        form,
        lambda: service.change_organisation(
            organisation,
            form.values(),
            version=form.version.data,
            by=current_actor(),
            now=now(),
        ),
        on=organisation,
    ):
        flash("Đã lưu.")
        return redirect(url_for("organisations.show", organisation_id=organisation.id))
    return render_template("organisations/edit.html", form=form, organisation=organisation)


@bp.route("/organisations/<uuid:organisation_id>/terms/new", methods=["GET", "POST"])
@guarded(Permission.ORGANISATION_KEEP, load=queries.get_organisation)
def new_term(organisation: Organisation) -> ResponseReturnValue:
    form = TermForm()
    if form.validate_on_submit() and saved(
        form,
        lambda: service.add_term(
            organisation,
            name=form.name.data,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            by=current_actor(),
            now=now(),
        ),
    ):
        flash(f"Đã thêm nhiệm kỳ {form.name.data}.")
        return redirect(url_for("organisations.show", organisation_id=organisation.id))
    return render_template("organisations/new_term.html", form=form, organisation=organisation)
