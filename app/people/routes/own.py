"""The comrade's own account."""

from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access.guards import current_actor, is_signed_in, signed_in
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.people import queries, service
from app.people.forms import PasswordForm
from app.people.models import Account
from app.people.routes import bp
from app.people.routes.session import SignedInUser, begin_session
from app.web.forms import saved

# What stays open to a comrade whose password was made by somebody else.
_BEFORE_OWN_PASSWORD = {None, "static", "people.change_password", "people.sign_out"}


@bp.before_app_request
def ask_for_own_password() -> ResponseReturnValue | None:
    if request.endpoint in _BEFORE_OWN_PASSWORD or not is_signed_in():
        return None
    if not cast(SignedInUser, current_user).must_change_password:
        return None
    return redirect(url_for("people.change_password"))


def _own() -> Account:
    account = queries.get_account(current_actor().account_id)
    assert account is not None, "the session was loaded from it"
    return account


@bp.get("/account")
@signed_in
def own_account() -> ResponseReturnValue:
    held = queries.held_by(current_actor().account_id, on=today())
    return render_template("people/own_account.html", kept=_own(), held=held)


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    form, account = PasswordForm(), _own()
    is_forced = account.must_change_password
    if form.validate_on_submit() and saved(
        form,
        lambda: service.change_password(
            account,
            current=form.current.data,
            new=form.password.data,
            by=current_actor(),
            now=now(),
        ),
    ):
        begin_session(account)
        flash("Đã đổi mật khẩu. Các nơi khác đang đăng nhập bằng mật khẩu cũ đã bị đăng xuất.")
        return redirect(url_for("today.index" if is_forced else "people.own_account"))
    return render_template(
        "people/change_password.html", form=form, is_forced=is_forced, username=account.username
    )


@bp.post("/account/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    with transaction():
        service.sign_out_everywhere(_own(), by=current_actor(), now=now())
    flash("Đã đăng xuất ở mọi nơi. Mời đồng chí đăng nhập lại.")
    return redirect(url_for("people.sign_in"))
