"""One address for what is typed: it takes changes, and tells what others changed (ADR 0011)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Actor, Permission
from app.assignments.rules import ReviewOutcome
from app.kernel.clock import now
from app.kernel.errors import RuleBroken
from app.kernel.transaction import transaction
from app.meetings.forms.live import filled_form
from app.meetings.forms.plan import as_id
from app.meetings.models import Meeting
from app.meetings.queries.live import (
    changed_since,
    get_meeting_to_write,
    held_texts,
    is_writing,
    whole_state,
    writers_of,
    writing_live,
)
from app.meetings.queries.meetings import get_meeting
from app.meetings.queries.roll import roll_of
from app.meetings.queries.units import opening_values, statement_values
from app.meetings.routes import bp
from app.meetings.routes.assignments import assignment_data, offered
from app.meetings.routes.entry import section_choices
from app.meetings.routes.record import offered_speakers
from app.meetings.rules.agenda import StepState
from app.meetings.rules.live import Rights
from app.meetings.rules.units import (
    APPOINTING,
    FIELD_LABELS,
    PROSE,
    Unit,
    UnitKind,
    known_place,
    place_label,
)
from app.meetings.service.live import MeetingDesk
from app.meetings.service.presence import note_presence
from app.revisions.queries import standing_of
from app.revisions.rules.live import Call, Checked, Result, read_call
from app.revisions.service.answers import held_told, moment_told, result_told, unit_told
from app.revisions.service.desk import save_changes
from app.web.sent import sent_json


@bp.get("/meetings/<uuid:meeting_id>/live")
@guarded(writing_live, load=get_meeting)
def live(meeting: Meeting) -> ResponseReturnValue:
    """The whole meeting as it stands, for a page that opens or comes back to the network."""
    actor = current_actor()
    present = whole_state(meeting, with_restricted=_rights(meeting).may_read_restricted)
    standing = standing_of(meeting.id)
    values = {unit: found.values for unit, found in present.items()}
    return {
        **_around(meeting),
        "account": str(actor.account_id),
        "csrf_token": generate_csrf(),
        "units": {unit: unit_told(found, standing.get(unit)) for unit, found in present.items()},
        "held": [
            held_told(revision, texts)
            for revision, texts in held_texts(meeting, actor.account_id, values)
        ],
        "writers": _writers(writers_of(meeting)),
    }


@bp.post("/meetings/<uuid:meeting_id>/live")
@guarded(writing_live, load=get_meeting_to_write)
def save_live(meeting: Meeting) -> ResponseReturnValue:
    actor, moment = current_actor(), now()
    try:
        call = read_call(sent_json())
    except RuleBroken as refusal:
        return {"message": refusal.message}, 400
    if call.account != str(actor.account_id):
        message = "Nội dung này do một tài khoản khác ghi; đăng nhập đúng tài khoản đó để gửi."
        return {"message": message, "account": str(actor.account_id)}, 409
    with transaction():
        desk = desk_of(meeting, by=actor, moment=moment)
        results = save_changes(desk, call.changes)
        writers = note_presence(meeting, known_place(call.place), by=actor, now=moment)
        answer = _told(desk, call, results, _writers(writers))
    # Merging long texts takes its time; nobody else waits for it.
    return {**answer, "results": [result_told(result, FIELD_LABELS, PROSE) for result in results]}


def desk_of(meeting: Meeting, *, by: Actor, moment: datetime) -> MeetingDesk:
    """A writer at a meeting whose row is locked."""
    standing = standing_of(meeting.id)
    return MeetingDesk(meeting, standing, _checking(meeting), _rights(meeting), by, moment)


def _rights(meeting: Meeting) -> Rights:
    return Rights(
        may_appoint=can(Permission.MEETING_APPOINT, meeting),
        may_read_restricted=can(Permission.RESTRICTED_READ, meeting),
    )


def _told(
    desk: MeetingDesk, call: Call, results: list[Result], writers: list[dict[str, str]]
) -> dict[str, Any]:
    """What others changed; what this call changed itself is in its results."""
    known = dict(call.known) | {result.unit: result.number for result in results}
    changed = changed_since(
        desk.meeting, desk.standing, known, with_restricted=desk.rights.may_read_restricted
    )
    return {
        **_around(desk.meeting),
        "units": {unit: unit_told(found, desk.standing[unit]) for unit, found in changed.items()},
        "writers": writers,
    }


def _around(meeting: Meeting) -> dict[str, Any]:
    return {
        "at": moment_told(now()),
        "status": meeting.status.value,
        "version": meeting.version,
    }


def _writers(writers: Any) -> list[dict[str, str]]:
    """The others who are at it."""
    own, moment = current_actor().account_id, now()
    return [
        {"name": writer.name, "place": writer.place, "label": place_label(writer.place)}
        for writer in writers
        if writer.account_id != own and is_writing(writer, moment)
    ]


def _checking(meeting: Meeting) -> Callable[[Unit, Mapping[str, str], Any], Checked]:
    """Reads each unit's values through the form they would have come by."""

    def check(unit: Unit, values: Mapping[str, str], record: Any) -> Checked:
        form = filled_form(unit.kind, values)
        _OFFER.get(unit.kind, _nothing)(form, meeting, record)
        if not form.validate():
            return Checked({name: str(said[0]) for name, said in form.errors.items()})
        return Checked({}, _DATA[unit.kind](form))

    return check


