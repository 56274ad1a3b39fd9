"""One address for what is typed in a pledge: it takes changes, and tells what another device
changed (ADR 0011)."""

from collections.abc import Mapping
from typing import Any

from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.access.guards import current_actor, guarded
from app.kernel.clock import now
from app.kernel.errors import RuleBroken
from app.kernel.transaction import transaction
from app.pledges.forms.live import checked_row
from app.pledges.models import Pledge, PledgeItem
from app.pledges.queries.live import (
    changed_since,
    get_pledge_to_write,
    held_texts,
    whole_state,
)
from app.pledges.queries.pledges import get_pledge
from app.pledges.queries.writing import offered_to, writing, written_in
from app.pledges.routes import PLEDGE, bp
from app.pledges.rules.rows import FIELD_LABELS, PROSE
from app.pledges.service.live import PledgeDesk
from app.revisions.queries import standing_of
from app.revisions.rules.live import Call, Checked, Result, read_call
from app.revisions.service.answers import held_told, moment_told, result_told, unit_told
from app.revisions.service.desk import save_changes
from app.web.sent import sent_json


@bp.get(f"{PLEDGE}/live")
@guarded(writing, load=get_pledge)
def live(pledge: Pledge) -> ResponseReturnValue:
    """All rows as they stand, for a page that opens or comes back to the network."""
    actor, present = current_actor(), whole_state(pledge)
    standing = standing_of(pledge.id)
    return {
        **_around(pledge),
        "account": str(actor.account_id),
        "csrf_token": generate_csrf(),
        "units": {unit: unit_told(found, standing.get(unit)) for unit, found in present.items()},
        "held": [held_told(*kept) for kept in held_texts(pledge, actor.account_id, present)],
    }


@bp.post(f"{PLEDGE}/live")
@guarded(writing, load=get_pledge_to_write)
def save_live(pledge: Pledge) -> ResponseReturnValue:
    actor = current_actor()
    try:
        call = read_call(sent_json())
    except RuleBroken as refusal:
        return {"message": refusal.message}, 400
    if call.account != str(actor.account_id):
        message = "Nội dung này do một tài khoản khác ghi; đăng nhập đúng tài khoản đó để gửi."
        return {"message": message, "account": str(actor.account_id)}, 409
    with transaction():
        desk = PledgeDesk(pledge, standing_of(pledge.id), _checking(pledge), actor, now())
        results = save_changes(desk, call.changes)
        answer = _told(desk, call, results)
    return {**answer, "results": [result_told(result, FIELD_LABELS, PROSE) for result in results]}


def _checking(pledge: Pledge) -> Any:
    sections = written_in(pledge).choices

    def check(values: Mapping[str, str], item: PledgeItem | None) -> Checked:
        return checked_row(values, offered_to(item, sections))

    return check


def _told(desk: PledgeDesk, call: Call, results: list[Result]) -> dict[str, Any]:
    """What another device changed; what this call changed itself is in its results."""
    known = dict(call.known) | {result.unit: result.number for result in results}
    changed = changed_since(desk.pledge, desk.standing, known)
    return {
        **_around(desk.pledge),
        "units": {unit: unit_told(found, desk.standing[unit]) for unit, found in changed.items()},
    }


def _around(pledge: Pledge) -> dict[str, Any]:
    return {
        "at": moment_told(now()),
        "status": pledge.status.value,
        "version": pledge.version,
        "writers": [],
    }
