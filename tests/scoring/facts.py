"""Facts as the rules see them; whatever a test does not name is as it should be."""

from datetime import date, time

from app.kernel.clock import local, moment_of
from app.meetings.rules.agenda import StepState
from app.meetings.rules.life import MeetingType
from app.regulations.rules import parse_threshold
from app.scoring.rules.facts import MeetingFacts, PlannedDay, Sitting, Span

HELD_ON = date(2026, 11, 3)
LATER = date(2026, 11, 29)


def at(day, hour, minute=0):
    """A moment of the clock on the wall."""
    return local(moment_of(day, hour, minute))


def sitting(month=11, **values):
    """A monthly meeting of 20 who must come, 18 of whom came, prepared and sent in time."""
    held_on = values.pop("held_on", date(2026, month, 3))
    return Sitting(
        **{
            "type": MeetingType.REGULAR,
            "period": date(2026, month, 1),
            "held_on": held_on,
            "starts_at": at(held_on, 14),
            "documents_days": 1,
            "publish_days": 2,
            "must_attend": 20,
            "present": 18,
            "excused": 2,
            "unexcused": 0,
            "in_room": 18,
            "speakers": 9,
            "notified_at": at(date(2026, 1, 1), 8),
            "materials": 2,
            "last_material_at": at(date(2026, 1, 1), 8),
            "conclusions": 1,
            "is_sealed": True,
            "sent_on": held_on,
            **values,
        }
    )


def meeting_facts(of=None, **values):
    return MeetingFacts(
        **{
            "sitting": of or sitting(),
            "target": parse_threshold(">= 90 %"),
            "began": time(14),
            "ended": time(15, 40),
            "minutes": 100,
            "least_minutes": 90,
            "planned": PlannedDay(HELD_ON, HELD_ON, date(2026, 11, 1), date(2026, 11, 10)),
            "rolls_before": 2,
            "steps": (StepState.DONE,) * 4,
            **values,
        }
    )


def span(quarter=0, on=LATER):
    return Span(2026, quarter, on)
