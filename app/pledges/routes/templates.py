"""A committee's form of the pledge, section by section."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.pledges.forms.templates import (
    AdditionForm,
    CopyForm,
    MoveForm,
    SectionForm,
    TemplateForm,
)
from app.pledges.models import PledgeSection, PledgeTemplate
from app.pledges.queries.coverage import Covered, get_covered
from app.pledges.queries.forms import (
    additions_left,
    campaign_with,
    get_template,
    get_template_section,
    reading_template,
    sections_of,
)
from app.pledges.routes import bp
from app.pledges.service import templates as service
from app.web.forms import SeenForm, saved

TEMPLATE = "/pledge-templates/<uuid:template_id>"
SECTION = f"{TEMPLATE}/sections/<uuid:pledge_section_id>"


@bp.get(TEMPLATE)
@guarded(reading_template, load=get_template)
def template(template: PledgeTemplate) -> ResponseReturnValue:
    return render_template(
        "pledges/template.html",
        template=template,
        sections=sections_of(template),
        additions=[] if template.is_fixed else additions_left(template),
        campaign=campaign_with(template),
        copy_years=[year for year in (today().year, today().year + 1) if year >= template.year],
    )


@bp.get(f"{TEMPLATE}/preview")
@guarded(reading_template, load=get_template)
def preview_template(template: PledgeTemplate) -> ResponseReturnValue:
    """As a member will see it."""
    return render_template(
        "pledges/preview_template.html",
        template=template,
        sections=sections_of(template),
        campaign=campaign_with(template),
    )


def _to(template: PledgeTemplate, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("pledges.template", template_id=template.id, _anchor=anchor))


@bp.post("/organisations/<uuid:organisation_id>/pledge-templates/<int:year>/supply")
@guarded(Permission.CAMPAIGN_KEEP, load=get_covered)
def supply_template(covered: Covered) -> ResponseReturnValue:
    with transaction():
        made = service.supply_template(covered.place, covered.year, by=current_actor(), now=now())
    flash("Đã lập mẫu từ mẫu có sẵn; sửa cho hợp với đảng bộ.")
    return _to(made)


@bp.post(f"{TEMPLATE}/copy")
@guarded(Permission.CAMPAIGN_KEEP, load=get_template)
def copy_template(template: PledgeTemplate) -> ResponseReturnValue:
    year = CopyForm().year.data or template.year
    with transaction():
        made = service.copy_template(
            template, template.organisation, year, by=current_actor(), now=now()
        )
    flash(f"Đã chép thành bản {made.edition} của năm {made.year}.")
    return _to(made)


@bp.route(f"{TEMPLATE}/edit", methods=["GET", "POST"])
@guarded(Permission.CAMPAIGN_KEEP, load=get_template)
def edit_template(template: PledgeTemplate) -> ResponseReturnValue:
    form = TemplateForm(obj=template)

    def change() -> None:
        service.change_template(
            template,
            title=form.title.data,
            opening=form.opening.data or None,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change, on=template):
        flash("Đã lưu.")
        return _to(template)
    return render_template("pledges/edit_template.html", template=template, form=form)


@bp.route(f"{TEMPLATE}/sections/new", methods=["GET", "POST"])
@guarded(Permission.CAMPAIGN_KEEP, load=get_template)
def new_section(template: PledgeTemplate) -> ResponseReturnValue:
    form = SectionForm(is_required=True)

    def add() -> None:
        service.add_section(template, form.values(), by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, add):
        flash("Đã thêm mục.")
        return _to(template)
    return render_template("pledges/new_section.html", template=template, form=form)


@bp.post(f"{TEMPLATE}/additions")
@guarded(Permission.CAMPAIGN_KEEP, load=get_template)
def add_supplied(template: PledgeTemplate) -> ResponseReturnValue:
    key = AdditionForm().key.data or ""
    with transaction():
        made = service.add_supplied(template, key, by=current_actor(), now=now())
        anchor = anchor_of(made)
    flash("Đã đưa mục vào mẫu.")
    return _to(template, anchor)


def anchor_of(section: PledgeSection) -> str:
    return f"section-{section.id.hex}"


@bp.route(f"{SECTION}/edit", methods=["GET", "POST"])
@guarded(Permission.CAMPAIGN_KEEP, load=get_template_section)
def edit_section(section: PledgeSection) -> ResponseReturnValue:
    form = SectionForm(obj=section)

    def change() -> None:
        service.change_section(
            section, form.values(), version=form.version.data, by=current_actor(), now=now()
        )

    if form.validate_on_submit() and saved(form, change, on=section):
        flash("Đã lưu.")
        return _to(section.template, anchor_of(section))
    return render_template("pledges/edit_section.html", section=section, form=form)


@bp.post(f"{SECTION}/move")
@guarded(Permission.CAMPAIGN_KEEP, load=get_template_section)
def move_section(section: PledgeSection) -> ResponseReturnValue:
    form = MoveForm()
    with transaction():
        service.move_section(
            section, form.chosen, version=form.version.data, by=current_actor(), now=now()
        )
    return _to(section.template, anchor_of(section))


@bp.post(f"{SECTION}/remove")
@guarded(Permission.CAMPAIGN_KEEP, load=get_template_section)
def remove_section(section: PledgeSection) -> ResponseReturnValue:
    template = section.template
    with transaction():
        service.remove_section(
            section, version=SeenForm().version.data, by=current_actor(), now=now()
        )
    flash("Đã bỏ mục khỏi mẫu.")
    return _to(template)
