"""The law of a resolution, from its draft to its last review."""

from app.resolutions.rules.comments import TREATMENT_LABELS, Treatment
from app.resolutions.rules.life import (
    IN_FORCE,
    KIND_LABELS,
    STATUS_LABELS,
    ResolutionKind,
    ResolutionStatus,
)
from app.resolutions.rules.reviews import REVIEW_LABELS, ReviewKind

__all__ = [
    "IN_FORCE",
    "KIND_LABELS",
    "REVIEW_LABELS",
    "STATUS_LABELS",
    "TREATMENT_LABELS",
    "ResolutionKind",
    "ResolutionStatus",
    "ReviewKind",
    "Treatment",
]
