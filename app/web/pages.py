"""What every page shows around its content: who is signed in and where they may go."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for
from flask_login import current_user

from app.access.guards import can, current_actor, is_signed_in
from app.access.permissions import ROLE_LABELS, Permission, Role
from app.kernel.clock import now


@dataclass(frozen=True)
class NavigationItem:
    label: str
    icon: str
    url: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True)
class SignedIn:
    name: str
    role_label: str
    place: str


@dataclass(frozen=True)
class Entry:
    """One line of the main navigation; `needs` is asked of what the actor holds anywhere."""

    label: str
    icon: str
    endpoint: str
    room: str
    needs: frozenset[Role] | None = None
    # A room whose pages about somebody or something are reached from here.
    beyond: str | None = None


def install(app: Flask, entries: tuple[Entry, ...], menu: tuple[tuple[str, str, str], ...]) -> None:
    """`menu` lines are (label, icon, endpoint)."""
    app.context_processor(_around(entries, menu))
    app.jinja_env.globals.update(can=can, Permission=Permission)


def _around(
    entries: tuple[Entry, ...], menu: tuple[tuple[str, str, str], ...]
) -> Callable[[], dict[str, Any]]:
    def around() -> dict[str, Any]:
        if g.get("is_broken") or not is_signed_in():
            return {"navigation": [], "signed_in": None}
        actor = current_actor()
        roles = {grant.role for grant in actor.grants}
        items = [_item(e) for e in entries if e.needs is None or not roles.isdisjoint(e.needs)]
        return {
            "navigation": items,
            "signed_in": SignedIn(actor.name, _leading_role(roles), place_name()),
            "account_menu": [
                {"label": label, "icon": icon, "url": url_for(endpoint)}
                for label, icon, endpoint in menu
            ],
            "sign_out_url": url_for("people.sign_out"),
            "home_url": url_for("today.index"),
            "printed_at": now(),
            "search_url": url_for("search.index"),
        }

    return around


def _item(entry: Entry) -> NavigationItem:
    current = request.blueprint == entry.room or (
        # pages without anything in the address are about the own account
        request.blueprint == entry.beyond and bool(request.view_args)
    )
    return NavigationItem(entry.label, entry.icon, url_for(entry.endpoint), current)


def _leading_role(roles: set[Role]) -> str:
    order = list(ROLE_LABELS)
    branch_first = sorted(roles, key=lambda r: (r in _SYSTEM, -_WEIGHT.get(r, 0), order.index(r)))
    return ROLE_LABELS[branch_first[0]] if branch_first else "Chưa được giao vai trò"


_SYSTEM = {Role.SYSTEM_ADMINISTRATOR}
_WEIGHT = {
    Role.SECRETARY: 9,
    Role.DEPUTY_SECRETARY: 8,
    Role.STANDING_COMMITTEE: 7,
    Role.OFFICE: 6,
    Role.INSPECTOR: 5,
    Role.COMMITTEE_MEMBER: 4,
    Role.BRANCH_COMMITTEE: 3,
    Role.OBSERVER: 2,
    Role.MEMBER: 1,
}


def home() -> Any:
    """Where the signed-in account works: its branch, or where its role stands; or None."""
    user: Any = current_user
    return user.home


def place_name() -> str:
    return home().name if home() else ""
