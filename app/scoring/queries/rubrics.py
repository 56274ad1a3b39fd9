"""Which rubric holds where and when, and what a committee has of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.access.permissions import Permission
from app.extensions import db
from app.meetings.models import Meeting
from app.organisations.models import Organisation
from app.organisations.rules import places_along
from app.scoring.models import GradingCampaign, RubricEdition, Scorecard
from app.scoring.rules.cards import RubricState
from app.scoring.rules.editing import find
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Criterion


def get_rubric(rubric_id: UUID) -> RubricEdition | None:
    return db.session.scalar(
        select(RubricEdition)
        .where(RubricEdition.id == rubric_id)
        .options(
            joinedload(RubricEdition.organisation),
            joinedload(RubricEdition.frame).joinedload(RubricEdition.organisation),
        )
    )


@dataclass(frozen=True)
class CriterionAt:
    """What stands in a rubric under a code; nothing, if somebody took it out meanwhile."""

    edition: RubricEdition
    code: str

    @property
    def unit_path(self) -> str:
        return self.edition.unit_path

    @property
    def criterion(self) -> Criterion | None:
        return find(self.edition.rubric, self.code)


def get_criterion(rubric_id: UUID, criterion_code: str) -> CriterionAt | None:
    edition = get_rubric(rubric_id)
    return CriterionAt(edition, criterion_code) if edition else None


def reading_rubric(rubric: RubricEdition) -> Permission:
    """While it is prepared it is seen by those who prepare it."""
    is_draft = rubric.state is RubricState.DRAFT
    return Permission.RUBRIC_KEEP if is_draft else Permission.RUBRIC_READ


def rubric_for(path: str, subject: Subject, *, on: date) -> RubricEdition | None:
    """The one issued nearest at or above a place that holds on a day, of several the latest."""
    return db.session.scalar(_holding(path, subject, on).limit(1))


def scored_since(path: str, subject: Subject) -> date | None:
    """The first day on which anything issued at or above a place held, if there is one."""
    return db.session.scalar(
        select(func.min(RubricEdition.valid_from)).where(
            RubricEdition.organisation_id.in_(places_along(path)),
            RubricEdition.subject == subject,
            RubricEdition.state == RubricState.ISSUED,
        )
    )


def rubrics_for(path: str, subject: Subject, *, on: date) -> Sequence[RubricEdition]:
    """All that are issued at or above a place and hold on a day, the nearest and latest first."""
    return db.session.scalars(_holding(path, subject, on)).all()


def _holding(path: str, subject: Subject, on: date) -> Select[RubricEdition]:
    return (
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
    )


@dataclass(frozen=True)
class SubjectRubrics:
    """Of one subject at one place: the own editions, the latest first; the superiors' that hold,
    the nearest first; and the one what is scored here today is scored with.
    """

    subject: Subject
    own: Sequence[RubricEdition]
    frames: Sequence[RubricEdition]
    holding: RubricEdition | None


def rubrics_around(place: Organisation, *, on: date, with_drafts: bool) -> list[SubjectRubrics]:
    """What a place has and what it inherits, one query."""
    found = db.session.scalars(
        select(RubricEdition)
        .join(RubricEdition.organisation)
        .where(
            RubricEdition.organisation_id.in_(places_along(place.path)),
            _is_listed(place, with_drafts),
        )
        .options(contains_eager(RubricEdition.organisation))
        .order_by(func.length(Organisation.path).desc(), RubricEdition.number.desc())
    ).all()
    return [_of_subject(subject, place, found, on) for subject in Subject]


def _is_listed(place: Organisation, with_drafts: bool) -> ColumnElement[bool]:
    """What a superior prepares, or has taken back, is never listed."""
    issued = RubricEdition.state == RubricState.ISSUED
    is_own = RubricEdition.organisation_id == place.id
    own = is_own if with_drafts else and_(is_own, RubricEdition.state != RubricState.DRAFT)
    return or_(issued, own)


def _of_subject(
    subject: Subject, place: Organisation, found: Sequence[RubricEdition], on: date
) -> SubjectRubrics:
    listed = [one for one in found if one.subject is subject]
    holding = [one for one in listed if one.holds_on(on)]
    return SubjectRubrics(
        subject,
        own=[one for one in listed if one.organisation_id == place.id],
        frames=[one for one in holding if one.organisation_id != place.id],
        holding=holding[0] if holding else None,
    )


def frames_for(place: Organisation, subject: Subject, *, on: date) -> Sequence[RubricEdition]:
    """What a place may refine: the superiors' that hold or will hold, the nearest first."""
    return db.session.scalars(
        select(RubricEdition)
        .join(RubricEdition.organisation)
        .where(
            RubricEdition.organisation_id.in_(places_along(place.path)),
            RubricEdition.organisation_id != place.id,
            RubricEdition.subject == subject,
            RubricEdition.state == RubricState.ISSUED,
            or_(RubricEdition.valid_until.is_(None), RubricEdition.valid_until >= on),
        )
        .options(contains_eager(RubricEdition.organisation))
        .order_by(func.length(Organisation.path).desc(), RubricEdition.valid_from)
    ).all()