def _nothing(form: Any, meeting: Meeting, record: Any) -> None:
    pass


def _people(form: Any, meeting: Meeting, record: Any) -> None:
    if not can(Permission.MEETING_APPOINT, meeting):
        del form.chair_id, form.minute_taker_id
        return
    now_named = opening_values(meeting)
    if all((form[name].data or "") == now_named[name] for name in APPOINTING):
        form.offer((UUID(now_named[name]), "") for name in APPOINTING if now_named[name])
        return
    form.offer((row.member_id, row.name) for row in roll_of(meeting).rows)


def _closing(form: Any, meeting: Meeting, record: Any) -> None:
    form.suit(meeting.type, has_sheet=meeting.has_self_sheet)


def _points(form: Any, meeting: Meeting, record: Any) -> None:
    form.point.choices = [("", "—"), *((str(p.id), p.name) for p in meeting.points)]


def _speakers(form: Any, meeting: Meeting, record: Any) -> None:
    speaker = form.speaker.data
    if record is not None and speaker == statement_values(record)["speaker"]:
        form.offer((), (), section_choices(meeting))
        form.speaker.choices = [(speaker, "")]  # as it was: nobody has to be looked up
        return
    offered_speakers(form, meeting)


def _sections(form: Any, meeting: Meeting, record: Any) -> None:
    form.offer(section_choices(meeting))


def _tasks(form: Any, meeting: Meeting, record: Any) -> None:
    offered(form, meeting, record)


_OFFER: dict[UnitKind, Callable[[Any, Meeting, Any], object]] = {
    UnitKind.OPENING: _people,
    UnitKind.CLOSING: _closing,
    UnitKind.ROLL: _points,
    UnitKind.STATEMENT: _speakers,
    UnitKind.VOTE: _sections,
    UnitKind.CONCLUSION: _sections,
    UnitKind.ASSIGNMENT: _tasks,
}


def _values(form: Any) -> Mapping[str, Any]:
    return form.values()


_DATA: dict[UnitKind, Callable[[Any], Mapping[str, Any]]] = {
    UnitKind.ITEM: _values,
    UnitKind.OPENING: _values,
    UnitKind.CLOSING: _values,
    UnitKind.STATEMENT: _values,
    UnitKind.VOTE: _values,
    UnitKind.CONCLUSION: _values,
    UnitKind.ROLL: lambda form: {"mark": form.mark()},
    UnitKind.ASSIGNMENT: lambda form: {
        **assignment_data(form),
        "conclusion_id": as_id(form.conclusion_id.data),
    },
    UnitKind.REVIEW: lambda form: {
        "outcome": ReviewOutcome(form.outcome.data),
        "result": form.result.data,
        "reason": form.reason.data,
        "due_on": form.due_on.data,
    },
    UnitKind.STEP: lambda form: {
        "state": StepState(form.state.data),
        "reason": form.no_content_reason.data,
    },
}
