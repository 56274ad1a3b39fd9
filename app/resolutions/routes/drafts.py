"""A resolution is drafted, voted, issued, and read."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.documents.text import render_text
from app.kernel.clock import now, today
from app.library.queries import documents_known_at
from app.meetings.models import Meeting, Vote
from app.meetings.queries.meetings import get_meeting
from app.people.models import Member
from app.people.rules import POSITION_LABELS, Position
from app.resolutions import service
from app.resolutions.forms import (
    AdoptForm,
    DraftForm,
    GroundsForm,
    IssueForm,
    ResolutionForm,
    ReturnForm,
)
from app.resolutions.models import Resolution
from app.resolutions.queries import (
    document_of,
    is_commented_on,
    latest_round,
    led_to,
    proposal_for,
    reading,
    signers_of,
    steps_for,
    votes_of,
)
from app.resolutions.queries.pipeline import LedTo
from app.resolutions.queries.reviews import reviews_of
from app.resolutions.queries.rounds import takes_comments, tally_of
from app.resolutions.routes import bp
from app.resolutions.routes.documents import page_urls
from app.resolutions.routes.loading import TONES, resolution_named
from app.resolutions.rules import (
    IN_FORCE,
    KIND_LABELS,
    REVIEW_LABELS,
    STATUS_LABELS,
    Treatment,
)
from app.resolutions.rules.life import check_editable, check_not_cancelled, is_late, kinds_from
from app.web.forms import saved


@bp.route("/meetings/<uuid:meeting_id>/resolutions/new", methods=["GET", "POST"])
@guarded(Permission.RESOLUTION_KEEP, load=get_meeting)
def new(meeting: Meeting) -> ResponseReturnValue:
    check_not_cancelled(meeting.status)
    kinds = kinds_from(meeting.type)
    wanted = next((kind for kind in kinds if kind.value == request.args.get("kind")), kinds[0])
    form = DraftForm(data={**proposal_for(meeting, wanted), "kind": wanted.value})
    form.offer(kinds)
    drafted: list[Resolution] = []

    def draft() -> None:
        drafted.append(
            service.draft_resolution(
                meeting,
                form.texts(),
                kind=form.chosen(),
                reason=form.reason.data,
                by=current_actor(),
                now=now(),
            )
        )

    if form.validate_on_submit() and saved(form, draft):
        flash("Đã lập dự thảo nghị quyết.")
        return redirect(url_for("resolutions.show", resolution_id=drafted[0].id))
    return render_template(
        "resolutions/new.html",
        meeting=meeting,
        form=form,
        kinds=kinds,
        wanted=wanted,
        kind_labels=KIND_LABELS,
        is_late=is_late(meeting.status),
    )


@bp.get("/resolutions/<uuid:resolution_id>")
@guarded(reading, load=resolution_named)
def show(resolution: Resolution) -> ResponseReturnValue:
    return _page(resolution, _adopt_form(resolution), _issue_form(resolution, today()))


@bp.route("/resolutions/<uuid:resolution_id>/edit", methods=["GET", "POST"])
@guarded(Permission.RESOLUTION_KEEP, load=resolution_named)
def edit(resolution: Resolution) -> ResponseReturnValue:
    check_editable(resolution.status, is_open=is_commented_on(resolution, now=now()))
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
@guarded(Permission.RESOLUTION_KEEP, load=resolution_named)
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
@guarded(Permission.RESOLUTION_KEEP, load=resolution_named)
def give_back(resolution: Resolution) -> ResponseReturnValue:
    form = ReturnForm()

    def return_() -> None:
        service.return_to_draft(resolution, reason=form.reason.data, by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, return_):
        flash("Đã trả nghị quyết về dự thảo.")
        return redirect(url_for("resolutions.show", resolution_id=resolution.id))
    return render_template("resolutions/give_back.html", resolution=resolution, form=form)


@bp.post("/resolutions/<uuid:resolution_id>/issue")
@guarded(Permission.RESOLUTION_KEEP, load=resolution_named)
def issue(resolution: Resolution) -> ResponseReturnValue:
    form = _issue_form(resolution, _day_sent())
    offered = _signers(resolution, form.issued_on.data or today())

    def issue_() -> None:
        service.issue_resolution(
            resolution,
            issued_on=form.issued_on.data,
            signer=offered.get(form.signer_id.data),
            with_comments=form.with_comments.data,
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
    round_ = latest_round(resolution)
    is_in_force = resolution.status in IN_FORCE
    return render_template(
        "resolutions/show.html",
        resolution=resolution,
        document=document,
        page_urls=page_urls(resolution, document),
        text=render_text(document),
        adopt_form=adopt,
        issue_form=issue,
        kind_label=KIND_LABELS[resolution.kind],
        status_label=STATUS_LABELS[resolution.status],
        tone=TONES[resolution.status],
        steps=steps_for(resolution, now=now()),
        round=round_,
        is_open=round_ is not None and takes_comments(round_, now=now()),
        tally=tally_of(resolution) if round_ else {},
        treatments=Treatment,
        led_to=_led_to(resolution) if is_in_force else None,
        reviews=reviews_of(resolution) if is_in_force else (),
        review_labels=REVIEW_LABELS,
        today=today(),
    )


def _led_to(resolution: Resolution) -> LedTo:
    return led_to(resolution, with_drafts=can(Permission.MINUTES_READ_DRAFT, resolution))


@bp.route("/resolutions/<uuid:resolution_id>/grounds", methods=["GET", "POST"])
@guarded(Permission.RESOLUTION_KEEP, load=resolution_named)
def grounds(resolution: Resolution) -> ResponseReturnValue:
    check_editable(resolution.status, is_open=is_commented_on(resolution, now=now()))
    branch = resolution.meeting.organisation
    known = {str(one.id): one for one in documents_known_at(branch, on=today())}
    known |= {str(ground.document_id): ground.document for ground in resolution.grounds}
    form = GroundsForm(version=resolution.version)
    form.offer((one.id, f"{one.kind} số {one.symbol}: {one.title}") for one in known.values())
    if not form.is_submitted():
        form.put(ground.document_id for ground in resolution.grounds)

    def cite() -> None:
        service.cite_grounds(
            resolution,
            [known[id_] for id_ in form.picked()],
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, cite, on=resolution):
        flash("Đã lưu căn cứ.")
        return redirect(url_for("resolutions.show", resolution_id=resolution.id))
    return render_template(
        "resolutions/grounds.html", resolution=resolution, form=form, is_any=bool(known)
    )
