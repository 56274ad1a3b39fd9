import pytest

from app.jobs.rules import GIVEN_UP, INTERRUPTED, PROBLEM_LENGTH, JobState, after_interruption


@pytest.mark.parametrize(
    ("problem", "after"),
    [(None, (JobState.WAITING, INTERRUPTED)), (INTERRUPTED, (JobState.FAILED, GIVEN_UP))],
)
def test_interrupted_work_is_tried_once_more_and_no_oftener(problem, after):
    assert after_interruption(problem) == after


def test_what_is_said_fits_where_it_is_kept():
    assert max(len(INTERRUPTED), len(GIVEN_UP)) <= PROBLEM_LENGTH
