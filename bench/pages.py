"""Pages in requests a second against a bare Flask view, on the same server at the same time."""

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.place import PASSWORD, SCALE, USERNAME, Place, furnish, make_app
from bench.ratios import Ratio, in_turn, share_of, show
from bench.servers import ROOT, WORKERS, served, signed_in_cookie

_ROUNDS = 5
_SECONDS = 1.2
_CONNECTIONS = 4
LIGHT, LONG = 0.25, 0.15


@dataclass(frozen=True)
class _Page:
    name: str
    path: str
    at_least: float


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="nenep-bench-") as folder:
        app = make_app(Path(folder))
        place = furnish(app)
        settings = {
            "NENEP_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
            "NENEP_SECRET_KEY": app.config["SECRET_KEY"],
        }
        with served("wsgi:app", **settings) as ours, served("bench.bare:app") as bare:
            cookie = signed_in_cookie(ours, USERNAME, PASSWORD)
            ratios = [_compared(page, ours, bare, cookie) for page in _pages(place)]
    show(
        "Pages, requests a second",
        "bare Flask",
        ratios,
        (
            f"gunicorn, {WORKERS} sync workers each, {_CONNECTIONS} connections, no keep-alive; "
            f"database: {SCALE['branches']} branches of {SCALE['members']} members "
            f"with {SCALE['meetings']} meetings.",
        ),
    )


def _pages(place: Place) -> list[_Page]:
    return [
        _Page("sign-in", "/sign-in", LIGHT),
        _Page("Việc của tôi", "/", LIGHT),
        _Page("one meeting", f"/meetings/{place.meeting}", LIGHT),
        _Page("meetings, 30 rows", f"/branches/{place.branch}/meetings", LONG),
        _Page("members, 50 rows", f"/organisations/{place.branch}/members", LONG),
    ]


def _compared(page: _Page, ours: int, bare: int, cookie: str) -> Ratio:
    # Whoever is signed in is sent away from nothing: the page of sign-in is asked by a stranger.
    sent = "" if page.path == "/sign-in" else cookie
    answered(ours, page.path, sent)
    mine, theirs = in_turn(
        lambda: answered(ours, page.path, sent), lambda: answered(bare, "/", ""), rounds=_ROUNDS
    )
    return share_of(page.name, mine, theirs, "req/s", at_least=page.at_least)


def answered(port: int, path: str, cookie: str) -> float:
    """Requests a second."""
    asked = subprocess.run(
        [
            *(sys.executable, "-m", "bench.load"),
            *(str(port), path, cookie, str(_SECONDS), str(_CONNECTIONS)),
        ],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
    )
    return float(asked.stdout)
