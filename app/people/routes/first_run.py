"""The very first page of an installation."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import public
from app.kernel.clock import now
from app.people import service
from app.people.forms import FirstRunForm
from app.people.queries import has_accounts
from app.people.routes import bp
from app.people.service import FirstRun
from app.web.forms import saved


@bp.route("/first-run", methods=["GET", "POST"])
@public
def first_run() -> ResponseReturnValue:
    if has_accounts():
        abort(404)
    form = FirstRunForm()
    if form.validate_on_submit() and saved(
        form, lambda: service.begin_installation(_first(form), now=now())
    ):
        flash("Đã lập tổ chức và tài khoản đầu tiên. Mời đồng chí đăng nhập.")
        return redirect(url_for("people.sign_in"))
    return render_template("people/first_run.html", form=form)


def _first(form: FirstRunForm) -> FirstRun:
    names = ("committee", "branch", "place", "name", "username", "password")
    return FirstRun(**{name: form[name].data for name in names})
