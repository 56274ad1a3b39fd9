"""The papers of scoring: a card, a result list, a decision."""

from flask import Response, request

from app.access.guards import can, guarded
from app.access.permissions import Permission
from app.documents.excel import MEDIA_TYPE, Sheet, render_xlsx
from app.documents.files import file_name
from app.documents.model import Document
from app.documents.sending import sent
from app.scoring.document.card import card_document, card_sheets
from app.scoring.document.decision import decision_document
from app.scoring.models import GradeDecision, Scorecard
from app.scoring.queries.cards import get_card, reading_card
from app.scoring.queries.decision_papers import decision_paper
from app.scoring.queries.grades import get_decision, reading_decision
from app.scoring.queries.papers import card_paper, judged_pledge_of
from app.scoring.routes import CARD, bp
from app.scoring.routes.cards import seen_of
from app.scoring.rules.subjects import period_label
from app.web.downloads import attachment

TABLE = "<any(pdf, docx, xlsx, txt):extension>"


def sent_table(document: Document, sheets: tuple[Sheet, ...], *name: str) -> Response:
    """A paper that is a table: as a paper, or as Excel to go on with."""
    if (request.view_args or {})["extension"] != "xlsx":
        return sent(document, *name)
    return attachment(
        render_xlsx(document.title, document.dated, sheets),
        name=file_name(*name, extension="xlsx"),
        media_type=MEDIA_TYPE,
    )


@bp.get(f"{CARD}/download.{TABLE}")
@guarded(reading_card, load=lambda scorecard_id, extension: get_card(scorecard_id))
def card_file(card: Scorecard) -> Response:
    pledge = judged_pledge_of(card)
    data = card_paper(
        card,
        seen_of(card),
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
