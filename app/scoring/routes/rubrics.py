"""A committee's rubrics: listed, begun, read, issued, ended."""

from collections.abc import Mapping
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded, signed_in
from app.access.permissions import Permission, places_with
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.organisations.rules import Level
from app.scoring.forms.rubrics import EndForm, IssueForm, SourceForm
from app.scoring.models import RubricEdition
from app.scoring.queries.rubrics import (
    editions_of,
    frames_for,
    get_rubric,
    issued_beside,
    rubrics_around,
)
from app.scoring.routes import PLACE, RUBRIC, bp
from app.scoring.rules.cards import RubricState
from app.scoring.rules.indicators import INDICATORS, Subject, conditions_for
from app.scoring.rules.inheriting import asked_codes
from app.scoring.rules.outline import interval_words, outline_of
from app.scoring.rules.rubric import COLUMN_LABELS, NOT_APPLICABLE_LABELS
from app.scoring.rules.supplied import SOURCES, empty, supplied
from app.scoring.rules.validity import proposed_first
from app.scoring.service import rubrics as service
from app.web.forms import SeenForm, saved

_FRAME, _OWN = "frame", "own"


@bp.get(f"{PLACE}/rubrics")
@guarded(Permission.RUBRIC_READ, load=get_organisation)
def rubrics(place: Organisation) -> ResponseReturnValue:
    may_keep = can(Permission.RUBRIC_KEEP, place)
    return render_template(
        "scoring/rubrics.html",
        place=place,
        subjects=rubrics_around(place, on=today(), with_drafts=may_keep),
        keeps=may_keep and place.level is Level.COMMITTEE,
        today=today(),
    )


@bp.route(f"{PLACE}/rubrics/new", methods=["GET", "POST"])
@guarded(Permission.RUBRIC_KEEP, load=get_organisation)
def new_rubric(place: Organisation) -> ResponseReturnValue:
    service.check_led_by_committee(place)
    subject = _subject()
    offered = {
        **{f"{_FRAME}:{one.id}": one for one in frames_for(place, subject, on=today())},
        **{f"{_OWN}:{one.id}": one for one in editions_of(place, subject)},
    }
    form = SourceForm(data={"source": SourceForm.SUPPLIED})
    form.offer(_sources(subject, offered))
    made: list[RubricEdition] = []
    if form.validate_on_submit() and saved(
        form, lambda: made.append(_begin(place, subject, form.source.data, offered))
    ):
        flash("Đã lập dự thảo bảng chấm điểm; sửa cho hợp với đảng bộ rồi ban hành.")
        return to_rubric(made[0])
    return render_template("scoring/new_rubric.html", place=place, subject=subject, form=form)


def _subject() -> Subject:
    asked = request.args.get("subject", "")
    return Subject(asked) if asked in set(Subject) else Subject.MEETING


def _sources(subject: Subject, offered: Mapping[str, RubricEdition]) -> list[tuple[str, str]]:
    return [
        (SourceForm.SUPPLIED, f"Khung có sẵn, mẫu để chỉnh sửa. {SOURCES[subject]}"),
        *((key, _called(key, one)) for key, one in offered.items()),
        (SourceForm.EMPTY, "Bảng trống, chỉ có các mức xếp loại"),
    ]


def _called(key: str, edition: RubricEdition) -> str:
    if key.startswith(_OWN):
        return f"Chép bản {edition.number}: {edition.title}"
    return f"Cụ thể hóa khung của {edition.organisation.name}: {edition.title}"


def _begin(
    place: Organisation, subject: Subject, source: str, offered: Mapping[str, RubricEdition]
) -> RubricEdition:
    by, at = current_actor(), now()
    if source in offered:
        edition = offered[source]
        if source.startswith(_OWN):
            return service.copy_rubric(edition, by=by, now=at)
        return service.refine_rubric(edition, place, by=by, now=at)
    content = empty(subject) if source == SourceForm.EMPTY else supplied(subject)
    return service.begin_rubric(place, subject, content, by=by, now=at)


