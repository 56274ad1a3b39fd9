from datetime import datetime
from pathlib import Path

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.files.service import store_file
from app.meetings.models import Material, Meeting
from app.meetings.rules.life import check_editable
from app.meetings.service.trail import note
from app.meetings.service.turns import take_turn


def add_material(
    meeting: Meeting,
    *,
    title: str,
    name: str,
    content: bytes,
    folder: Path,
    by: Actor,
    now: datetime,
) -> Material:
    """A paper for the members to read beforehand; when it came is part of the record."""
    check_editable(take_turn(meeting))
    stored = store_file(
        content, name, organisation_id=meeting.organisation_id, folder=folder, now=now
    )
    material = Material(meeting=meeting, title=title, file=stored, added_at=now, added_by=by.name)
    db.session.add(material)
    note(Event.MATERIAL_ADDED, meeting, by=by, now=now, title=title, sha256=stored.sha256)
    return material


def remove_material(material: Material, *, by: Actor, now: datetime) -> None:
    """Take a paper off the meeting; the stored bytes stay, for a trail line names them."""
    check_editable(take_turn(material.meeting))
    meeting, title, digest = material.meeting, material.title, material.file.sha256
    db.session.delete(material)
    note(Event.MATERIAL_REMOVED, meeting, by=by, now=now, title=title, sha256=digest)
