"""An observer's report of a visit: written, submitted, read."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.documents.sending import sent
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.meetings.models import Meeting
from app.meetings.queries.meetings import book_of, get_meeting
from app.meetings.queries.meetings import reading as reading_meeting
from app.meetings.queries.roll import status_on_roll
from app.meetings.rules.grades import grade_in
from app.observers import service
from app.observers.document import visit_document
from app.observers.forms import VisitForm
from app.observers.models import VisitReport
from app.observers.queries.visits import data_of, get_report, reading, report_by, reports_of
from app.observers.routes import bp
from app.observers.rules import VISIT_FIELDS, may_report
from app.people.models import Member
from app.people.queries import get_member
from app.web.forms import saved


def _announced(meeting_id: UUID) -> Meeting | None:
    """A silent plan is not there for anybody from outside the branch."""
    meeting = get_meeting(meeting_id)
    is_silent = meeting and reading_meeting(meeting) is Permission.MEETING_READ_DRAFT
    return None if is_silent else meeting


@bp.route("/meetings/<uuid:meeting_id>/visit", methods=["GET", "POST"])
@guarded(Permission.VISIT_WRITE, load=_announced)
def write(meeting: Meeting) -> ResponseReturnValue:
    """The own report on this meeting; once submitted, it is only read."""
    author = _author()
    report = report_by(meeting, author.id)
    if report is not None and report.submitted_at is not None:
        return redirect(url_for("observers.show", visit_id=report.id))
    form = VisitForm(obj=report)
    written: list[VisitReport] = []

    def change() -> None:
        written.append(
            service.write_report(
                meeting,
                author,
                form.values(),
                version=form.version.data,
                by=current_actor(),
                now=now(),
            )
        )

    if form.validate_on_submit() and saved(form, change, on=lambda: report_by(meeting, author.id)):
        flash("Đã lưu bản nháp. Chỉ đồng chí đọc được, cho đến khi nộp.")
        return redirect(url_for("observers.show", visit_id=written[0].id))
    return render_template("observers/write.html", meeting=meeting, form=form)


def _author() -> Member:
    """Who reports is a comrade; an account of nobody in particular visits no branch."""
    member_id = current_actor().member_id
    member = get_member(member_id) if member_id else None
    if member is None:
        abort(403)
    return member


def _report(visit_id: UUID, **_rest: Any) -> VisitReport | None:
    return get_report(visit_id)


@bp.get("/visits/<uuid:visit_id>")
@guarded(reading, load=_report)
def show(report: VisitReport) -> ResponseReturnValue:
    return render_template(
        "observers/show.html",
        report=report,
        meeting=report.meeting,
        fields=VISIT_FIELDS,
        grade=grade_in(book_of(report.meeting), report.score),
    )


@bp.post("/visits/<uuid:visit_id>/submit")
@guarded(Permission.VISIT_KEEP, load=_report)
def submit(report: VisitReport) -> ResponseReturnValue:
    with transaction():
        service.submit_report(report, by=current_actor(), now=now())
    flash("Đã nộp báo cáo lên cấp ủy.")
    return redirect(url_for("observers.show", visit_id=report.id))


@bp.get("/visits/<uuid:visit_id>/download.<any(pdf, docx, txt):extension>")
@guarded(reading, load=_report)
def download(report: VisitReport) -> Response:
    meeting = report.meeting
    return sent(
        visit_document(data_of(report)),
        "bao-cao-du-sinh-hoat",
        meeting.organisation.name,
        f"{meeting.held_on:%Y-%m-%d}",
    )


def visits_shown(meeting: Meeting, section: str | None) -> Mapping[str, Any] | None:
    """On the page of a meeting: what observers reported of it, and the way to the own report."""
    if section is not None or not may_report(meeting.status, meeting.type):
        return None
    member_id = current_actor().member_id
    may_write = _may_write(meeting, member_id)
    reports = reports_of(meeting) if may_write or can(Permission.VISIT_READ, meeting) else []
    own = next((report for report in reports if report.member_id == member_id), None)
    others = [r for r in reports if r is not own and can(reading(r), r)]
    if not (may_write or own or others):
        return None
    return {"own": own, "others": others, "may_write": may_write}


def _may_write(meeting: Meeting, member_id: UUID | None) -> bool:
    if member_id is None or not can(Permission.VISIT_WRITE, meeting):
        return False
    return status_on_roll(meeting, member_id) is None
