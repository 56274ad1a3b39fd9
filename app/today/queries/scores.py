"""Scores of meetings that wait: for the branch to give or to read, for the committee to decide."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from app.extensions import db
from app.kernel.clock import local, moment_of
from app.kernel.points import shown
from app.meetings.models import Meeting
from app.meetings.rules.life import HELD, MONTHLY, meeting_title
from app.organisations.models import Organisation
from app.organisations.rules import places_along
from app.regulations.rules import Book
from app.scoring.models import RubricEdition, ScoreAppeal, Scorecard
from app.scoring.rules.cards import TO_DECIDE, CardState, RubricState
from app.scoring.rules.deciding import appeal_until
from app.scoring.rules.indicators import Subject
from app.today.rules import Todo, Waiting

# How long a meeting without a score, and a decision to be read, stay on the first page.
_SCORED_WITHIN = timedelta(days=60)
_READ_WITHIN = timedelta(days=14)


def scores_of_branch(branch: Organisation, book: Book, *, may_appeal: bool, on: date) -> list[Todo]:
    """Meetings that are over and have no score though a rubric holds, scores that were asked back,
    and decisions that may still be appealed; one query.

    :param may_appeal: whether decisions are for the reader.
    """
    wanted = [
        and_(
            Meeting.status.in_(HELD),
            Meeting.held_on >= on - _SCORED_WITHIN,
            or_(
                Scorecard.state == CardState.DRAFT,
                and_(Scorecard.id.is_(None), Meeting.type.in_(MONTHLY), _has_rubric(branch)),
            ),
        ),
        Scorecard.state == CardState.RETURNED,
    ]
    if may_appeal:
        wanted.append(
            and_(
                Scorecard.state == CardState.DECIDED,
                Scorecard.decided_at >= moment_of(on - _READ_WITHIN),
                ScoreAppeal.id.is_(None),
            )
        )
    rows = db.session.execute(
        select(
            Meeting.id,
            Meeting.type,
            Meeting.period,
            Meeting.held_on,
            Scorecard.id.label("card_id"),
            Scorecard.state,
            Scorecard.decided_at,
            Scorecard.decision_total,
        )
        .outerjoin(Scorecard, Scorecard.meeting_id == Meeting.id)
        .outerjoin(ScoreAppeal, ScoreAppeal.card_id == Scorecard.id)
        .where(Meeting.organisation_id == branch.id, or_(*wanted))
    )
    return [todo for row in rows for todo in _of_branch(row, book, on)]


def _has_rubric(branch: Organisation) -> ColumnElement[bool]:
    """Whether one held on the day of the meeting, as `rubric_for` finds it."""
    return (
        select(RubricEdition.id)
        .where(
            RubricEdition.organisation_id.in_(places_along(branch.path)),
            RubricEdition.subject == Subject.MEETING,
            RubricEdition.state == RubricState.ISSUED,
            RubricEdition.valid_from <= Meeting.held_on,
            or_(RubricEdition.valid_until.is_(None), RubricEdition.valid_until >= Meeting.held_on),
        )
        .correlate(Meeting)
        .exists()
    )


def _of_branch(row: Any, book: Book, on: date) -> Iterator[Todo]:
    title, note = meeting_title(row.type, row.period), f"Họp ngày {row.held_on:%d/%m/%Y}"
    if row.state is CardState.RETURNED:
        yield Todo(Waiting.WRITE_SCORE, f"Bổ sung phiếu chấm: {title}", note, on, row.card_id)
    elif row.state is CardState.DECIDED:
        days = book.number("score.appeal_days")
        decided_on = local(row.decided_at).date()
        until = appeal_until(decided_on, days)
        if until is None or on <= until:
            text = f"Xem điểm cấp ủy quyết định: {title}"
            said = f"quyết định ngày {decided_on:%d/%m/%Y}"
            total = row.decision_total
            said = f"{said} đã bị hủy" if total is None else f"{shown(total)} điểm, {said}"
            yield Todo(Waiting.READ_SCORE, text, said, until or on, row.card_id)
    else:
        kind = Waiting.WRITE_SCORE if row.card_id else Waiting.SCORE_MEETING
        due_on = row.held_on + timedelta(days=book.number("minutes.publish_days"))
        yield Todo(kind, f"Chấm điểm: {title}", note, due_on, row.card_id or row.id)


def scores_to_decide(paths: frozenset[str], *, on: date) -> list[Todo]:
    """A line for each month in which scores wait below a place, one for each appeal; one query."""
    rows = db.session.execute(
        select(
            Scorecard.id,
            Scorecard.submitted_at,
            Meeting.type,
            Meeting.period,
            Organisation.name,
            Organisation.path,
            ScoreAppeal.at,
        )
        .join(Meeting, Meeting.id == Scorecard.meeting_id)
        .join(Organisation, Organisation.id == Scorecard.organisation_id)
        .outerjoin(
            ScoreAppeal,
            and_(ScoreAppeal.card_id == Scorecard.id, ScoreAppeal.answered_at.is_(None)),
        )
        .where(
            or_(*(Organisation.path.startswith(path, autoescape=True) for path in paths)),
            or_(
                Scorecard.state.in_(TO_DECIDE),
                ScoreAppeal.id.is_not(None),
            ),
        )
    ).all()
    months: dict[tuple[str, date], list[datetime]] = defaultdict(list)
    for row in rows:
        if row.at is None:
            months[_outermost(row.path, paths), row.period].append(row.submitted_at)
    return [
        *(_month(place, period, since, on) for (place, period), since in months.items()),
        *(_appeal(row, on) for row in rows if row.at is not None),
    ]


def _outermost(path: str, places: frozenset[str]) -> str:
    """The highest of the reader's places that covers `path`: each score waits once."""
    return min((place for place in places if path.startswith(place)), key=len)


def _month(place: str, period: date, since: list[datetime], on: date) -> Todo:
    return Todo(
        Waiting.DECIDE_SCORES,
        f"Quyết định {len(since)} phiếu chấm sinh hoạt tháng {period:%m/%Y}",
        f"Nộp sớm nhất {local(min(since)):%d/%m/%Y}",
        on,
        UUID(place.strip("/").rsplit("/", 1)[-1]),
        month=period,
    )


def _appeal(row: Any, on: date) -> Todo:
    title = meeting_title(row.type, row.period)
    return Todo(
        Waiting.ANSWER_APPEAL,
        f"Trả lời đề nghị xem lại điểm: {row.name}",
        f"{title}, đề nghị ngày {local(row.at):%d/%m/%Y}",
        on,
        row.id,
    )
