from uuid import UUID

from sqlalchemy import func, select

from app.extensions import db
from app.resolutions.models import Resolution


def unvoted_resolutions(meeting_id: UUID) -> int:
    """Resolutions of a meeting that no vote stands behind."""
    counted = select(func.count()).where(
        Resolution.meeting_id == meeting_id, Resolution.vote_id.is_(None)
    )
    return db.session.scalar(counted) or 0
