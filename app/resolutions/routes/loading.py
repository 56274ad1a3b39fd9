"""What the addresses of resolutions name, loaded for the guard."""

from typing import Any
from uuid import UUID

from app.resolutions.models import Resolution
from app.resolutions.queries import get_resolution
from app.resolutions.rules import ResolutionStatus

TONES = {
    ResolutionStatus.DRAFT: "soon",
    ResolutionStatus.COMMENTING: "soon",
    ResolutionStatus.REVISED: "soon",
    ResolutionStatus.ADOPTED: "soon",
    ResolutionStatus.ISSUED: "ok",
    ResolutionStatus.CLOSED: "ok",
}


def resolution_named(resolution_id: UUID, **_rest: Any) -> Resolution | None:
    return get_resolution(resolution_id)
