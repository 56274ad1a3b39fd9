"""What a user reads when something is refused or breaks."""

import secrets

import structlog
from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import BadRequest, HTTPException

from app.access.guards import asks_for_json, is_signed_in, sign_in_first
from app.extensions import db
from app.kernel.errors import RuleBroken, StaleEdit
from app.web.duplicates import duplicate, is_race
from app.web.forms import ConflictError

log = structlog.get_logger()

_WITH_PAGE = {400, 403, 404, 409, 413, 429}

# The same for a script of ours.
_IN_WORDS = {
    400: "Không đọc được nội dung gửi lên; tải lại trang rồi thử lại.",
    403: "Đồng chí không có quyền ghi ở đây.",
    404: "Không tìm thấy nội dung này.",
    409: "Có đồng chí khác vừa lưu cùng lúc; xin gửi lại.",
    413: "Nội dung gửi lên quá lớn; xin gửi từng phần.",
}


def install(app: Flask) -> None:
    _log_no_values()
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(ConflictError, _conflict)
    app.register_error_handler(RuleBroken, _rule_broken)
    app.register_error_handler(StaleEdit, _overtaken)
    app.register_error_handler(StaleDataError, _overtaken)
    app.register_error_handler(IntegrityError, _collided)
    app.register_error_handler(Exception, _broken)


def _refused(problem: HTTPException) -> ResponseReturnValue:
    if problem.code is None or problem.code < 400:
        return problem
    if asks_for_json():
        return {"message": _IN_WORDS.get(problem.code, _IN_WORDS[400])}, problem.code
    page = problem.code if problem.code in _WITH_PAGE else 400
    response = render_template(f"errors/{page}.html")
    methods = getattr(problem, "valid_methods", None)
    return response, problem.code, {"Allow": ", ".join(methods)} if methods else {}


def _csrf(_problem: CSRFError) -> ResponseReturnValue:
    if asks_for_json():
        return _refused(BadRequest()) if is_signed_in() else sign_in_first()
    return render_template("errors/csrf.html"), 400


def _rule_broken(problem: RuleBroken) -> ResponseReturnValue:
    """A refusal of a bare button, which has no form to carry the message."""
    db.session.rollback()
    if asks_for_json():
        return {"message": problem.message}, 409
    return render_template("errors/refused.html", message=problem.message), 409


def _overtaken(_problem: Exception) -> ResponseReturnValue:
    """Two pressed bare buttons at once: nothing was typed that could be shown."""
    db.session.rollback()
    if asks_for_json():
        return {"message": _IN_WORDS[409]}, 409
    return render_template("errors/409.html"), 409


def _collided(problem: IntegrityError) -> ResponseReturnValue:
    if not is_race(problem):
        return _broken(problem)
    refusal = duplicate(problem)
    if refusal is not None:
        return _rule_broken(refusal)
    log.warning("two at once", path=_path(), error=str(problem.orig))
    return _overtaken(problem)


def _conflict(conflict: ConflictError) -> ResponseReturnValue:
    page = render_template("errors/conflict.html", conflict=conflict)
    return page, 409


def _broken(problem: Exception) -> ResponseReturnValue:
    if current_app.testing:
        raise problem
    reference = secrets.token_hex(4).upper()
    log.exception("request failed", reference=reference, path=_path(), error=type(problem).__name__)
    db.session.rollback()
    g.is_broken = True  # the page must not ask the database who is signed in
    if asks_for_json():
        return {"message": f"Máy chủ gặp lỗi, mã {reference}."}, 500
    return render_template("errors/500.html", reference=reference), 500


def _path() -> str:
    """What was asked for, as it may be logged: an address that is a key shows its pattern only."""
    if request.url_rule is not None and "secret" in (request.view_args or {}):
        return request.url_rule.rule
    return request.path


def _log_no_values() -> None:
    """A traceback with the values of its variables would write passwords and keys to the log."""
    *others, _ = structlog.get_config()["processors"]
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*others, plain])
