"""No slip in the grading rules goes unseen: the worked examples of scoring.md §5 kill every mutant.

None of them is equivalent to the original; one that is would be listed here with the reason.
"""

from types import ModuleType

import pytest

from app.scoring.rules import checking, scoring, year
from tests.scoring.mutants import Mutant, mutants_of, run
from tests.scoring.worked_flaws import CHECKING
from tests.scoring.worked_scores import SCORING
from tests.scoring.worked_years import YEAR

CASES = [
    (scoring, SCORING, ()),
    (
        year,
        YEAR,
        ("Cap", "YearGrade", "_most", "cap_of", "months_together", "years_running", "streak"),
    ),
    (checking, CHECKING, ()),
]


def broken(module: ModuleType, examples) -> int | None:
    """The first example that comes out otherwise than it should."""
    for number, (example, expected) in enumerate(examples):
        try:
            wanted = expected(module) if callable(expected) else expected
            if example(module) != wanted:
                return number
        except Exception:
            return number
    return None


@pytest.mark.parametrize(("module", "examples", "functions"), CASES)
def test_the_rules_themselves_do_as_the_examples_say(module, examples, functions):
    at = broken(module, examples)
    assert at is None, examples[at][0](module)


@pytest.mark.parametrize(("module", "examples", "functions"), CASES)
def test_every_mutant_of_the_rules_is_seen(module, examples, functions):
    mutants = list(mutants_of(module, functions))
    assert len(mutants) >= 20
    assert [one.name for one in mutants if _survives(one, module, examples)] == []


def _survives(mutant: Mutant, module: ModuleType, examples) -> bool:
    try:
        return broken(run(mutant, module), examples) is None
    except Exception:
        return False
