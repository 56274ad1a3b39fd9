"""One pledge: its text, its steps, what may be done with it now; its older texts."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import local, now
from app.kernel.errors import RuleBroken
from app.kernel.transaction import transaction
from app.pledges import service
from app.pledges.forms.review import ReviseForm
from app.pledges.models import Pledge, PledgeEdition, PledgeStep
from app.pledges.queries.compare import changes_between
from app.pledges.queries.forms import sections_for
from app.pledges.queries.pledges import (
    dealing,
    get_edition,
    get_pledge,
    reading,
    reading_edition,
    text_of,
)
from app.pledges.queries.writing import writing
from app.pledges.routes import EDITION, PLEDGE, bp
from app.pledges.rules import EditionState, StepKind
from app.pledges.rules.life import Verb, check_revisable, verbs_now
from app.pledges.rules.way import Insight, is_comment_told, is_told, stages_of, stands
from app.web.forms import SeenForm, saved


@bp.get(PLEDGE)
@guarded(reading, load=get_pledge)
def show(pledge: Pledge) -> ResponseReturnValue:
    readable = readable_editions(pledge)
    sections = sections_for(pledge.campaign, pledge.organisation)
    work = _under_work(pledge, readable)
    return render_template(
        "pledges/show.html",
        pledge=pledge,
        text=pledge.in_force and text_of(pledge.in_force, sections),
        work=work,
        work_text=work and text_of(work, sections),
        editions=readable,
        stages=stages_of(pledge.status, _done(pledge)),
        story=_story(pledge),
        may=_may(pledge),
    )


def _under_work(pledge: Pledge, readable: list[PledgeEdition]) -> PledgeEdition | None:
    """What the reader sees of the text that is not in force yet."""
    if pledge.last.state in {EditionState.CONFIRMED, EditionState.DROPPED} or not readable:
        return None
    last = readable[-1]
    return None if last is pledge.in_force or last.state is EditionState.DROPPED else last


def readable_editions(pledge: Pledge) -> list[PledgeEdition]:
    """Those the reader may see, the oldest first."""
    return [one for one in pledge.editions if can(reading_edition(one), one)]


def to_pledge(pledge: Pledge) -> ResponseReturnValue:
    return redirect(url_for("pledges.show", pledge_id=pledge.id))


def _done(pledge: Pledge) -> dict[StepKind, str]:
    """When each kind of step was last done, and by whom; of the text in force if there is one."""
    number = pledge.in_force.number if pledge.in_force else pledge.last.number
    return {
        step.kind: f"{local(step.at):%d/%m/%Y} · {step.by}"
        for step in pledge.steps
        if stands(step.kind, step.edition, number)
    }


def _story(pledge: Pledge) -> list[tuple[PledgeStep, bool]]:
    """The steps the reader is told, the newest first, each with whether its comment is."""
    insight = _insight(pledge)
    number = pledge.in_force.number if pledge.in_force else None
    return [
        (step, is_comment_told(step.kind, insight))
        for step in reversed(pledge.steps)
        if is_told(step.kind, step.edition, insight, in_force=number)
    ]


def _insight(pledge: Pledge) -> Insight:
    if can(dealing(pledge), pledge):
        return Insight.FULL
    return Insight.KEPT if can(Permission.PLEDGE_READ, pledge) else Insight.PUBLIC


def _may(pledge: Pledge) -> set[str]:
    """What the state allows and the reader may."""
    needed = {
        Verb.RETURN: Permission.PLEDGE_REVIEW,
        Verb.CONFIRM: Permission.PLEDGE_REVIEW,
        Verb.REVISE: Permission.PLEDGE_REVISE,
        Verb.PUBLISH: Permission.PLEDGE_REVIEW,
        Verb.UNPUBLISH: Permission.PLEDGE_REVIEW,
    }
    verbs = verbs_now(pledge.status, pledge.last.state, is_public=pledge.is_public)
    may = {verb.value for verb in verbs if can(needed.get(verb, writing(pledge)), pledge)}
    if current_actor().member_id == pledge.member_id:
        may -= {Verb.RETURN.value, Verb.CONFIRM.value}
    elif (
        Verb.CONFIRM in verbs and pledge.is_leaders and can(Permission.PLEDGE_REVIEW_ABOVE, pledge)
    ):
        may.add("review_above")
    return may


@bp.get(EDITION)
@guarded(reading_edition, load=get_edition)
def edition(edition: PledgeEdition) -> ResponseReturnValue:
    pledge = edition.pledge
    return render_template(
        "pledges/edition.html",
        pledge=pledge,
        edition=edition,
        text=text_of(edition, sections_for(pledge.campaign, pledge.organisation)),
        earlier=_earlier(edition),
        in_full=can(dealing(pledge), pledge),
    )


def _earlier(edition: PledgeEdition) -> Sequence[PledgeEdition]:
    """What the reader may compare an edition with."""
    return [one for one in readable_editions(edition.pledge) if one.number < edition.number]


@bp.get(f"{EDITION}/compare")
@guarded(reading_edition, load=get_edition)
def compare(edition: PledgeEdition) -> ResponseReturnValue:
    earlier = {one.number: one for one in _earlier(edition)}
    wanted = request.args.get("before", type=int)
    before = earlier.get(wanted or 0) or (earlier[max(earlier)] if earlier else None)
    return render_template(
        "pledges/compare.html",
        pledge=edition.pledge,
        edition=edition,
        before=before,
        earlier=list(earlier.values()),
        changes=[(change.label, change.parts) for change in changes_between(before, edition)]
        if before
        else [],
    )


@bp.post(f"{PLEDGE}/submit")
@guarded(writing, load=get_pledge)
def submit(pledge: Pledge) -> ResponseReturnValue:
    try:
        with transaction():
            service.submit_pledge(
                pledge, version=SeenForm().version.data, by=current_actor(), now=now()
            )
    except RuleBroken as refusal:
        flash(refusal.message, "error")
        if pledge.is_writable:  # what is missing is written where the rows are
            return redirect(url_for("pledges.write", pledge_id=pledge.id))
        return to_pledge(pledge)
    flash("Đã nộp bản cam kết; chi bộ xem và xác nhận.")
    return to_pledge(pledge)


@bp.route(f"{PLEDGE}/revise", methods=["GET", "POST"])
@guarded(Permission.PLEDGE_REVISE, load=get_pledge)
def revise(pledge: Pledge) -> ResponseReturnValue:
    check_revisable(pledge.status, pledge.last.state)
    form = ReviseForm(data={"version": pledge.version})

    def begin() -> None:
        service.revise_pledge(
            pledge,
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, begin, on=pledge):
        flash("Đã mở bản mới để viết. Bản đã xác nhận còn hiệu lực đến khi bản mới được xác nhận.")
        return redirect(url_for("pledges.write", pledge_id=pledge.id))
    is_own = current_actor().member_id == pledge.member_id
    return render_template("pledges/revise.html", pledge=pledge, form=form, is_own=is_own)


@bp.post(f"{PLEDGE}/drop")
@guarded(writing, load=get_pledge)
def drop(pledge: Pledge) -> ResponseReturnValue:
    with transaction():
        service.drop_revision(
            pledge, version=SeenForm().version.data, by=current_actor(), now=now()
        )
    flash("Đã bỏ bản đang viết lại; bản đã xác nhận giữ nguyên.")
    return to_pledge(pledge)
