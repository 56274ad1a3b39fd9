"""What was, or was typed and never stood, put back: as a new revision, over nothing unseen."""

from collections.abc import Mapping

from app.audit.events import Event
from app.kernel.errors import RuleBroken, StaleEdit
from app.meetings.rules.units import Unit
from app.meetings.service.live import MeetingDesk
from app.meetings.service.trail import note
from app.revisions.service.desk import put_back


def restore_text(
    desk: MeetingDesk, unit: Unit, values: Mapping[str, str], *, restored: int, known: int
) -> int:
    """Let `values` stand again; the number of the new revision.

    :param restored: the revision they come from; 0 for what was set aside.
    :param known: the number of what stood when the page was opened.
    :raises StaleEdit: if somebody wrote meanwhile.
    :raises RuleBroken: if they can stand no more, with the first reason why.
    """
    last = desk.standing.get(str(unit))
    if (last.number if last else 0) != known:
        raise StaleEdit
    if desk.meeting.has_self_sheet:
        values = {name: text for name, text in values.items() if name != "self_score"}
    errors = put_back(desk, unit, values)
    if errors:
        name, sentence = next(iter(errors.items()))
        raise RuleBroken(sentence, field=name or None)
    number = desk.standing[str(unit)].number
    if number != known:
        note(
            Event.TEXT_RESTORED,
            desk.meeting,
            by=desk.by,
            now=desk.now,
            unit=str(unit),
            revision=number,
            restored=restored,
        )
    return number
