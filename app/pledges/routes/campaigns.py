"""A committee's campaign of a year."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access.guards import guarded
from app.access.permissions import Permission
from app.pledges.models import PledgeCampaign
from app.pledges.queries.campaigns import get_campaign
from app.pledges.routes import bp


@bp.get("/pledge-campaigns/<uuid:campaign_id>")
@guarded(Permission.CAMPAIGN_READ, load=get_campaign)
def campaign(campaign: PledgeCampaign) -> ResponseReturnValue:
    return render_template("pledges/campaign.html", campaign=campaign)
