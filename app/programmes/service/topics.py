"""A planned topic from draft to decision."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.kernel.errors import RuleBroken, StaleEdit
from app.kernel.text import fold
from app.kernel.versions import check_fresh
from app.meetings.rules.life import MeetingStatus
from app.organisations.models import Organisation
from app.programmes.models import PlannedTopic, WorkItem
from app.programmes.queries.topics import topic_called, topics_with
from app.programmes.rules import PlanStatus
from app.programmes.rules.topics import (
    changed_in,
    check_approvable,
    check_changeable,
    check_registrable,
    check_removable,
    check_returnable,
    check_year,
    status_after_change,
)

FIELDS = ("topic", "topic_group", "month", "presenters", "shortcoming", "aim")


def plan_topic(
    branch: Organisation,
    year: int,
    values: Mapping[str, Any],
    *,
    taken_from: PlannedTopic | None = None,
    by: Actor,
    now: datetime,
) -> PlannedTopic:
    """A draft, seen by the branch's leading hands alone until it is registered.

    :raises RuleBroken: if the year is not open yet, or already has a topic of this name.
    """
    check_year(year, today=local(now).date())
    take_turn(branch)
    _check_new(branch, year, values["topic"])
    topic = PlannedTopic(
        organisation=branch,
        year=year,
        folded=fold(values["topic"]),
        status=PlanStatus.DRAFT,
        taken_from_id=taken_from.id if taken_from else None,
        **{name: values[name] for name in FIELDS},
    )
    db.session.add(topic)
    db.session.flush()
    note(Event.TOPIC_PLANNED, topic, by, now, topic=topic.topic, month=topic.month, year=year)
    return topic


def change_topic(
    topic: PlannedTopic,
    values: Mapping[str, Any],
    *,
    version: int | None,
    by: Actor,
    now: datetime,
) -> bool:
    """Whether the committee has to decide again, for what it approved is another topic now."""
    check_fresh(topic, version)
    before = {name: getattr(topic, name) for name in FIELDS}
    changed = changed_in(before, values)
    if not changed:
        return False
    take_turn(topic.organisation)
    _check_new(topic.organisation, topic.year, values["topic"], beside=topic)
    check_changeable(_sitting(topic), changed)
    shown_before = _shown(topic, changed)
    for name in changed:
        setattr(topic, name, values[name])
    topic.folded = fold(topic.topic)
    is_asked_again = _ask_again(topic, changed, by, now)
    after = _shown(topic, changed)
    note(Event.TOPIC_CHANGED, topic, by, now, before=shown_before, after=after)
    if is_asked_again:
        note(Event.TOPIC_REGISTERED, topic, by, now, topic=topic.topic)
    return is_asked_again


def _ask_again(topic: PlannedTopic, changed: frozenset[str], by: Actor, now: datetime) -> bool:
    status = status_after_change(topic.status, changed)
    if status is topic.status:
        flag_modified(topic, "topic")  # presenters alone are a change of the topic too
        return False
    topic.status = status
    _sign_registration(topic, by, now)
    topic.decided_at = topic.decided_by = None
    return True


def _shown(topic: PlannedTopic, names: frozenset[str]) -> dict[str, Any]:
    values = {name: getattr(topic, name) for name in FIELDS if name in names}
    if "presenters" in values:
        values["presenters"] = [member.name for member in topic.presenters]
    return values


def remove_topic(topic: PlannedTopic, *, version: int | None, by: Actor, now: datetime) -> None:
    """What no committee has before it may be struck out; what was taken from it stays."""
    check_fresh(topic, version)
    check_removable(topic.status, is_called=topic.sitting is not None)
    for taken in db.session.scalars(
        select(PlannedTopic).where(PlannedTopic.taken_from_id == topic.id)
    ):
        taken.taken_from_id = None
    note(Event.TOPIC_REMOVED, topic, by, now, topic=topic.topic)
    db.session.delete(topic)


def register_topic(topic: PlannedTopic, *, version: int | None, by: Actor, now: datetime) -> None:
    """Put before the committee, for the first time or mended."""
    check_fresh(topic, version)
    check_registrable(topic.status)
    topic.status = PlanStatus.REGISTERED
    topic.returned_reason = topic.decided_at = topic.decided_by = None
    _sign_registration(topic, by, now)
    note(Event.TOPIC_REGISTERED, topic, by, now, topic=topic.topic)


def register_all(
    branch: Organisation, year: int, *, seen: str | None, by: Actor, now: datetime
) -> int:
    """Every draft of the year; `seen` says which ones the page has shown."""
    return _all_with(PlanStatus.DRAFT, register_topic, branch, year, seen, by, now)


def approve_topic(topic: PlannedTopic, *, version: int | None, by: Actor, now: datetime) -> None:
    check_fresh(topic, version)
    check_approvable(topic.status)
    topic.status = PlanStatus.APPROVED
    topic.decided_at, topic.decided_by = now, by.name
    note(Event.TOPIC_APPROVED, topic, by, now, topic=topic.topic)


def approve_all(
    branch: Organisation, year: int, *, seen: str | None, by: Actor, now: datetime
) -> int:
    """Every registered topic of the branch's year, if these are the ones that were read."""
    return _all_with(PlanStatus.REGISTERED, approve_topic, branch, year, seen, by, now)


