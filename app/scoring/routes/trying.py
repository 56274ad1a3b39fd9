"""A rubric tried out with figures of one's own: counted as a card would be, nothing is kept."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import guarded
from app.scoring.forms.answers import AnswersForm, answers_form
from app.scoring.forms.trying import ConditionsForm, conditions_form
from app.scoring.models import RubricEdition
from app.scoring.queries.card_pages import CardLine, CardPart
from app.scoring.queries.rubrics import get_rubric, reading_rubric
from app.scoring.routes import RUBRIC, bp
from app.scoring.rules.lines import SheetLine, lines_of
from app.scoring.rules.rubric import Criterion, Rubric
from app.scoring.rules.scoring import Score, score
from app.scoring.service.rubrics import all_flaws


@bp.route(f"{RUBRIC}/try", methods=["GET", "POST"])
@guarded(reading_rubric, load=get_rubric)
def try_rubric(edition: RubricEdition) -> ResponseReturnValue:
    if flaws := all_flaws(edition):
        flash(f"Bảng chấm còn {len(flaws)} lỗi; sửa hết rồi mới chấm thử được.")
        return redirect(url_for("scoring.rubric", rubric_id=edition.id))
    rubric = edition.rubric
    form, conditions = answers_form(rubric)(), conditions_form(rubric)()
    is_sound = form.validate_on_submit()
    return render_template(
        "scoring/try_rubric.html",
        edition=edition,
        form=form,
        conditions=conditions,
        parts=_parts(rubric),
        tried=_tried(rubric, form, conditions) if is_sound else None,
    )


def _tried(
    rubric: Rubric, form: AnswersForm, conditions: ConditionsForm
) -> tuple[Score, tuple[SheetLine, ...]]:
    answers = {code: one.answer for code, one in form.given().items()}
    found = score(rubric, answers, holding=conditions.holding)
    return found, lines_of(found, answers, {})


def _parts(rubric: Rubric) -> list[CardPart]:
    """The lines of a card that nobody has begun, and for which no facts speak."""
    return [
        CardPart(_line(top), [_line(one) for one in [*top.walk()][1:]]) for top in rubric.criteria
    ]


def _line(criterion: Criterion) -> CardLine:
    return CardLine(criterion, 0, None, None, {})
