"""The work of a branch's year: planned, put forward, decided, moved, finished."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.documents.sending import sent
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.meetings.models import Meeting
from app.meetings.rules.life import MONTHLY, MeetingStatus
from app.organisations.models import Organisation
from app.people.models import Member
from app.people.queries import get_member, members_of
from app.programmes.document.work import work_document
from app.programmes.forms.topics import ReturnForm
from app.programmes.forms.work import ResultForm, WorkForm
from app.programmes.models import WorkItem
from app.programmes.queries.topics import Programme, get_programme
from app.programmes.queries.work import get_item, items_of, months_work, work_plan_of
from app.programmes.routes import bp
from app.programmes.routes.topics import YEAR
from app.programmes.rules import PlanStatus
from app.programmes.rules.quarters import Standing, last_of_month
from app.programmes.rules.topics import check_year
from app.programmes.rules.work import work_standing
from app.programmes.service import work as service
from app.programmes.service.topics import seen_of
from app.web.forms import SeenForm, saved

WORK = f"{YEAR}/work"
ITEM = "/branches/<uuid:branch_id>/work-items/<uuid:work_id>"
# The step whose page says what became of last month's work and what comes next.
_STEP = "step_2"


@bp.get(WORK)
@guarded(Permission.PROGRAMME_READ, load=get_programme)
def work(programme: Programme) -> ResponseReturnValue:
    branch, year = programme.branch, programme.year
    may_keep = can(Permission.PROGRAMME_KEEP, programme)
    items = items_of(branch, year, with_drafts=may_keep)
    return render_template(
        "programmes/work.html",
        branch=branch,
        year=year,
        items=items,
        standing_of=_standing,
        overdue=[item for item in items if _standing(item) is Standing.OVERDUE],
        drafts=[item for item in items if item.status is PlanStatus.DRAFT],
        waiting=[item for item in items if item.status is PlanStatus.REGISTERED],
        may_copy=may_keep and bool(items_of(branch, year - 1, with_drafts=True)),
        seen_of=seen_of,
        today=today(),
    )


def _standing(item: WorkItem) -> Standing | None:
    """What is not registered is not due."""
    if item.status in (PlanStatus.DRAFT, PlanStatus.RETURNED):
        return None
    return work_standing(item.due_on, item.done_on, on=today())


def _to_item(item: WorkItem) -> ResponseReturnValue:
    return redirect(_url(item.organisation, item.year, f"work-{item.id.hex}"))


def _url(branch: Organisation, year: int, anchor: str | None = None) -> str:
    return url_for("programmes.work", branch_id=branch.id, year=year, _anchor=anchor)


@bp.route(f"{WORK}/new", methods=["GET", "POST"])
@guarded(Permission.PROGRAMME_KEEP, load=get_programme)
def new_work(programme: Programme) -> ResponseReturnValue:
    branch, year = programme.branch, programme.year
    check_year(year, today=today())
    month = today().month if year == today().year else 1
    form = WorkForm(month=str(month), due_on=last_of_month(year, month))
    form.offer(_people(branch))

    def plan() -> None:
        values = {**form.values(), "owner": _owner(form)}
        service.plan_item(branch, year, values, by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, plan):
        flash("Đã đưa việc vào chương trình. Cấp ủy cấp trên thấy sau khi chi bộ đăng ký.")
        return redirect(_url(branch, year))
    return render_template("programmes/new_work.html", programme=programme, form=form)


def _people(branch: Organisation, owner: Member | None = None) -> list[tuple[UUID, str]]:
    """Today's members, and who answers for it already though they have left since."""
    listed = [(row.member_id, row.name) for row in members_of(branch.id, on=today())]
    has_left = owner is not None and owner.id not in dict(listed)
    return [*listed, (owner.id, owner.name)] if owner and has_left else listed


def _owner(form: WorkForm) -> Member | None:
    return get_member(form.chosen) if form.chosen else None


@bp.route(f"{ITEM}/edit", methods=["GET", "POST"])
@guarded(Permission.PROGRAMME_KEEP, load=get_item)
def edit_work(item: WorkItem) -> ResponseReturnValue:
    form = WorkForm(obj=item, month=str(item.month), owner_id=str(item.owner_id or ""))
    form.offer(_people(item.organisation, item.owner))
    asked_again: list[bool] = []

    def change() -> None:
        asked_again.append(
            service.change_item(
                item,
                {**form.values(), "owner": _owner(form)},
                version=form.version.data,
                by=current_actor(),
                now=now(),
            )
        )

    if form.validate_on_submit() and saved(form, change, on=item):
        flash(
            "Đã lưu. Việc đã duyệt có đổi nội dung nên cần cấp ủy cấp trên duyệt lại."
            if asked_again[0]
            else "Đã lưu."
        )
        return _to_item(item)
    return render_template("programmes/edit_work.html", item=item, form=form)


