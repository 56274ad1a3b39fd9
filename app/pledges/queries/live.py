"""A pledge as those devices see it on which it is written at the same time."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from app.extensions import db
from app.kernel.errors import RuleBroken
from app.pledges.models import Pledge, PledgeItem
from app.pledges.queries.pledges import get_pledge
from app.pledges.queries.writing import row_values
from app.pledges.rules.rows import Row
from app.revisions.models import Revision
from app.revisions.queries import Standing, text_of, waiting_texts
from app.revisions.rules.live import Present


def get_pledge_to_write(pledge_id: UUID) -> Pledge | None:
    """The pledge, locked until the transaction ends: its writers take turns."""
    db.session.execute(
        select(Pledge.id).where(Pledge.id == pledge_id).with_for_update(key_share=True)
    )
    return get_pledge(pledge_id)


def row_to_change(pledge: Pledge, row: Row) -> PledgeItem | None:
    """:raises RuleBroken: if it belongs to another pledge, or to a text that is written no more."""
    item = db.session.get(PledgeItem, row.id, with_for_update=True)
    if item is not None and item.edition_id != pledge.last.id:
        raise RuleBroken("Nội dung này không thuộc bản đang viết; tải lại trang rồi thử lại.")
    return item


def whole_state(pledge: Pledge) -> dict[str, Present]:
    return {
        str(Row(item.id)): Present(row_values(item), item.version) for item in pledge.last.items
    }


def changed_since(
    pledge: Pledge, standing: Mapping[str, Standing], known: Mapping[str, int]
) -> dict[str, Present | None]:
    """The rows that stand otherwise than in `known`; None for those that are gone.

    What was written in an earlier text of the pledge concerns nobody here.
    """
    present = whole_state(pledge)
    changed = [unit for unit, last in standing.items() if known.get(unit) != last.number]
    return {
        unit: present.get(unit) for unit in changed if unit in present or standing[unit].is_removed
    }


def held_texts(
    pledge: Pledge, account_id: UUID, present: Mapping[str, Present]
) -> list[tuple[Revision, dict[str, str]]]:
    """What this writer typed and is not complete, the latest of each row, as typed."""
    waiting = waiting_texts(pledge.id, account_id)
    return [
        (kept, text_of(kept, present[kept.unit].values if kept.unit in present else {}))
        for kept in waiting
    ]
