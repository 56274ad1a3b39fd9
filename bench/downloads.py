"""A sealed PDF handed to who may read it, against the same bytes as a static file."""

import tempfile
from pathlib import Path
from shutil import copytree

from app.extensions import db
from app.files.service import path_of
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.people.service import create_account
from bench.pages import answered
from bench.place import PASSWORD, USERNAME, make_app
from bench.ratios import Ratio, in_turn, show, times_slower
from bench.servers import ROOT, WORKERS, served, signed_in_cookie
from tests.factory import Make
from tests.minutes.sittings import held, sealed

_ROUNDS = 5


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="nenep-bench-") as folder:
        app = make_app(Path(folder))
        with app.app_context():
            path, content = _sealed_minutes(Path(folder))
            db.session.remove()
        static = Path(folder) / "static"
        copytree(ROOT / "app" / "static", static)
        (static / "minutes.pdf").write_bytes(content)
        settings = {
            "NENEP_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
            "NENEP_SECRET_KEY": app.config["SECRET_KEY"],
            "BENCH_INSTANCE": folder,
            "BENCH_STATIC": str(static),
        }
        with (
            served("bench.ours:app", **settings) as ours,
            served("bench.bare:app", BENCH_STATIC=str(static)) as bare,
        ):
            cookie = signed_in_cookie(ours, USERNAME, PASSWORD)

            def compared(name: str, port: int, at_most: float | None) -> Ratio:
                mine, theirs = in_turn(
                    lambda: answered(ours, path, cookie),
                    lambda: answered(port, "/static/minutes.pdf", ""),
                    rounds=_ROUNDS,
                )
                return times_slower(name, mine, theirs, "req/s", at_most=at_most)

            ratios = [
                compared("from the same application", ours, 2),
                compared("from bare Flask", bare, None),
            ]
    show(
        "Handing out a sealed PDF",
        "static file",
        ratios,
        (
            f"{len(content):,} bytes; gunicorn, {WORKERS} sync workers each. Ours signs in, asks "
            "who may read, and compares the hash of the file before it leaves.",
        ),
    )


def _sealed_minutes(folder: Path) -> tuple[str, bytes]:
    """The address of minutes sealed through the services, and their bytes on disk."""
    with transaction():
        sitting = held(Make())
        record = sealed(sitting, folder / "files")
        create_account(
            username=USERNAME,
            name=sitting.secretary.name,
            password=PASSWORD,
            organisation=sitting.branch,
            member=sitting.secretary,
            must_change_password=False,
            by=None,
            now=now(),
        )
        assert record.seal is not None
        file = next(file for file in record.seal.files if file.extension == "pdf")
        address = f"/meetings/{sitting.meeting.id}/minutes/download.pdf"
        return address, path_of(file.sha256, folder / "files").read_bytes()
