"""What would hold if a rubric were used: ticks for the conditions its criteria hang on."""

from typing import Any

from app.scoring.rules.indicators import CONDITIONS
from app.scoring.rules.rubric import Rubric
from app.web.forms import Form, tick


class ConditionsForm(Form):
    """Made by `conditions_form`, a tick for each condition."""

    @property
    def ticks(self) -> list[Any]:
        return [field for field in self if field.name in CONDITIONS]

    @property
    def holding(self) -> frozenset[str]:
        return frozenset(field.name for field in self.ticks if field.data)


def conditions_form(rubric: Rubric) -> type[ConditionsForm]:
    asked = {criterion.condition for criterion in rubric.walk()}
    fields = {key: tick(label) for key, label in CONDITIONS.items() if key in asked}
    return type("AskedConditionsForm", (ConditionsForm,), fields)
