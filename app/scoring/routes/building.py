"""A draft built part by part: its head, its criteria, its grades and gates."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.scoring.forms.criteria import CriterionForm, criterion_form, criterion_values
from app.scoring.forms.rubrics import (
    HeadForm,
    MoveForm,
    gates_form,
    gates_values,
    grades_form,
    grades_values,
)
from app.scoring.models import RubricEdition
from app.scoring.queries.rubrics import CriterionAt, get_criterion, get_rubric
from app.scoring.routes import RUBRIC, bp
from app.scoring.routes.rubrics import to_rubric
from app.scoring.rules import editing
from app.scoring.rules.indicators import bindable, conditions_of, fitting
from app.scoring.rules.rubric import Criterion, CriterionKind, NotApplicable, Rubric
from app.scoring.rules.supplied import known_grades
from app.scoring.service import rubrics as service
from app.web.forms import SeenForm, saved

CRITERION = f"{RUBRIC}/criteria/<string:criterion_code>"
MOST_ROWS = 40


def _edit(
    edition: RubricEdition, edit: Callable[[Rubric], Rubric], what: str, version: int | None
) -> None:
    service.edit_rubric(edition, edit, what=what, version=version, by=current_actor(), now=now())


def _stored(edition: RubricEdition, values: Callable[[], Mapping[str, Any]]) -> Callable[[], Any]:
    """What stands there by now, for the page that shows both texts."""

    def found() -> Any:
        return SimpleNamespace(**values(), version=edition.version)

    return found


@bp.route(f"{RUBRIC}/edit", methods=["GET", "POST"])
@guarded(Permission.RUBRIC_KEEP, load=get_rubric)
def edit_rubric(edition: RubricEdition) -> ResponseReturnValue:
    service.check_draft(edition.state)

    def values() -> dict[str, Any]:
        columns = [column.value for column in edition.rubric.columns]
        return {"title": edition.title, "grounds": edition.grounds, "columns": columns}

    form = HeadForm(data={**values(), "version": edition.version})

    def change() -> None:
        service.change_head(
            edition,
            title=form.title.data,
            columns=form.chosen_columns,
            grounds=form.grounds.data or None,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change, on=_stored(edition, values)):
        flash("Đã lưu.")
        return to_rubric(edition)
    return render_template("scoring/edit_rubric.html", edition=edition, form=form)


@bp.route(f"{RUBRIC}/criteria/new", methods=["GET", "POST"])
@guarded(Permission.RUBRIC_KEEP, load=get_rubric)
def new_criterion(edition: RubricEdition) -> ResponseReturnValue:
    """Below the section, or behind the criterion, that the address names; else at the end."""
    service.check_draft(edition.state)
    place = _place_in(edition.rubric)
    form = _form_for(
        edition,
        {
            "code": editing.next_code(edition.rubric, **place),
            "kind": request.args.get("kind", CriterionKind.LEVELS),
            "not_applicable": NotApplicable.LOSE,
        },
    )

    def add() -> None:
        criterion = form.criterion
        what = f"thêm tiêu chí {criterion.code}"
        _edit(
            edition,
            lambda rubric: editing.add_criterion(rubric, criterion, **_place_in(rubric)),
            what,
            form.version.data,
        )

    nothing = _stored(edition, dict)
    if _is_saving(form) and form.validate_on_submit() and saved(form, add, on=nothing):
        flash(f"Đã thêm tiêu chí {form.code.data}.")
        return _onward(edition, form.criterion.code)
    return render_template(
        "scoring/new_criterion.html",
        edition=edition,
        form=form,
        place=place,
        indicators=bindable(edition.subject),
    )


def _place_in(rubric: Rubric) -> dict[str, str]:
    """What the address asks for, as far as it still is there."""
    asked = {name: request.args.get(name, "") for name in ("within", "behind")}
    return {name: code for name, code in asked.items() if code and editing.find(rubric, code)}


def _form_for(
    edition: RubricEdition, start: Mapping[str, Any], *, levels: int = 0
) -> CriterionForm:
    """With the rows the page has had, and more where it asks for more."""
    had = request.form.get("rows", default=0, type=int)
    wanted = 3 if request.form.get("more") == "rows" else 0
    rows = _bounded(max(levels + 2, 4, had) + wanted, stored=levels)
    form = criterion_form(rows, start, edition.version)
    form.offer(conditions_of(edition.subject), bindable(edition.subject))
    if request.form.get("more") == "none":
        form.clear_levels()
    return form


def _bounded(rows: int, *, stored: int) -> int:
    """As many as somebody may want on a page, and never fewer than there are."""
    return min(rows, max(MOST_ROWS, stored))


def _is_saving(form: CriterionForm) -> bool:
    return form.is_submitted() and "more" not in request.form


def _onward(edition: RubricEdition, code: str) -> ResponseReturnValue:
    """To the criterion in its rubric, or to the next one to be typed."""
    if "next" not in request.form:
        return to_rubric(edition, code)
    added = editing.find(edition.rubric, code)
    within = code if added is not None and added.is_section else None
    behind = None if within else code
    return redirect(
        url_for("scoring.new_criterion", rubric_id=edition.id, within=within, behind=behind)
    )


@bp.route(f"{CRITERION}/edit", methods=["GET", "POST"])
@guarded(Permission.RUBRIC_KEEP, load=get_criterion)
def edit_criterion(at: CriterionAt) -> ResponseReturnValue:
    edition = at.edition
    service.check_draft(edition.state)
    criterion = _opened(at)
    if criterion is None:
        return _gone(at)
    form = _form_of(edition, criterion)

    def change() -> None:
        changed = form.criterion
        _edit(
            edition,
            lambda rubric: editing.change_criterion(rubric, criterion.code, changed),
            f"sửa tiêu chí {changed.code}",
            form.version.data,
        )

    stored = _stored(edition, lambda: criterion_values(_opened(at) or criterion))
    if _is_saving(form) and form.validate_on_submit() and saved(form, change, on=stored):
        flash("Đã lưu.")
        return to_rubric(edition, form.criterion.code)
    return render_template(
        "scoring/edit_criterion.html",
        edition=edition,
        form=form,
        criterion=criterion,
        indicators=bindable(edition.subject),
    )


def _opened(at: CriterionAt) -> Criterion | None:
    """What the page was opened on, as it stands by now; None if somebody took it out."""
    name = request.form.get("opened") or (at.criterion.label if at.criterion else "")
    return editing.opened_as(at.edition.rubric, at.code, name)


def _form_of(edition: RubricEdition, criterion: Criterion) -> CriterionForm:
    start = {**criterion_values(criterion), "opened": criterion.label}
    form = _form_for(edition, start, levels=len(criterion.levels))
    if not form.is_submitted():
        form.offer(conditions_of(edition.subject), fitting(edition.subject, criterion))
    return form


def _gone(at: CriterionAt) -> ResponseReturnValue:
    """Somebody took it out while it was written on: what was typed may be added anew."""
    form = _form_for(at.edition, {})
    if not form.is_submitted():
        flash(f"Tiêu chí {at.code} không còn trong bảng chấm điểm.", "late")
        return to_rubric(at.edition)
    form.form_errors.append(
        f"Đồng chí khác vừa bỏ tiêu chí {at.code}. Nội dung đã nhập còn nguyên dưới đây; chọn "
        "“Thêm” để đưa lại vào cuối bảng."
    )
    form.starts_on(at.edition.version)
    page = render_template(
        "scoring/new_criterion.html",
        edition=at.edition,
        form=form,
        place={},
        action=url_for("scoring.new_criterion", rubric_id=at.edition.id),
        indicators=bindable(at.edition.subject),
    )
    return page, 409


@bp.post(f"{CRITERION}/move")
@guarded(Permission.RUBRIC_KEEP, load=get_criterion)
def move_criterion(at: CriterionAt) -> ResponseReturnValue:
    form = MoveForm()
    with transaction():
        _edit(
            at.edition,
            lambda rubric: editing.move_criterion(rubric, at.code, form.chosen),
            f"chuyển chỗ tiêu chí {at.code}",
            form.version.data,
        )
    return to_rubric(at.edition, at.code)


@bp.post(f"{CRITERION}/remove")
@guarded(Permission.RUBRIC_KEEP, load=get_criterion)
def remove_criterion(at: CriterionAt) -> ResponseReturnValue:
    with transaction():
        _edit(
            at.edition,
            lambda rubric: editing.remove_criterion(rubric, at.code),
            f"bỏ tiêu chí {at.code}",
            SeenForm().version.data,
        )
    flash(f"Đã bỏ tiêu chí {at.code}.")
    return to_rubric(at.edition)


@bp.post(f"{RUBRIC}/renumber")
@guarded(Permission.RUBRIC_KEEP, load=get_rubric)
def renumber_rubric(edition: RubricEdition) -> ResponseReturnValue:
    with transaction():
        _edit(edition, editing.renumbered, "đánh lại số thứ tự", SeenForm().version.data)
    flash("Đã đánh lại số thứ tự từ đầu.")
    return to_rubric(edition)


def _sent(name: str, *, stored: int) -> int:
    """How many rows came back with a form."""
    return _bounded(sum(sent.startswith(name) for sent in request.form), stored=stored + 2)


@bp.route(f"{RUBRIC}/grades", methods=["GET", "POST"])
@guarded(Permission.RUBRIC_KEEP, load=get_rubric)
def rubric_grades(edition: RubricEdition) -> ResponseReturnValue:
    service.check_draft(edition.state)
    grades = edition.rubric.grades
    form = grades_form(grades, edition.version, sent=_sent("label_", stored=len(grades)))
    stored = _stored(edition, lambda: grades_values(edition.rubric.grades))

    def change() -> None:
        known = known_grades(edition.subject)
        _edit(
            edition,
            lambda rubric: editing.with_grades(rubric, form.grades, known),
            "mức xếp loại",
            form.version.data,
        )

    if form.validate_on_submit() and saved(form, change, on=stored):
        flash("Đã lưu các mức xếp loại.")
        return to_rubric(edition)
    return render_template("scoring/rubric_grades.html", edition=edition, form=form)


@bp.route(f"{RUBRIC}/gates", methods=["GET", "POST"])
@guarded(Permission.RUBRIC_KEEP, load=get_rubric)
def rubric_gates(edition: RubricEdition) -> ResponseReturnValue:
    service.check_draft(edition.state)
    rubric = edition.rubric
    form = gates_form(rubric, edition.version, sent=_sent("kind_", stored=len(rubric.gates)))
    stored = _stored(edition, lambda: gates_values(edition.rubric.gates))

    def change() -> None:
        _edit(
            edition,
            lambda rubric: editing.with_gates(rubric, form.gates),
            "điều kiện xếp loại",
            form.version.data,
        )

    if form.validate_on_submit() and saved(form, change, on=stored):
        flash("Đã lưu các điều kiện xếp loại.")
        return to_rubric(edition)
    return render_template("scoring/rubric_gates.html", edition=edition, form=form)
