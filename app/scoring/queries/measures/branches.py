"""The indicators of a branch in a year or one of its quarters."""

from collections.abc import Mapping

from app.organisations.models import Organisation
from app.scoring.rules.indicators import Measured


def measures_of_branch(branch: Organisation, year: int, quarter: int) -> Mapping[str, Measured]:
    return {}
