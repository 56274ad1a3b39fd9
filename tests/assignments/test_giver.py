"""Who gave a task judges it and may change it; who does it finds it on their board."""

from datetime import date

import pytest

from app.access.permissions import Role
from app.assignments.queries import assignments_of, reviews_of, unsettled_before
from app.assignments.service import lay_on_table
from app.kernel.clock import moment_of

HELD_ON = date(2026, 11, 20)


@pytest.fixture
def committee(make):
    return make.organisation()


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee)


@pytest.fixture
def briefing(make, committee):
    return make.meeting(branch=committee)


def given_to(make, branch, briefing, **values):
    return make.assignment(
        meeting=briefing,
        accountable=make.member(branch=branch),
        **{"organisation": branch, "giver": briefing.organisation, **values},
    )


def test_what_a_committee_gives_comes_before_its_own_next_meeting_only(make, branch, briefing):
    task = given_to(make, branch, briefing)
    monthly = make.meeting(branch=branch, held_on=HELD_ON)
    following = make.meeting(branch=briefing.organisation, held_on=HELD_ON)

    lay_on_table(
        giver=following.organisation,
        meeting_id=following.id,
        held_on=HELD_ON,
        now=moment_of(HELD_ON, 14),
    )

    assert [review.assignment for review in reviews_of(following.id)] == [task]
    assert list(unsettled_before(branch.id, meeting_id=monthly.id, held_on=HELD_ON)) == []


def test_what_a_committee_gives_is_on_the_board_of_the_branch_once_adopted(make, branch, briefing):
    task = given_to(make, branch, briefing)
    given_to(make, branch, briefing, is_adopted=False)

    assert [row.id for row in assignments_of(branch.id, with_drafts=True)] == [task.id]


@pytest.mark.parametrize(
    ("role", "at_committee", "status"),
    [
        (Role.STANDING_COMMITTEE, True, 200),
        (Role.COMMITTEE_MEMBER, True, 403),
        (Role.SECRETARY, False, 403),
    ],
)
def test_a_draft_of_the_committee_is_read_and_changed_by_who_gives_to_branches(
    make, sign_in, branch, briefing, role, at_committee, status
):
    task = given_to(make, branch, briefing, is_adopted=False)
    reader = sign_in(role, at=branch.parent if at_committee else branch)

    assert reader.get(f"/assignments/{task.id}").status_code == status
    assert reader.get(f"/assignments/{task.id}/edit").status_code == status
