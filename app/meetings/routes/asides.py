"""What other rooms show on the pages of a meeting: they know it, it knows none of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from app.meetings.models import Meeting

_KEY = "meeting_asides"


@dataclass(frozen=True)
class Aside:
    """A fragment of a page of a meeting.

    `shown` answers what `template` reads as `shown`, or None where there is nothing to show. It is
    asked with the section whose page is drawn, or None for the page of the meeting itself. It
    shows only what the reader may see: the guard has answered for the meeting alone.
    """

    template: str
    shown: Callable[[Meeting, str | None], Mapping[str, Any] | None]


def install(app: Flask, asides: Iterable[Aside]) -> None:
    app.extensions[_KEY] = tuple(asides)


def asides_of(meeting: Meeting, section: str | None = None) -> list[tuple[str, Mapping[str, Any]]]:
    found = (
        (aside.template, aside.shown(meeting, section)) for aside in current_app.extensions[_KEY]
    )
    return [(template, shown) for template, shown in found if shown is not None]
