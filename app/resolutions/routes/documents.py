"""The papers of a resolution, to look at and to keep."""

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import guarded
from app.access.permissions import Permission
from app.documents.files import pages_of
from app.documents.model import Document
from app.documents.pdf import DocumentEngineMissing
from app.documents.sending import pictured, sent
from app.resolutions.document import summary_document
from app.resolutions.models import CommentRound, Resolution
from app.resolutions.queries import changes_since, document_of, reading, summary_of
from app.resolutions.queries.rounds import comparing, get_round
from app.resolutions.routes import bp
from app.resolutions.routes.loading import resolution_named
from app.resolutions.rules import IN_FORCE


def page_urls(resolution: Resolution, document: Document) -> list[str]:
    """The pages to look at; none where this machine cannot draw them."""
    try:
        number = len(pages_of(document))
    except DocumentEngineMissing:
        return []
    return [
        url_for("resolutions.page", resolution_id=resolution.id, number=page + 1)
        for page in range(number)
    ]


@bp.get("/resolutions/<uuid:resolution_id>/pages/<int:number>.png")
@guarded(reading, load=resolution_named)
def page(resolution: Resolution) -> Response:
    return pictured(pages_of(document_of(resolution)))


@bp.get("/resolutions/<uuid:resolution_id>/download.<any(pdf, docx, txt):extension>")
@guarded(reading, load=resolution_named)
def download(resolution: Resolution) -> Response:
    meeting = resolution.meeting
    return sent(
        document_of(resolution),
        "nghi-quyet",
        meeting.organisation.name,
        f"{meeting.period:%Y-%m}",
        resolution.number_symbol or "du-thao",
    )


@bp.get("/resolutions/<uuid:resolution_id>/comments/download.<any(pdf, docx, txt):extension>")
@guarded(Permission.COMMENT_READ, load=resolution_named)
def download_comments(resolution: Resolution) -> Response:
    meeting = resolution.meeting
    return sent(
        summary_document(summary_of(resolution)),
        "tong-hop-gop-y",
        meeting.organisation.name,
        f"{meeting.period:%Y-%m}",
    )


@bp.get("/comment-rounds/<uuid:round_id>/compare")
@guarded(comparing, load=get_round)
def compare(round_: CommentRound) -> ResponseReturnValue:
    resolution = round_.resolution
    return render_template(
        "resolutions/compare.html",
        round=round_,
        resolution=resolution,
        changes=[(change.label, change.parts) for change in changes_since(round_)],
        is_issued=resolution.status in IN_FORCE,
    )
