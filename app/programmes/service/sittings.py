"""The meeting that holds a planned topic: called for it, or attached to it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.access.permissions import Actor
from app.audit.events import Event
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingType
from app.meetings.service.agenda import change_item
from app.meetings.service.life import plan_meeting
from app.programmes.models import PlannedTopic
from app.programmes.queries.topics import presenters_at, topic_held_by
from app.programmes.rules.topics import check_callable, check_detachable, check_holds_topic
from app.programmes.service.topics import note, take_turn
from app.topics.service import assign_presenters

_SECTION, _AIM = "topical", "aim"


def call_meeting(
    topic: PlannedTopic,
    meeting_type: MeetingType,
    plan: Mapping[str, Any],
    *,
    presenter: str,
    version: int | None,
    by: Actor,
    now: datetime,
) -> Meeting:
    """A silent draft of the meeting on this topic; `presenter` leads the sections of the month.

    :raises RuleBroken: if the topic is not registered, has its meeting already, or the month has.
    """
    check_fresh(topic, version)
    take_turn(topic.organisation)
    check_callable(topic.status, is_called=topic.sitting is not None)
    meeting = plan_meeting(
        topic.organisation,
        meeting_type,
        {**plan, "topic": topic.topic, "purpose": topic.aim},
        presenter=presenter,
        by=by,
        now=now,
    )
    _fill(meeting, topic, by, now)
    _join(topic, meeting, by, now)
    _ask_for_paper(topic, meeting, by, now)
    return meeting


def _fill(meeting: Meeting, topic: PlannedTopic, by: Actor, now: datetime) -> None:
    """What the programme says of the topic opens its part of the agenda."""
    for step in meeting.steps:
        for item in step.items if step.section == _SECTION else ():
            if item.slot == _AIM:
                aim = {"content": topic.aim or ""}
                change_item(item, aim, version=item.version, by=by, now=now)


def _ask_for_paper(topic: PlannedTopic, meeting: Meeting, by: Actor, now: datetime) -> None:
    """Whom the programme names to present writes the lead paper, if still of the branch then."""
    chosen = [member.id for member in topic.presenters]
    presenters = presenters_at(topic.organisation, chosen, on=meeting.held_on)
    if presenters:
        assign_presenters(meeting, presenters, by=by, now=now)


def attach_meeting(
    topic: PlannedTopic, meeting: Meeting | None, *, version: int | None, by: Actor, now: datetime
) -> None:
    """Say which existing meeting of the branch holds the topic."""
    check_fresh(topic, version)
    check_callable(topic.status, is_called=topic.sitting is not None)
    if meeting is None:
        raise RuleBroken("Chọn một buổi trong danh sách.", field="meeting_id")
    check_holds_topic(
        meeting.type, meeting.status, is_taken=topic_held_by(meeting) not in (None, topic)
    )
    _join(topic, meeting, by, now)


def detach_meeting(topic: PlannedTopic, *, version: int | None, by: Actor, now: datetime) -> None:
    """The two go their own ways; the meeting stays as it is."""
    check_fresh(topic, version)
    check_detachable(topic.sitting.status if topic.sitting else None)
    topic.meeting = None
    note(Event.TOPIC_UNCALLED, topic, by, now, topic=topic.topic)


def _join(topic: PlannedTopic, meeting: Meeting, by: Actor, now: datetime) -> None:
    topic.meeting = meeting
    note(Event.TOPIC_CALLED, topic, by, now, topic=topic.topic, held_on=meeting.held_on)
