"""What committee members report of the meetings they attended."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from app.devtools.demo import written
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import Row, text
from app.extensions import db
from app.meetings.models import Meeting
from app.observers.queries.visits import report_by
from app.observers.rules import VISIT_FIELDS
from app.observers.service import submit_report, write_report


def happenings(world: World) -> Iterator[Happening]:
    for row in written.visits():
        of = f"visit to {row['meeting']}"
        yield Happening(written.moment(row["written_at"]), of, partial(_write, world, row))
        if "submitted_at" in row:
            yield Happening(written.moment(row["submitted_at"]), of, partial(_submit, world, row))


def _meeting(world: World, row: Row) -> Meeting:
    return db.session.get_one(Meeting, world.meetings[row["meeting"]])


def _write(world: World, row: Row, now: datetime) -> None:
    texts = {name: text(row, name) or None for name in (*VISIT_FIELDS, "remarks")}
    write_report(
        _meeting(world, row),
        world.members[row["member"]],
        {**texts, "score": row.get("score")},
        version=None,
        by=world.actors[row["member"]],
        now=now,
    )


def _submit(world: World, row: Row, now: datetime) -> None:
    report = report_by(_meeting(world, row), world.members[row["member"]].id)
    assert report is not None
    submit_report(report, by=world.actors[row["member"]], now=now)
