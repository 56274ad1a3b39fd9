"""Where scoring begins for whoever signs in."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, signed_in
from app.access.permissions import Permission, places_with
from app.kernel.clock import today
from app.organisations.queries import get_branch
from app.scoring.queries.mine import OwnBranch, followed, own_branch
from app.scoring.routes import bp
from app.web.pages import home


@bp.get("/scores")
@signed_in
def mine() -> ResponseReturnValue:
    actor = current_actor()
    own = _own_branch()
    places = followed(places_with(actor, Permission.SCORE_LIST), on=today())
    return render_template(
        "scoring/mine.html",
        is_member=actor.member_id is not None,
        own=own,
        places=[one for one in places if own is None or one.place.id != own.branch.id],
        today=today(),
    )


def _own_branch() -> OwnBranch | None:
    place = home()
    branch = get_branch(place.organisation_id) if place else None
    if branch is None or not can(Permission.SCORE_READ, branch):
        return None
    return own_branch(branch, in_full=can(Permission.SCORE_LIST, branch), on=today())
