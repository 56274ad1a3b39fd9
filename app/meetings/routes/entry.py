"""One page for every short form of a meeting, and what its pages need to be saved live."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.meetings.models import Meeting
from app.meetings.rules.agenda import sections
from app.meetings.rules.life import RECORDABLE, MeetingStatus
from app.meetings.rules.screen import OPENING
from app.revisions.queries import standing_of
from app.web.forms import Form


@dataclass(frozen=True)
class Live:
    """Where somebody writes, and on which revisions the page was drawn, by unit.

    A form is one unit; one that makes a record names its kind only ("vote:"). `said` is shown
    when it is done, `next` is where it leads.
    """

    place: str
    numbers: Mapping[str, int]
    unit: str = ""
    said: str = ""
    next: str = ""


def live_page(
    meeting: Meeting,
    place: str,
    *,
    unit: str = "",
    said: str = "",
    back: str = "",
    writable: frozenset[MeetingStatus] = RECORDABLE,
) -> Live | None:
    """None where nothing is written yet, or any more; the agenda is prepared before it begins."""
    if meeting.status not in writable:
        return None
    numbers = {name: last.number for name, last in standing_of(meeting.id).items()}
    return Live(place, numbers, unit, said, back)


def entry(
    meeting: Meeting,
    form: Form,
    heading: str,
    *,
    submit: str = "Lưu",
    hint: str = "",
    back: str = "",
    remove_url: str = "",
    files: bool = False,
    live: Live | None = None,
) -> ResponseReturnValue:
    return render_template(
        "meetings/_entry.html",
        meeting=meeting,
        form=form,
        entry_heading=heading,
        submit_label=submit,
        hint=hint,
        back_url=back or url_for("meetings.show", meeting_id=meeting.id),
        remove_url=remove_url,
        files=files,
        live=live,
    )


def to_meeting(meeting: Meeting) -> ResponseReturnValue:
    return redirect(url_for("meetings.show", meeting_id=meeting.id))


def section_url(meeting: Meeting, section: str | None) -> str:
    """Back to the step something belongs to, or to the closing page."""
    if section == OPENING:
        return url_for("meetings.opening", meeting_id=meeting.id)
    if section in {step.section for step in meeting.steps}:
        return url_for("meetings.step", meeting_id=meeting.id, section=section)
    return url_for("meetings.closing", meeting_id=meeting.id)


def section_choices(meeting: Meeting) -> list[tuple[str, str]]:
    return [(step.section, sections()[step.section].short) for step in meeting.steps]
