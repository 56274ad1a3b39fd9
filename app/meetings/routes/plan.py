"""Before the meeting: plan, change, notify, cancel."""

from collections.abc import Iterable
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import local, now, today
from app.meetings.forms.plan import CancelForm, NotifyForm, PlanForm, PostedForm
from app.meetings.models import Meeting
from app.meetings.queries.meetings import (
    Proposal,
    get_meeting,
    propose_next,
    secretary_on,
)
from app.meetings.queries.roll import guests_of, roll_of
from app.meetings.routes import bp
from app.meetings.routes.entry import entry, to_meeting
from app.meetings.rules.life import CONFERENCES, MeetingMode, MeetingType, types_at
from app.meetings.service import life
from app.organisations.models import Organisation
from app.organisations.queries import get_branch
from app.people.queries import MemberRow, comrades_of, members_of, positions_at
from app.people.rules import POSITION_LABELS
from app.web.forms import saved


def _proposal(branch: Organisation) -> Proposal:
    positions = positions_at(branch.id, on=today())
    return propose_next(branch, on=today(), secretary_id=secretary_on(positions))


def shown(source: Proposal | Meeting, **values: object) -> dict[str, object]:
    """The form's first values; the month is typed as 12/2026."""
    plan = {name: getattr(source, name, None) for name in life.PLAN_FIELDS}
    return {**plan, "period": f"{source.period:%m/%Y}", **values}


def _named_in(source: Proposal | Meeting) -> dict[str, UUID | None]:
    """Chair and minute-taker as they stand, for a form that may not change them."""
    return {"chair_id": source.chair_id, "minute_taker_id": source.minute_taker_id}


def _limit(form: PlanForm, place: Organisation | Meeting) -> PlanForm:
    """Who leads and who writes is named by the branch's leaders alone."""
    if not can(Permission.MEETING_APPOINT, place):
        del form.chair_id, form.minute_taker_id
    return form


def offer(form: PlanForm, place: Organisation) -> None:
    """What this place may call, and who may lead it."""
    on = form.held_on.data or today()
    form.offer(types_at(place.level), _named(comrades_of(place, on=on)))


def _named(rows: Iterable[MemberRow]) -> list[tuple[UUID, str]]:
    return [(row.member_id, row.name) for row in rows]


def _presenter(branch: Organisation) -> str:
    """The secretary of today, as the one who presents unless somebody else is named."""
    for row in members_of(branch.id, on=today()):
        if row.positions and secretary_on({row.member_id: row.positions}) == row.member_id:
            return f"Đồng chí {row.name}, {POSITION_LABELS[row.positions[0]]}"
    return ""


@bp.route("/branches/<uuid:branch_id>/meetings/new", methods=["GET", "POST"])
@guarded(Permission.MEETING_PLAN, load=get_branch)
def new(branch: Organisation) -> ResponseReturnValue:
    proposal = _proposal(branch)
    form = PlanForm(data=shown(proposal, type=MeetingType.REGULAR, mode=MeetingMode.IN_PERSON))
    _limit(form, branch)
    offer(form, branch)
    made: list[Meeting] = []

    def plan() -> None:
        made.append(
            life.plan_meeting(
                branch,
                form.meeting_type,
                {**_named_in(proposal), **form.plan()},
                points=form.point_names,
                presenter=_presenter(branch),
                by=current_actor(),
                now=now(),
            )
        )

    if form.validate_on_submit() and saved(form, plan):
        flash("Đã lập buổi họp. Chỉ chi ủy thấy cho đến khi gửi thông báo.")
        return to_meeting(made[0])
    return render_template("meetings/new.html", form=form, branch=branch, proposal=proposal)


@bp.route("/meetings/<uuid:meeting_id>/edit", methods=["GET", "POST"])
@guarded(Permission.MEETING_PLAN, load=get_meeting)
def edit(meeting: Meeting) -> ResponseReturnValue:
    points = "\n".join(point.name for point in meeting.points)
    form = PlanForm(data=shown(meeting, version=meeting.version, points=points))
    form.type.data = meeting.type.value
    _limit(form, meeting)
    offer(form, meeting.organisation)
    if meeting.type in CONFERENCES:
        del form.committee_met_on

    def change() -> None:
        life.change_meeting(
            meeting,
            {**_named_in(meeting), **form.plan()},
            points=form.point_names,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change, on=meeting):
        flash("Đã lưu.")
        return to_meeting(meeting)
    return render_template("meetings/edit.html", form=form, meeting=meeting)


@bp.route("/meetings/<uuid:meeting_id>/notify", methods=["GET", "POST"])
@guarded(Permission.MEETING_PLAN, load=get_meeting)
def notify(meeting: Meeting) -> ResponseReturnValue:
    form = NotifyForm()
    roll = roll_of(meeting)
    guests = guests_of(meeting)

    def send() -> None:
        life.notify_meeting(
            meeting, members=len(roll.rows), guests=len(guests), by=current_actor(), now=now()
        )

    if form.validate_on_submit() and saved(form, send):
        who = (
            "các đồng chí cấp ủy viên"
            if meeting.is_of_committee
            else "đảng viên chi bộ và cấp ủy viên theo dõi"
        )
        flash(f"Đã gửi thông báo: {who} đã xem được buổi họp.")
        return to_meeting(meeting)
    return render_template(
        "meetings/notify.html", form=form, meeting=meeting, roll=roll, guests=guests
    )


@bp.route("/meetings/<uuid:meeting_id>/cancel", methods=["GET", "POST"])
@guarded(Permission.MEETING_PLAN, load=get_meeting)
def cancel(meeting: Meeting) -> ResponseReturnValue:
    form = CancelForm()

    def call_off() -> None:
        life.cancel_meeting(meeting, reason=form.reason.data, by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, call_off):
        flash("Đã hủy buổi họp.")
        return to_meeting(meeting)
    return entry(meeting, form, "Hủy buổi họp", submit="Hủy buổi họp")


@bp.route("/meetings/<uuid:meeting_id>/posted", methods=["GET", "POST"])
@guarded(Permission.MEETING_PLAN, load=get_meeting)
def posted(meeting: Meeting) -> ResponseReturnValue:
    moment = local(now())
    form = PostedForm(posted_on=moment.date(), posted_time=moment.time())

    def mark() -> None:
        life.mark_posted(meeting, posted_at=form.posted_at, by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, mark):
        flash("Đã đánh dấu: tài liệu đã đăng lên Sổ tay đảng viên điện tử.")
        return redirect(url_for("meetings.show", meeting_id=meeting.id))
    return entry(meeting, form, "Đã đăng lên Sổ tay đảng viên điện tử")
