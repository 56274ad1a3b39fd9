"""Statements, votes and conclusions."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.assignments.queries import assignments_from
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.meetings.forms.record import ConclusionForm, StatementForm, VoteForm
from app.meetings.models import Conclusion, Meeting, Statement, Vote
from app.meetings.queries.meetings import get_meeting
from app.meetings.queries.panel import Panel, panel_of
from app.meetings.queries.record import get_conclusion, get_statement, get_vote
from app.meetings.queries.roll import guests_of, roll_of
from app.meetings.routes import bp
from app.meetings.routes.entry import entry, live_page, section_choices, section_url
from app.meetings.rules.roll import Presence
from app.meetings.service import record as service
from app.web.forms import Form, saved


def _statement_form(meeting: Meeting, spoke: UUID | None = None, **values: object) -> StatementForm:
    """Whoever is present may have spoken, and `spoke`, who is already written down."""
    return offered_speakers(StatementForm(**values), meeting, spoke)


def offered_speakers(
    form: StatementForm, meeting: Meeting, spoke: UUID | None = None
) -> StatementForm:
    rows = roll_of(meeting).rows
    form.offer(
        (
            (row.member_id, row.name)
            for row in rows
            if row.presence is Presence.PRESENT or row.member_id == spoke
        ),
        ((guest.id, guest.name) for guest in guests_of(meeting)),
        section_choices(meeting),
    )
    return form


def _new(
    meeting: Meeting, form: Form, heading: str, unit: str, said: str, *, hint: str = ""
) -> ResponseReturnValue:
    section = request.args.get("section")
    back = section_url(meeting, section)
    live = live_page(meeting, section or "closing", unit=unit, said=said, back=back)
    return entry(meeting, form, heading, hint=hint, back=back, live=live)


def _edit(
    record: Statement | Vote | Conclusion,
    form: Form,
    heading: str,
    unit: str,
    said: str,
    *,
    hint: str = "",
    remove_url: str,
) -> ResponseReturnValue:
    meeting, section = record.meeting, record.section
    back = section_url(meeting, section)
    live = live_page(meeting, section or "closing", unit=unit, said=said, back=back)
    return entry(meeting, form, heading, hint=hint, back=back, remove_url=remove_url, live=live)


@bp.route("/meetings/<uuid:meeting_id>/statements/new", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def new_statement(meeting: Meeting) -> ResponseReturnValue:
    form = _statement_form(meeting, section=request.args.get("section", ""))

    def add() -> None:
        service.record_statement(meeting, **form.values(), by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, add):
        flash("Đã ghi ý kiến.")
        return redirect(section_url(meeting, form.section.data))
    return _new(meeting, form, "Ghi ý kiến phát biểu", "statement:", "Đã ghi ý kiến.")


@bp.route("/meetings/<uuid:meeting_id>/statements/<uuid:statement_id>", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_statement)
def edit_statement(statement: Statement) -> ResponseReturnValue:
    meeting = statement.meeting
    speaker = (
        f"member:{statement.member_id}" if statement.member_id else f"guest:{statement.guest_id}"
    )
    form = _statement_form(meeting, statement.member_id, obj=statement, speaker=speaker)

    def change() -> None:
        service.change_statement(
            statement,
            **form.values(),
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    back = section_url(meeting, statement.section)
    if form.validate_on_submit() and saved(form, change, on=statement):
        flash("Đã lưu ý kiến.")
        return redirect(back)
    remove = url_for("meetings.remove_statement", meeting_id=meeting.id, statement_id=statement.id)
    return _edit(
        statement,
        form,
        "Sửa ý kiến phát biểu",
        f"statement:{statement.id}",
        "Đã lưu ý kiến.",
        remove_url=remove,
    )


@bp.post("/meetings/<uuid:meeting_id>/statements/<uuid:statement_id>/remove")
@guarded(Permission.MEETING_RECORD, load=get_statement)
def remove_statement(statement: Statement) -> ResponseReturnValue:
    back = section_url(statement.meeting, statement.section)
    with transaction():
        service.remove_statement(statement, by=current_actor(), now=now())
    flash("Đã xóa ý kiến.")
    return redirect(back)


def _vote_hint(panel: Panel) -> str:
    figures = panel.roll.figures
    return (
        f"Được biểu quyết, có mặt: {figures.voters_present} đồng chí. Cơ số biểu quyết: "
        f"{figures.vote_base}. Quá nửa: từ {panel.ordinary}; hai phần ba: từ {panel.two_thirds}."
    )


def _vote_form(meeting: Meeting, **values: object) -> VoteForm:
    form = VoteForm(**values)
    form.offer(section_choices(meeting))
    return form


@bp.route("/meetings/<uuid:meeting_id>/votes/new", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def new_vote(meeting: Meeting) -> ResponseReturnValue:
    panel = panel_of(meeting)
    form = _vote_form(
        meeting,
        section=request.args.get("section", ""),
        # Whoever leads here may say what is voted on.
        subject=request.args.get("subject", ""),
        in_favour=panel.roll.figures.voters_present,
    )

    def add() -> None:
        service.record_vote(meeting, **form.values(), by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, add):
        flash("Đã ghi kết quả biểu quyết.")
        return redirect(section_url(meeting, form.section.data))
    said = "Đã ghi kết quả biểu quyết."
    return _new(meeting, form, "Ghi biểu quyết", "vote:", said, hint=_vote_hint(panel))


@bp.route("/meetings/<uuid:meeting_id>/votes/<uuid:vote_id>", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_vote)
def edit_vote(vote: Vote) -> ResponseReturnValue:
    meeting = vote.meeting
    form = _vote_form(meeting, obj=vote)

    def change() -> None:
        service.change_vote(
            vote, **form.values(), version=form.version.data, by=current_actor(), now=now()
        )

    back = section_url(meeting, vote.section)
    if form.validate_on_submit() and saved(form, change, on=vote):
        flash("Đã lưu kết quả biểu quyết.")
        return redirect(back)
    remove = url_for("meetings.remove_vote", meeting_id=meeting.id, vote_id=vote.id)
    hint = _vote_hint(panel_of(meeting))
    return _edit(
        vote,
        form,
        "Sửa biểu quyết",
        f"vote:{vote.id}",
        "Đã lưu kết quả biểu quyết.",
        hint=hint,
        remove_url=remove,
    )


@bp.post("/meetings/<uuid:meeting_id>/votes/<uuid:vote_id>/remove")
@guarded(Permission.MEETING_RECORD, load=get_vote)
def remove_vote(vote: Vote) -> ResponseReturnValue:
    back = section_url(vote.meeting, vote.section)
    with transaction():
        service.remove_vote(vote, by=current_actor(), now=now())
    flash("Đã xóa kết quả biểu quyết.")
    return redirect(back)


def _conclusion_form(meeting: Meeting, **values: object) -> ConclusionForm:
    form = ConclusionForm(**values)
    form.offer(section_choices(meeting))
    return form


@bp.route("/meetings/<uuid:meeting_id>/conclusions/new", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def new_conclusion(meeting: Meeting) -> ResponseReturnValue:
    form = _conclusion_form(meeting, section=request.args.get("section", ""))

    def add() -> None:
        service.record_conclusion(meeting, **form.values(), by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, add):
        flash("Đã ghi kết luận.")
        return redirect(section_url(meeting, form.section.data))
    return _new(meeting, form, "Ghi kết luận của chủ trì", "conclusion:", "Đã ghi kết luận.")


@bp.route("/meetings/<uuid:meeting_id>/conclusions/<uuid:conclusion_id>", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_conclusion)
def edit_conclusion(conclusion: Conclusion) -> ResponseReturnValue:
    meeting = conclusion.meeting
    form = _conclusion_form(meeting, obj=conclusion)

    def change() -> None:
        service.change_conclusion(
            conclusion,
            **form.values(),
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    back = section_url(meeting, conclusion.section)
    if form.validate_on_submit() and saved(form, change, on=conclusion):
        flash("Đã lưu kết luận.")
        return redirect(back)
    remove = url_for(
        "meetings.remove_conclusion", meeting_id=meeting.id, conclusion_id=conclusion.id
    )
    unit = f"conclusion:{conclusion.id}"
    return _edit(conclusion, form, "Sửa kết luận", unit, "Đã lưu kết luận.", remove_url=remove)


@bp.post("/meetings/<uuid:meeting_id>/conclusions/<uuid:conclusion_id>/remove")
@guarded(Permission.MEETING_RECORD, load=get_conclusion)
def remove_conclusion(conclusion: Conclusion) -> ResponseReturnValue:
    back = section_url(conclusion.meeting, conclusion.section)
    given = assignments_from(conclusion.meeting_id)
    has_assignments = any(a.conclusion_id == conclusion.id for a in given)
    with transaction():
        service.remove_conclusion(
            conclusion, has_assignments=has_assignments, by=current_actor(), now=now()
        )
    flash("Đã xóa kết luận.")
    return redirect(back)
