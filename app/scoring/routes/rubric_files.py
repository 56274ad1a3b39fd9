"""Rubrics as files: downloaded, printed blank, read in from Excel or JSON after a look at it."""

from types import SimpleNamespace

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.documents.files import file_name
from app.documents.sending import sent
from app.kernel.clock import now, today
from app.kernel.errors import RuleBroken
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.scoring.document.blank import blank_sheet
from app.scoring.forms.exchange import ImportForm, ReplaceForm, TakeNewForm, TakeOverForm
from app.scoring.models import RubricEdition
from app.scoring.queries.papers.blanks import blank_of
from app.scoring.queries.rubrics import get_rubric, reading_rubric
from app.scoring.routes import PLACE, RUBRIC, bp
from app.scoring.routes.papers import asked_extension
from app.scoring.rules.indicators import Subject
from app.scoring.rules.plain import in_text
from app.scoring.rules.rubric import Rubric
from app.scoring.service import exchange
from app.scoring.service.exchange import MEDIA_TYPES, Found
from app.scoring.service.rubrics import begin_rubric, change_rubric, check_draft
from app.web.downloads import attachment
from app.web.forms import saved, show_on


@bp.get(f"{RUBRIC}/download.<any(json, xlsx):extension>")
@guarded(reading_rubric, load=lambda rubric_id, extension: get_rubric(rubric_id))
def download_rubric(rubric: RubricEdition) -> Response:
    extension = asked_extension()
    return attachment(
        exchange.written(rubric, extension, on=rubric.valid_from or today()),
        name=file_name("bang-cham", rubric.title, f"ban-{rubric.number}", extension=extension),
        media_type=MEDIA_TYPES[extension],
    )


@bp.get(f"{RUBRIC}/blank.<any(pdf, docx, txt):extension>")
@guarded(reading_rubric, load=lambda rubric_id, extension: get_rubric(rubric_id))
def print_rubric(edition: RubricEdition) -> Response:
    sheet = blank_sheet(blank_of(edition, on=today()))
    return sent(sheet, "mau-phieu-cham", edition.title, f"ban-{edition.number}")


@bp.route(f"{PLACE}/rubrics/import", methods=["GET", "POST"])
@guarded(Permission.RUBRIC_KEEP, load=get_organisation)
def import_rubric(place: Organisation) -> ResponseReturnValue:
    form = ImportForm()
    if form.validate_on_submit() and (found := _read(form, Subject(form.subject.data))):
        return _seen(found, TakeNewForm(formdata=None, subject=form.subject.data), place=place)
    return render_template("scoring/import_rubric.html", form=form, place=place)


def _read(form: ImportForm | ReplaceForm, subject: Subject) -> Found | None:
    """What the chosen file holds; where it cannot be read at all, the form says why."""
    try:
        return exchange.read_rubric(form.file.data.read(), subject)
    except RuleBroken as problem:
        show_on(form, problem)
        return None


def _seen(
    found: Found,
    form: TakeNewForm | TakeOverForm,
    *,
    place: Organisation,
    edition: RubricEdition | None = None,
) -> ResponseReturnValue:
    form.content.data = in_text(found.rubric) if found.rubric else ""
    return render_template(
        "scoring/take_rubric.html", found=found, form=form, place=place, edition=edition
    )


@bp.post(f"{PLACE}/rubrics/import/take")
@guarded(Permission.RUBRIC_KEEP, load=get_organisation)
def take_rubric(place: Organisation) -> ResponseReturnValue:
    form = TakeNewForm()
    subject = _subject(form.subject.data)
    found, rubric = _carried(form, subject)
    made: list[RubricEdition] = []

    def begin() -> None:
        made.append(begin_rubric(place, subject, rubric, by=current_actor(), now=now()))

    if form.validate_on_submit() and saved(form, begin):
        return _taken(made[0])
    return _seen(found, form, place=place)


def _subject(value: str | None) -> Subject:
    return next((subject for subject in Subject if subject.value == value), None) or abort(400)


def _carried(form: TakeNewForm | TakeOverForm, subject: Subject) -> tuple[Found, Rubric]:
    """What the page brought back is read as if it came from a stranger."""
    found = exchange.read_rubric((form.content.data or "").encode(), subject)
    return found, found.rubric or abort(400)


def _taken(edition: RubricEdition) -> ResponseReturnValue:
    flash("Đã đưa bảng chấm điểm vào dự thảo.")
    return redirect(url_for("scoring.rubric", rubric_id=edition.id))


@bp.route(f"{RUBRIC}/import", methods=["GET", "POST"])
@guarded(Permission.RUBRIC_KEEP, load=get_rubric)
def replace_rubric(edition: RubricEdition) -> ResponseReturnValue:
    check_draft(edition.state)
    form = ReplaceForm()
    if form.validate_on_submit() and (found := _read(form, edition.subject)):
        taking = TakeOverForm(formdata=None, version=edition.version)
        return _seen(found, taking, place=edition.organisation, edition=edition)
    return render_template("scoring/replace_rubric.html", form=form, edition=edition)


@bp.post(f"{RUBRIC}/import/take")
@guarded(Permission.RUBRIC_KEEP, load=get_rubric)
def take_content(edition: RubricEdition) -> ResponseReturnValue:
    check_draft(edition.state)
    form = TakeOverForm()
    found, rubric = _carried(form, edition.subject)
    form.outline.data = exchange.outline(rubric)

    def change() -> None:
        change_rubric(
            edition,
            rubric,
            what="toàn bộ nội dung, đọc từ tệp",
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change, on=lambda: _stored(edition)):
        return _taken(edition)
    return _seen(found, form, place=edition.organisation, edition=edition)


def _stored(edition: RubricEdition) -> SimpleNamespace:
    return SimpleNamespace(outline=exchange.outline(edition.rubric), version=edition.version)