def return_topic(
    topic: PlannedTopic, *, reason: str, version: int | None, by: Actor, now: datetime
) -> None:
    """Back to the branch with a reason, approved or not, as long as it has not been held."""
    check_fresh(topic, version)
    check_returnable(topic.status, _sitting(topic), reason)
    topic.status = PlanStatus.RETURNED
    topic.returned_reason = reason
    topic.decided_at, topic.decided_by = now, by.name
    note(Event.TOPIC_RETURNED, topic, by, now, topic=topic.topic, reason=reason)


def seen_of(planned: Sequence[PlannedTopic] | Sequence[WorkItem]) -> str:
    """Which topics or items, and in which state each, a page has shown."""
    return ",".join(sorted(f"{one.id.hex}:{one.version}" for one in planned))


def check_seen(
    planned: Sequence[PlannedTopic] | Sequence[WorkItem], seen: str | None, called: str
) -> None:
    """Whether these are the ones the page has shown, as they stood then."""
    if not planned:
        raise RuleBroken(f"Không còn {called} nào để đăng ký hoặc duyệt; tải lại trang để xem.")
    if seen_of(planned) != seen:
        raise StaleEdit


def _all_with(
    status: PlanStatus,
    verb: Any,
    branch: Organisation,
    year: int,
    seen: str | None,
    by: Actor,
    now: datetime,
) -> int:
    topics = topics_with(branch, year, status)
    check_seen(topics, seen, "chuyên đề")
    for topic in topics:
        verb(topic, version=topic.version, by=by, now=now)
    return len(topics)


def take_turn(branch: Organisation) -> None:
    """Wait for whoever plans for the branch just now: two of a name are refused, not raced."""
    db.session.execute(
        select(Organisation.id)
        .where(Organisation.id == branch.id)
        .with_for_update(key_share=True, of=Organisation)
    )


def _check_new(
    branch: Organisation, year: int, topic: str, *, beside: PlannedTopic | None = None
) -> None:
    same = topic_called(branch, year, topic, beside=beside.id if beside else None)
    if same is not None:
        raise RuleBroken(
            f"Chương trình năm {year} đã có chuyên đề này, tháng {same.month}. "
            "Sửa chuyên đề đó, hoặc đặt tên khác.",
            field="topic",
        )


def _sitting(topic: PlannedTopic) -> MeetingStatus | None:
    return topic.sitting.status if topic.sitting else None


def _sign_registration(topic: PlannedTopic, by: Actor, now: datetime) -> None:
    topic.registered_at, topic.registered_by = now, by.name


def note(
    event: Event,
    planned: PlannedTopic | WorkItem,
    by: Actor,
    now: datetime,
    /,
    **facts: object,
) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=planned.organisation_id,
        subject=planned,
        **facts,
    )
