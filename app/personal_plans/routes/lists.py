"""One's own plans, and those of a branch or of all a committee has below it."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded, signed_in
from app.access.permissions import Permission
from app.documents.sending import sent
from app.kernel.clock import today
from app.organisations.queries import list_where
from app.personal_plans.document import list_document
from app.personal_plans.queries import (
    PlansPlace,
    asked_of,
    get_plans_place,
    list_plans,
    own_plans,
    reading,
)
from app.personal_plans.queries.papers import list_paper
from app.personal_plans.routes import bp

YEAR = "/organisations/<uuid:organisation_id>/personal-plans/<int:year>"


@bp.get("/personal-plans")
@signed_in
def mine() -> ResponseReturnValue:
    actor = current_actor()
    asked = asked_of(actor.member_id, on=today()) if actor.member_id else []
    return render_template(
        "personal_plans/mine.html",
        missing=[one for one in asked if one.plan is None],
        plans=own_plans(actor.member_id) if actor.member_id else [],
        places=list_where(actor, Permission.CAMPAIGN_READ),
        year=today().year,
    )


@bp.get(YEAR)
@guarded(Permission.CAMPAIGN_READ, load=get_plans_place)
def index(where: PlansPlace) -> ResponseReturnValue:
    """Whose plan there is and where it was shown; what it says stands on its own page."""
    return render_template(
        "personal_plans/index.html",
        place=where.place,
        year=where.year,
        plans=list_plans(where, on=today()),
        reading=reading,
    )


@bp.get(f"{YEAR}/list.<any(pdf, docx, txt):extension>")
@guarded(Permission.CAMPAIGN_READ, load=lambda extension, **place: get_plans_place(**place))
def download_list(where: PlansPlace) -> Response:
    document = list_document(list_paper(where, on=today()))
    return sent(document, "cong-khai-ke-hoach-ca-nhan", where.place.name, str(where.year))
