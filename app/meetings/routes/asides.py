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
    shows only what the reader may see: the guard has answered for the meeting alone. What the
    whole room may see too has a template of its own for the screen there. What a reader needs
    before the agenda `opens` the page; the rest follows what the page itself is about.
    """

    template: str
    shown: Callable[[Meeting, str | None], Mapping[str, Any] | None]
    on_screen: str = ""
    opens: bool = False


def install(app: Flask, asides: Iterable[Aside]) -> None:
    app.extensions[_KEY] = tuple(asides)


Shown = list[tuple[str, Mapping[str, Any]]]


def asides_of(meeting: Meeting, section: str | None = None) -> dict[str, Shown]:
    """What the templates of the meeting's pages read: `opening` first, `asides` further down."""
    opening, further = (
        [(aside.template, aside) for aside in _asides() if aside.opens is first]
        for first in (True, False)
    )
    return {
        "opening": _shown(opening, meeting, section),
        "asides": _shown(further, meeting, section),
    }


def on_screen_of(meeting: Meeting, section: str) -> Shown:
    """What the screen in the room shows besides, while it is at a section."""
    found = ((aside.on_screen, aside) for aside in _asides() if aside.on_screen)
    return _shown(found, meeting, section)


def _asides() -> tuple[Aside, ...]:
    found: tuple[Aside, ...] = current_app.extensions[_KEY]
    return found


def _shown(asides: Iterable[tuple[str, Aside]], meeting: Meeting, section: str | None) -> Shown:
    found = ((template, aside.shown(meeting, section)) for template, aside in asides)
    return [(template, shown) for template, shown in found if shown is not None]
