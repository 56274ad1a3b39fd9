"""What lets a meeting go on without network: the service worker, and the page shown instead."""

import hashlib
import json
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import public

_SCRIPT = "js/live/service-worker.js"
_SHOWN = {".css", ".js", ".svg", ".woff2"}


def install(app: Flask) -> None:
    app.add_url_rule("/service-worker.js", "service_worker", service_worker)
    app.add_url_rule("/offline", "offline", offline)


@public
def service_worker() -> ResponseReturnValue:
    """The worker with the files it keeps; another version as soon as one of them is another."""
    folder = Path(str(current_app.static_folder))
    names, version = _files(folder)
    assets = [url_for("static", filename=name) for name in names]
    head = f"const VERSION = {json.dumps(version)};\nconst ASSETS = {json.dumps(assets)};\n"
    return Response(head + (folder / _SCRIPT).read_text("utf-8"), mimetype="text/javascript")


@cache
def _files(folder: Path) -> tuple[list[str], str]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix in _SHOWN)
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    names = [path.relative_to(folder).as_posix() for path in paths]
    return names, digest.hexdigest()[:16]


@public
def offline() -> ResponseReturnValue:
    return render_template("errors/offline.html")