def editions_of(place: Organisation, subject: Subject) -> Sequence[RubricEdition]:
    """A place's own, the latest first."""
    return db.session.scalars(
        select(RubricEdition)
        .where(RubricEdition.organisation_id == place.id, RubricEdition.subject == subject)
        .order_by(RubricEdition.number.desc())
    ).all()


def latest_of(edition: RubricEdition) -> RubricEdition:
    """What the same place has issued last of the subject; the edition itself if nothing later."""
    found = db.session.scalar(
        select(RubricEdition)
        .where(
            RubricEdition.organisation_id == edition.organisation_id,
            RubricEdition.subject == edition.subject,
            RubricEdition.state == RubricState.ISSUED,
        )
        .order_by(RubricEdition.valid_from.desc())
        .limit(1)
    )
    return found or edition


def issued_beside(edition: RubricEdition) -> Sequence[RubricEdition]:
    """The other editions of its place and subject that are issued, as they stand just now."""
    return db.session.scalars(
        select(RubricEdition)
        .where(
            RubricEdition.organisation_id == edition.organisation_id,
            RubricEdition.subject == edition.subject,
            RubricEdition.state == RubricState.ISSUED,
            RubricEdition.id != edition.id,
        )
        .order_by(RubricEdition.valid_from)
        .execution_options(populate_existing=True)
    ).all()


def count_scored_otherwise(edition: RubricEdition) -> int:
    """The cards at and below its place in its days that another edition was used for, of this
    place or of one above; what a nearer committee lays down for itself goes on.
    """
    period = edition.validity
    assert period is not None, "asked of an edition that has its days"
    return _count_cards(
        RubricEdition.subject == edition.subject,
        RubricEdition.id != edition.id,
        RubricEdition.organisation_id.in_(places_along(edition.unit_path)),
        Organisation.path.startswith(edition.unit_path, autoescape=True),
        _scored_on >= period.first,
        _scored_on <= period.end,
    )


def count_scored_after(edition: RubricEdition, day: date) -> int:
    """The cards filled with it for a later day."""
    return _count_cards(RubricEdition.id == edition.id, _scored_on > day)


def campaign_after(edition: RubricEdition, day: date) -> GradingCampaign | None:
    """A campaign that opens later and is to be graded with it."""
    return db.session.scalar(
        select(GradingCampaign)
        .where(GradingCampaign.rubric_id == edition.id, GradingCampaign.opens_on > day)
        .order_by(GradingCampaign.opens_on)
        .limit(1)
    )


# The day for which the rubric of a card was chosen.
_scored_on: ColumnElement[date] = func.coalesce(Meeting.held_on, GradingCampaign.opens_on)


def _count_cards(*conditions: ColumnElement[bool]) -> int:
    found = db.session.scalar(
        select(func.count(Scorecard.id))
        .join(Scorecard.rubric)
        .join(Scorecard.organisation)
        .outerjoin(Scorecard.meeting)
        .outerjoin(Scorecard.campaign)
        .where(*conditions)
    )
    return found or 0
