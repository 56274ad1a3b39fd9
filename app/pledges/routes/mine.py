"""One comrade's own pledges, year by year, and how a new one is begun."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded, signed_in
from app.access.permissions import Permission, places_with
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.people.queries import get_member
from app.pledges.models import Pledge
from app.pledges.queries.coverage import Covered, get_covered_branch
from app.pledges.queries.mine import (
    followed_places,
    own_branches,
    own_pledges,
    years_to_begin,
)
from app.pledges.queries.pledges import branches_of_member
from app.pledges.routes import BRANCH, bp
from app.pledges.rules.own import NEXT_LABELS, Next
from app.pledges.service.writing import begin_pledge

# What is more to do than to read leads to its own page.
_PAGES = {
    Next.WRITE: "pledges.write",
    Next.MEND: "pledges.write",
    Next.REWRITE: "pledges.write",
    Next.CHECK: "pledges.results",
    Next.REVIEW: "pledges.results",
}


@bp.get("/pledges")
@signed_in
def mine() -> ResponseReturnValue:
    actor, day = current_actor(), today()
    followed = followed_places(places_with(actor, Permission.PLEDGE_LIST))
    around = {"followed": followed, "today": day}
    member_id = actor.member_id
    if member_id is None:
        return render_template("pledges/mine.html", is_member=False, **around)
    own = own_pledges(member_id, on=day)
    branches = branches_of_member(member_id, on=day)
    return render_template(
        "pledges/mine.html",
        is_member=True,
        own=own,
        to_begin=years_to_begin(
            member_id, branches, begun={one.pledge.year for one in own}, on=day
        ),
        places=own_branches(branches, on=day),
        next_labels=NEXT_LABELS,
        next_url=_next_url,
        **around,
    )


def _next_url(pledge: Pledge, following: Next) -> str:
    return url_for(_PAGES.get(following, "pledges.show"), pledge_id=pledge.id)


@bp.post(f"{BRANCH}/start")
@guarded(Permission.PLEDGE_START, load=get_covered_branch)
def start(covered: Covered) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        pledge = begin_pledge(
            covered.campaign,
            get_member(actor.member_id) if actor.member_id else None,
            covered.place,
            by=actor,
            now=now(),
        )
    flash("Viết đến đâu hệ thống lưu đến đó; nộp khi đã đủ các mục bắt buộc.")
    return redirect(url_for("pledges.write", pledge_id=pledge.id))
