"""What the author of a pledge says became of it, at mid-year and at the end of the year."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.assignments.service import Upload
from app.kernel.clock import now, today
from app.pledges.forms.results import AnswerForm
from app.pledges.models import Pledge, PledgeResult
from app.pledges.queries.evidence import Fact, facts_of
from app.pledges.queries.results import (
    AnsweredLine,
    Answering,
    asked_again,
    get_answered_line,
    get_answering,
    lines_in_force,
    result_of,
)
from app.pledges.routes import PLEDGE, bp
from app.pledges.rules import STAGE_LABELS, EvidenceKind, Judge, Stage
from app.pledges.rules.results import may_answer
from app.pledges.service import results as service
from app.web.downloads import files_folder
from app.web.forms import SeenForm, saved

STAGE = f"{PLEDGE}/results/<any(midyear, yearend):stage>"


def answering(subject: Pledge | Answering) -> Permission:
    """Who says what became of a pledge: its author; of one from paper, also who types for them."""
    pledge = subject if isinstance(subject, Pledge) else subject.pledge
    in_force = pledge.in_force
    is_from_paper = in_force is not None and in_force.is_from_paper
    return Permission.PLEDGE_ANSWER_PAPER if is_from_paper else Permission.PLEDGE_WRITE


@bp.route(STAGE, methods=["GET", "POST"])
@guarded(answering, load=get_answering)
def self_review(answered: Answering) -> ResponseReturnValue:
    pledge, stage = answered.pledge, answered.stage
    form = SeenForm(data={"version": pledge.version})
    hand_in = service.hand_in_check if stage is Stage.MIDYEAR else service.hand_in_review

    def send() -> None:
        hand_in(pledge, version=form.version.data, by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, send, on=pledge):
        flash("Đã gửi tự kiểm giữa năm." if stage is Stage.MIDYEAR else "Đã gửi tự đánh giá.")
        return redirect(url_for("pledges.results", pledge_id=pledge.id))
    return render_template(
        "pledges/self_review.html",
        form=form,
        lines=[(item, _draft(answered, item.line_id)) for item in lines_in_force(pledge)],
        is_open=may_answer(stage, pledge.status, is_checked=pledge.checked_at is not None),
        asked_again=asked_again(pledge) if stage is Stage.YEAREND else "",
        **_words(answered),
    )


def _words(answered: Answering) -> dict[str, Any]:
    pledge = answered.pledge
    return {
        "pledge": pledge,
        "stage": answered.stage.value,
        "stage_label": STAGE_LABELS[answered.stage],
        "is_typed_for": current_actor().member_id != pledge.member_id,
    }


def _draft(answered: Answering, line_id: UUID) -> PledgeResult | None:
    return result_of(answered.pledge, line_id, answered.stage, Judge.MEMBER)


@bp.route(f"{STAGE}/<uuid:line_id>", methods=["GET", "POST"])
@guarded(answering, load=get_answered_line)
def judge(answered: AnsweredLine) -> ResponseReturnValue:
    pledge, line_id = answered.pledge, answered.item.line_id
    result = _draft(answered, line_id)
    facts = _offered(answered, result)
    form = AnswerForm(data=_values(result))
    form.offer([(fact.key, fact.text) for fact in facts], _files(result))
    if not form.is_submitted():
        service.check_open(pledge, answered.stage, on=today())

    def say() -> None:
        service.judge_line(
            pledge,
            line_id,
            answered.stage,
            service.Judgement(form.chosen_outcome, form.comment.data),
            shown_by=_shown_by(form, facts),
            folder=files_folder(),
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, say, on=lambda: _draft(answered, line_id)):
        flash("Đã lưu.")
        return redirect(_next(answered))
    return render_template("pledges/judge.html", form=form, item=answered.item, **_words(answered))


def _values(result: PledgeResult | None) -> dict[str, Any]:
    if result is None:
        return {}
    notes = [piece.text for piece in result.evidence if piece.kind is EvidenceKind.NOTE]
    return {
        "outcome": result.outcome.value if result.outcome else None,
        "comment": result.comment,
        "facts": [fact.key for fact in _taken(result)],
        "note": notes[0] if notes else "",
        "version": result.version,
    }


def _taken(result: PledgeResult | None) -> list[Fact]:
    """The facts that were chosen before, in the words of that day."""
    return [
        Fact(piece.kind, piece.text, piece.subject_id)
        for piece in (result.evidence if result else ())
        if piece.kind not in (EvidenceKind.FILE, EvidenceKind.NOTE)
    ]


def _offered(answered: AnsweredLine, result: PledgeResult | None) -> list[Fact]:
    """What is on record today; what was chosen and is not on record any more stays to choose."""
    pledge = answered.pledge
    found = facts_of(pledge.member_id, pledge.year, on=today())
    keys = {fact.key for fact in found}
    return found + [fact for fact in _taken(result) if fact.key not in keys]


def _files(result: PledgeResult | None) -> list[tuple[UUID, str]]:
    pieces = result.evidence if result else ()
    return [(piece.id, piece.text) for piece in pieces if piece.kind is EvidenceKind.FILE]


def _shown_by(form: AnswerForm, facts: Sequence[Fact]) -> service.ShownBy:
    chosen = set(form.facts.data or ())
    return service.ShownBy(
        facts=[fact for fact in facts if fact.key in chosen],
        note=form.note.data,
        uploads=[Upload(sent.filename, sent.read()) for sent in form.sent],
        dropped=form.dropped_ids,
    )


def _next(answered: AnsweredLine) -> str:
    """The next commitment without a result, or all of them once there is none."""
    lines = lines_in_force(answered.pledge)
    at = lines.index(answered.item)
    place: dict[str, Any] = {"pledge_id": answered.pledge.id, "stage": answered.stage.value}
    for item in [*lines[at + 1 :], *lines[:at]]:
        result = _draft(answered, item.line_id)
        if result is None or result.outcome is None:
            return url_for("pledges.judge", **place, line_id=item.line_id)
    return url_for("pledges.self_review", **place)
