"""What a user reads when something is refused or breaks."""

import secrets

import structlog
from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.extensions import db
from app.kernel.errors import RuleBroken
from app.web.forms import Conflict

log = structlog.get_logger()

_WITH_PAGE = {400, 403, 404, 409, 413, 429}


def install(app: Flask) -> None:
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(RuleBroken, _rule_broken)
    app.register_error_handler(Exception, _broken)


def _refused(problem: HTTPException) -> ResponseReturnValue:
    if problem.code is None or problem.code < 400:
        return problem
    page = problem.code if problem.code in _WITH_PAGE else 400
    response = render_template(f"errors/{page}.html")
    headers = {"Allow": ", ".join(problem.valid_methods)} if _has_methods(problem) else {}
    return response, problem.code, headers


def _has_methods(problem: HTTPException) -> bool:
    return bool(getattr(problem, "valid_methods", None))


def _csrf(_problem: CSRFError) -> ResponseReturnValue:
    return render_template("errors/csrf.html"), 400


def _rule_broken(problem: RuleBroken) -> ResponseReturnValue:
    """A refusal of a bare button, which has no form to carry the message."""
    db.session.rollback()
    return render_template("errors/refused.html", message=problem.message), 409


def _conflict(conflict: Conflict) -> ResponseReturnValue:
    page = render_template("errors/conflict.html", conflict=conflict)
    return page, 409


def _broken(problem: Exception) -> ResponseReturnValue:
    reference = secrets.token_hex(4).upper()
    log.exception(
        "request failed", reference=reference, path=request.path, error=type(problem).__name__
    )
    db.session.rollback()
    return render_template("errors/500.html", reference=reference), 500
