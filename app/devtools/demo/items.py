"""What is written under the slots of an agenda, drafted before or recorded during the meeting."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from app.access.permissions import Actor
from app.devtools.demo import written
from app.devtools.demo.world import World
from app.devtools.demo.written import Row, text
from app.meetings.models import AgendaItem, AgendaStep, Meeting
from app.meetings.rules.agenda import StepState
from app.meetings.service import agenda, life
from app.people.rules import POSITION_LABELS, Position

_OWN = "content"  # items of the branch's own, where the agenda fixes nothing
_OFFICES = (Position.SECRETARY, Position.DEPUTY_SECRETARY, Position.BRANCH_COMMITTEE_MEMBER)
_NOTHING = "Không có nội dung: "


def section_of(meeting: Meeting, slot: str) -> str:
    """`step_2.next_tasks` -> `step_2`; own content stands under the only section there is."""
    section = slot.partition(".")[0]
    return meeting.steps[0].section if section == _OWN else section


def write_items(
    world: World,
    branch: str,
    meeting: Meeting,
    row: Row,
    by: Actor,
    moments: Iterator[datetime],
) -> None:
    rows: dict[str, list[Row]] = defaultdict(list)
    for item in row.get("items", ()):
        rows[section_of(meeting, item["slot"])].append(item)
    for step in meeting.steps:
        written_here = rows.get(step.section, [])
        if written_here and all(item.get("empty") for item in written_here):
            _mark_empty(step, written_here, by, next(moments))
            continue
        for item in written_here:
            _write(world, branch, step, item, by, next(moments))


def _mark_empty(step: AgendaStep, rows: list[Row], by: Actor, now: datetime) -> None:
    reason = "; ".join(text(row, "reason").removeprefix(_NOTHING) for row in rows)
    agenda.set_step(step, StepState.NO_CONTENT, reason=reason, by=by, now=now)


def _write(world: World, branch: str, step: AgendaStep, row: Row, by: Actor, now: datetime) -> None:
    item = _item(step, row, by, now)
    values = {
        "presenter": presenter(world, branch, row.get("presenter"), step.meeting.held_on),
        "content": text(row, "content") or text(row, "reason"),
        "source_documents": "\n".join(row.get("source_documents", ())),
        "conclusion": text(row, "conclusion"),
    }
    agenda.change_item(item, values, version=item.version, by=by, now=now)


def _item(step: AgendaStep, row: Row, by: Actor, now: datetime) -> AgendaItem:
    """The fixed slot, or a further item under its title."""
    section, _, slot = row["slot"].partition(".")
    if section != _OWN:
        return next(item for item in step.items if item.slot == slot)
    return agenda.add_item(
        step, title=row["title"], is_restricted=False, is_withheld=False, by=by, now=now
    )


def presenter(world: World, branch: str, key: str | None, day: date) -> str:
    """“Đồng chí Hồ Đăng Khải, Bí thư”, by what the member holds in the branch on the day."""
    if key is None:
        return ""
    held = (office for office in _OFFICES if written.holder(branch, office, day) == key)
    office = next(held, None)
    return life.titled(world.members[key], POSITION_LABELS[office] if office else "")
