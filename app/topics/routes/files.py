"""Files beside the paper of a topic."""

from typing import Any
from uuid import UUID

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.files.sending import sent_back
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.topics import service
from app.topics.forms import AttachmentForm
from app.topics.models import LeadPaper, LeadPaperFile
from app.topics.queries import get_file, get_paper
from app.topics.routes import bp
from app.topics.routes.paper import to_paper
from app.topics.rules import check_writable
from app.web.downloads import files_folder
from app.web.forms import saved


def _paper(meeting_id: UUID, **_rest: Any) -> LeadPaper | None:
    return get_paper(meeting_id)


class _Attached:
    """A file as a part of its paper, for the guard and the views below."""

    def __init__(self, file: LeadPaperFile) -> None:
        self.file = file
        self.unit_path = file.paper.unit_path
        self.appointments = file.paper.appointments


def _load_file(meeting_id: UUID, attachment_id: UUID) -> _Attached | None:
    file = get_file(meeting_id, attachment_id)
    return _Attached(file) if file else None


@bp.route("/meetings/<uuid:meeting_id>/lead-paper/files/new", methods=["GET", "POST"])
@guarded(Permission.LEAD_PAPER_WRITE, load=_paper)
def new_file(paper: LeadPaper) -> ResponseReturnValue:
    check_writable(paper.status)
    form = AttachmentForm()

    def attach() -> None:
        upload = form.file.data
        service.attach_file(
            paper,
            title=form.title.data,
            name=upload.filename,
            content=upload.read(),
            folder=files_folder(),
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, attach):
        flash("Đã đính kèm tệp.")
        return to_paper(paper.meeting)
    return render_template("topics/new_file.html", meeting=paper.meeting, form=form)


@bp.get("/meetings/<uuid:meeting_id>/lead-paper/files/<uuid:attachment_id>/download")
@guarded(Permission.LEAD_PAPER_READ, load=_load_file)
def download_file(attached: _Attached) -> ResponseReturnValue:
    return sent_back(attached.file.file)


@bp.post("/meetings/<uuid:meeting_id>/lead-paper/files/<uuid:attachment_id>/remove")
@guarded(Permission.LEAD_PAPER_WRITE, load=_load_file)
def remove_file(attached: _Attached) -> ResponseReturnValue:
    meeting = attached.file.paper.meeting
    with transaction():
        service.remove_file(attached.file, by=current_actor(), now=now())
    flash("Đã bỏ tệp đính kèm.")
    return to_paper(meeting)
