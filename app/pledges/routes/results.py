"""What became of each commitment: by its author, then by the branch."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.files.sending import sent_back
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.pledges.forms.results import AskAgainForm, CommentForm, comment_form
from app.pledges.models import Pledge
from app.pledges.queries.coverage import Covered, get_covered_branch
from app.pledges.queries.pledges import dealing, reading
from app.pledges.queries.results import (
    EvidenceFile,
    MemberResult,
    ResultLine,
    asked_again,
    branch_word,
    get_evidence_file,
    get_judged,
    pledge_sum,
    result_lines,
    results_of,
)
from app.pledges.routes import BRANCH, PLEDGE, bp
from app.pledges.routes.answering import answering
from app.pledges.rules import STATUS_LABELS, Judge, PledgeStatus, Stage
from app.pledges.rules.results import (
    check_commentable,
    check_self_reviewed,
    is_shown,
    may_answer,
    may_comment,
    usual_stage,
)
from app.pledges.service import results as service
from app.web.forms import SeenForm, saved


@bp.get(f"{PLEDGE}/results")
@guarded(reading, load=get_judged)
def results(pledge: Pledge) -> ResponseReturnValue:
    return render_template(
        "pledges/results.html",
        pledge=pledge,
        lines=result_lines(pledge),
        in_full=can(Permission.PLEDGE_READ, pledge),
        own_sum=pledge_sum(pledge, Judge.MEMBER),
        branch_sum=pledge_sum(pledge, Judge.BRANCH),
        branch_word=branch_word(pledge),
        asked_again=asked_again(pledge) if can(dealing(pledge), pledge) else "",
        stages=_stages_open(pledge),
        usual=usual_stage(pledge.year, on=today()),
        **_branch_may(pledge),
    )


def _stages_open(pledge: Pledge) -> list[Stage]:
    """What the reader may say themselves just now."""
    if pledge.in_force is None or not can(answering(pledge), pledge):
        return []
    is_checked = pledge.checked_at is not None
    return [s for s in Stage if may_answer(s, pledge.status, is_checked=is_checked)]


def _branch_may(pledge: Pledge) -> dict[str, Any]:
    """What the reader may do for the branch, or for the committee above those who lead it."""
    is_own = current_actor().member_id == pledge.member_id
    is_branchs = can(Permission.PLEDGE_REVIEW, pledge)
    is_above = pledge.is_leaders and can(Permission.PLEDGE_REVIEW_ABOVE, pledge)
    may_judge = (is_branchs or is_above) and not is_own
    return {
        "suffix": "" if is_branchs else "_above",
        "may_comment": may_judge and may_comment(pledge.status),
        "may_ask_again": may_judge and pledge.status is PledgeStatus.SELF_REVIEWED,
        "may_close": is_branchs and pledge.status is PledgeStatus.COMMENTED,
    }


@bp.route(f"{PLEDGE}/comment", methods=["GET", "POST"])
@guarded(Permission.PLEDGE_REVIEW, load=get_judged)
def comment(pledge: Pledge) -> ResponseReturnValue:
    return _comment(pledge, is_above=False)


@bp.route(f"{PLEDGE}/comment-above", methods=["GET", "POST"])
@guarded(Permission.PLEDGE_REVIEW_ABOVE, load=get_judged)
def comment_above(pledge: Pledge) -> ResponseReturnValue:
    return _comment(pledge, is_above=True)


def _comment(pledge: Pledge, *, is_above: bool) -> ResponseReturnValue:
    lines = result_lines(pledge)
    form = comment_form([line.item.line_id for line in lines], **_said(pledge, lines))
    if not form.is_submitted():
        check_commentable(pledge.status)

    def say() -> None:
        service.comment_pledge(
            pledge,
            _judgements(form, lines),
            comment=form.comment.data,
            version=form.version.data,
            is_above=is_above,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, say, on=pledge):
        flash("Đã lưu nhận xét của chi bộ.")
        return redirect(_url(pledge))
    return render_template("pledges/comment.html", pledge=pledge, form=form, lines=lines)


def _said(pledge: Pledge, lines: list[ResultLine]) -> dict[str, Any]:
    """What the branch has said; before it has, each result stands as its author gave it."""
    values: dict[str, Any] = {"version": pledge.version, "comment": branch_word(pledge)}
    for line in lines:
        key, own, branchs = line.item.line_id.hex, line.by_member, line.by_branch
        found = branchs or own
        values[f"outcome_{key}"] = found.outcome.value if found and found.outcome else None
        values[f"comment_{key}"] = (branchs.comment if branchs else "") or ""
    return values


def _judgements(form: CommentForm, lines: list[ResultLine]) -> dict[UUID, service.Judgement]:
    ids = [line.item.line_id for line in lines]
    return {id_: service.Judgement(form.outcome_of(id_), form.said_of(id_)) for id_ in ids}


def _url(pledge: Pledge) -> str:
    return url_for("pledges.results", pledge_id=pledge.id)


@bp.route(f"{PLEDGE}/ask-again", methods=["GET", "POST"])
@guarded(Permission.PLEDGE_REVIEW, load=get_judged)
def ask_again(pledge: Pledge) -> ResponseReturnValue:
    return _ask_again(pledge, is_above=False)


@bp.route(f"{PLEDGE}/ask-again-above", methods=["GET", "POST"])
@guarded(Permission.PLEDGE_REVIEW_ABOVE, load=get_judged)
def ask_again_above(pledge: Pledge) -> ResponseReturnValue:
    return _ask_again(pledge, is_above=True)


def _ask_again(pledge: Pledge, *, is_above: bool) -> ResponseReturnValue:
    form = AskAgainForm(data={"version": pledge.version})
    if not form.is_submitted():
        check_self_reviewed(pledge.status)

    def give_back() -> None:
        service.return_review(
            pledge,
            comment=form.comment.data,
            version=form.version.data,
            is_above=is_above,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, give_back, on=pledge):
        flash(f"Đã đề nghị đồng chí {pledge.member.name} đánh giá lại.")
        return redirect(_url(pledge))
    return render_template("pledges/ask_again.html", pledge=pledge, form=form)


@bp.post(f"{PLEDGE}/close")
@guarded(Permission.PLEDGE_REVIEW, load=get_judged)
def close(pledge: Pledge) -> ResponseReturnValue:
    with transaction():
        service.close_pledge(pledge, version=SeenForm().version.data, by=current_actor(), now=now())
    flash("Đã khóa bản cam kết.")
    return redirect(_url(pledge))


@bp.get(f"{BRANCH}/results")
@guarded(Permission.PLEDGE_READ, load=get_covered_branch)
def branch_results(covered: Covered) -> ResponseReturnValue:
    lines = results_of(covered.place, covered.year)
    commented = [line.pledge for line in lines if line.pledge.status is PledgeStatus.COMMENTED]
    return render_template(
        "pledges/branch_results.html",
        branch=covered.place,
        year=covered.year,
        lines=lines,
        reached=_reached(lines),
        commented=commented,
        seen=service.seen_of(commented),
    )


def _reached(lines: list[MemberResult]) -> list[tuple[str, int]]:
    """How many pledges have come so far, each stage with those that went further."""
    order = list(PledgeStatus)
    stages = (PledgeStatus.SELF_REVIEWED, PledgeStatus.COMMENTED, PledgeStatus.CLOSED)
    at = [order.index(line.pledge.status) for line in lines]
    return [(STATUS_LABELS[s], sum(place >= order.index(s) for place in at)) for s in stages]


@bp.post(f"{BRANCH}/results/close")
@guarded(Permission.PLEDGE_REVIEW, load=get_covered_branch)
def close_all(covered: Covered) -> ResponseReturnValue:
    branch, year = covered.place, covered.year
    with transaction():
        number = service.close_all(
            branch, year, seen=SeenForm().seen.data, by=current_actor(), now=now()
        )
    flash(f"Đã khóa {number} bản cam kết.")
    return redirect(url_for("pledges.branch_results", branch_id=branch.id, year=year))


def _reading_evidence(found: EvidenceFile) -> Permission:
    """Until it is handed in, it is its author's; afterwards it is not for every member, though
    the pledge may be.
    """
    pledge, result = found.pledge, found.evidence.result
    is_checked = pledge.checked_at is not None
    if is_shown(result.stage, result.judge, pledge.status, is_checked=is_checked):
        return Permission.PLEDGE_READ
    return answering(pledge)


@bp.get(f"{PLEDGE}/evidence/<uuid:pledge_evidence_id>")
@guarded(_reading_evidence, load=get_evidence_file)
def evidence_file(found: EvidenceFile) -> Response:
    return sent_back(found.file)