def known_rubric(rubric_id: UUID) -> RubricEdition:
    """One the actor may read: a draft is read by those who prepare it, what is issued by everybody
    at its place, above it and everywhere below.
    """
    edition = get_rubric(rubric_id)
    if edition is None:
        abort(404)
    actor = current_actor()
    if edition.state is RubricState.DRAFT:
        if not can(Permission.RUBRIC_KEEP, edition):
            abort(403 if actor.holds_anything_over(edition.unit_path) else 404)
    elif not edition.is_known_at(places_with(actor, Permission.RUBRIC_READ)):
        abort(404)
    return edition


@bp.get(RUBRIC)
@signed_in
def rubric(rubric_id: UUID) -> ResponseReturnValue:
    """A draft to be built, by whoever may; what is issued as the sheet it is."""
    edition = known_rubric(rubric_id)
    is_draft = edition.state is RubricState.DRAFT
    return render_template(
        "scoring/rubric.html",
        edition=edition,
        rubric=edition.rubric,
        outline=outline_of(edition.rubric, service.all_flaws(edition) if is_draft else ()),
        asked=asked_codes(edition.frame.rubric) if edition.frame else frozenset(),
        conditions=conditions_for(edition.subject),
        indicators=INDICATORS,
        columns=[COLUMN_LABELS[column] for column in edition.rubric.columns],
        interval_words=interval_words,
        not_applicable_labels=NOT_APPLICABLE_LABELS,
        is_draft=is_draft,
        today=today(),
    )


def to_rubric(edition: RubricEdition, code: str | None = None) -> ResponseReturnValue:
    """Back to its page, to the line of a criterion."""
    lines = outline_of(edition.rubric).lines if code else ()
    anchor = next((line.anchor for line in lines if line.criterion.code == code), None)
    return redirect(url_for("scoring.rubric", rubric_id=edition.id, _anchor=anchor))


@bp.route(f"{RUBRIC}/issue", methods=["GET", "POST"])
@guarded(Permission.RUBRIC_KEEP, load=get_rubric)
def issue_rubric(edition: RubricEdition) -> ResponseReturnValue:
    service.check_draft(edition.state)
    beside = [one for one in issued_beside(edition) if one.holds_on(today())]
    first = proposed_first(today(), follows=bool(beside))
    form = IssueForm(data={"valid_from": first, "version": edition.version})

    def issue() -> None:
        service.issue_rubric(
            edition,
            valid_from=form.valid_from.data,
            valid_until=form.valid_until.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, issue, on=edition):
        flash("Đã ban hành bảng chấm điểm.")
        return to_rubric(edition)
    flaws = service.all_flaws(edition)
    return render_template(
        "scoring/issue_rubric.html", edition=edition, form=form, flaws=flaws, beside=beside
    )


@bp.route(f"{RUBRIC}/end", methods=["GET", "POST"])
@guarded(Permission.RUBRIC_KEEP, load=get_rubric)
def end_rubric(edition: RubricEdition) -> ResponseReturnValue:
    service.check_issued(edition.state)
    form = EndForm(data={"valid_until": edition.valid_until, "version": edition.version})

    def end() -> None:
        service.end_rubric(
            edition,
            valid_until=form.valid_until.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, end, on=edition):
        flash("Đã ghi ngày hết áp dụng của bảng chấm điểm.")
        return to_rubric(edition)
    return render_template("scoring/end_rubric.html", edition=edition, form=form)


@bp.post(f"{RUBRIC}/copy")
@guarded(Permission.RUBRIC_KEEP, load=get_rubric)
def copy_rubric(edition: RubricEdition) -> ResponseReturnValue:
    with transaction():
        made = service.copy_rubric(edition, by=current_actor(), now=now())
    flash(f"Đã chép thành dự thảo bản {made.number}.")
    return to_rubric(made)


@bp.post(f"{RUBRIC}/remove")
@guarded(Permission.RUBRIC_KEEP, load=get_rubric)
def remove_rubric(edition: RubricEdition) -> ResponseReturnValue:
    back = url_for("scoring.rubrics", organisation_id=edition.organisation_id)
    with transaction():
        service.remove_rubric(
            edition, version=SeenForm().version.data, by=current_actor(), now=now()
        )
    flash("Đã xóa dự thảo bảng chấm điểm.")
    return redirect(back)
