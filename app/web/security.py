"""Headers of every answer: nothing inline, nothing from elsewhere, nothing cached in between."""

import secrets

from flask import Flask, Response, abort, current_app, g, request

from app.kernel.database import reading_only


def install(app: Flask) -> None:
    app.before_request(_prepare)
    app.after_request(_add_headers)
    app.context_processor(lambda: {"csp_nonce": g.get("csp_nonce", "")})


def _prepare() -> None:
    g.csp_nonce = secrets.token_urlsafe(16)
    if request.is_json:
        # All of it is here before a transaction begins: however slow the line, nobody waits for it.
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]
        request.get_data()
    if _holds_nul(request.path) or any(map(_holds_nul, request.args.values())):
        abort(400)  # no text of ours holds it, and PostgreSQL takes none that does
    if any(map(_is_beyond, (request.view_args or {}).values())):
        abort(404)  # no number of ours is so great, and no database takes one that is
    reading_only.set(request.method in {"GET", "HEAD", "OPTIONS"})


def _holds_nul(text: str) -> bool:
    return "\0" in text


def _is_beyond(value: object) -> bool:
    return isinstance(value, int) and value >= 2**31


def _add_headers(response: Response) -> Response:
    headers = response.headers
    nonce = g.get("csp_nonce", "")
    headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        f"manifest-src 'self'; worker-src 'self'; script-src 'self' 'nonce-{nonce}'",
    )
    headers["X-Content-Type-Options"] = "nosniff"
    headers.setdefault("Referrer-Policy", "same-origin")
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
