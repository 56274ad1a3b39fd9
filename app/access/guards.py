"""The guard: the only place where a permission meets a request."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access.permissions import Actor, Appointments, Permission, Role, permits

View = Callable[..., ResponseReturnValue]

PUBLIC = "public"
SIGNED_IN = "signed in"


class Subject(Protocol):
    @property
    def unit_path(self) -> str: ...


def _user() -> Any:
    return current_user


def current_actor() -> Actor:
    """The actor of a guarded view."""
    return cast(Actor, _user().actor)


def is_signed_in() -> bool:
    return bool(_user().is_authenticated)


def can(permission: Permission, subject: Subject) -> bool:
    """For templates: whether a link or button makes sense; the guard decides all the same."""
    if not is_signed_in():
        return False
    actor = current_actor()
    return permits(actor, permission, subject.unit_path, _appointed(actor, subject))


def guarded(
    permission: Permission | Callable[[Any], Permission], *, load: Callable[..., Any]
) -> Callable[[View], View]:
    """Load the subject named by the URL, check the actor, hand the subject to the view.

    What lies outside the actor's part of the tree does not exist for them (404); inside it,
    a missing role is said plainly (403). Where reading depends on the subject's state (a silent
    draft), `permission` is a function from the subject to the permission it needs.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(**url_args: Any) -> ResponseReturnValue:
            if not is_signed_in():
                return _to_sign_in()
            subject = load(**url_args)
            if subject is None:
                abort(404)
            actor = current_actor()
            appointed = _appointed(actor, subject)
            needed = permission(subject) if callable(permission) else permission
            if not permits(actor, needed, subject.unit_path, appointed):
                abort(403 if actor.holds_anything_over(subject.unit_path) else 404)
            return view(subject)

        wrapper.guard = permission  # type: ignore[attr-defined]
        return wrapper

    return decorate


def signed_in(view: View) -> View:
    """For pages about the actor alone: any account may enter, nothing is loaded."""

    @wraps(view)
    def wrapper(**url_args: Any) -> ResponseReturnValue:
        if not is_signed_in():
            return _to_sign_in()
        return view(**url_args)

    wrapper.guard = SIGNED_IN  # type: ignore[attr-defined]
    return wrapper


def public(view: Any) -> Any:
    """For the few pages that need no account."""
    view.guard = PUBLIC
    return view


def _appointed(actor: Actor, subject: Subject) -> frozenset[Role]:
    """Roles the actor holds in this one subject, as chair or minute-taker of a meeting.

    The appointment stays on record when its holder leaves or is suspended; the right does not.
    """
    appointments: Appointments = getattr(subject, "appointments", ())
    if not actor.holds_anything_over(subject.unit_path):
        return frozenset()
    held = {actor.member_id, *actor.grants} - {None}
    return frozenset(role for role, holder in appointments if holder in held)


def asks_for_json() -> bool:
    """Whether a script of ours asks, which reads no pages."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def sign_in_first() -> ResponseReturnValue:
    """The answer to a script whose session is gone."""
    return {"sign_in": url_for("people.sign_in")}, 401


def _to_sign_in() -> ResponseReturnValue:
    if asks_for_json():
        return sign_in_first()
    next_path = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("people.sign_in", next=next_path))
