"""Tasks given by a meeting, and last month's tasks on its table."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Actor, Permission
from app.assignments.models import Assignment, AssignmentReview
from app.assignments.queries import (
    assignment_of_meeting,
    get_review,
    members_with,
    units_to_choose,
    units_with,
)
from app.assignments.rules import Priority, ReviewOutcome
from app.assignments.service import (
    change_assignment,
    give_assignment,
    review_assignment,
)
from app.assignments.service import remove_assignment as take_back
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.meetings.forms.plan import as_id
from app.meetings.forms.record import AssignmentForm, ReviewForm
from app.meetings.models import Meeting
from app.meetings.queries.meetings import get_meeting
from app.meetings.queries.record import conclusions_of
from app.meetings.routes import bp
from app.meetings.routes.entry import entry, live_page
from app.meetings.rules.agenda import table_section
from app.meetings.rules.life import check_recordable
from app.meetings.service.turns import take_turn
from app.people.queries import comrades_of
from app.web.forms import saved


def _form(
    meeting: Meeting, assignment: Assignment | None = None, **values: object
) -> AssignmentForm:
    return offered(AssignmentForm(**values), meeting, assignment)


def offered(
    form: AssignmentForm, meeting: Meeting, assignment: Assignment | None = None
) -> AssignmentForm:
    """People of whoever does the work: a committee's branch, otherwise the branch that meets.

    Units that take part already are offered though they may have ended since.
    """
    place = assignment.organisation if assignment else meeting.organisation
    given = assignment.units if assignment else ()
    form.offer(
        ((row.member_id, row.name) for row in comrades_of(place, on=meeting.held_on)),
        ((c.id, c.text) for c in conclusions_of(meeting)),
        units_to_choose(place.id, on=meeting.held_on, besides=given),
    )
    return form


def assignment_data(form: AssignmentForm) -> dict[str, object]:
    chosen = {UUID(form.accountable_id.data), *map(UUID, form.collaborator_ids.data)}
    members = {member.id: member for member in members_with(chosen)}
    accountable = members.pop(UUID(form.accountable_id.data))
    return {
        "text": form.text.data,
        "category": form.category.data or None,
        "accountable": accountable,
        "collaborators": list(members.values()),
        "units": list(units_with(set(map(UUID, form.unit_ids.data)))),
        "outside_collaborators": form.outside_collaborators.data or None,
        "due_on": form.due_on.data,
        "priority": Priority(form.priority.data),
    }


@bp.route("/meetings/<uuid:meeting_id>/assignments/new", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def new_assignment(meeting: Meeting) -> ResponseReturnValue:
    if meeting.is_of_committee:
        chosen = request.args.get("conclusion")
        return redirect(
            url_for("meetings.give_to_branches", meeting_id=meeting.id, conclusion=chosen)
        )
    form = _form(
        meeting, conclusion_id=request.args.get("conclusion", ""), priority=Priority.NORMAL.value
    )

    def give() -> None:
        check_recordable(take_turn(meeting))
        give_assignment(
            organisation=meeting.organisation,
            meeting_id=meeting.id,
            conclusion_id=as_id(form.conclusion_id.data),
            given_on=meeting.held_on,
            by=current_actor(),
            now=now(),
            **assignment_data(form),  # type: ignore[arg-type]
        )

    back = url_for("meetings.closing", meeting_id=meeting.id)
    if form.validate_on_submit() and saved(form, give):
        flash("Đã giao nhiệm vụ.")
        return redirect(back)
    said = "Đã giao nhiệm vụ."
    live = live_page(meeting, "closing", unit="assignment:", said=said, back=back)
    return entry(meeting, form, "Giao nhiệm vụ", submit="Giao nhiệm vụ", back=back, live=live)


class _OfMeeting:
    """A task as a part of its meeting, for the guard and the views below."""

    def __init__(self, meeting: Meeting, part: Assignment | AssignmentReview) -> None:
        self.meeting = meeting
        self.part = part
        self.unit_path = meeting.unit_path
        self.appointments = meeting.appointments


def _load_assignment(meeting_id: UUID, assignment_id: UUID) -> _OfMeeting | None:
    return _loaded(get_meeting(meeting_id), assignment_of_meeting(meeting_id, assignment_id))


def _load_review(meeting_id: UUID, review_id: UUID) -> _OfMeeting | None:
    return _loaded(get_meeting(meeting_id), get_review(meeting_id, review_id))


def _loaded(
    meeting: Meeting | None, part: Assignment | AssignmentReview | None
) -> _OfMeeting | None:
    return _OfMeeting(meeting, part) if meeting and part else None


@bp.route("/meetings/<uuid:meeting_id>/assignments/<uuid:assignment_id>", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=_load_assignment)
def edit_assignment(found: _OfMeeting) -> ResponseReturnValue:
    meeting, assignment = found.meeting, found.part
    assert isinstance(assignment, Assignment)
    form = _form(
        meeting,
        assignment,
        obj=assignment,
        unit_ids=[str(unit.id) for unit in assignment.units],
        accountable_id=str(assignment.accountable_id),
        conclusion_id=str(assignment.conclusion_id or ""),
        collaborator_ids=[str(member.id) for member in assignment.collaborators],
    )

    def change() -> None:
        check_recordable(take_turn(meeting))
        change_assignment(
            assignment,
            {**assignment_data(form), "conclusion_id": as_id(form.conclusion_id.data)},
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    back = url_for("meetings.closing", meeting_id=meeting.id)
    if form.validate_on_submit() and saved(form, change, on=assignment):
        flash("Đã lưu nhiệm vụ.")
        return redirect(back)
    remove = url_for(
        "meetings.remove_assignment", meeting_id=meeting.id, assignment_id=assignment.id
    )
    unit = f"assignment:{assignment.id}"
    live = live_page(meeting, "closing", unit=unit, said="Đã lưu nhiệm vụ.", back=back)
    return entry(meeting, form, "Sửa nhiệm vụ", back=back, remove_url=remove, live=live)


@bp.post("/meetings/<uuid:meeting_id>/assignments/<uuid:assignment_id>/remove")
@guarded(Permission.MEETING_RECORD, load=_load_assignment)
def remove_assignment(found: _OfMeeting) -> ResponseReturnValue:
    assert isinstance(found.part, Assignment)
    _remove(found.meeting, found.part, current_actor())
    flash("Đã xóa nhiệm vụ.")
    return redirect(url_for("meetings.closing", meeting_id=found.meeting.id))


def _remove(meeting: Meeting, assignment: Assignment, actor: Actor) -> None:
    with transaction():
        check_recordable(take_turn(meeting))
        take_back(assignment, by=actor, now=now())


@bp.route("/meetings/<uuid:meeting_id>/reviews/<uuid:review_id>", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=_load_review)
def review(found: _OfMeeting) -> ResponseReturnValue:
    meeting, table_row = found.meeting, found.part
    assert isinstance(table_row, AssignmentReview)
    assignment = table_row.assignment
    form = ReviewForm(
        outcome=table_row.outcome.value,
        result=table_row.result or assignment.result or "",
        reason=table_row.reason or "",
        due_on=table_row.due_after,
        version=table_row.version,
    )

    def judge() -> None:
        check_recordable(take_turn(meeting))
        review_assignment(
            table_row,
            outcome=ReviewOutcome(form.outcome.data),
            result=form.result.data,
            reason=form.reason.data,
            due_on=form.due_on.data,
            held_on=meeting.held_on,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    section = table_section(meeting.type) or ""
    back = url_for("meetings.step", meeting_id=meeting.id, section=section)
    if form.validate_on_submit() and saved(form, judge, on=table_row):
        flash("Đã ghi kết quả nhiệm vụ.")
        return redirect(back)
    hint = (
        f"{assignment.text} (đồng chí {assignment.accountable.name}, "
        f"hạn {table_row.due_before:%d/%m/%Y})"
    )
    unit, said = f"review:{table_row.id}", "Đã ghi kết quả nhiệm vụ."
    live = live_page(meeting, section, unit=unit, said=said, back=back)
    return entry(meeting, form, "Kết quả nhiệm vụ", hint=hint, back=back, live=live)
