"""What a committee looks through of the work it has given."""

from datetime import date, timedelta

import pytest

from app.access.permissions import Role
from app.assignments.queries.given import given_by
from app.assignments.rules import AssignmentStatus
from app.assignments.rules.sharing import GivenState, by_words
from app.extensions import db
from app.kernel.clock import today
from app.meetings.rules.life import MeetingType

TEXT = "Báo cáo việc số hóa hồ sơ"


@pytest.fixture
def committee(make):
    return make.organisation()


@pytest.fixture
def briefing(make, committee):
    return make.meeting(branch=committee, type=MeetingType.BRIEFING)


@pytest.fixture
def give(make, committee, briefing):
    """The same work to so many new branches."""

    def to(number, *, text=TEXT, **values):
        return [
            make.assignment(
                meeting=briefing,
                accountable=make.member(),
                organisation=make.branch(parent=committee),
                giver=committee,
                text=text,
                **values,
            )
            for _ in range(number)
        ]

    return to


def looked_through(committee, **values):
    defaults = {"with_drafts": False, "on": date(2026, 11, 22), "limit": 10}
    return given_by(committee.id, **{**defaults, **values})


def test_the_same_work_is_told_once_with_a_line_for_each_branch(committee, give):
    done, *_rest = give(3)
    done.status, done.done_on, done.result = AssignmentStatus.DONE, date(2026, 11, 20), "Đã xong."
    db.session.flush()

    [work] = looked_through(committee)

    assert (work.text, work.done, len(work.answers)) == (TEXT, 1, 3)
    assert [answer.result for answer in work.answers if answer.done_on] == ["Đã xong."]


def test_late_branches_are_counted(committee, give):
    give(2, due_on=date(2026, 11, 15))
    give(1, due_on=date(2026, 11, 30))

    [work] = looked_through(committee)

    assert work.late(date(2026, 11, 22)) == 2


def test_filters_leave_the_branches_that_answer_to_them(committee, give):
    late, fine = *give(1, due_on=date(2026, 11, 15)), *give(1, due_on=date(2026, 11, 30))
    done = give(1, text="Rà soát")[0]
    done.status = AssignmentStatus.DONE
    db.session.flush()

    def ids(**values):
        return {
            answer.id for work in looked_through(committee, **values) for answer in work.answers
        }

    assert ids() == {late.id, fine.id, done.id}
    assert ids(state=GivenState.OPEN) == {late.id, fine.id}
    assert ids(state=GivenState.OVERDUE) == {late.id}
    assert ids(state=GivenState.DONE) == {done.id}
    assert ids(branch_id=fine.organisation_id) == {fine.id}


def test_what_stands_in_a_draft_is_for_those_who_lead_the_committee(committee, give, sign_in):
    give(1, is_adopted=False)
    url = f"/organisations/{committee.id}/given"

    assert TEXT in sign_in(Role.STANDING_COMMITTEE, at=committee).get(url).text
    assert TEXT not in sign_in(Role.COMMITTEE_MEMBER, at=committee).get(url).text


def test_a_branchs_own_work_is_not_the_committees(committee, make):
    branch = make.branch(parent=committee)
    make.assignment(meeting=make.meeting(branch=branch))

    assert looked_through(committee) == []


def test_a_hundred_branches_are_one_page_of_few_questions(committee, give, sign_in, count_queries):
    client = sign_in(Role.STANDING_COMMITTEE, at=committee)
    url = f"/organisations/{committee.id}/given"

    def asked() -> int:
        db.session.commit()
        with count_queries() as statements:
            page = client.get(url)
        assert page.status_code == 200
        return len(statements)

    give(30, due_on=today() + timedelta(days=5))
    few = asked()
    give(70, due_on=today() + timedelta(days=5))

    assert asked() == few < 12


@pytest.mark.parametrize("address", ["state=nothing", "branch=nowhere", "page=-1", "page=x"])
def test_nonsense_in_the_address_is_no_filter(committee, give, sign_in, address):
    give(1)
    client = sign_in(Role.STANDING_COMMITTEE, at=committee)

    page = client.get(f"/organisations/{committee.id}/given?{address}")

    assert page.status_code == 200
    assert TEXT in page.text


def test_by_words_keeps_deadlines_apart(give):
    first = give(2, due_on=date(2026, 12, 1))
    second = give(1, due_on=date(2026, 12, 9))

    assert by_words([*first, *second]) == [first, second]
