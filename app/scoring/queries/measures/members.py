"""The indicators of a member in a year or one of its quarters."""

from collections.abc import Mapping

from app.organisations.models import Organisation
from app.people.models import Member
from app.scoring.rules.indicators import Measured


def measures_of_member(
    member: Member, branch: Organisation, year: int, quarter: int
) -> Mapping[str, Measured]:
    return {}
