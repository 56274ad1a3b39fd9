"""The indicators of branches and members in a year, counted in the database; hundreds at a time."""

from datetime import date
from fractions import Fraction

import pytest

from app.assignments.models import AssignmentReview
from app.assignments.rules import AssignmentStatus, ReviewOutcome
from app.extensions import db
from app.meetings.models import Attendance, Guest, Statement
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.meetings.rules.roll import Presence
from app.people.rules import Position, Status
from app.petitions.models import Petition, PetitionStage
from app.petitions.rules import PetitionKind, StageOutcome
from app.pledges.models import PledgeResult
from app.pledges.queries.pledges import get_pledge, pledge_of
from app.pledges.rules import Judge, Outcome, PledgeStatus, Stage
from app.scoring.models import GradeDecision
from app.scoring.queries.indicators import holding_of, measures_of
from app.scoring.queries.measures.branches import measures_of_branch, measures_of_branches
from app.scoring.queries.measures.members import measures_of_member, measures_of_members
from app.scoring.rules.indicators import Subject, bindable
from tests.factory import LONG_AGO, NOW
from tests.pledges.coverage_year import coverage_year

LATER = date(2026, 11, 29)


@pytest.fixture
def committee(make):
    return make.organisation()


@pytest.fixture
def branch(make, committee):
    branch = make.branch(parent=committee)
    make.member(branch=branch, position=Position.SECRETARY, starts_on=LONG_AGO)
    return branch


def of_branch(branch, key, quarter=0):
    db.session.flush()
    return measures_of_branch(branch, 2026, quarter, on=LATER)[f"year.{key}"]


def of_member(member, branch, key, quarter=0):
    db.session.flush()
    return measures_of_member(member, branch, 2026, quarter, on=LATER)[f"member.{key}"]


def met(make, branch, month, *, presences=(), **values):
    """A meeting that was held, with who was there."""
    meeting = make.meeting(
        branch=branch,
        held_on=values.pop("held_on", date(2026, month, 5)),
        **{
            "status": MeetingStatus.ADOPTED,
            "must_attend": 10,
            "present": 9,
            "excused": 1,
            "unexcused": 0,
            **values,
        },
    )
    for member, presence in presences:
        attend(meeting, member, presence)
    return meeting


def attend(meeting, member, presence, status=Status.OFFICIAL):
    db.session.add(
        Attendance(
            meeting_id=meeting.id, member_id=member.id, status=status, presence=presence, reason="x"
        )
    )


def test_every_indicator_of_an_empty_year_has_a_figure_or_a_reason(branch):
    found = measures_of_branch(branch, 2026, 0, on=LATER)
    assert set(found) == set(bindable(Subject.BRANCH_YEAR))
    valued = {key for key, one in found.items() if one.value is not None}
    assert valued == {"year.meetings", "year.topical"}  # ten months, three quarters without one
    assert found["year.meetings"].value == 0


def test_monthly_meetings_by_the_month_they_count_for(make, branch):
    met(make, branch, 1)
    met(make, branch, 2, type=MeetingType.TOPICAL, topic="Nêu gương")
    met(make, branch, 3, status=MeetingStatus.CANCELLED)
    met(make, branch, 4, held_on=date(2026, 5, 2), period=date(2026, 4, 1))
    met(make, branch, 5, type=MeetingType.BRANCH_COMMITTEE)
    assert of_branch(branch, "meetings").reason.startswith("2/10")
    assert of_branch(branch, "meetings", quarter=2).reason == (
        "1/3 tháng phải sinh hoạt đã sinh hoạt thường kỳ, đạt 33,33 %; không họp tháng 5, 6"
    )
    assert of_branch(branch, "topical", quarter=1).value == 100
    assert of_branch(branch, "topical").value == Fraction(100, 3)
    assert of_branch(branch, "attendance").reason.startswith("27/30 lượt phải dự")


def test_tasks_judged_in_the_quarter(make, branch):
    meetings = [met(make, branch, month) for month in (2, 3, 5)]
    tasks = [make.assignment(meeting=meetings[0]) for _ in range(3)]
    for task, meeting, outcome in zip(
        tasks, meetings, [ReviewOutcome.DONE, ReviewOutcome.CARRIED_OVER, ReviewOutcome.DONE],
        strict=True,
    ):  # fmt: skip
        db.session.add(
            AssignmentReview(
                assignment=task,
                meeting_id=meeting.id,
                held_on=meeting.held_on,
                outcome=outcome,
                due_before=date(2026, 2, 1),
                created_at=NOW,
            )
        )
    assert of_branch(branch, "tasks_on_time", quarter=1).value == 50
    assert of_branch(branch, "tasks_on_time", quarter=2).value == 100
    assert of_branch(branch, "tasks_on_time").value == Fraction(200, 3)


