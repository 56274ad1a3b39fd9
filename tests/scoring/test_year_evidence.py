"""What the year has recorded, beside the lines of a card of the year."""

from datetime import date
from fractions import Fraction

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.pledges.models import PledgeResult
from app.pledges.rules import Judge, Outcome, PledgeStatus, Stage
from app.scoring.models import GradeDecision
from app.scoring.queries.year_evidence import evidence_of
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.subjects import meeting_key
from app.scoring.rules.year import MonthsRule
from tests.factory import NOW
from tests.scoring.grading_year import GradingYear
from tests.scoring.rubrics import NATIONAL

TODAY = date(2026, 11, 29)


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-29 08:00+07:00", tick=False):
        yield


@pytest.fixture
def year(make):
    return GradingYear(make, subject=Subject.BRANCH_YEAR)


@pytest.fixture
def of_meetings(make, year):
    return make.rubric(year.committee, content=NATIONAL)


def met(make, year, rubric, month, points, **values):
    """A monthly meeting with its official score."""
    meeting = make.meeting(
        branch=year.branch,
        held_on=date(2026, month, 5),
        status=MeetingStatus.ADOPTED,
        **values,
    )
    card = make.meeting_card(meeting, rubric=rubric, state=CardState.DECIDED)
    grade = GradeDecision(
        key=meeting_key(meeting.id),
        subject=Subject.MEETING,
        organisation=year.branch,
        card=card,
        year=2026,
        grade="good",
        label="Tốt",
        total=Fraction(points),
        decided_on=meeting.held_on,
        recorded_at=NOW,
        decided_by="Ban Thường vụ",
    )
    db.session.add(grade)
    db.session.commit()
    return grade


def months(year, *, on=TODAY):
    return evidence_of(year.card(), on=on).months


def test_months_come_together_and_those_without_a_score_are_named(make, year, of_meetings):
    for month, points in ((1, 95), (2, 85), (4, 60)):
        met(make, year, of_meetings, month, points)

    found = months(year)

    assert (found.together.average, found.together.used, found.together.total) == (80, 3, 10)
    assert found.together.missing == (3, 5, 6, 7, 8, 9, 10)
    assert found.grade == "Khá"
    assert [(one.month, one.total) for one in found.months] == [(1, 95), (2, 85), (4, 60)]


def test_the_rule_of_the_campaign_holds(make, of_meetings, year):
    year.campaign.months_rule = MonthsRule.MOST
    for month, points in ((1, 95), (2, 95), (3, 40)):
        met(make, year, of_meetings, month, points)

    assert months(year).grade == "Tốt"


def test_a_cancelled_score_and_a_meeting_beside_the_monthly_one_do_not_count(
    make, year, of_meetings
):
    met(make, year, of_meetings, 1, 95)
    met(make, year, of_meetings, 2, 40, type=MeetingType.EXTRAORDINARY)
    cancelled = met(make, year, of_meetings, 3, 40)
    cancelled.cancelled_at = NOW

    assert months(year).together.used == 1


def test_without_a_score_there_is_nothing_to_bring_together(year):
    assert months(year) is None


def test_shortcomings_of_adopted_minutes_and_grades_of_members_stand_beside(make, year):
    said = {"weakness": "Ít ý kiến phát biểu", "remedy": "Gửi tài liệu sớm"}
    make.meeting(branch=year.branch, held_on=date(2026, 3, 5), status=MeetingStatus.ADOPTED, **said)
    make.meeting(branch=year.branch, held_on=date(2026, 4, 5), weakness="Chưa thông qua")
    for member in (year.secretary, year.deputy):
        make.grade(year.branch, member=member, year=2026)
    make.grade(year.branch, member=year.member, year=2025)

    found = evidence_of(year.card(), on=TODAY)

    assert [(one.weakness, one.remedy) for one in found.shortcomings] == [tuple(said.values())]
    assert found.member_grades == [("Hoàn thành tốt nhiệm vụ", 2)]


def test_the_card_of_a_branch_shows_it_and_the_office_sees_no_words_of_minutes(
    make, year, of_meetings, sign_in
):
    met(make, year, of_meetings, 1, 95, weakness="Ít ý kiến phát biểu")
    card = year.card()
    path = f"/scorecards/{card.id}"

    above = sign_in(Role.STANDING_COMMITTEE, at=year.committee).get(path).text
    office = sign_in(Role.OFFICE, at=year.committee).get(path).text

    for said in ("1/10 tháng có điểm", "95 điểm, Tốt", "2, 3, 4, 5, 6, 7, 8, 9, 10"):
        assert said in above
        assert said in office
    assert "Ít ý kiến phát biểu" in above
    assert "Ít ý kiến phát biểu" not in office


@pytest.fixture
def of_members(make):
    return GradingYear(make)


@pytest.fixture
def pledge(make, of_members):
    campaign = make.campaign(of_members.committee, year=2026)
    pledge = make.pledge(
        of_members.member,
        campaign=campaign,
        branch=of_members.branch,
        status=PledgeStatus.COMMENTED,
    )
    line = pledge.in_force.items[0]
    for judge, outcome in ((Judge.MEMBER, Outcome.MET), (Judge.BRANCH, Outcome.PARTLY_MET)):
        pledge.results.append(
            PledgeResult(
                line_id=line.line_id,
                stage=Stage.YEAREND,
                judge=judge,
                outcome=outcome,
                at=NOW,
                by="Võ Văn Bình",
            )
        )
    db.session.commit()
    return pledge


def test_a_members_card_shows_each_commitment_with_what_became_of_it(of_members, pledge, sign_in):
    card = of_members.card(of_members.member)
    content = pledge.in_force.items[0].content
    path = f"/scorecards/{card.id}"

    branch = sign_in(Role.SECRETARY, at=of_members.branch).get(path).text
    office = sign_in(Role.OFFICE, at=of_members.committee).get(path).text

    assert content in branch
    assert "Đạt một phần" in branch
    assert content not in office


def test_without_a_pledge_the_card_says_so(of_members, sign_in):
    card = of_members.card(of_members.member)

    page = sign_in(Role.SECRETARY, at=of_members.branch).get(f"/scorecards/{card.id}").text

    assert "Chưa có bản cam kết được xác nhận của năm 2026." in page
