"""All cards of a campaign in one file, at the committee or at one branch; the worker makes it."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.jobs.models import Job
from app.jobs.queue import has_worker, ring
from app.jobs.sending import following, made
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.scoring.queries.papers.collection import (
    Collected,
    collection_of,
    get_collected,
    get_collected_branch,
    get_made,
    made_cards,
    reading_collected,
    reading_made,
)
from app.scoring.routes import CAMPAIGN, bp
from app.scoring.routes.papers import asked_extension
from app.scoring.service.export import order_cards
from app.web.downloads import files_folder

_BRANCH = f"{CAMPAIGN}/branches/<uuid:branch_id>"
_FILE = "papers.<any(pdf, docx, zip):extension>"


@bp.get(f"{CAMPAIGN}/papers")
@guarded(reading_collected, load=get_collected)
def card_papers(found: Collected) -> ResponseReturnValue:
    return _page(found)


@bp.get(f"{_BRANCH}/papers")
@guarded(reading_collected, load=get_collected_branch)
def branch_card_papers(found: Collected) -> ResponseReturnValue:
    return _page(found)


def _page(found: Collected) -> ResponseReturnValue:
    data = collection_of(found, on=today())
    files = list(made_cards(found, data))
    page = render_template(
        "scoring/card_papers.html",
        found=found,
        data=data,
        made=files,
        has_worker=has_worker(),
        order=f"scoring.make{_page_of(found)}",
        here=_address(found),
    )
    return following(page, (file.job for file in files))


def _page_of(found: Collected) -> str:
    is_whole = found.place.id == found.campaign.organisation_id
    return "_card_papers" if is_whole else "_branch_card_papers"


def _address(found: Collected) -> dict[str, Any]:
    is_whole = found.place.id == found.campaign.organisation_id
    branch = {} if is_whole else {"branch_id": found.place.id}
    return {"grading_id": found.campaign.id, **branch}


@bp.post(f"{CAMPAIGN}/{_FILE}")
@guarded(reading_collected, load=lambda grading_id, extension: get_collected(grading_id))
def make_card_papers(found: Collected) -> ResponseReturnValue:
    return _order(found)


@bp.post(f"{_BRANCH}/{_FILE}")
@guarded(
    reading_collected,
    load=lambda grading_id, branch_id, extension: get_collected_branch(grading_id, branch_id),
)
def make_branch_card_papers(found: Collected) -> ResponseReturnValue:
    return _order(found)


def _order(found: Collected) -> ResponseReturnValue:
    with transaction():
        job = order_cards(
            found,
            extension=asked_extension(),
            folder=files_folder(),
            by=current_actor(),
            now=now(),
        )
    ring(job)
    flash("Tệp đang được dựng. Đồng chí có thể rời trang này và quay lại lấy tệp sau.")
    return redirect(url_for(f"scoring.{_page_of(found)[1:]}", **_address(found)))


@bp.get("/score-papers/<uuid:job_id>/download")
@guarded(reading_made, load=get_made)
def download_card_papers(job: Job) -> Response:
    return made(job)
