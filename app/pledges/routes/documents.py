"""Pledges as files: one, the empty form of the year, all of a branch."""

from flask import Response, abort

from app.access.guards import can, guarded
from app.access.permissions import Permission
from app.documents.sending import sent
from app.pledges.document.blank import blank_document
from app.pledges.document.paper import pledge_document
from app.pledges.models import Pledge, PledgeCampaign
from app.pledges.queries.campaigns import get_campaign
from app.pledges.queries.coverage import Covered, get_covered_branch
from app.pledges.queries.documents import blank_of, paper_of, printed_edition
from app.pledges.queries.pledges import get_pledge, reading
from app.pledges.routes import bp

_PAPER = "<any(pdf, docx, txt):extension>"


@bp.get(f"/pledges/<uuid:pledge_id>/paper.{_PAPER}")
@guarded(reading, load=lambda pledge_id, extension: get_pledge(pledge_id))
def paper(pledge: Pledge) -> Response:
    """The text in force; an author's own also while it is written."""
    edition = printed_edition(pledge, with_open=can(Permission.PLEDGE_READ_DRAFT, pledge))
    if edition is None:
        abort(404)
    data = paper_of(pledge, edition, with_results=can(Permission.PLEDGE_READ, pledge))
    return sent(pledge_document(data), "ban-cam-ket", pledge.member.name, str(pledge.year))


@bp.get(f"/pledge-campaigns/<uuid:campaign_id>/blank.{_PAPER}")
@guarded(Permission.CAMPAIGN_READ, load=lambda campaign_id, extension: get_campaign(campaign_id))
def blank(campaign: PledgeCampaign) -> Response:
    return sent(blank_document(blank_of(campaign)), "mau-ban-cam-ket", str(campaign.year))


@bp.get(f"/branches/<uuid:branch_id>/pledges/<int:year>/blank.{_PAPER}")
@guarded(
    Permission.CAMPAIGN_READ,
    load=lambda branch_id, year, extension: get_covered_branch(branch_id, year),
)
def branch_blank(covered: Covered) -> Response:
    if covered.campaign is None:
        abort(404)
    form = blank_document(blank_of(covered.campaign, covered.place))
    return sent(form, "mau-ban-cam-ket", covered.place.name, str(covered.year))
