"""What is said of a task between the meetings: reported, extended, dropped; all of it kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm.attributes import flag_modified

from app.access.permissions import Actor
from app.assignments.models import Assignment, Evidence, Progress
from app.assignments.queries import assignment_values
from app.assignments.rules import (
    AssignmentStatus,
    ProgressKind,
    check_between_meetings,
    check_drop,
    check_evidence,
    check_extension,
    check_open,
    check_report,
)
from app.assignments.service.trail import keep, note
from app.audit.events import Event
from app.extensions import db
from app.files.service import store_file
from app.kernel.clock import local
from app.kernel.versions import check_fresh


@dataclass(frozen=True)
class Upload:
    """A file as it was sent with a report."""

    name: str
    content: bytes


def report_progress(
    assignment: Assignment,
    *,
    status: AssignmentStatus,
    percent: int,
    result: str,
    title: str = "",
    uploads: Sequence[Upload] = (),
    folder: Path | None = None,
    version: int | None,
    by: Actor,
    now: datetime,
) -> Progress:
    """How far it is, said between meetings; the next meeting judges it.

    :param title: what the files show; without it each is called by its own name.
    :raises RuleBroken: if a meeting has closed the task, or the report says nothing.
    """
    check_fresh(assignment, version)
    check_open(is_settled=assignment.is_settled)
    check_report(status, percent=percent, result=result)
    check_evidence(len(uploads))
    is_done = status is AssignmentStatus.DONE
    was_done = assignment.status is AssignmentStatus.DONE
    if not (is_done and was_done):  # mending the words of a report keeps its day
        assignment.done_on = local(now).date() if is_done else None
    assignment.status = status
    assignment.percent = 100 if is_done else percent
    assignment.result = result or None
    entry = _log(assignment, ProgressKind.REPORTED, result, by=by, now=now)
    if folder is not None:
        _attach(entry, title, uploads, folder=folder, by=by, now=now)
    note(
        Event.ASSIGNMENT_REPORTED,
        assignment,
        by=by,
        now=now,
        status=status,
        percent=assignment.percent,
    )
    return entry


def extend_assignment(
    assignment: Assignment,
    *,
    due_on: date,
    reason: str,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """A later deadline, decided between two meetings; the reason says by whom.

    :raises RuleBroken: without a reason, while a meeting has yet to judge the task, or for a
        deadline that is no later.
    """
    check_fresh(assignment, version)
    _check_between(assignment)
    before = assignment.due_on
    check_extension(
        due_on,
        due_before=before,
        given_on=assignment.given_on,
        today=local(now).date(),
        reason=reason,
    )
    values = assignment_values(assignment)
    assignment.due_on = due_on
    entry = _log(assignment, ProgressKind.EXTENDED, reason, by=by, now=now)
    entry.due_before, entry.due_after = before, due_on
    keep(assignment, values, by=by, now=now)
    note(
        Event.ASSIGNMENT_EXTENDED,
        assignment,
        by=by,
        now=now,
        before=before,
        after=due_on,
        reason=reason,
    )


def drop_assignment(
    assignment: Assignment, *, reason: str, version: int | None, by: Actor, now: datetime
) -> None:
    """Closed by a decision between two meetings: it comes before no further one.

    :raises RuleBroken: without a reason, or while a meeting has yet to judge the task.
    """
    check_fresh(assignment, version)
    _check_between(assignment)
    check_drop(reason)
    assignment.status = AssignmentStatus.CANCELLED
    _log(assignment, ProgressKind.DROPPED, reason, by=by, now=now)
    note(
        Event.ASSIGNMENT_DROPPED,
        assignment,
        by=by,
        now=now,
        text=assignment.text,
        reason=reason,
    )


def _check_between(assignment: Assignment) -> None:
    check_open(is_settled=assignment.is_settled)
    check_between_meetings(
        assignment.status, is_adopted=assignment.is_adopted, waits_for=assignment.waits_for
    )


def _log(
    assignment: Assignment, kind: ProgressKind, words: str, *, by: Actor, now: datetime
) -> Progress:
    """One more line of its story; the same form sent again is noticed, whatever it says."""
    flag_modified(assignment, "status")
    entry = Progress(
        kind=kind,
        at=now,
        by=by.name,
        status=assignment.status,
        percent=assignment.percent,
        note=words or None,
    )
    assignment.progress.append(entry)
    db.session.flush()
    return entry


def _attach(
    entry: Progress,
    title: str,
    uploads: Sequence[Upload],
    *,
    folder: Path,
    by: Actor,
    now: datetime,
) -> None:
    for number, upload in enumerate(uploads, start=1):
        stored = store_file(
            upload.content,
            upload.name,
            organisation_id=entry.assignment.organisation_id,
            folder=folder,
            now=now,
        )
        numbered = f"{title} ({number})" if len(uploads) > 1 else title
        piece = Evidence(title=numbered if title else stored.name, file=stored)
        entry.evidence.append(piece)
        note(
            Event.EVIDENCE_ADDED,
            entry.assignment,
            by=by,
            now=now,
            title=piece.title,
            sha256=stored.sha256,
        )
