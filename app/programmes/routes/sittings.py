"""From a planned topic to its meeting, and back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.meetings.models import Meeting
from app.meetings.queries.meetings import Proposal, secretary_on
from app.meetings.rules.life import TYPE_LABELS, WITH_TOPIC, MeetingMode, MeetingType
from app.meetings.service.life import PLAN_FIELDS
from app.organisations.models import Organisation
from app.people.queries import members_of
from app.people.rules import POSITION_LABELS
from app.programmes.forms.topics import AttachForm, CallForm
from app.programmes.models import PlannedTopic
from app.programmes.queries.topics import get_topic, planned_for, propose_sitting, sittings_beside
from app.programmes.routes import bp
from app.programmes.routes.topics import TOPIC, to_topic
from app.programmes.rules.topics import check_callable
from app.programmes.service import sittings as service
from app.web.forms import SeenForm, saved


@bp.route(f"{TOPIC}/call", methods=["GET", "POST"])
@guarded(Permission.MEETING_PLAN, load=get_topic)
def call(topic: PlannedTopic) -> ResponseReturnValue:
    check_callable(topic.status, is_called=topic.sitting is not None)
    leader = _leader(topic.organisation)
    kind, proposal = _proposal(topic, leader)
    form = CallForm(data=_first_values(topic, kind, proposal))
    called: list[Meeting] = []

    def plan() -> None:
        called.append(
            service.call_meeting(
                topic,
                form.meeting_type,
                {**_left_open(proposal), **form.plan()},
                presenter=leader[1],
                version=form.version.data,
                by=current_actor(),
                now=now(),
            )
        )

    if form.validate_on_submit() and saved(form, plan, on=topic):
        flash("Đã lập buổi sinh hoạt từ chuyên đề. Chỉ chi ủy thấy cho đến khi gửi thông báo.")
        return redirect(url_for("meetings.show", meeting_id=called[0].id))
    return render_template("programmes/call.html", topic=topic, form=form)


def _leader(branch: Organisation) -> tuple[UUID | None, str]:
    """The secretary of today: chairs, and presents where nobody else is named."""
    for row in members_of(branch.id, on=today()):
        if row.positions and secretary_on({row.member_id: row.positions}) == row.member_id:
            return row.member_id, f"Đồng chí {row.name}, {POSITION_LABELS[row.positions[0]]}"
    return None, ""


def _proposal(topic: PlannedTopic, leader: tuple[UUID | None, str]) -> tuple[MeetingType, Proposal]:
    return propose_sitting(topic, on=today(), secretary_id=leader[0])


def _first_values(topic: PlannedTopic, kind: MeetingType, proposal: Proposal) -> dict[str, object]:
    return {
        "type": kind,
        "mode": MeetingMode.IN_PERSON,
        "held_on": proposal.held_on,
        "start_time": proposal.start_time,
        "place": proposal.place,
        "version": topic.version,
    }


def _left_open(proposal: Proposal) -> dict[str, object]:
    """Of the plan of a meeting, what is settled on its own page."""
    people = {"chair_id": proposal.chair_id, "minute_taker_id": proposal.minute_taker_id}
    return {**dict.fromkeys(PLAN_FIELDS), **people}


@bp.route(f"{TOPIC}/attach", methods=["GET", "POST"])
@guarded(Permission.MEETING_PLAN, load=get_topic)
def attach(topic: PlannedTopic) -> ResponseReturnValue:
    check_callable(topic.status, is_called=topic.sitting is not None)
    # A topic may be held as late as the year after.
    meetings = [
        meeting
        for year in (topic.year, topic.year + 1)
        for meeting in sittings_beside(topic.organisation, year, with_drafts=True)
    ]
    form = AttachForm(data={"version": topic.version})
    form.offer((meeting.id, _called(meeting)) for meeting in meetings)
    offered = {str(meeting.id): meeting for meeting in meetings}

    def join() -> None:
        service.attach_meeting(
            topic,
            offered.get(form.meeting_id.data),
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, join, on=topic):
        flash("Đã gắn chuyên đề với buổi sinh hoạt.")
        return to_topic(topic)
    return render_template("programmes/attach.html", topic=topic, form=form, meetings=meetings)


def _called(meeting: Meeting) -> str:
    return f"{meeting.held_on:%d/%m/%Y} · {TYPE_LABELS[meeting.type]}: {meeting.topic}"


@bp.post(f"{TOPIC}/detach")
@guarded(Permission.MEETING_PLAN, load=get_topic)
def detach(topic: PlannedTopic) -> ResponseReturnValue:
    with transaction():
        service.detach_meeting(
            topic, version=SeenForm().version.data, by=current_actor(), now=now()
        )
    flash("Đã tách chuyên đề khỏi buổi sinh hoạt; buổi sinh hoạt vẫn giữ nguyên.")
    return to_topic(topic)


def planned_shown(meeting: Meeting, section: str | None) -> Mapping[str, Any] | None:
    """On the page of a topical meeting: what the programme of the year wants of it."""
    if section is not None or meeting.type not in WITH_TOPIC:
        return None
    if not can(Permission.PROGRAMME_READ, meeting):
        return None
    planned = planned_for(meeting.id)
    return {"planned": planned} if planned else None
