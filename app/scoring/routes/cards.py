"""One card: looked at, scored column by column, submitted."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access.guards import guarded
from app.scoring.models import Scorecard
from app.scoring.queries.cards import card_title, get_card, reading_card, sheet_of
from app.scoring.routes import CARD, bp
from app.scoring.rules.rubric import Column


@bp.get(CARD)
@guarded(reading_card, load=get_card)
def card(card: Scorecard) -> ResponseReturnValue:
    sheet = sheet_of(card, tuple(Column))
    return render_template("scoring/card.html", card=card, scored=sheet, title=card_title(card))
