"""One page for every short form, beside the petition it is about."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import today
from app.petitions.models import Petition
from app.petitions.queries import get_petition
from app.regulations.queries import book_for
from app.web.forms import Form

SOON = "petition.soon_days"


def petition_at(petition_id: UUID, **_rest: Any) -> Petition | None:
    """For addresses that name more than the petition."""
    return get_petition(petition_id)


def soon_days(unit_path: str) -> int:
    return book_for(unit_path, today()).number(SOON)


def to_petition(petition: Petition) -> ResponseReturnValue:
    return redirect(url_for("petitions.show", petition_id=petition.id))


def entry(
    form: Form,
    heading: str,
    *,
    submit: str,
    back: tuple[str, str],
    petition: Petition | None = None,
    hint: str = "",
    remove_url: str = "",
) -> ResponseReturnValue:
    return render_template(
        "petitions/_entry.html",
        form=form,
        entry_heading=heading,
        submit_label=submit,
        back_url=back[0],
        back_label=back[1],
        petition=petition,
        hint=hint,
        remove_url=remove_url,
    )
