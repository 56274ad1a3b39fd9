"""The level that was asked: it answers, says that it takes longer, or passes it upward."""

from collections.abc import Callable

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.documents.sending import sent
from app.kernel.clock import now
from app.petitions import service
from app.petitions.forms import AnswerForm, ExtendForm, HigherForm
from app.petitions.models import Petition, PetitionStage
from app.petitions.queries import answer_paper_of, get_stage
from app.petitions.routes import bp
from app.petitions.routes.entry import entry, petition_at, to_petition
from app.petitions.routes.own import answering
from app.web.forms import Form, saved


@bp.route("/petitions/<uuid:petition_id>/stages/<int:number>/answer", methods=["GET", "POST"])
@guarded(answering, load=get_stage)
def answer(stage: PetitionStage) -> ResponseReturnValue:
    form = AnswerForm(version=stage.version)

    def answer_() -> None:
        service.answer_stage(
            stage,
            answer=form.answer.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if _done(stage, form, answer_):
        flash("Đã trả lời. Người kiến nghị thấy trả lời trong “Việc của tôi”.")
        return to_petition(stage.petition)
    return _entry(stage, form, "Trả lời kiến nghị", "Gửi trả lời")


@bp.route("/petitions/<uuid:petition_id>/stages/<int:number>/extend", methods=["GET", "POST"])
@guarded(answering, load=get_stage)
def extend(stage: PetitionStage) -> ResponseReturnValue:
    form = ExtendForm(version=stage.version)

    def extend_() -> None:
        service.extend_stage(
            stage,
            extended_until=form.extended_until.data,
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if _done(stage, form, extend_):
        flash("Đã báo kéo dài; người kiến nghị đọc được lý do.")
        return to_petition(stage.petition)
    hint = f"Hạn hiện nay: {stage.until:%d/%m/%Y}. Kéo dài thì phải báo lý do cho người kiến nghị."
    return _entry(stage, form, "Báo kéo dài thời hạn", "Báo kéo dài", hint)


@bp.route("/petitions/<uuid:petition_id>/stages/<int:number>/pass-on", methods=["GET", "POST"])
@guarded(answering, load=get_stage)
def pass_on(stage: PetitionStage) -> ResponseReturnValue:
    form = HigherForm(version=stage.version)

    def pass_on_() -> None:
        service.pass_upward(
            stage,
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if _done(stage, form, pass_on_):
        flash(f"Đã chuyển kiến nghị đến {stage.petition.stages[-1].addressee.name}.")
        return to_petition(stage.petition)
    hint = "Dùng khi nội dung vượt thẩm quyền. Cấp trên có thời hạn trả lời riêng."
    return _entry(stage, form, "Chuyển lên cấp trên", "Chuyển lên cấp trên", hint)


def _done(stage: PetitionStage, form: Form, change: Callable[[], None]) -> bool:
    return form.validate_on_submit() and saved(form, change, on=stage)


def _entry(
    stage: PetitionStage, form: Form, heading: str, submit: str, hint: str = ""
) -> ResponseReturnValue:
    back = url_for("petitions.show", petition_id=stage.petition_id), "Kiến nghị này"
    return entry(form, heading, submit=submit, back=back, petition=stage.petition, hint=hint)


@bp.get(
    "/petitions/<uuid:petition_id>/stages/<int:number>/download.<any(pdf, docx, txt):extension>"
)
@guarded(Permission.PETITION_READ, load=petition_at)
def download(petition: Petition) -> Response:
    """The answer of one level as a paper; its reader's rights decide whether it names anybody."""
    number = (request.view_args or {})["number"]
    stage = next((stage for stage in petition.stages if stage.number == number), None)
    if stage is None or stage.answer is None:
        abort(404)
    paper = answer_paper_of(stage, with_author=can(Permission.PETITION_AUTHOR_READ, petition))
    return sent(paper, "tra-loi-kien-nghi", stage.addressee.name, f"{stage.ended_on:%Y-%m-%d}")
