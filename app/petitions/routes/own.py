"""One's own petitions: raised, put in other words, pursued, withdrawn."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded, signed_in
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.organisations.models import Organisation
from app.organisations.queries import get_branch, list_where
from app.organisations.rules import Level
from app.people.queries import get_member
from app.petitions import service
from app.petitions.forms import ChangeForm, HigherForm, RaiseForm, VersionForm
from app.petitions.models import Petition, PetitionStage
from app.petitions.queries import get_petition, petitions_by, superior_of
from app.petitions.routes import bp
from app.petitions.routes.entry import entry, soon_days, to_petition
from app.petitions.rules import (
    KIND_LABELS,
    STATE_LABELS,
    STATE_TONES,
    may_pursue,
    state_of,
)
from app.web.forms import saved
from app.web.pages import home


@bp.get("/petitions")
@signed_in
def mine() -> ResponseReturnValue:
    """What the comrade has raised, and the way to the lists they may read."""
    actor = current_actor()
    place = home()
    branch = get_branch(place.organisation_id) if place else None
    return render_template(
        "petitions/mine.html",
        rows=petitions_by(actor.member_id) if actor.member_id else [],
        branch=branch,
        places=list_where(actor, Permission.PETITION_READ),
        branch_level=Level.BRANCH,
        soon_days=soon_days(branch.path) if branch else 0,
        **labels(),
    )


def labels() -> dict[str, object]:
    return {
        "kind_labels": KIND_LABELS,
        "state_labels": STATE_LABELS,
        "state_tones": STATE_TONES,
        "today": today(),
    }


@bp.route("/branches/<uuid:branch_id>/petitions/new", methods=["GET", "POST"])
@guarded(Permission.PETITION_RAISE, load=get_branch)
def new(branch: Organisation) -> ResponseReturnValue:
    member_id = current_actor().member_id
    author = get_member(member_id) if member_id else None
    above = superior_of(branch)
    places = {str(place.id): place for place in (branch, above) if place}
    form = RaiseForm()
    form.offer((place.id, place.name) for place in places.values())
    raised: list[Petition] = []

    def lay() -> None:
        raised.append(
            service.raise_petition(
                branch,
                author=author,
                **form.words,
                addressee=places[form.addressee.data],
                by=current_actor(),
                now=now(),
            )
        )

    if form.validate_on_submit() and saved(form, lay):
        stage = raised[0].stages[0]
        flash(f"Đã gửi đến {stage.addressee.name}. Hạn trả lời: {stage.due_on:%d/%m/%Y}.")
        return to_petition(raised[0])
    return entry(
        form,
        "Gửi kiến nghị",
        submit="Gửi kiến nghị",
        back=(url_for("petitions.mine"), "Kiến nghị của tôi"),
        hint="Bí thư, phó bí thư và Ban Thường vụ cấp ủy biết tên đồng chí; chi ủy viên và cấp ủy "
        "viên chỉ đọc nội dung; đảng viên khác không thấy.",
    )


@bp.get("/petitions/<uuid:petition_id>")
@guarded(Permission.PETITION_READ, load=get_petition)
def show(petition: Petition) -> ResponseReturnValue:
    soon = soon_days(petition.organisation.path)
    last = petition.stages[-1]
    return render_template(
        "petitions/show.html",
        petition=petition,
        stages=[(stage, _state(stage, soon)) for stage in petition.stages],
        last=last,
        is_author=can(Permission.PETITION_PURSUE, petition),
        may_answer=last.outcome is None and can(answering(last), last),
        may_pursue=may_pursue(last.outcome, last.until, on=today()) and superior_of(last.addressee),
        above=superior_of(last.addressee),
        **labels(),
    )


def _state(stage: PetitionStage, soon: int) -> object:
    return state_of(stage.outcome, stage.until, on=today(), soon_days=soon)


def answering(stage: PetitionStage) -> Permission:
    """Who is asked answers: the branch for the branch, the committee for the committee."""
    is_branch = stage.addressee.level is Level.BRANCH
    return Permission.PETITION_ANSWER if is_branch else Permission.PETITION_ANSWER_ABOVE


@bp.route("/petitions/<uuid:petition_id>/edit", methods=["GET", "POST"])
@guarded(Permission.PETITION_PURSUE, load=get_petition)
def edit(petition: Petition) -> ResponseReturnValue:
    form = ChangeForm(obj=petition)

    def change() -> None:
        service.change_petition(
            petition, **form.words, version=form.version.data, by=current_actor(), now=now()
        )

    if form.validate_on_submit() and saved(form, change, on=petition):
        flash("Đã lưu kiến nghị.")
        return to_petition(petition)
    return entry(form, "Sửa kiến nghị", submit="Lưu kiến nghị", back=_back(petition))


def _back(petition: Petition) -> tuple[str, str]:
    return url_for("petitions.show", petition_id=petition.id), "Kiến nghị này"


@bp.route("/petitions/<uuid:petition_id>/pursue", methods=["GET", "POST"])
@guarded(Permission.PETITION_PURSUE, load=get_petition)
def pursue(petition: Petition) -> ResponseReturnValue:
    stage = petition.stages[-1]
    form = HigherForm(version=stage.version)

    def go_higher() -> None:
        service.pursue(
            petition,
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, go_higher, on=stage):
        flash(f"Đã chuyển kiến nghị đến {petition.stages[-1].addressee.name}.")
        return to_petition(petition)
    return entry(
        form,
        "Chuyển lên cấp trên",
        submit="Chuyển lên cấp trên",
        back=_back(petition),
        petition=petition,
        hint="Cấp trên nhận kiến nghị cùng lý do này và có thời hạn trả lời riêng.",
    )


@bp.post("/petitions/<uuid:petition_id>/withdraw")
@guarded(Permission.PETITION_PURSUE, load=get_petition)
def withdraw(petition: Petition) -> ResponseReturnValue:
    form = VersionForm()
    with transaction():
        service.withdraw(petition, version=form.version.data, by=current_actor(), now=now())
    flash("Đã rút kiến nghị.")
    return to_petition(petition)


@bp.post("/petitions/<uuid:petition_id>/seen")
@guarded(Permission.PETITION_PURSUE, load=get_petition)
def see(petition: Petition) -> ResponseReturnValue:
    with transaction():
        service.mark_seen(petition, by=current_actor(), now=now())
    flash("Đã ghi nhận đồng chí đã đọc trả lời.")
    return redirect(url_for("petitions.mine"))
