"""The programme of a branch's year: its topics planned, registered, decided."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.organisations.models import Organisation
from app.people.models import Member
from app.people.queries import members_of
from app.programmes.forms.topics import ReturnForm, TopicForm
from app.programmes.models import PlannedTopic
from app.programmes.queries.catalogue import reusable
from app.programmes.queries.topics import (
    Programme,
    get_programme,
    get_topic,
    line_of,
    presenters_at,
    sittings_beside,
    topics_of,
)
from app.programmes.queries.tracker import figures_for
from app.programmes.routes import bp
from app.programmes.rules import PlanStatus
from app.programmes.rules.topics import check_year
from app.programmes.rules.tracker import in_words
from app.programmes.service import topics as service
from app.web.forms import SeenForm, saved

YEAR = "/branches/<uuid:branch_id>/programmes/<int:year>"
TOPIC = "/branches/<uuid:branch_id>/planned-topics/<uuid:planned_id>"


@bp.get(YEAR)
@guarded(Permission.PROGRAMME_READ, load=get_programme)
def show(programme: Programme) -> ResponseReturnValue:
    branch, year = programme.branch, programme.year
    may_keep = can(Permission.PROGRAMME_KEEP, programme)
    may_prepare = can(Permission.MEETING_READ_DRAFT, programme)
    topics = topics_of(branch, year, with_drafts=may_keep)
    figures = figures_for(branch, year, on=today())
    return render_template(
        "programmes/show.html",
        branch=branch,
        year=year,
        lines=[line_of(topic, with_drafts=may_prepare, on=today()) for topic in topics],
        figures=figures,
        lacking=in_words(year, figures, on=today()),
        beside=sittings_beside(branch, year, with_drafts=may_prepare),
        drafts=[topic for topic in topics if topic.status is PlanStatus.DRAFT],
        waiting=[topic for topic in topics if topic.status is PlanStatus.REGISTERED],
        seen_of=service.seen_of,
        today=today(),
    )


def year_url(branch: Organisation, year: int, anchor: UUID | None = None) -> str:
    return url_for(
        "programmes.show",
        branch_id=branch.id,
        year=year,
        _anchor=f"topic-{anchor.hex}" if anchor else None,
    )


def to_topic(topic: PlannedTopic) -> ResponseReturnValue:
    return redirect(year_url(topic.organisation, topic.year, topic.id))


def _after_decision(branch: Organisation, year: int) -> ResponseReturnValue:
    """Back to where it was decided: the committee's page, or the branch's."""
    if request.args.get("back") == "tracker" and branch.parent_id:
        return redirect(
            url_for(
                "programmes.tracker",
                organisation_id=branch.parent_id,
                year=year,
                _anchor="waiting",
            )
        )
    return redirect(year_url(branch, year))


@bp.route(f"{YEAR}/topics/new", methods=["GET", "POST"])
@guarded(Permission.PROGRAMME_KEEP, load=get_programme)
def new_topic(programme: Programme) -> ResponseReturnValue:
    check_year(programme.year, today=today())
    source = _source(programme.branch)
    form = TopicForm(data=_taken(source) if source else {"month": str(today().month)})
    form.offer(_people(programme.branch))

    def plan() -> None:
        service.plan_topic(
            programme.branch,
            programme.year,
            _values(form, programme.branch),
            taken_from=source,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, plan):
        flash("Đã đưa chuyên đề vào chương trình. Cấp ủy cấp trên thấy sau khi chi bộ đăng ký.")
        return redirect(year_url(programme.branch, programme.year))
    return render_template(
        "programmes/new_topic.html", programme=programme, form=form, source=source
    )


def _source(branch: Organisation) -> PlannedTopic | None:
    """The topic of the catalogue that the address asks for, if the branch may take it up."""
    taken_from = request.args.get("taken_from", type=UUID)
    return reusable(branch, taken_from) if taken_from else None


def _taken(source: PlannedTopic) -> dict[str, object]:
    return {
        name: getattr(source, name)
        for name in ("topic", "topic_group", "month", "shortcoming", "aim")
    }


def _people(branch: Organisation) -> list[tuple[UUID, str]]:
    return [(row.member_id, row.name) for row in members_of(branch.id, on=today())]


def _values(form: TopicForm, branch: Organisation) -> dict[str, object]:
    return {**form.values(), "presenters": presenters_at(branch, form.presenters, on=today())}


@bp.route(f"{TOPIC}/edit", methods=["GET", "POST"])
@guarded(Permission.PROGRAMME_KEEP, load=get_topic)
def edit_topic(topic: PlannedTopic) -> ResponseReturnValue:
    named = [(member.id, member.name) for member in topic.presenters]
    form = TopicForm(obj=topic, data={"presenter_ids": [str(id_) for id_, _ in named]})
    # Who has left the branch since stays named until taken out.
    form.offer(dict([*_people(topic.organisation), *named]).items())
    asked_again: list[bool] = []

    def change() -> None:
        presenters = {**form.values(), "presenters": _chosen(form, topic)}
        asked_again.append(
            service.change_topic(
                topic, presenters, version=form.version.data, by=current_actor(), now=now()
            )
        )

    if form.validate_on_submit() and saved(form, change, on=topic):
        flash(
            "Đã lưu. Chuyên đề đã duyệt có thay đổi nên cần cấp ủy cấp trên duyệt lại."
            if asked_again[0]
            else "Đã lưu chuyên đề."
        )
        return to_topic(topic)
    return render_template("programmes/edit_topic.html", topic=topic, form=form)


def _chosen(form: TopicForm, topic: PlannedTopic) -> list[Member]:
    here = presenters_at(topic.organisation, form.presenters, on=today())
    stayed = [m for m in topic.presenters if m.id in form.presenters and m not in here]
    return sorted([*here, *stayed], key=lambda member: member.sort_name)


@bp.post(f"{TOPIC}/remove")
@guarded(Permission.PROGRAMME_KEEP, load=get_topic)
def remove_topic(topic: PlannedTopic) -> ResponseReturnValue:
    back = redirect(year_url(topic.organisation, topic.year))
    with transaction():
        service.remove_topic(topic, version=SeenForm().version.data, by=current_actor(), now=now())
    flash("Đã xóa chuyên đề khỏi chương trình.")
    return back


@bp.post(f"{TOPIC}/register")
@guarded(Permission.PROGRAMME_KEEP, load=get_topic)
def register_topic(topic: PlannedTopic) -> ResponseReturnValue:
    with transaction():
        service.register_topic(
            topic, version=SeenForm().version.data, by=current_actor(), now=now()
        )
    flash("Đã đăng ký chuyên đề với cấp ủy cấp trên.")
    return to_topic(topic)


@bp.post(f"{YEAR}/register")
@guarded(Permission.PROGRAMME_KEEP, load=get_programme)
def register(programme: Programme) -> ResponseReturnValue:
    with transaction():
        number = service.register_all(
            programme.branch,
            programme.year,
            seen=SeenForm().seen.data,
            by=current_actor(),
            now=now(),
        )
    flash(f"Đã đăng ký {number} chuyên đề với cấp ủy cấp trên.")
    return redirect(year_url(programme.branch, programme.year))


@bp.post(f"{TOPIC}/approve")
@guarded(Permission.PROGRAMME_DECIDE, load=get_topic)
def approve_topic(topic: PlannedTopic) -> ResponseReturnValue:
    with transaction():
        service.approve_topic(topic, version=SeenForm().version.data, by=current_actor(), now=now())
    flash(f"Đã duyệt chuyên đề của {topic.organisation.name}.")
    return _after_decision(topic.organisation, topic.year)


@bp.post(f"{YEAR}/approve")
@guarded(Permission.PROGRAMME_DECIDE, load=get_programme)
def approve(programme: Programme) -> ResponseReturnValue:
    with transaction():
        number = service.approve_all(
            programme.branch,
            programme.year,
            seen=SeenForm().seen.data,
            by=current_actor(),
            now=now(),
        )
    flash(f"Đã duyệt {number} chuyên đề của {programme.branch.name}.")
    return _after_decision(programme.branch, programme.year)


@bp.route(f"{TOPIC}/return", methods=["GET", "POST"])
@guarded(Permission.PROGRAMME_DECIDE, load=get_topic)
def return_topic(topic: PlannedTopic) -> ResponseReturnValue:
    form = ReturnForm(data={"version": topic.version})

    def give_back() -> None:
        service.return_topic(
            topic,
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, give_back, on=topic):
        flash(f"Đã trả lại chuyên đề để {topic.organisation.name} bổ sung.")
        return _after_decision(topic.organisation, topic.year)
    return render_template(
        "programmes/return_topic.html", topic=topic, form=form, back=request.args.get("back")
    )
