"""Where the facts behind an indicator stand, for those who may read them; what each one is."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import Subject as Guarded
from app.access.guards import can, signed_in
from app.access.permissions import Permission
from app.meetings.models import Meeting
from app.meetings.queries.meetings import reading, reading_minutes, reading_record
from app.meetings.rules.life import RECORDABLE
from app.pledges.queries.coverage import get_covered_branch, listing
from app.pledges.queries.pledges import pledge_of
from app.pledges.queries.pledges import reading as reading_pledge
from app.scoring.models import Scorecard
from app.scoring.routes import bp
from app.scoring.rules.indicators import MEASURE_LABELS, Subject, bindable, conditions_of
from app.scoring.rules.subjects import SUBJECT_LABELS

Finding = Callable[[Scorecard], str | None]


@bp.app_template_global()
def evidence_url(card: Scorecard, indicator_key: str) -> str | None:
    """The page the reader may open on which the facts of an indicator stand; None without one."""
    if card.meeting is not None:
        return _first(card.meeting, _OF_MEETING.get(indicator_key, ()))
    find = _OF_YEAR.get(indicator_key)
    return find(card) if find else None


def _meeting_page(meeting: Meeting) -> str | None:
    return _if_can(reading(meeting), meeting, "meetings.show", meeting_id=meeting.id)


def _roll(meeting: Meeting) -> str | None:
    """Where it is taken, for those who take it; the others read it in the minutes."""
    if meeting.status not in RECORDABLE:
        return None
    return _if_can(Permission.MEETING_RECORD, meeting, "meetings.roll", meeting_id=meeting.id)


def _record(meeting: Meeting) -> str | None:
    return _if_can(reading_record(meeting), meeting, "meetings.record", meeting_id=meeting.id)


def _minutes(meeting: Meeting) -> str | None:
    if meeting.began_time is None:
        return None
    return _if_can(reading_minutes(meeting), meeting, "minutes.show", meeting_id=meeting.id)


Pages = tuple[Callable[[Meeting], str | None], ...]

_PREPARED: Pages = (_meeting_page,)
_CALLED: Pages = (_roll, _minutes, _meeting_page)
_RECORDED: Pages = (_record, _minutes, _meeting_page)
_WRITTEN: Pages = (_minutes, _meeting_page)

# Of several pages the first that the reader may open.
_OF_MEETING: Mapping[str, Pages] = {
    "meeting.on_day": _PREPARED,
    "meeting.in_window": _PREPARED,
    "meeting.minutes": _WRITTEN,
    "meeting.long_enough": _WRITTEN,
    "meeting.attendance": _CALLED,
    "meeting.attendance_full": _CALLED,
    "meeting.unexcused": _CALLED,
    "meeting.absent_in_a_row": _CALLED,
    "meeting.materials_ahead": _PREPARED,
    "meeting.handbook_in_time": _PREPARED,
    "meeting.committee_met": _PREPARED,
    "meeting.steps_held": _RECORDED,
    "meeting.speakers": _RECORDED,
    "meeting.praise": _RECORDED,
    "meeting.resolution_drafted": _RECORDED,
    "meeting.tasks_on_time": _RECORDED,
    "meeting.read_back": _WRITTEN,
    "meeting.sent_in_time": _WRITTEN,
}


def _first(meeting: Meeting, pages: Pages) -> str | None:
    return next((url for page in pages if (url := page(meeting))), None)


def _if_can(permission: Permission, subject: Guarded, endpoint: str, **values: Any) -> str | None:
    return url_for(endpoint, **values) if can(permission, subject) else None


def _meetings(card: Scorecard) -> str | None:
    branch = card.organisation
    return _if_can(
        Permission.MEETING_LIST, branch, "meetings.index", branch_id=branch.id, year=card.year
    )


def _programme(card: Scorecard) -> str | None:
    branch = card.organisation
    return _if_can(
        Permission.PROGRAMME_READ, branch, "programmes.show", branch_id=branch.id, year=card.year
    )


def _tasks(card: Scorecard) -> str | None:
    branch = card.organisation
    return _if_can(Permission.ASSIGNMENT_READ, branch, "assignments.board", branch_id=branch.id)


def _petitions(card: Scorecard) -> str | None:
    branch = card.organisation
    return _if_can(Permission.PETITION_READ, branch, "petitions.index", branch_id=branch.id)


def _observers(card: Scorecard) -> str | None:
    branch = card.organisation
    return _if_can(
        Permission.OBSERVER_READ,
        branch,
        "observers.coverage",
        organisation_id=branch.id,
        year=card.year,
    )


def _pledges(card: Scorecard) -> str | None:
    covered = get_covered_branch(card.organisation_id, card.year)
    if covered is None:
        return None
    return _if_can(
        listing(covered), covered, "pledges.branch", branch_id=covered.place.id, year=card.year
    )


def _pledge(card: Scorecard) -> str | None:
    pledge = pledge_of(card.member_id, card.year) if card.member_id else None
    if pledge is None:
        return None
    return _if_can(reading_pledge(pledge), pledge, "pledges.results", pledge_id=pledge.id)


_OF_YEAR: Mapping[str, Finding] = {
    "year.meetings": _meetings,
    "year.topical": _programme,
    "year.attendance": _meetings,
    "year.unexcused": _meetings,
    "year.speakers": _meetings,
    "year.materials_ahead": _meetings,
    "year.sent_in_time": _meetings,
    "year.resolutions": _meetings,
    "year.average": _meetings,
    "year.months_top": _meetings,
    "year.months_below_fair": _meetings,
    "year.tasks_on_time": _tasks,
    "year.pledges": _pledges,
    "year.pledges_in_time": _pledges,
    "year.petitions_in_time": _petitions,
    "year.observed": _observers,
    "member.attendance": _meetings,
    "member.unexcused": _meetings,
    "member.statements": _meetings,
    "member.tasks_on_time": _tasks,
    "member.pledge_met": _pledge,
    "member.pledge_in_time": _pledge,
}


@bp.get("/indicators")
@signed_in
def indicators() -> ResponseReturnValue:
    return render_template(
        "scoring/indicators.html",
        indicators={subject: bindable(subject).values() for subject in Subject},
        measure_labels=MEASURE_LABELS,
        conditions=[
            (SUBJECT_LABELS[subject], "; ".join(conditions_of(subject).values()))
            for subject in Subject
        ],
    )
