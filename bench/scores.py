"""A committee's pages of scores over ten times the branches: its queue, its month, its year."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from app.devtools.scale import Scale, fill
from app.extensions import db
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.scoring.models import GradingCampaign
from bench.office import Office, Page, compared
from bench.place import make_app
from bench.ratios import show

_FEW, _MANY, _MEMBERS = 26, 260, 9


def run() -> None:
    with _filled(_FEW) as few, _filled(_MANY) as many:
        ratios = [
            ratio
            for name, page in few.items()
            for ratio in compared(f"{name}, {_MANY} branches against {_FEW}", many[name], page)
        ]
    show("The committee's scores", "of", ratios, ("One request in the same process.",))


@contextmanager
def _filled(branches: int) -> Iterator[dict[str, Page]]:
    """The pages of a committee whose branches have scored this month and this year."""
    with tempfile.TemporaryDirectory(prefix="nenep-bench-") as folder:
        app = make_app(Path(folder))
        with app.app_context():
            with transaction():
                fill(Scale(branches, 1, _MEMBERS, until=today(), scores=True), now=now())
            campaign_id = db.session.scalars(select(GradingCampaign.id)).one()
        office, day = Office(app), today()
        here = {"organisation_id": office.committee_id}
        yield {
            "queue": office.page("scoring.queue", **here),
            "month": office.page("scoring.rollup", **here, year=day.year, month=day.month),
            "results": office.page("scoring.results", grading_id=campaign_id),
        }
