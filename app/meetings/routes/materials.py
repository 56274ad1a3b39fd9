"""Papers sent before the meeting."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.files.sending import sent_back
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.meetings.forms.plan import MaterialForm
from app.meetings.models import Material, Meeting
from app.meetings.queries.meetings import get_material, get_meeting, reading
from app.meetings.routes import bp
from app.meetings.routes.entry import entry, to_meeting
from app.meetings.service import materials as service
from app.web.downloads import files_folder
from app.web.forms import saved


@bp.route("/meetings/<uuid:meeting_id>/materials/new", methods=["GET", "POST"])
@guarded(Permission.MEETING_PLAN, load=get_meeting)
def new_material(meeting: Meeting) -> ResponseReturnValue:
    form = MaterialForm()

    def add() -> None:
        upload = form.file.data
        service.add_material(
            meeting,
            title=form.title.data,
            name=upload.filename,
            content=upload.read(),
            folder=files_folder(),
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, add):
        flash("Đã thêm tài liệu.")
        return to_meeting(meeting)
    hint = "Tệp PDF, Word, Excel, PowerPoint, ảnh hoặc văn bản thuần; không tải lên tài liệu mật."
    return entry(meeting, form, "Thêm tài liệu", hint=hint, files=True)


def _reading(material: Material) -> Permission:
    return reading(material.meeting)


@bp.get("/meetings/<uuid:meeting_id>/materials/<uuid:material_id>/download")
@guarded(_reading, load=get_material)
def download_material(material: Material) -> ResponseReturnValue:
    return sent_back(material.file)


@bp.post("/meetings/<uuid:meeting_id>/materials/<uuid:material_id>/remove")
@guarded(Permission.MEETING_PLAN, load=get_material)
def remove_material(material: Material) -> ResponseReturnValue:
    meeting = material.meeting
    with transaction():
        service.remove_material(material, by=current_actor(), now=now())
    flash("Đã bỏ tài liệu.")
    return redirect(url_for("meetings.show", meeting_id=meeting.id))
