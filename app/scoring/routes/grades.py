"""Official grades read back by place and year, by member, and one by one."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded, signed_in
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.scoring.forms.grades import CancelGradeForm, RegradeForm, StreakFilter
from app.scoring.models import GradeDecision
from app.scoring.queries.cards import reading_card, reading_cards
from app.scoring.queries.decisions import (
    YEARLY,
    cancelling,
    decisions_on,
    get_decision,
    graded,
    is_from_paper,
    reading_decision,
    scale_for,
)
from app.scoring.queries.grade_history import (
    GradedMember,
    get_graded_member,
    grades_of_member,
    grades_of_place,
    streaks_at,
    years_graded,
)
from app.scoring.queries.grades import grades_of
from app.scoring.queries.places import PlaceYear, get_place_year
from app.scoring.queries.results import reading_results
from app.scoring.routes import PLACE, bp
from app.scoring.rules.lines import from_text
from app.scoring.rules.vocabulary import all_titles, choices_in, top_codes
from app.scoring.service import grades as service
from app.web.forms import saved

YEAR = f"{PLACE}/grades/<int:year>"
DECISION = "/grades/<uuid:decision_id>"
MEMBER = "/members/<uuid:member_id>/grades"
# So many members stand on one page.
PAGE = 100


@bp.get(YEAR)
@guarded(Permission.GRADE_READ, load=get_place_year)
def grades(asked: PlaceYear) -> ResponseReturnValue:
    return render_template(
        "scoring/grades.html",
        asked=asked,
        parts=grades_of(asked, on=today()),
        page=page_asked(),
        per_page=PAGE,
        today=today(),
    )


def page_asked() -> int:
    """The page of a long list the address names; the first where it names none."""
    return max(request.args.get("page", 1, type=int), 1)


@bp.get(f"{PLACE}/grades")
@guarded(Permission.SCORE_READ, load=get_organisation)
def place_grades(place: Organisation) -> ResponseReturnValue:
    this_year = today().year
    return render_template(
        "scoring/place_grades.html",
        place=place,
        decisions=grades_of_place(place),
        years=sorted({this_year, this_year - 1, *years_graded(place)}, reverse=True),
    )


@bp.get(MEMBER)
@guarded(Permission.GRADE_READ, load=get_graded_member)
def member_grades(graded_member: GradedMember) -> ResponseReturnValue:
    found = grades_of_member(graded_member.member)
    return render_template(
        "scoring/member_grades.html",
        who=graded_member,
        decisions=found,
        readable={one.id for one in found if can(reading_decision(one), one)},
    )


@bp.get("/scores/grades")
@signed_in
def own_grades() -> ResponseReturnValue:
    """One's own, for pages that do not ask whose they are."""
    member_id = current_actor().member_id
    if member_id is None:
        return redirect(url_for("scoring.mine"))
    return redirect(url_for("scoring.member_grades", member_id=member_id))


@bp.get(DECISION)
@guarded(reading_decision, load=get_decision)
def decision(decision: GradeDecision) -> ResponseReturnValue:
    chain = decisions_on(decision.key)
    shows_lines = decision.sheet is not None and can(reading_cards(decision.subject), decision)
    card, campaign = decision.card, decision.campaign
    return render_template(
        "scoring/decision.html",
        decision=decision,
        graded=graded(decision),
        is_from_paper=is_from_paper(decision),
        lines=from_text(decision.sheet or "[]") if shows_lines else (),
        chain=chain,
        latest=chain[0],
        has_card=card is not None and can(reading_card(card), card),
        has_results=campaign is not None and can(reading_results(campaign), campaign),
        may_cancel=decision.stands and _may(cancelling(decision), decision),
        may_regrade=chain[0].id == decision.id and _may(Permission.GRADE_DECIDE, decision),
    )


def _may(permission: Permission, decision: GradeDecision) -> bool:
    """Nobody deals with their own grade."""
    is_own = decision.member_id is not None and decision.member_id == current_actor().member_id
    return can(permission, decision) and not is_own


@bp.route(f"{DECISION}/regrade", methods=["GET", "POST"])
@guarded(Permission.GRADE_DECIDE, load=get_decision)
def regrade(decision: GradeDecision) -> ResponseReturnValue:
    form = RegradeForm(data={"version": decision.version, "decided_on": today()})
    form.offer(choices_in(scale_for(decision)))
    if not form.is_submitted():
        service.check_may_regrade(decision)
    made: list[GradeDecision] = []

    def change() -> None:
        made.append(
            service.regrade(
                decision,
                form.grade.data,
                reason=form.reason.data,
                basis=form.basis,
                version=form.version.data,
                by=current_actor(),
                now=now(),
            )
        )

    if form.validate_on_submit() and saved(form, change, on=decision):
        flash("Đã ghi quyết định đánh giá, xếp loại lại; kết quả cũ được giữ là đã hủy.")
        return _to(made[0])
    return render_template("scoring/regrade.html", form=form, **_words(decision))


def _words(decision: GradeDecision) -> dict[str, Any]:
    return {"decision": decision, "graded": graded(decision)}


def _to(decision: GradeDecision) -> ResponseReturnValue:
    return redirect(url_for("scoring.decision", decision_id=decision.id))


@bp.route(f"{DECISION}/cancel", methods=["GET", "POST"])
@guarded(cancelling, load=get_decision)
def cancel_grade(decision: GradeDecision) -> ResponseReturnValue:
    form = CancelGradeForm(data={"version": decision.version})

    def cancel() -> None:
        service.cancel_grade(
            decision,
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, cancel, on=decision):
        flash("Đã hủy kết quả xếp loại; kết quả vẫn được giữ để tra cứu.")
        return _to(decision)
    return render_template("scoring/cancel_grade.html", form=form, **_words(decision))


@bp.get(f"{PLACE}/streaks/<int:year>")
@guarded(Permission.GRADE_READ, load=get_place_year)
def streaks(asked: PlaceYear) -> ResponseReturnValue:
    form = StreakFilter(request.args)
    form.offer((one.code, one.label) for subject in YEARLY for one in all_titles(subject))
    form.validate()
    # Without a word about it, or with one that means nothing, what is usual.
    if form.grades.errors or not form.grades.data:
        form.grades.data = sorted(top_codes())
    if form.at_least.errors or not form.at_least.data:
        form.at_least.data = 2
    at_least = form.at_least.data
    return render_template(
        "scoring/streaks.html",
        asked=asked,
        form=form,
        found=[
            (subject, streaks_at(asked, subject, form.grades.data, at_least=at_least))
            for subject in YEARLY
        ],
        at_least=at_least,
        today=today(),
    )
