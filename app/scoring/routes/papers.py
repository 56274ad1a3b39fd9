"""The papers of scoring: a card, a result list, a decision."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.documents.excel import MEDIA_TYPE, Sheet, render_xlsx
from app.documents.files import file_name
from app.documents.model import Document
from app.documents.sending import sent
from app.jobs.queue import ring
from app.kernel.clock import now, today
from app.kernel.errors import RuleBroken
from app.kernel.transaction import transaction
from app.scoring.document.card import card_document, card_sheets
from app.scoring.document.decision import decision_document
from app.scoring.document.results import ResultPaper, result_document, result_sheets
from app.scoring.models import GradeDecision, GradingCampaign, Scorecard
from app.scoring.queries.campaigns import get_grading
from app.scoring.queries.cards import get_card, reading_card, reading_cards, reviewing_cards
from app.scoring.queries.decisions import get_decision, reading_decision
from app.scoring.queries.papers.cards import card_paper, judged_pledge_of
from app.scoring.queries.papers.collection import Collected
from app.scoring.queries.papers.decisions import campaign_decision_paper, decision_paper
from app.scoring.queries.papers.results import result_paper
from app.scoring.queries.results import reading_results
from app.scoring.routes import CAMPAIGN, CARD, bp
from app.scoring.routes.cards import seen_of
from app.scoring.rules.subjects import period_label
from app.scoring.service import export as service
from app.web.downloads import attachment, files_folder

# So many lines are drawn while a page waits.
MOST_AT_ONCE = 300
TABLE = "<any(pdf, docx, xlsx, txt):extension>"


def sent_table(document: Document, sheets: tuple[Sheet, ...], *name: str) -> Response:
    """A paper that is a table: as a paper, or as Excel to go on with."""
    if asked_extension() != "xlsx":
        return sent(document, *name)
    return attachment(
        render_xlsx(document.title, document.dated, sheets),
        name=file_name(*name, extension="xlsx"),
        media_type=MEDIA_TYPE,
    )


def asked_extension() -> str:
    extension: str = (request.view_args or {})["extension"]
    return extension


@bp.get(f"{CARD}/download.{TABLE}")
@guarded(reading_card, load=lambda scorecard_id, extension: get_card(scorecard_id))
def card_file(card: Scorecard) -> Response:
    pledge = judged_pledge_of(card)
    data = card_paper(
        card,
        seen_of(card),
        on=today(),
        pledge=pledge,
        with_commitments=pledge is not None and can(Permission.PLEDGE_READ, pledge),
    )
    who = card.member.name if card.member else card.organisation.name
    when = card.meeting.title if card.meeting else period_label(card.year, card.quarter)
    return sent_table(card_document(data), card_sheets(data), "phieu-cham-diem", who, when)


@bp.get("/grades/<uuid:decision_id>/download.<any(pdf, docx, txt):extension>")
@guarded(reading_decision, load=lambda decision_id, extension: get_decision(decision_id))
def decision_file(decision: GradeDecision) -> Response:
    who = decision.member.name if decision.member else decision.organisation.name
    return sent(
        decision_document(decision_paper(decision)),
        "quyet-dinh-xep-loai",
        who,
        period_label(decision.year, decision.quarter),
    )


@bp.post(f"{CAMPAIGN}/results.{TABLE}")
@guarded(reading_results, load=lambda grading_id, extension: get_grading(grading_id))
def result_file(campaign: GradingCampaign) -> ResponseReturnValue:
    """A list with names: who takes it is written down."""
    with_cards = can(reading_cards(campaign.subject), campaign)
    reviews = can(reviewing_cards(campaign.subject), campaign)
    data = result_paper(campaign, on=today(), with_cards=with_cards, reviews=reviews)
    if len(data.lines) > MOST_AT_ONCE and asked_extension() in {"pdf", "docx"}:
        return _ordered(campaign, data, with_cards)
    name = ("ket-qua-xep-loai", campaign.organisation.name, str(campaign.year))
    answer = sent_table(result_document(data), result_sheets(data), *name)
    with transaction():
        service.note_list(
            campaign,
            paper=f"danh sách {data.subject}",
            extension=asked_extension(),
            content=answer.get_data(),
            by=current_actor(),
            now=now(),
        )
    return answer


def _ordered(campaign: GradingCampaign, data: ResultPaper, with_cards: bool) -> ResponseReturnValue:
    """What is too long to be drawn while somebody waits is made by the worker."""
    if not with_cards:
        raise RuleBroken(
            f"Danh sách có {len(data.lines)} dòng nên không lập ngay thành PDF, Word được; "
            "xin tải tệp Excel."
        )
    with transaction():
        job = service.order_list(
            Collected(campaign, campaign.organisation),
            data,
            extension=asked_extension(),
            folder=files_folder(),
            by=current_actor(),
            now=now(),
        )
    ring(job)
    flash("Danh sách dài nên đang được dựng. Đồng chí có thể rời trang này và quay lại lấy sau.")
    return redirect(url_for("scoring.card_papers", grading_id=campaign.id))


@bp.post(f"{CAMPAIGN}/decision.<any(pdf, docx, txt):extension>")
@guarded(reading_results, load=lambda grading_id, extension: get_grading(grading_id))
def campaign_decision(campaign: GradingCampaign) -> Response:
    """One decision for all that are graded, with the list attached; number and day by hand."""
    data = campaign_decision_paper(campaign, on=today())
    name = ("quyet-dinh-xep-loai", campaign.organisation.name, str(campaign.year))
    answer = sent(decision_document(data), *name)
    with transaction():
        service.note_list(
            campaign,
            paper=f"dự thảo quyết định {data.subject}",
            extension=asked_extension(),
            content=answer.get_data(),
            by=current_actor(),
            now=now(),
        )
    return answer
