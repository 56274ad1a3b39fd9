"""One page for every short form of a meeting."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.meetings.models import Meeting
from app.meetings.rules.agenda import sections
from app.meetings.rules.screen import OPENING
from app.web.forms import Form


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
