"""A head's plan: written, registered, opened again, looked back at row by row."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.changes import change
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation
from app.people.models import Member
from app.personal_plans.models import PersonalPlan, PersonalPlanLine
from app.personal_plans.queries import asked_of
from app.personal_plans.rules import (
    PersonalPlanStatus,
    check_closable,
    check_registrable,
    check_room,
    check_takes_results,
    check_writable,
    reopened,
)
from app.personal_plans.service.trail import note
from app.pledges.rules import Outcome, sum_of
from app.pledges.rules.text import check_due


def start_plan(branch: Organisation, year: int, *, by: Actor, now: datetime) -> PersonalPlan:
    """An empty plan of the one who acts, read in `branch`; begun twice, it is the same one.

    :raises RuleBroken: for who heads nothing that day, takes part elsewhere, or is not asked.
    """
    # Two who begin it at once stand in line here.
    db.session.execute(
        select(Member.id).where(Member.id == by.member_id).with_for_update(key_share=True)
    )
    asked = asked_of(by.member_id, on=local(now).date()) if by.member_id else []
    wanted = next((one for one in asked if one.campaign.year == year), None)
    if wanted is None:
        raise RuleBroken(f"Không có đợt nào đang yêu cầu đồng chí lập kế hoạch cá nhân năm {year}.")
    if wanted.plan is not None:
        return wanted.plan
    if wanted.head.branch_id != branch.id:
        raise RuleBroken(f"Đồng chí không sinh hoạt tại {branch.name}.")
    plan = PersonalPlan(
        campaign=wanted.campaign,
        year=year,
        member_id=wanted.head.member_id,
        organisation=branch,
        headed_id=wanted.head.headed_id,
        position=wanted.head.position,
        status=PersonalPlanStatus.DRAFT,
    )
    db.session.add(plan)
    db.session.flush()
    note(Event.PLAN_STARTED, plan, plan, by=by, now=now, member=wanted.head.name, year=year)
    return plan


def add_line(
    plan: PersonalPlan,
    *,
    content: str,
    measures: str | None = None,
    due_on: date | None = None,
    by: Actor,
    now: datetime,
) -> PersonalPlanLine:
    check_writable(plan.status)
    check_room(len(plan.lines))
    check_due(due_on, year=plan.year)
    line = PersonalPlanLine(
        position=max((one.position for one in plan.lines), default=0) + 1,
        content=content,
        measures=measures or None,
        due_on=due_on,
    )
    plan.lines.append(line)
    db.session.flush()
    _changed(plan, {"content": None}, {"content": content}, by, now)
    return line


def change_line(
    line: PersonalPlanLine,
    *,
    content: str,
    measures: str | None,
    due_on: date | None,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    check_fresh(line, version)
    check_writable(line.plan.status)
    check_due(due_on, year=line.plan.year)
    values = {"content": content, "measures": measures or None, "due_on": due_on}
    before, after = change(line, values)
    if after:
        _changed(line.plan, before, after, by, now)


def move_line_up(line: PersonalPlanLine, *, version: int | None, by: Actor, now: datetime) -> None:
    """Before the one above it; the first stays where it is. The order is no change of the text."""
    check_fresh(line, version)
    check_writable(line.plan.status)
    above = [one for one in line.plan.lines if one.position < line.position]
    if above:
        line.position, above[-1].position = above[-1].position, line.position
        _touch(line.plan)


def remove_line(line: PersonalPlanLine, *, version: int | None, by: Actor, now: datetime) -> None:
    check_fresh(line, version)
    plan = line.plan
    check_writable(plan.status)
    _changed(plan, {"content": line.content}, {"content": None}, by, now)
    plan.lines.remove(line)
    db.session.delete(line)


def _changed(
    plan: PersonalPlan,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: Actor,
    now: datetime,
) -> None:
    """What was registered once leaves a line for every change of it; a first draft leaves none:
    it is its author's alone until it is registered.
    """
    _touch(plan)
    if plan.submitted_at is not None:
        note(Event.PLAN_CHANGED, plan, plan, by=by, now=now, before=before, after=after)


def _touch(plan: PersonalPlan) -> None:
    """Whoever has the plan before them must notice, though only a row of it changed."""
    flag_modified(plan, "status")


def register_plan(plan: PersonalPlan, *, version: int | None, by: Actor, now: datetime) -> None:
    """From here on the branch where its author takes part today reads it, and the committee
    above.
    """
    check_fresh(plan, version)
    check_registrable(plan.status, lines=len(plan.lines))
    _follow(plan, on=local(now).date())
    plan.status, plan.submitted_at = PersonalPlanStatus.SUBMITTED, now
    note(Event.PLAN_SUBMITTED, plan, plan, by=by, now=now, lines=len(plan.lines))


def _follow(plan: PersonalPlan, *, on: date) -> None:
    """Who moved to another branch or office since it was begun takes the plan along."""
    for asked in asked_of(plan.member_id, on=on):
        if asked.plan is plan and asked.head.branch_id:
            plan.organisation_id = asked.head.branch_id
            plan.headed_id, plan.position = asked.head.headed_id, asked.head.position
    db.session.flush()


def reopen_plan(
    plan: PersonalPlan, *, reason: str, version: int | None, by: Actor, now: datetime
) -> None:
    """One step back: what is registered is written again, what is closed takes results again."""
    check_fresh(plan, version)
    plan.status = reopened(plan.status)
    plan.reopened_reason, plan.closed_at = reason, None
    note(Event.PLAN_REOPENED, plan, plan, by=by, now=now, reason=reason)


def record_result(
    line: PersonalPlanLine,
    *,
    outcome: Outcome,
    result: str,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """What became of one row, as its author sees it; known to the branch at once."""
    check_fresh(line, version)
    check_takes_results(line.plan.status)
    before = {"outcome": line.outcome, "result": line.result}
    line.outcome, line.result = outcome, result
    after = {"outcome": outcome, "result": result}
    if before != after:
        _changed(line.plan, before, after, by, now)


def close_plan(plan: PersonalPlan, *, version: int | None, by: Actor, now: datetime) -> None:
    """:raises RuleBroken: while a row has no result."""
    check_fresh(plan, version)
    outcomes = [line.outcome for line in plan.lines]
    check_closable(plan.status, outcomes)
    plan.status, plan.closed_at = PersonalPlanStatus.CLOSED, now
    found = sum_of(outcomes)
    note(
        Event.PLAN_CLOSED,
        plan,
        plan,
        by=by,
        now=now,
        met=found.met,
        partly_met=found.partly_met,
        not_met=found.not_met,
    )
