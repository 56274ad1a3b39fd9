"""What a topical meeting comes to, line by line, each with its task."""

from types import SimpleNamespace
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.assignments.queries import members_with
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.meetings.models import Meeting
from app.meetings.queries.meetings import get_meeting
from app.meetings.rules.life import check_recordable
from app.people.queries import members_of
from app.topics import service
from app.topics.forms import DifficultyForm
from app.topics.models import Difficulty
from app.topics.queries import get_difficulty
from app.topics.routes import bp
from app.topics.rules import SECTION, check_topical
from app.web.forms import saved


def _form(meeting: Meeting, **values: object) -> DifficultyForm:
    form = DifficultyForm(**values)
    form.offer(
        (row.member_id, row.name) for row in members_of(meeting.organisation_id, on=meeting.held_on)
    )
    return form


def _task(form: DifficultyForm) -> service.Task:
    chosen = form.accountable_id.data
    accountable = members_with([UUID(chosen)])[0] if chosen else None
    return service.Task(accountable, form.due_on.data)


def _back(meeting: Meeting) -> str:
    return url_for("meetings.step", meeting_id=meeting.id, section=SECTION)


@bp.route("/meetings/<uuid:meeting_id>/difficulties/new", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def new_difficulty(meeting: Meeting) -> ResponseReturnValue:
    check_recordable(meeting.status)
    check_topical(meeting.type)
    form = _form(meeting)

    def record() -> None:
        service.record_difficulty(
            meeting,
            text=form.text.data,
            solution=form.solution.data,
            task=_task(form),
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, record):
        flash("Đã ghi khó khăn, vướng mắc.")
        return redirect(_back(meeting))
    return render_template(
        "topics/new_difficulty.html", meeting=meeting, form=form, back_url=_back(meeting)
    )


@bp.route("/meetings/<uuid:meeting_id>/difficulties/<uuid:difficulty_id>", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_difficulty)
def edit_difficulty(difficulty: Difficulty) -> ResponseReturnValue:
    meeting = difficulty.meeting
    check_recordable(meeting.status)
    form = _form(meeting, obj=_standing(difficulty))

    def change() -> None:
        service.change_difficulty(
            difficulty,
            text=form.text.data,
            solution=form.solution.data,
            task=_task(form),
            version=form.version.data or "",
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change, on=lambda: _standing(difficulty)):
        flash("Đã lưu khó khăn, vướng mắc.")
        return redirect(_back(meeting))
    return render_template(
        "topics/edit_difficulty.html",
        meeting=meeting,
        difficulty=difficulty,
        form=form,
        back_url=_back(meeting),
    )


def _standing(difficulty: Difficulty) -> SimpleNamespace:
    task = difficulty.assignment
    return SimpleNamespace(
        text=difficulty.text,
        solution=difficulty.solution,
        accountable_id=str(task.accountable_id) if task else "",
        due_on=task.due_on if task else None,
        version=difficulty.state,
    )


@bp.post("/meetings/<uuid:meeting_id>/difficulties/<uuid:difficulty_id>/remove")
@guarded(Permission.MEETING_RECORD, load=get_difficulty)
def remove_difficulty(difficulty: Difficulty) -> ResponseReturnValue:
    meeting = difficulty.meeting
    with transaction():
        service.remove_difficulty(difficulty, by=current_actor(), now=now())
    flash("Đã xóa khó khăn, vướng mắc.")
    return redirect(_back(meeting))