@bp.route(f"{ITEM}/result", methods=["GET", "POST"])
@guarded(Permission.PROGRAMME_KEEP, load=get_item)
def work_result(item: WorkItem) -> ResponseReturnValue:
    form = ResultForm(obj=item)
    if not form.is_submitted() and item.done_on is None:
        form.done_on.data = today()

    def record() -> None:
        service.record_result(
            item,
            result=form.result.data,
            done_on=form.done_on.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, record, on=item):
        flash("Đã ghi kết quả.")
        return _to_item(item)
    return render_template("programmes/work_result.html", item=item, form=form)


@bp.post(f"{ITEM}/remove")
@guarded(Permission.PROGRAMME_KEEP, load=get_item)
def remove_work(item: WorkItem) -> ResponseReturnValue:
    back = redirect(_url(item.organisation, item.year))
    with transaction():
        service.remove_item(item, version=SeenForm().version.data, by=current_actor(), now=now())
    flash("Đã xóa việc khỏi chương trình.")
    return back


@bp.post(f"{ITEM}/register")
@guarded(Permission.PROGRAMME_KEEP, load=get_item)
def register_work(item: WorkItem) -> ResponseReturnValue:
    with transaction():
        service.register_item(item, version=SeenForm().version.data, by=current_actor(), now=now())
    flash("Đã đăng ký việc với cấp ủy cấp trên.")
    return _to_item(item)


@bp.post(f"{WORK}/register")
@guarded(Permission.PROGRAMME_KEEP, load=get_programme)
def register_all_work(programme: Programme) -> ResponseReturnValue:
    branch, year = programme.branch, programme.year
    with transaction():
        number = service.register_all(
            branch, year, seen=SeenForm().seen.data, by=current_actor(), now=now()
        )
    flash(f"Đã đăng ký {number} việc với cấp ủy cấp trên.")
    return redirect(_url(branch, year))


@bp.post(f"{WORK}/approve")
@guarded(Permission.PROGRAMME_DECIDE, load=get_programme)
def approve_work(programme: Programme) -> ResponseReturnValue:
    branch, year = programme.branch, programme.year
    with transaction():
        number = service.approve_all(
            branch, year, seen=SeenForm().seen.data, by=current_actor(), now=now()
        )
    flash(f"Đã duyệt {number} việc của {branch.name}.")
    return redirect(_url(branch, year))


@bp.route(f"{ITEM}/return", methods=["GET", "POST"])
@guarded(Permission.PROGRAMME_DECIDE, load=get_item)
def return_work(item: WorkItem) -> ResponseReturnValue:
    form = ReturnForm(data={"version": item.version})

    def give_back() -> None:
        service.return_item(
            item,
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, give_back, on=item):
        flash(f"Đã trả lại việc để {item.organisation.name} bổ sung.")
        return _to_item(item)
    return render_template("programmes/return_work.html", item=item, form=form)


@bp.post(f"{WORK}/copy")
@guarded(Permission.PROGRAMME_KEEP, load=get_programme)
def copy_work(programme: Programme) -> ResponseReturnValue:
    branch, year = programme.branch, programme.year
    with transaction():
        number = service.copy_last_year(branch, year, by=current_actor(), now=now())
    flash(f"Đã chép {number} việc của năm {year - 1} thành bản nháp; xem lại rồi đăng ký.")
    return redirect(_url(branch, year))


@bp.get(f"{WORK}/plan.<any(pdf, docx, txt):extension>")
@guarded(Permission.PROGRAMME_READ, load=lambda extension, **place: get_programme(**place))
def work_plan(programme: Programme) -> Response:
    data = work_plan_of(programme, with_drafts=can(Permission.PROGRAMME_KEEP, programme))
    return sent(
        work_document(data), "chuong-trinh-cong-tac", programme.branch.name, str(programme.year)
    )


def work_shown(meeting: Meeting, section: str | None) -> Mapping[str, Any] | None:
    """What the programme says for the month of a meeting, until its minutes are adopted."""
    is_over = meeting.status in (MeetingStatus.ADOPTED, MeetingStatus.CANCELLED)
    if section not in (None, _STEP) or is_over or meeting.type not in MONTHLY:
        return None
    if not can(Permission.PROGRAMME_READ, meeting):
        return None
    found = months_work(meeting)
    return {"found": found, "standing_of": _standing} if found else None
