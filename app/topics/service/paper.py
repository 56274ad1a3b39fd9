"""The paper from its presenters to the chi ủy that adopts it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.versions import check_fresh
from app.meetings.models import AgendaItem, Meeting
from app.meetings.rules.life import check_editable
from app.meetings.service.agenda import change_item
from app.meetings.service.trail import note
from app.meetings.service.turns import take_turn
from app.people.models import Member
from app.people.queries import members_of
from app.topics.models import LeadPaper, LeadPaperVersion
from app.topics.queries import files_of, last_version, paper_of
from app.topics.rules import (
    PRESENTATION,
    PaperStatus,
    check_adoptable,
    check_presenters,
    check_returnable,
    check_submittable,
    check_topical,
    check_writable,
    presenters_line,
)


def assign_presenters(
    meeting: Meeting, members: Sequence[Member], *, by: Actor, now: datetime
) -> LeadPaper:
    """Who writes and presents the topic of a meeting; from now on there is a paper of it.

    The programme names them too, unless somebody wrote another name there.

    :raises RuleBroken: if nobody is named, or somebody who is not of the branch on that day.
    """
    check_editable(take_turn(meeting))
    check_topical(meeting.type)
    of_the_branch = members_of(meeting.organisation_id, on=meeting.held_on)
    check_presenters(
        [member.id for member in members], frozenset(row.member_id for row in of_the_branch)
    )
    paper = paper_of(meeting)
    if paper is None:
        paper = LeadPaper(meeting=meeting, status=PaperStatus.DRAFT)
        db.session.add(paper)
    before = list(paper.presenters)
    if before == list(members):
        return paper
    paper.presenters = list(members)
    touch(paper)
    db.session.flush()
    _name_in_programme(meeting, before, members, by=by, now=now)
    note(
        Event.LEAD_PAPER_ASSIGNED,
        meeting,
        by=by,
        now=now,
        presenters=[member.name for member in members],
    )
    return paper


def _name_in_programme(
    meeting: Meeting, before: Sequence[Member], after: Sequence[Member], *, by: Actor, now: datetime
) -> None:
    was, now_named = (presenters_line(m.name for m in members) for members in (before, after))
    for item in _presentations(meeting):
        if (item.presenter or "") in ("", was):
            change_item(item, {"presenter": now_named}, version=item.version, by=by, now=now)


def _presentations(meeting: Meeting) -> list[AgendaItem]:
    return [item for step in meeting.steps for item in step.items if item.slot == PRESENTATION]


def touch(paper: LeadPaper) -> None:
    """What belongs to the paper changed: an edit begun before must notice it."""
    flag_modified(paper, "status")


def write_paper(
    paper: LeadPaper, text: str, *, version: int | None, by: Actor, now: datetime
) -> None:
    """Keep a new version where the text changed; those of before stay readable.

    :raises StaleEdit: if somebody else wrote meanwhile.
    """
    check_editable(take_turn(paper.meeting))
    check_fresh(paper, version)
    check_writable(paper.status)
    last = last_version(paper)
    if text == (last.text if last else ""):
        return
    written = LeadPaperVersion(
        paper=paper,
        number=last.number + 1 if last else 1,
        text=text,
        written_at=now,
        written_by=by.name,
    )
    db.session.add(written)
    touch(paper)
    note(Event.LEAD_PAPER_WRITTEN, paper.meeting, by=by, now=now, number=written.number)


def submit_paper(paper: LeadPaper, *, by: Actor, now: datetime) -> None:
    """Hand the paper to the chi ủy; its text can still be mended until they adopt it."""
    check_editable(take_turn(paper.meeting))
    last = last_version(paper)
    has_text = last is not None and bool(last.text.strip())
    check_submittable(paper.status, has_text=has_text, has_files=bool(files_of(paper)))
    paper.status = PaperStatus.SUBMITTED
    paper.submitted_at = now
    paper.returned_reason = None
    note(Event.LEAD_PAPER_SUBMITTED, paper.meeting, by=by, now=now, number=_number(paper))


def adopt_paper(paper: LeadPaper, *, version: int | None, by: Actor, now: datetime) -> None:
    """The chi ủy adopts the text it has read; from now on it is fixed.

    :raises StaleEdit: if it was mended after the page was opened.
    """
    check_editable(take_turn(paper.meeting))
    check_fresh(paper, version)
    check_adoptable(paper.status)
    paper.status = PaperStatus.ADOPTED
    paper.adopted_at = now
    paper.adopted_by = by.name
    note(Event.LEAD_PAPER_ADOPTED, paper.meeting, by=by, now=now, number=_number(paper))


def return_paper(paper: LeadPaper, *, reason: str, by: Actor, now: datetime) -> None:
    """Back to the presenters; what was sent to the members stays with them until it is sent
    again."""
    check_editable(take_turn(paper.meeting))
    check_returnable(paper.status, reason=reason)
    paper.status = PaperStatus.RETURNED
    paper.returned_reason = reason
    paper.adopted_at = paper.adopted_by = None
    note(Event.LEAD_PAPER_RETURNED, paper.meeting, by=by, now=now, reason=reason)


def _number(paper: LeadPaper) -> int:
    last = last_version(paper)
    return last.number if last else 0
