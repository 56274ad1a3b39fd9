"""Which rubric holds where and when, and what a committee has of them."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from app.access.permissions import Permission
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.rules import places_along
from app.scoring.models import RubricEdition
from app.scoring.rules.cards import RubricState
from app.scoring.rules.indicators import Subject


def get_rubric(rubric_id: UUID) -> RubricEdition | None:
    return db.session.get(RubricEdition, rubric_id)


def reading_rubric(rubric: RubricEdition) -> Permission:
    """While it is prepared it is seen by those who prepare it."""
    is_draft = rubric.state is RubricState.DRAFT
    return Permission.RUBRIC_KEEP if is_draft else Permission.RUBRIC_READ


def rubric_for(path: str, subject: Subject, *, on: date) -> RubricEdition | None:
    """The one issued nearest at or above a place that holds on a day, of several the latest."""
    return db.session.scalar(
        select(RubricEdition)
        .join(RubricEdition.organisation)
        .where(
            RubricEdition.organisation_id.in_(places_along(path)),
            RubricEdition.subject == subject,
            RubricEdition.state == RubricState.ISSUED,
            RubricEdition.valid_from <= on,
            or_(RubricEdition.valid_until.is_(None), RubricEdition.valid_until >= on),
        )
        .options(contains_eager(RubricEdition.organisation))
        .order_by(
            func.length(Organisation.path).desc(),
            RubricEdition.valid_from.desc(),
            RubricEdition.number.desc(),
        )
        .limit(1)
    )
