"""Signing in and out."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, login_user, logout_user

from app.access.guards import public, signed_in
from app.access.permissions import Actor
from app.extensions import login
from app.kernel.clock import now, today
from app.kernel.transaction import reading, transaction
from app.people import service
from app.people.forms import SignInForm
from app.people.models import Account
from app.people.queries import Home, has_accounts, load_account
from app.people.routes import bp
from app.people.service import WRONG, TooManyAttempts, session_key
from app.web.forms import show_on


@dataclass
class SignedInUser(UserMixin):
    """What Flask-Login carries: never an ORM object."""

    actor: Actor
    epoch: int
    must_change_password: bool
    home: Home | None

    def get_id(self) -> str:
        return session_key(self.actor.account_id, self.epoch)


@login.user_loader
def load_user(key: str) -> SignedInUser | None:
    try:
        account_id, epoch = UUID(key.partition(":")[0]), int(key.partition(":")[2])
    except ValueError:
        return None
    found = load_account(account_id, on=today())
    if found is None or not found.is_active or found.epoch != epoch:
        return None
    return SignedInUser(found.actor, found.epoch, found.must_change_password, found.home)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    with reading():
        is_new = not has_accounts()
    if is_new:
        return redirect(url_for("people.first_run"))
    form = SignInForm(next=request.args.get("next"))
    if form.validate_on_submit():
        account = _try_to_sign_in(form)
        if account is not None:
            begin_session(account)
            return redirect(local_path(form.next.data) or url_for("today.index"))
    return render_template("people/sign_in.html", form=form)


def _try_to_sign_in(form: SignInForm) -> Account | None:
    config = current_app.config
    where: dict[str, Any] = {
        "address": request.remote_addr or "",
        "now": now(),
        "attempts": config["SIGN_IN_ATTEMPTS"],
        "window": timedelta(minutes=config["SIGN_IN_WINDOW_MINUTES"]),
    }
    try:
        with reading():  # others write while the password is compared
            proof = service.compare(form.username.data, form.password.data, **where)
        with transaction():
            account = service.sign_in(proof, **where)
    except TooManyAttempts as problem:
        show_on(form, problem)
        return None
    if account is None:
        form.form_errors.append(WRONG)
    return account


def begin_session(account: Account) -> None:
    """Nothing of an earlier session is carried over."""
    session.clear()
    session.permanent = True
    user = load_user(session_key(account.id, account.epoch))
    login_user(user)


def local_path(target: str | None) -> str | None:
    """`target` if it leads to a page of ours; an address elsewhere is forgotten."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc and target.isprintable() else None


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    logout_user()
    session.clear()
    flash("Đồng chí đã đăng xuất.")
    return redirect(url_for("people.sign_in"))
