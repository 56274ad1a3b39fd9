from app.petitions.queries.lists import (
    PetitionRow,
    Wanted,
    answer_figures,
    petitions_before,
    petitions_below,
    petitions_by,
    years_with_petitions,
)
from app.petitions.queries.papers import answer_paper_of, list_paper_of
from app.petitions.queries.petitions import (
    clock_of,
    get_petition,
    get_stage,
    is_member_of,
    is_repeated,
    last_position,
    petition_of_meeting,
    petitions_raised_in,
    superior_of,
)

__all__ = [
    "PetitionRow",
    "Wanted",
    "answer_figures",
    "answer_paper_of",
    "clock_of",
    "get_petition",
    "get_stage",
    "is_member_of",
    "is_repeated",
    "last_position",
    "list_paper_of",
    "petition_of_meeting",
    "petitions_before",
    "petitions_below",
    "petitions_by",
    "petitions_raised_in",
    "superior_of",
    "years_with_petitions",
]
