"""The papers of a resolution: itself, and the summary of what was said on its draft."""

from app.resolutions.document.resolution import (
    Held,
    ResolutionData,
    Voted,
    resolution_document,
)
from app.resolutions.document.summary import Opinion, SummaryData, summary_document

__all__ = [
    "Held",
    "Opinion",
    "ResolutionData",
    "SummaryData",
    "Voted",
    "resolution_document",
    "summary_document",
]
