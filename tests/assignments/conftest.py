import pytest

from tests.assignments.branch_life import BranchLife


@pytest.fixture
def life(make):
    return BranchLife(make)
