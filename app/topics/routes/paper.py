"""The paper of a topic: assigned, written, handed in, adopted or returned, sent."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.assignments.queries import members_with
from app.documents.files import file_name, pdf_of
from app.documents.sending import sent
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.meetings.models import Meeting
from app.meetings.queries.meetings import reading
from app.meetings.rules.life import PREPARABLE, RECORDABLE
from app.people.queries import members_of
from app.revisions.rules import compare
from app.topics import service
from app.topics.document import lead_paper_document
from app.topics.forms import PaperForm, PresentersForm, ReturnForm
from app.topics.models import LeadPaper
from app.topics.queries import (
    Desk,
    data_of,
    files_of,
    get_desk,
    get_paper,
    list_versions,
    questions_of,
    version_at,
)
from app.topics.routes import bp
from app.topics.routes.asides import state_of, text_of
from app.topics.rules import PaperStatus, check_topical, check_writable
from app.web.downloads import files_folder
from app.web.forms import saved


def _paper(meeting_id: UUID, **_rest: Any) -> LeadPaper | None:
    return get_paper(meeting_id)


def to_paper(meeting: Meeting) -> ResponseReturnValue:
    return redirect(url_for("topics.show", meeting_id=meeting.id))


@bp.get("/meetings/<uuid:meeting_id>/lead-paper")
@guarded(Permission.LEAD_PAPER_READ, load=get_desk)
def show(desk: Desk) -> ResponseReturnValue:
    meeting, paper = desk.meeting, desk.paper
    is_open = meeting.status in PREPARABLE | RECORDABLE
    return render_template(
        "topics/show.html",
        meeting=meeting,
        desk=desk,
        may_see_meeting=can(reading(meeting), meeting),
        text=text_of(desk),
        versions=list_versions(paper) if paper else (),
        files=files_of(paper) if paper else (),
        questions=questions_of(meeting.id),
        is_open=is_open,
        is_fixed=not is_open or (paper is not None and paper.status is PaperStatus.ADOPTED),
        **state_of(desk),
    )


@bp.route("/meetings/<uuid:meeting_id>/lead-paper/presenters", methods=["GET", "POST"])
@guarded(Permission.LEAD_PAPER_ADOPT, load=get_desk)
def presenters(desk: Desk) -> ResponseReturnValue:
    meeting = desk.meeting
    check_topical(meeting.type)
    named = desk.paper.presenters if desk.paper else ()
    form = PresentersForm(presenter_ids=[str(member.id) for member in named])
    form.offer(
        (row.member_id, row.name) for row in members_of(meeting.organisation_id, on=meeting.held_on)
    )

    def assign() -> None:
        members = members_with(form.chosen)
        service.assign_presenters(meeting, members, by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, assign):
        flash("Đã phân công người trình bày.")
        return to_paper(meeting)
    return render_template("topics/presenters.html", meeting=meeting, form=form)


@bp.route("/meetings/<uuid:meeting_id>/lead-paper/edit", methods=["GET", "POST"])
@guarded(Permission.LEAD_PAPER_WRITE, load=_paper)
def write(paper: LeadPaper) -> ResponseReturnValue:
    check_writable(paper.status)
    desk = Desk(paper.meeting, paper)
    form = PaperForm(text=text_of(desk), version=paper.version)

    def save() -> None:
        service.write_paper(
            paper, form.text.data, version=form.version.data, by=current_actor(), now=now()
        )

    def standing() -> SimpleNamespace:
        return SimpleNamespace(text=text_of(desk), version=paper.version)

    if form.validate_on_submit() and saved(form, save, on=standing):
        flash("Đã lưu bản đề dẫn.")
        return to_paper(paper.meeting)
    return render_template("topics/write.html", meeting=paper.meeting, paper=paper, form=form)


@bp.get("/meetings/<uuid:meeting_id>/lead-paper/versions/<int:number>")
@guarded(Permission.LEAD_PAPER_READ, load=_paper)
def version(paper: LeadPaper) -> ResponseReturnValue:
    """One version, beside what it changed of another."""
    shown = version_at(paper, int((request.view_args or {})["number"]))
    if shown is None:
        abort(404)
    versions = list_versions(paper)
    asked = request.args.get("from", shown.number - 1, type=int)
    is_known = any(one.number == asked for one in versions)
    earlier = version_at(paper, asked) if is_known else None
    return render_template(
        "topics/version.html",
        meeting=paper.meeting,
        shown=shown,
        versions=versions,
        earlier=earlier,
        differences=compare(earlier.text if earlier else "", shown.text),
    )


@bp.get("/meetings/<uuid:meeting_id>/lead-paper/download.<any(pdf, docx):extension>")
@guarded(Permission.LEAD_PAPER_READ, load=_paper)
def download(paper: LeadPaper) -> Response:
    meeting = paper.meeting
    document = lead_paper_document(data_of(paper))
    return sent(document, "de-dan", meeting.organisation.name, f"{meeting.held_on}")


@bp.post("/meetings/<uuid:meeting_id>/lead-paper/submit")
@guarded(Permission.LEAD_PAPER_WRITE, load=_paper)
def submit(paper: LeadPaper) -> ResponseReturnValue:
    with transaction():
        service.submit_paper(paper, by=current_actor(), now=now())
    flash("Đã nộp bản đề dẫn cho chi ủy.")
    return to_paper(paper.meeting)


@bp.post("/meetings/<uuid:meeting_id>/lead-paper/adopt")
@guarded(Permission.LEAD_PAPER_ADOPT, load=_paper)
def adopt(paper: LeadPaper) -> ResponseReturnValue:
    """The version read is the one adopted: a text mended meanwhile has to be read first."""
    read = request.form.get("version", type=int)
    with transaction():
        service.adopt_paper(paper, version=read, by=current_actor(), now=now())
    flash("Đã ghi nhận chi ủy thông qua bản đề dẫn.")
    return to_paper(paper.meeting)


@bp.route("/meetings/<uuid:meeting_id>/lead-paper/return", methods=["GET", "POST"])
@guarded(Permission.LEAD_PAPER_ADOPT, load=_paper)
def give_back(paper: LeadPaper) -> ResponseReturnValue:
    form = ReturnForm()

    def return_() -> None:
        service.return_paper(paper, reason=form.reason.data, by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, return_):
        flash("Đã trả lại bản đề dẫn để sửa, bổ sung.")
        return to_paper(paper.meeting)
    return render_template("topics/give_back.html", meeting=paper.meeting, paper=paper, form=form)


@bp.post("/meetings/<uuid:meeting_id>/lead-paper/send")
@guarded(Permission.LEAD_PAPER_ADOPT, load=_paper)
def send(paper: LeadPaper) -> ResponseReturnValue:
    meeting = paper.meeting
    content = pdf_of(lead_paper_document(data_of(paper)))
    with transaction():
        service.send_paper(
            paper,
            name=file_name("de-dan", f"{meeting.held_on}", extension="pdf"),
            content=content,
            folder=files_folder(),
            by=current_actor(),
            now=now(),
        )
    flash("Đã đưa bản đề dẫn vào tài liệu của buổi họp.")
    return to_paper(meeting)
