"""One board for the branch, one for its committee; and who is told of what stays overdue."""

from datetime import timedelta

import pytest

from app.access.permissions import Role
from app.assignments.models import AssignmentReview, OutsideUnit
from app.assignments.queries import branches_of, punctuality_of
from app.assignments.rules import AssignmentStatus, Punctuality, ReviewOutcome, UnitKind
from app.kernel.clock import today
from app.people.rules import Position
from tests.factory import NOW


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng bộ Trung tâm")


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Hành chính")


@pytest.fixture
def meeting(make, branch):
    return make.meeting(branch=branch, held_on=today() - timedelta(days=60))


def due(days):
    return today() + timedelta(days=days)


def judged(make, db, meeting, outcome, *, days=0, **values):
    """Laid before `meeting`, due so many days after it."""
    earlier = make.meeting(branch=meeting.organisation, held_on=meeting.held_on - timedelta(30))
    task = make.assignment(meeting=earlier, status=AssignmentStatus.DONE, **values)
    db.session.add(
        AssignmentReview(
            assignment_id=task.id,
            meeting_id=meeting.id,
            held_on=meeting.held_on,
            outcome=outcome,
            due_before=meeting.held_on + timedelta(days=days),
            created_at=NOW,
        )
    )
    db.session.flush()


def test_the_board_is_filtered_by_unit_topic_meeting_and_giver(make, db, sign_in, branch, meeting):
    unit = OutsideUnit(organisation=branch, name="Đoàn Thanh niên", kind=UnitKind.MASS_ORGANISATION)
    with_unit = make.assignment(meeting=meeting, text="Việc có đoàn", units=[unit])
    make.assignment(meeting=meeting, text="Việc tài chính", category="tài chính")
    above = make.meeting(branch=branch.parent, held_on=meeting.held_on + timedelta(days=3))
    make.assignment(
        meeting=above, organisation=branch, giver=branch.parent, text="Việc cấp trên giao"
    )
    member = sign_in(Role.MEMBER, at=branch)
    texts = ("Việc có đoàn", "Việc tài chính", "Việc cấp trên giao")

    def shown(query):
        page = member.get(f"/branches/{branch.id}/assignments?{query}").text
        return [text for text in texts if text in page]

    assert shown("") == list(texts)
    assert shown(f"unit={unit.id}") == [with_unit.text]
    assert shown("category=tài chính") == ["Việc tài chính"]
    assert shown(f"meeting={above.id}") == ["Việc cấp trên giao"]
    assert shown(f"giver={branch.id}") == ["Việc có đoàn", "Việc tài chính"]
    assert shown("unit=none-such&giver=1") == list(texts)


def test_what_is_closed_is_shown_as_done_or_stopped(make, sign_in, branch, meeting):
    make.assignment(meeting=meeting, status=AssignmentStatus.DONE)
    make.assignment(meeting=meeting, status=AssignmentStatus.CANCELLED)

    page = sign_in(Role.MEMBER, at=branch).get(f"/branches/{branch.id}/assignments?state=all").text

    assert "Đã xong" in page
    assert "Đã dừng" in page


def test_the_committee_sees_how_each_branch_stands(make, db, sign_in, committee, branch, meeting):
    make.branch(parent=committee, name="Chi bộ Công nghệ")
    make.assignment(meeting=meeting, text="Việc đã muộn", due_on=due(-3))
    make.assignment(meeting=meeting, due_on=due(3))
    make.assignment(meeting=meeting, due_on=due(-9), is_adopted=False)
    judged(make, db, meeting, ReviewOutcome.DONE, days=1)
    judged(make, db, meeting, ReviewOutcome.CARRIED_OVER, days=-1)
    year = {"first": meeting.held_on, "last": meeting.held_on}

    rows = branches_of(committee, on=today(), **year)

    assert [(row.name, row.open, row.overdue, row.in_time) for row in rows] == [
        ("Chi bộ Công nghệ", 0, 0, Punctuality(0, 0)),
        ("Chi bộ Hành chính", 2, 1, Punctuality(1, 2)),
    ]
    assert punctuality_of(branch.id, **year) == Punctuality(1, 2)
    page = sign_in(Role.COMMITTEE_MEMBER, at=committee).get(
        f"/organisations/{committee.id}/assignments"
    )
    assert "Việc đã muộn" in page.text
    assert f"/branches/{branch.id}/assignments?overdue=y" in page.text


def test_what_the_committee_gave_and_judged_is_not_the_branchs_own_punctuality(
    make, db, committee, branch, meeting
):
    judged(make, db, meeting, ReviewOutcome.DONE)
    above = make.meeting(branch=committee, held_on=meeting.held_on)
    judged(make, db, above, ReviewOutcome.CARRIED_OVER, organisation=branch, giver=committee)
    year = {"first": meeting.held_on, "last": meeting.held_on}

    [row] = branches_of(committee, on=today(), **year)

    assert row.in_time == punctuality_of(branch.id, **year) == Punctuality(1, 1)


def test_a_member_of_one_branch_does_not_see_the_others_beside_it(sign_in, committee, branch):
    member = sign_in(Role.MEMBER, at=branch)

    assert member.get(f"/organisations/{committee.id}/assignments").status_code == 404


def test_the_committees_board_asks_as_much_for_100_branches_as_for_one(
    make, sign_in, count_queries, committee, branch
):
    member = sign_in(Role.COMMITTEE_MEMBER, at=committee)

    def asked():
        sign_in(account=make.account(at=branch))  # commits what was made
        with count_queries() as statements:
            assert member.get(f"/organisations/{committee.id}/assignments").status_code == 200
        return len(statements)

    before = asked()
    for _ in range(99):
        other = make.branch(parent=committee)
        make.assignment(meeting=make.meeting(branch=other), due_on=due(-20))

    assert asked() == before < 12


@pytest.mark.parametrize(("days", "is_told"), [(-10, False), (-11, True)])
def test_what_stays_overdue_comes_before_the_committee(
    make, sign_in, committee, branch, meeting, days, is_told
):
    make.assignment(meeting=meeting, due_on=due(days))
    account = make.account(Role.STANDING_COMMITTEE, at=committee)

    page = sign_in(account=account).get("/").text

    assert ("1 nhiệm vụ của 1 chi bộ quá hạn hơn 10 ngày" in page) == is_told


@pytest.mark.parametrize(("days", "is_told"), [(0, False), (-1, True)])
def test_what_is_overdue_comes_before_the_secretary_at_once(
    make, sign_in, branch, meeting, days, is_told
):
    make.assignment(meeting=meeting, due_on=due(days))
    secretary = make.member(branch=branch, position=Position.SECRETARY)

    page = sign_in(account=make.account(member=secretary, at=branch)).get("/").text

    assert ("Đôn đốc 1 nhiệm vụ quá hạn của chi bộ" in page) == is_told
