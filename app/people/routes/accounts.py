"""Accounts as the office and the administrator keep them."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission, Role
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation, list_where
from app.people import queries, service
from app.people.forms import AccountFilter, NewAccountForm, RoleForm
from app.people.models import Account, RoleGrant
from app.people.routes import bp
from app.web.forms import saved


@bp.get("/organisations/<uuid:organisation_id>/accounts")
@guarded(Permission.ACCOUNT_KEEP, load=get_organisation)
def accounts(organisation: Organisation) -> ResponseReturnValue:
    form = AccountFilter(request.args)
    text = form.q.data if form.validate() else ""
    found = queries.list_accounts(organisation.path, on=today(), text=text)
    return render_template(
        "people/accounts.html", organisation=organisation, form=form, accounts=found
    )


@bp.route("/organisations/<uuid:organisation_id>/accounts/new", methods=["GET", "POST"])
@guarded(Permission.ACCOUNT_KEEP, load=get_organisation)
def new_account(organisation: Organisation) -> ResponseReturnValue:
    members = queries.members_without_account(organisation.id, on=today())
    form = NewAccountForm()
    form.member_id.choices = [("", "—"), *((str(id_), name) for id_, name in members)]
    password = service.one_time_password()
    opened: list[Account] = []
    if form.validate_on_submit() and saved(
        form, lambda: opened.append(_open(form, organisation, password))
    ):
        return _handed_over(opened[0], password)
    return render_template("people/new_account.html", form=form, organisation=organisation)


def _open(form: NewAccountForm, organisation: Organisation, password: str) -> Account:
    chosen = form.member_id.data
    return service.open_account(
        organisation,
        username=form.username.data,
        name=form.name.data,
        member=queries.get_member(UUID(chosen)) if chosen else None,
        role=Role(form.role.data) if form.role.data else None,
        password=password,
        by=current_actor(),
        now=now(),
    )


def _handed_over(account: Account, password: str) -> ResponseReturnValue:
    """Shown in answer to the POST itself: stored nowhere, gone when the page is left."""
    return render_template("people/_handed_over.html", kept=account, password=password)


@bp.get("/accounts/<uuid:account_id>")
@guarded(Permission.ACCOUNT_KEEP, load=queries.get_account)
def account(account: Account) -> ResponseReturnValue:
    return render_template(
        "people/account.html",
        kept=account,
        held=queries.held_by(account.id, on=today()),
        roles=queries.roles_of(account, on=today()),
        is_own=account.id == current_actor().account_id,
    )


@bp.post("/accounts/<uuid:account_id>/reset-password")
@guarded(Permission.ACCOUNT_KEEP, load=queries.get_account)
def reset_password(account: Account) -> ResponseReturnValue:
    with transaction():
        password = service.reset_password(account, by=current_actor(), now=now())
    return _handed_over(account, password)


@bp.post("/accounts/<uuid:account_id>/close")
@guarded(Permission.ACCOUNT_KEEP, load=queries.get_account)
def close_account(account: Account) -> ResponseReturnValue:
    with transaction():
        service.close_account(account, by=current_actor(), now=now())
    flash("Đã khóa tài khoản.")
    return redirect(url_for("people.account", account_id=account.id))


@bp.post("/accounts/<uuid:account_id>/reopen")
@guarded(Permission.ACCOUNT_KEEP, load=queries.get_account)
def reopen_account(account: Account) -> ResponseReturnValue:
    with transaction():
        service.reopen_account(account, by=current_actor(), now=now())
    flash("Đã mở lại tài khoản.")
    return redirect(url_for("people.account", account_id=account.id))


@bp.route("/accounts/<uuid:account_id>/roles/new", methods=["GET", "POST"])
@guarded(Permission.ACCOUNT_KEEP, load=queries.get_account)
def grant_role(account: Account) -> ResponseReturnValue:
    kept = list_where(current_actor(), Permission.ACCOUNT_KEEP)
    places = {str(place.id): place for place in kept}
    form = RoleForm(organisation_id=str(account.organisation_id))
    form.organisation_id.choices = [(key, place.name) for key, place in places.items()]
    if form.validate_on_submit() and saved(
        form,
        lambda: service.grant_role(
            account,
            Role(form.role.data),
            places[form.organisation_id.data],
            starts_on=today(),
            ends_on=form.ends_on.data,
            by=current_actor(),
            now=now(),
        ),
    ):
        flash("Đã giao vai trò.")
        return redirect(url_for("people.account", account_id=account.id))
    return render_template("people/grant_role.html", form=form, kept=account)


@bp.post("/roles/<uuid:grant_id>/end")
@guarded(Permission.ACCOUNT_KEEP, load=queries.get_grant)
def end_role(grant: RoleGrant) -> ResponseReturnValue:
    account = grant.account
    with transaction():
        service.end_role(grant, by=current_actor(), now=now())
    flash("Đã rút vai trò.")
    return redirect(url_for("people.account", account_id=account.id))
