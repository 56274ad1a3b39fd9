"""Petitions raised at a meeting, written down by those who record it."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.meetings.models import Meeting
from app.meetings.queries.meetings import get_meeting
from app.meetings.queries.roll import roll_of
from app.meetings.rules.life import RECORDABLE, check_recordable
from app.meetings.rules.screen import CLOSING
from app.people.models import Member
from app.people.queries import get_member
from app.petitions import service
from app.petitions.forms import HeardForm
from app.petitions.models import Petition
from app.petitions.queries import petition_of_meeting, petitions_raised_in
from app.petitions.routes import bp
from app.petitions.routes.entry import entry
from app.petitions.rules import KIND_LABELS
from app.web.forms import saved


def _offered(form: HeardForm, meeting: Meeting, spoke: Member | None = None) -> HeardForm:
    """Whoever is on the roll; and `spoke`, who is already written down."""
    people = {row.member_id: row.name for row in roll_of(meeting).rows}
    if spoke is not None:
        people.setdefault(spoke.id, spoke.name)
    form.offer(people.items())
    return form


def _meeting(petition: Petition) -> Meeting:
    assert petition.meeting is not None  # it was loaded through it
    return petition.meeting


def _author(form: HeardForm) -> Member:
    author = get_member(form.author)
    assert author is not None  # one of those offered
    return author


def _back(meeting: Meeting) -> tuple[str, str]:
    return url_for("meetings.closing", meeting_id=meeting.id), "Kết luận, tự đánh giá"


@bp.route("/meetings/<uuid:meeting_id>/petitions/new", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def hear(meeting: Meeting) -> ResponseReturnValue:
    check_recordable(meeting.status)
    form = _offered(HeardForm(), meeting)

    def write_down() -> None:
        service.raise_in_meeting(
            meeting, author=_author(form), **form.words, by=current_actor(), now=now()
        )

    if form.validate_on_submit() and saved(form, write_down):
        flash("Đã ghi kiến nghị; chi bộ có thời hạn trả lời tính từ ngày họp.")
        return redirect(_back(meeting)[0])
    return entry(
        form,
        "Ghi kiến nghị, đề xuất",
        submit="Ghi kiến nghị",
        back=_back(meeting),
        hint="Kiến nghị nêu tại buổi sinh hoạt được in trong biên bản cùng tên người nêu, như các "
        "ý kiến phát biểu.",
    )


@bp.route("/meetings/<uuid:meeting_id>/petitions/<uuid:petition_id>", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=petition_of_meeting)
def correct(petition: Petition) -> ResponseReturnValue:
    meeting = _meeting(petition)
    form = _offered(HeardForm(obj=petition), meeting, petition.author)

    def change() -> None:
        service.change_in_meeting(
            petition,
            author=_author(form),
            **form.words,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change, on=petition):
        flash("Đã lưu kiến nghị.")
        return redirect(_back(meeting)[0])
    return entry(
        form,
        "Sửa kiến nghị đã ghi",
        submit="Lưu kiến nghị",
        back=_back(meeting),
        remove_url=url_for(
            "petitions.remove", meeting_id=petition.meeting_id, petition_id=petition.id
        ),
    )


@bp.post("/meetings/<uuid:meeting_id>/petitions/<uuid:petition_id>/remove")
@guarded(Permission.MEETING_RECORD, load=petition_of_meeting)
def remove(petition: Petition) -> ResponseReturnValue:
    back = _back(_meeting(petition))[0]
    with transaction():
        service.remove_from_meeting(petition, by=current_actor(), now=now())
    flash("Đã xóa kiến nghị.")
    return redirect(back)


def raised_at(meeting: Meeting, section: str | None) -> Mapping[str, Any] | None:
    """On the meeting's page for those who answer, on the closing page for those who write."""
    may_record = can(Permission.MEETING_RECORD, meeting)
    is_wanted = may_record if section == CLOSING else section is None
    if not is_wanted or not (may_record or can(Permission.PETITION_READ, meeting)):
        return None
    is_open = meeting.status in RECORDABLE and may_record
    petitions = petitions_raised_in(meeting.id)
    if not petitions and not is_open:
        return None
    return {
        "petitions": petitions,
        "is_open": is_open,
        "with_author": may_record or can(Permission.PETITION_AUTHOR_READ, meeting),
        "may_read": can(Permission.PETITION_READ, meeting),
        "kind_labels": KIND_LABELS,
    }
