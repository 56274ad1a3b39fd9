"""A pledge typed from the paper that a member signed."""

from datetime import date, datetime
from pathlib import Path

from app.access.permissions import Actor
from app.audit.events import Event
from app.files.rules import check_file
from app.files.service import store_file
from app.kernel.clock import local
from app.pledges.models import Pledge
from app.pledges.rules.life import check_writable
from app.pledges.rules.text import check_is_scan, check_on_paper, check_signed
from app.pledges.service.trail import note
from app.pledges.service.turns import take_turn


def attach_scan(
    pledge: Pledge,
    *,
    signed_on: date,
    name: str,
    content: bytes,
    folder: Path,
    by: Actor,
    now: datetime,
) -> None:
    """The picture of the signed paper, which stands behind what was typed from it.

    Attached again, the later one counts; the trail holds the hash of both.
    """
    take_turn(pledge)
    edition = pledge.last
    check_writable(pledge.status, edition.state)
    check_on_paper(is_from_paper=edition.is_from_paper)
    check_signed(signed_on, year=pledge.year, today=local(now).date())
    check_is_scan(check_file(content, name))
    edition.scan = store_file(
        content, name, organisation_id=pledge.organisation_id, folder=folder, now=now
    )
    edition.signed_on = signed_on
    edition.typed_by = by.name
    note(
        Event.PLEDGE_SCANNED,
        pledge,
        by=by,
        now=now,
        sha256=edition.scan.sha256,
        signed_on=signed_on,
    )