def test_petitions_and_observers(make, committee, branch):
    seen, _unseen = met(make, branch, 1), met(make, branch, 2)
    db.session.add(Guest(meeting=seen, name="Phan Thanh Long", is_observer=True))
    for answered_on in (date(2026, 2, 1), date(2026, 4, 1)):
        petition = Petition(
            organisation_id=branch.id,
            author=make.member(branch=branch),
            kind=PetitionKind.PROPOSAL,
            text="Sửa mái nhà văn hóa",
            raised_on=date(2026, 1, 5),
        )
        petition.stages.append(
            PetitionStage(
                number=1,
                addressee=branch,
                received_on=date(2026, 1, 5),
                due_on=date(2026, 2, 20),
                outcome=StageOutcome.ANSWERED,
                ended_on=answered_on,
            )
        )
        db.session.add(petition)
    assert of_branch(branch, "petitions_in_time").value == 50
    assert of_branch(branch, "petitions_in_time", quarter=2).value is None
    assert of_branch(branch, "observed").value == 50


def official(make, rubric, meeting, total, grade):
    card = make.meeting_card(meeting, rubric=rubric)
    decision = GradeDecision(
        key=card.key,
        subject=Subject.MEETING,
        organisation=meeting.organisation,
        year=2026,
        card=card,
        grade=grade,
        label=grade,
        total=Fraction(total),
        decided_on=LATER,
        recorded_at=NOW,
        decided_by="Đảng ủy",
    )
    db.session.add(decision)
    return decision


def test_official_points_of_the_months_that_stand(make, committee, branch):
    rubric = make.rubric(committee)
    official(make, rubric, met(make, branch, 1), 95, "good")
    official(make, rubric, met(make, branch, 2), "66.5", "average")
    cancelled = official(make, rubric, met(make, branch, 3), 10, "poor")
    cancelled.cancelled_at = NOW
    topical = met(make, branch, 1, type=MeetingType.TOPICAL, topic="Nêu gương")
    official(make, rubric, topical, 10, "poor")
    average = of_branch(branch, "average")
    assert average.value == Fraction(323, 4)
    assert "chưa có điểm chính thức tháng 3" in average.reason
    assert "không họp tháng 4–10" in average.reason
    assert of_branch(branch, "months_top").value == 50
    assert of_branch(branch, "months_below_fair").reason == "1/2 tháng xếp dưới mức Khá: tháng 2"


def test_pledges_of_a_branch_are_those_of_the_coverage_page(make):
    year = coverage_year(make)
    assert of_branch(year.first, "pledges").reason.startswith("4/6 đảng viên phải nộp")
    assert of_branch(year.first, "pledges_in_time").reason.startswith("3/6")
    assert of_branch(year.second, "pledges").value == 100


def test_a_members_meetings_count_in_every_branch(make, committee, branch):
    member = make.member(branch=branch)
    other = make.branch(parent=committee)
    first = met(make, branch, 1, presences=[(member, Presence.PRESENT)])
    met(make, branch, 2, presences=[(member, Presence.UNEXCUSED)])
    stay = met(make, other, 4)
    attend(stay, member, Presence.PRESENT, Status.TEMPORARY_IN)
    exempt = met(make, branch, 5)
    attend(exempt, member, Presence.NOT_REQUIRED, Status.EXEMPT)
    for position in (1, 2):
        db.session.add(Statement(meeting=first, member=member, position=position, text="Nhất trí."))
    assert of_member(member, branch, "attendance").value == Fraction(200, 3)
    assert of_member(member, branch, "unexcused").value == 1
    assert of_member(member, branch, "statements").value == 1
    assert of_member(member, branch, "attendance", quarter=2).value == 100


def test_a_members_tasks_by_their_deadline(make, branch):
    member = make.member(branch=branch)
    meeting = met(make, branch, 1)
    done = {"status": AssignmentStatus.DONE, "accountable": member, "meeting": meeting}
    make.assignment(**done, due_on=date(2026, 2, 1), done_on=date(2026, 2, 1))
    make.assignment(**done, due_on=date(2026, 2, 1), done_on=date(2026, 2, 2))
    make.assignment(**done, due_on=date(2026, 12, 20), done_on=date(2026, 11, 2))
    make.assignment(meeting=meeting, accountable=member, due_on=date(2026, 12, 20))
    make.assignment(
        meeting=meeting,
        accountable=member,
        due_on=date(2026, 3, 1),
        status=AssignmentStatus.CANCELLED,
    )
    assert of_member(member, branch, "tasks_on_time").value == Fraction(200, 3)
    assert of_member(member, branch, "tasks_on_time", quarter=1).value == 50


