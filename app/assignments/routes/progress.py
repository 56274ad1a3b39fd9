"""What is said of a task between the meetings, and the files that show it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.assignments.forms import DropForm, ExtensionForm, ReportForm
from app.assignments.models import Assignment, Evidence
from app.assignments.queries import get_assignment, get_evidence
from app.assignments.routes import bp
from app.assignments.routes.tasks import keeping, reading
from app.assignments.service import Upload, drop_assignment, extend_assignment, report_progress
from app.files.sending import sent_back
from app.kernel.clock import now
from app.web.downloads import files_folder
from app.web.forms import saved


def _back(assignment: Assignment) -> ResponseReturnValue:
    return redirect(url_for("assignments.show", assignment_id=assignment.id))


@bp.route("/assignments/<uuid:assignment_id>/report", methods=["GET", "POST"])
@guarded(Permission.ASSIGNMENT_REPORT, load=get_assignment)
def report(assignment: Assignment) -> ResponseReturnValue:
    form = ReportForm(obj=assignment)

    def send() -> None:
        report_progress(
            assignment,
            **form.values(),
            uploads=[Upload(sent.filename, sent.read()) for sent in form.sent],
            folder=files_folder(),
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, send, on=assignment):
        flash("Đã ghi báo cáo. Buổi sinh hoạt tới sẽ đánh giá kết quả.")
        return _back(assignment)
    return render_template("assignments/report.html", form=form, assignment=assignment)


@bp.route("/assignments/<uuid:assignment_id>/extend", methods=["GET", "POST"])
@guarded(keeping, load=get_assignment)
def extend(assignment: Assignment) -> ResponseReturnValue:
    form = ExtensionForm(version=assignment.version)

    def change() -> None:
        extend_assignment(
            assignment,
            due_on=form.due_on.data,
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change, on=assignment):
        flash("Đã gia hạn nhiệm vụ.")
        return _back(assignment)
    return render_template("assignments/extend.html", form=form, assignment=assignment)


@bp.route("/assignments/<uuid:assignment_id>/drop", methods=["GET", "POST"])
@guarded(keeping, load=get_assignment)
def drop(assignment: Assignment) -> ResponseReturnValue:
    form = DropForm(version=assignment.version)

    def change() -> None:
        drop_assignment(
            assignment,
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change, on=assignment):
        flash("Đã dừng thực hiện nhiệm vụ.")
        return _back(assignment)
    return render_template("assignments/drop.html", form=form, assignment=assignment)


def _reading(evidence: Evidence) -> Permission:
    return reading(evidence.progress.assignment)


@bp.get("/assignments/<uuid:assignment_id>/evidence/<uuid:evidence_id>")
@guarded(_reading, load=get_evidence)
def evidence(evidence: Evidence) -> ResponseReturnValue:
    """Who may read the task may read what shows that it was done."""
    return sent_back(evidence.file)
