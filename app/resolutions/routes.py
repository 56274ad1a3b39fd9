"""Resolutions: drafted from a meeting, voted, issued, read."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.documents.files import pages_of
from app.documents.model import Document
from app.documents.pdf import DocumentEngineMissing
from app.documents.sending import pictured, sent
from app.documents.text import render_text
from app.kernel.clock import now, today
from app.meetings.models import Meeting, Vote
from app.meetings.queries.meetings import get_meeting
from app.organisations.models import Organisation
from app.organisations.queries import get_branch
from app.people.models import Member
from app.people.rules import POSITION_LABELS, Position
from app.resolutions import service
from app.resolutions.forms import (
    AdoptForm,
    DraftForm,
    FilterForm,
    IssueForm,
    ResolutionForm,
    ReturnForm,
)
from app.resolutions.models import Resolution
from app.resolutions.queries import (
    document_of,
    get_resolution,
    list_resolutions,
    proposal_for,
    reading,
    signers_of,
    votes_of,
    years_with_resolutions,
)
from app.resolutions.rules import (
    STATUS_LABELS,
    ResolutionStatus,
    check_editable,
    check_not_cancelled,
    is_late,
)
from app.web.forms import saved

bp = Blueprint("resolutions", __name__)

TONES = {
    ResolutionStatus.DRAFT: "soon",
    ResolutionStatus.COMMENTING: "soon",
    ResolutionStatus.REVISED: "soon",
    ResolutionStatus.ADOPTED: "soon",
    ResolutionStatus.ISSUED: "ok",
    ResolutionStatus.CLOSED: "ok",
}


def _resolution(resolution_id: UUID, **_rest: Any) -> Resolution | None:
    return get_resolution(resolution_id)


@bp.get("/branches/<uuid:branch_id>/resolutions")
@guarded(Permission.MEETING_LIST, load=get_branch)
def index(branch: Organisation) -> ResponseReturnValue:
    form = FilterForm(request.args)
    form.offer(years_with_resolutions(branch))
    form.validate()
    year = form.year.data if not form.year.errors else None
    rows = list_resolutions(
        branch,
        year=int(year) if year else None,
        with_drafts=can(Permission.MINUTES_READ_DRAFT, branch),
    )
    return render_template(
        "resolutions/index.html",
        branch=branch,
        rows=rows,
        form=form,
        labels=STATUS_LABELS,
        tones=TONES,
    )


@bp.route("/meetings/<uuid:meeting_id>/resolutions/new", methods=["GET", "POST"])
@guarded(Permission.RESOLUTION_KEEP, load=get_meeting)
def new(meeting: Meeting) -> ResponseReturnValue:
    check_not_cancelled(meeting.status)
    form = DraftForm(data=proposal_for(meeting))
    drafted: list[Resolution] = []

    def draft() -> None:
        drafted.append(
            service.draft_resolution(
                meeting,
                form.texts(),
                reason=form.reason.data,
                by=current_actor(),
                now=now(),
            )
        )

    if form.validate_on_submit() and saved(form, draft):
        flash("Đã lập dự thảo nghị quyết.")
        return redirect(url_for("resolutions.show", resolution_id=drafted[0].id))
    return render_template(
        "resolutions/new.html", meeting=meeting, form=form, is_late=is_late(meeting.status)
    )


@bp.get("/resolutions/<uuid:resolution_id>")
@guarded(reading, load=_resolution)
def show(resolution: Resolution) -> ResponseReturnValue:
    return _page(resolution, _adopt_form(resolution), _issue_form(resolution, today()))


@bp.route("/resolutions/<uuid:resolution_id>/edit", methods=["GET", "POST"])
@guarded(Permission.RESOLUTION_KEEP, load=_resolution)
def edit(resolution: Resolution) -> ResponseReturnValue:
    check_editable(resolution.status)
    form = ResolutionForm(obj=resolution)

    def change() -> None:
        service.change_resolution(
            resolution, form.texts(), version=form.version.data, by=current_actor(), now=now()
        )

    if form.validate_on_submit() and saved(form, change, on=resolution):
        flash("Đã lưu nghị quyết.")
        return redirect(url_for("resolutions.show", resolution_id=resolution.id))
    return render_template("resolutions/edit.html", resolution=resolution, form=form)


@bp.post("/resolutions/<uuid:resolution_id>/adopt")
@guarded(Permission.RESOLUTION_KEEP, load=_resolution)
def adopt(resolution: Resolution) -> ResponseReturnValue:
    form = _adopt_form(resolution)
    offered = {str(vote.id): vote for vote in votes_of(resolution.meeting_id)}

    def adopt_() -> None:
        vote: Vote | None = offered.get(form.vote_id.data)
        service.adopt_resolution(resolution, vote, by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, adopt_):
        flash("Đã ghi nhận nghị quyết được thông qua.")
        return redirect(url_for("resolutions.show", resolution_id=resolution.id))
    return _page(resolution, form, _issue_form(resolution, today()))


@bp.route("/resolutions/<uuid:resolution_id>/return", methods=["GET", "POST"])
@guarded(Permission.RESOLUTION_KEEP, load=_resolution)
def give_back(resolution: Resolution) -> ResponseReturnValue:
    form = ReturnForm()

    def return_() -> None:
        service.return_to_draft(resolution, reason=form.reason.data, by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, return_):
        flash("Đã trả nghị quyết về dự thảo.")
        return redirect(url_for("resolutions.show", resolution_id=resolution.id))
    return render_template("resolutions/give_back.html", resolution=resolution, form=form)


@bp.post("/resolutions/<uuid:resolution_id>/issue")
@guarded(Permission.RESOLUTION_KEEP, load=_resolution)
def issue(resolution: Resolution) -> ResponseReturnValue:
    form = _issue_form(resolution, _day_sent())
    offered = _signers(resolution, form.issued_on.data or today())

    def issue_() -> None:
        service.issue_resolution(
            resolution,
            issued_on=form.issued_on.data,
            signer=offered.get(form.signer_id.data),
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, issue_):
        flash(f"Đã ban hành nghị quyết số {resolution.number_symbol}.")
        return redirect(url_for("resolutions.show", resolution_id=resolution.id))
    return _page(resolution, _adopt_form(resolution), form)


def _day_sent() -> date:
    """The day typed into the form: who may sign depends on it."""
    return IssueForm().issued_on.data or today()


def _signers(resolution: Resolution, on: date) -> dict[str, tuple[Member, Position]]:
    return {str(member.id): (member, held) for member, held in signers_of(resolution, on=on)}


def _adopt_form(resolution: Resolution) -> AdoptForm:
    form = AdoptForm()
    form.offer((vote.id, vote.subject) for vote in votes_of(resolution.meeting_id))
    return form


def _issue_form(resolution: Resolution, on: date) -> IssueForm:
    form = IssueForm(issued_on=on)
    form.offer(
        (member.id, f"Đồng chí {member.name}, {POSITION_LABELS[held]}")
        for member, held in _signers(resolution, on).values()
    )
    return form


def _page(resolution: Resolution, adopt: AdoptForm, issue: IssueForm) -> ResponseReturnValue:
    document = document_of(resolution)
    return render_template(
        "resolutions/show.html",
        resolution=resolution,
        document=document,
        page_urls=_page_urls(resolution, document),
        text=render_text(document),
        adopt_form=adopt,
        issue_form=issue,
        status_label=STATUS_LABELS[resolution.status],
        tone=TONES[resolution.status],
    )


def _page_urls(resolution: Resolution, document: Document) -> list[str]:
    """The pages to look at; none where this machine cannot draw them."""
    try:
        number = len(pages_of(document))
    except DocumentEngineMissing:
        return []
    return [
        url_for("resolutions.page", resolution_id=resolution.id, number=page + 1)
        for page in range(number)
    ]


@bp.get("/resolutions/<uuid:resolution_id>/pages/<int:number>.png")
@guarded(reading, load=_resolution)
def page(resolution: Resolution) -> Response:
    return pictured(pages_of(document_of(resolution)))


@bp.get("/resolutions/<uuid:resolution_id>/download.<any(pdf, docx, txt):extension>")
@guarded(reading, load=_resolution)
def download(resolution: Resolution) -> Response:
    meeting = resolution.meeting
    return sent(
        document_of(resolution),
        "nghi-quyet",
        meeting.organisation.name,
        f"{meeting.period:%Y-%m}",
        resolution.number_symbol or "du-thao",
    )