def test_a_members_pledge_is_found_wherever_it_is_kept(make):
    year = coverage_year(make)
    author = year.authors[3]  # closed, handed in on 10 March
    elsewhere = make.branch()
    assert of_member(author, year.first, "pledge_in_time").value == 1
    assert of_member(year.authors[1], year.first, "pledge_in_time").value == 0
    assert of_member(year.missing[0], year.first, "pledge_in_time").value == 0
    assert of_member(year.exempt, year.first, "pledge_in_time").value is None
    assert of_member(author, elsewhere, "pledge_met").value is None
    pledge = author_pledge(author)
    db.session.add(
        PledgeResult(
            pledge=pledge,
            line_id=pledge.in_force.items[0].line_id,
            stage=Stage.YEAREND,
            judge=Judge.BRANCH,
            outcome=Outcome.MET,
            at=NOW,
            by="Chi bộ",
        )
    )
    assert of_member(author, elsewhere, "pledge_met").value == 100


def author_pledge(author):
    return get_pledge(pledge_of(author.id, 2026).id)


def many(make, committee, number):
    branches = [make.branch(parent=committee) for _ in range(number)]
    campaign_members = []
    for branch in branches:
        member = make.member(branch=branch)
        met(make, branch, 1, presences=[(member, Presence.PRESENT)])
        met(make, branch, 2, presences=[(member, Presence.PRESENT)])
        campaign_members.append((member, branch))
    return branches, campaign_members


@pytest.mark.parametrize("quarter", [0, 3])
def test_hundreds_take_as_many_queries_as_a_few(make, committee, count_queries, quarter):
    campaign = make.campaign(committee)
    branches, members = many(make, committee, 12)
    for member, branch in members:
        make.pledge(member, campaign=campaign, branch=branch, status=PledgeStatus.CONFIRMED)
    db.session.commit()
    branches = [db.session.get_one(type(one), one.id) for one in branches]
    _ = [(one.path, member.name) for member, one in members]

    def queries(measure, of):
        db.session.expunge_all()
        with count_queries() as statements:
            found = measure(of, 2026, quarter, on=LATER)
        assert len(found) == len(of)
        return len(statements)

    for measure, of, most in (
        (measures_of_branches, branches, 33),
        (measures_of_members, members, 15),
    ):
        assert queries(measure, of) == queries(measure, of[:2]) <= most


def test_of_nobody_nothing_is_asked(make, committee):
    assert measures_of_branches([], 2026, 0, on=LATER) == {}
    assert measures_of_members([], 2026, 0, on=LATER) == {}


def test_a_batch_says_of_each_what_it_says_alone(make, committee):
    other = make.organisation()
    branches, members = many(make, committee, 3)
    branches.append(make.branch(parent=other))
    met(make, branches[3], 4, present=3)
    db.session.flush()
    together = measures_of_branches(branches, 2026, 0, on=LATER)
    for branch in branches:
        assert together[branch.id] == measures_of_branch(branch, 2026, 0, on=LATER)
    found = measures_of_members(members, 2026, 0, on=LATER)
    for member, branch in members:
        assert found[member.id] == measures_of_member(member, branch, 2026, 0, on=LATER)


def test_a_card_of_a_year_is_measured_by_what_it_scores(make, committee, branch):
    member = make.member(branch=branch, position=Position.BRANCH_COMMITTEE_MEMBER)
    make.assignment(meeting=met(make, branch, 1), accountable=member, due_on=date(2026, 1, 30))
    rubric = make.rubric(committee, subject=Subject.MEMBER_YEAR)
    card = make.year_card(make.grading(committee, rubric=rubric), branch, member)
    assert set(measures_of(card, on=LATER)) == set(bindable(Subject.MEMBER_YEAR))
    assert holding_of(card) == {"is_year", "has_committee", "has_due_tasks", "is_leader"}
    quarter = make.rubric(committee, subject=Subject.BRANCH_YEAR)
    card = make.year_card(make.grading(committee, rubric=quarter, quarter=2), branch)
    assert set(measures_of(card, on=LATER)) == set(bindable(Subject.BRANCH_YEAR))
    assert holding_of(card) == {"is_quarter", "has_committee"}
    card.holding = "is_year"
    assert holding_of(card) == {"is_year"}
