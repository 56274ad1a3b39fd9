"""The list of members, and one member's page."""

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.organisations.models import Organisation
from app.organisations.queries import get_branch, get_organisation
from app.people import queries, service
from app.people.forms import MemberFilter, MemberForm, NewMemberForm
from app.people.models import Member
from app.people.queries import Membership
from app.people.routes import bp
from app.people.rules import Status
from app.web.forms import saved


def membership(organisation_id: UUID, member_id: UUID) -> Membership | None:
    return queries.get_membership(organisation_id, member_id, on=today())


def member_url(member: Member, organisation: Organisation) -> str:
    return url_for("people.member", organisation_id=organisation.id, member_id=member.id)


@bp.get("/organisations/<uuid:organisation_id>/members")
@guarded(Permission.MEMBER_LIST, load=get_organisation)
def members(organisation: Organisation) -> ResponseReturnValue:
    form = MemberFilter(request.args)
    form.validate()
    on = form.on.data if form.on.data and not form.on.errors else today()
    status = Status(form.status.data) if form.status.data and not form.status.errors else None
    found = queries.list_members(
        organisation.path, on=on, status=status, text=form.q.data if not form.q.errors else ""
    )
    return render_template(
        "people/members.html",
        organisation=organisation,
        form=form,
        members=found,
        on=on,
        limit=queries.LIST_LIMIT,
    )


@bp.route("/organisations/<uuid:branch_id>/members/new", methods=["GET", "POST"])
@guarded(Permission.MEMBER_KEEP, load=get_branch)
def new_member(branch: Organisation) -> ResponseReturnValue:
    form = NewMemberForm()
    if form.validate_on_submit() and saved(
        form,
        lambda: service.add_member(
            branch,
            form.values(),
            status=Status(form.status.data),
            starts_on=form.starts_on.data,
            basis=form.basis.data,
            by=current_actor(),
            now=now(),
        ),
    ):
        flash(f"Đã thêm đồng chí {form.name.data}.")
        return redirect(url_for("people.members", organisation_id=branch.id))
    return render_template("people/new_member.html", form=form, organisation=branch)


@bp.get("/organisations/<uuid:organisation_id>/members/<uuid:member_id>")
@guarded(Permission.MEMBER_LIST, load=membership)
def member(membership: Membership) -> ResponseReturnValue:
    return render_template(
        "people/member.html",
        membership=membership,
        endpoints=current_app.view_functions,
        today=today(),
    )


@bp.route(
    "/organisations/<uuid:organisation_id>/members/<uuid:member_id>/edit",
    methods=["GET", "POST"],
)
@guarded(Permission.MEMBER_KEEP, load=membership)
def edit_member(membership: Membership) -> ResponseReturnValue:
    form = MemberForm(obj=membership.member)
    if form.validate_on_submit() and saved(
        form,
        lambda: service.change_member(
            membership,
            form.values(),
            version=form.version.data,
            by=current_actor(),
            now=now(),
        ),
        on=membership.member,
    ):
        flash("Đã lưu.")
        return redirect(member_url(membership.member, membership.organisation))
    return render_template("people/edit_member.html", form=form, membership=membership)
