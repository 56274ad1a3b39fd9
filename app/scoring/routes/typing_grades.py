"""Grades of past years typed from the papers: a whole branch or committee at once, or one."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.organisations.rules import Level
from app.scoring.forms.grades import TypeGradeForm, TypeGradesForm, type_grades_form
from app.scoring.queries.grade_history import GradedMember, get_graded_member
from app.scoring.queries.grade_typing import Candidate, branch_in, candidates
from app.scoring.queries.places import PlaceYear, get_place_year
from app.scoring.routes import bp
from app.scoring.routes.grades import MEMBER, YEAR
from app.scoring.rules.indicators import Subject
from app.scoring.rules.vocabulary import choices_in, period_in, scale_in
from app.scoring.service import grades as service
from app.web.forms import saved


def get_branch_year(organisation_id: UUID, year: int) -> PlaceYear | None:
    """A branch in a year: members are graded where they belong."""
    found = get_place_year(organisation_id, year)
    return found if found and found.place.level is Level.BRANCH else None


@bp.route(f"{YEAR}/type-members", methods=["GET", "POST"])
@guarded(Permission.GRADE_KEEP, load=get_branch_year)
def type_members(asked: PlaceYear) -> ResponseReturnValue:
    return _type_many(asked, Subject.MEMBER_YEAR, "scoring/type_members.html")


@bp.route(f"{YEAR}/type-branches", methods=["GET", "POST"])
@guarded(Permission.GRADE_KEEP, load=get_place_year)
def type_branches(asked: PlaceYear) -> ResponseReturnValue:
    return _type_many(asked, Subject.BRANCH_YEAR, "scoring/type_branches.html")


def _type_many(asked: PlaceYear, subject: Subject, template: str) -> ResponseReturnValue:
    own = current_actor().member_id
    rows = candidates(asked, subject, on=today())
    form = _form_for(asked, subject, rows)

    def write() -> None:
        service.type_grades(
            [
                service.Typed(
                    service.Graded(row.organisation, row.member),
                    form.chosen(row.slug),
                    form.reason(row.slug),
                )
                for row in rows
                if form.chosen(row.slug)
            ],
            asked.year,
            form.basis,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, write):
        flash(f"Đã ghi {form.count} kết quả xếp loại năm {asked.year}.")
        return redirect(url_for("scoring.grades", organisation_id=asked.place.id, year=asked.year))
    return render_template(
        template,
        asked=asked,
        form=form,
        rows=[row for row in rows if row.member is None or row.member.id != own],
        subject=subject,
        period=period_in(subject, asked.year),
    )


def _form_for(asked: PlaceYear, subject: Subject, rows: Sequence[Candidate]) -> TypeGradesForm:
    return type_grades_form(
        [(row.slug, row.name) for row in rows], choices_in(scale_in(subject, asked.year))
    )


@bp.route(f"{MEMBER}/new", methods=["GET", "POST"])
@guarded(Permission.GRADE_KEEP, load=get_graded_member)
def type_grade(who: GradedMember) -> ResponseReturnValue:
    form = TypeGradeForm(data={"year": today().year - 1})
    form.offer(choices_in(scale_in(Subject.MEMBER_YEAR, today().year)))

    def write() -> None:
        then = branch_in(who.member, form.year.data)
        branch = then if then and can(Permission.GRADE_KEEP, then) else who.organisation
        typed = service.Typed(service.Graded(branch, who.member), form.grade.data, form.reason.data)
        service.type_grades([typed], form.year.data, form.basis, by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, write):
        flash(f"Đã ghi kết quả xếp loại năm {form.year.data}.")
        return redirect(url_for("scoring.member_grades", member_id=who.member.id))
    return render_template("scoring/type_grade.html", form=form, who=who)
