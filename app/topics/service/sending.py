"""Files beside the paper, and how all of it comes to the members: as materials of the meeting."""

from datetime import datetime
from pathlib import Path

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.files.service import read_kept, store_file
from app.meetings.models import Material
from app.meetings.rules.life import check_editable
from app.meetings.service.materials import add_material, remove_material
from app.meetings.service.trail import note
from app.meetings.service.turns import take_turn
from app.topics.models import LeadPaper, LeadPaperFile
from app.topics.queries import files_of, last_version, material_with, sent_at
from app.topics.rules import check_sendable, check_writable
from app.topics.service.paper import touch

TITLE = "Bản đề dẫn chuyên đề"


def attach_file(
    paper: LeadPaper,
    *,
    title: str,
    name: str,
    content: bytes,
    folder: Path,
    by: Actor,
    now: datetime,
) -> LeadPaperFile:
    meeting = paper.meeting
    check_editable(take_turn(meeting))
    check_writable(paper.status)
    stored = store_file(
        content, name, organisation_id=meeting.organisation_id, folder=folder, now=now
    )
    attached = LeadPaperFile(paper=paper, title=title, file=stored, added_at=now, added_by=by.name)
    db.session.add(attached)
    touch(paper)
    note(Event.LEAD_PAPER_FILE_ADDED, meeting, by=by, now=now, title=title, sha256=stored.sha256)
    return attached


def remove_file(attached: LeadPaperFile, *, by: Actor, now: datetime) -> None:
    """Take a file off the paper, and off the meeting's materials if it was sent already."""
    paper, title, digest = attached.paper, attached.title, attached.file.sha256
    check_editable(take_turn(paper.meeting))
    check_writable(paper.status)
    material = material_with(paper.meeting, digest)
    if material is not None:
        remove_material(material, by=by, now=now)
    db.session.delete(attached)
    touch(paper)
    note(Event.LEAD_PAPER_FILE_REMOVED, paper.meeting, by=by, now=now, title=title, sha256=digest)


def send_paper(
    paper: LeadPaper, *, name: str, content: bytes, folder: Path, by: Actor, now: datetime
) -> Material:
    """The adopted paper, drawn as `content`, and its files become materials of the meeting.

    A text sent earlier and returned since is replaced; a file that is there stays as it came.
    """
    meeting = paper.meeting
    check_editable(take_turn(meeting))
    check_sendable(paper.status, is_sent=sent_at(paper) is not None)
    earlier, paper.material = paper.material, None
    if earlier is not None:
        db.session.flush()
        remove_material(earlier, by=by, now=now)
    paper.material = add_material(
        meeting, title=TITLE, name=name, content=content, folder=folder, by=by, now=now
    )
    for attached in files_of(paper):
        if material_with(meeting, attached.file.sha256) is None:
            add_material(
                meeting,
                title=attached.title,
                name=attached.file.name,
                content=read_kept(attached.file.sha256, folder=folder),
                folder=folder,
                by=by,
                now=now,
            )
    last = last_version(paper)
    note(Event.LEAD_PAPER_SENT, meeting, by=by, now=now, number=last.number if last else 0)
    return paper.material
