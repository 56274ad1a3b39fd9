"""What waits of the scores of meetings, on “Việc của tôi”."""

from datetime import date

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import moment_of
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.scoring.models import ScoreAppeal
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from tests.scoring.month import Month


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-20 08:00+07:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def month(make):
    return Month(make)


@pytest.fixture
def page_of(sign_in):
    return lambda role, at: sign_in(role, at=at).get("/").text


def decided(month, **values):
    return month.submitted(
        state=CardState.DECIDED,
        decided_at=moment_of(date(2026, 11, 15), 9),
        decision_total=85,
        decision_grade="fair",
        **values,
    )


def appealed(card):
    card.appeal = ScoreAppeal(reason="Xin xem lại.", at=moment_of(date(2026, 11, 16)), by="Lê Ân")
    db.session.commit()
    return card


SCORE = "Chấm điểm: Sinh hoạt thường kỳ tháng 11 năm 2026"


def test_a_meeting_that_is_over_waits_for_its_score(month, page_of):
    meeting = month.meeting()

    page = page_of(Role.SECRETARY, month.branch)

    assert SCORE in page
    assert f"/meetings/{meeting.id}" in page
    assert SCORE in page_of(Role.BRANCH_COMMITTEE, month.branch)
    assert SCORE not in page_of(Role.MEMBER, month.branch)


@pytest.mark.parametrize(
    "values",
    [
        {"status": MeetingStatus.NOTIFIED},
        {"type": MeetingType.TOPICAL, "topic": "Nêu gương"},
        {"held_on": date(2026, 9, 1)},
    ],
)
def test_one_that_is_not_over_need_not_be_scored_or_is_long_ago_does_not(month, page_of, values):
    month.meeting(**values)

    assert "Chấm điểm:" not in page_of(Role.SECRETARY, month.branch)


@pytest.mark.parametrize(
    "period",
    [
        {"valid_from": date(2026, 11, 6)},
        {"valid_from": date(2026, 1, 1), "valid_until": date(2026, 11, 4)},
    ],
)
def test_where_no_rubric_held_on_the_day_nobody_is_asked(month, page_of, period):
    for name, value in period.items():
        setattr(month.rubric, name, value)
    month.meeting()

    assert SCORE not in page_of(Role.SECRETARY, month.branch)


def test_what_was_begun_or_asked_back_leads_to_the_column(month, page_of):
    begun = month.submitted(state=CardState.DRAFT, submitted_at=None)
    returned = month.submitted(
        meeting=month.meeting(held_on=date(2026, 6, 5)), state=CardState.RETURNED
    )

    page = page_of(Role.SECRETARY, month.branch)

    assert SCORE in page
    assert f"/scorecards/{begun.id}/self" in page
    assert "Bổ sung phiếu chấm: Sinh hoạt thường kỳ tháng 6 năm 2026" in page
    assert f"/scorecards/{returned.id}/self" in page


READ = "Xem điểm cấp ủy quyết định"


def test_a_decision_is_told_to_who_leads_while_it_may_be_appealed(month, page_of):
    card = decided(month)

    page = page_of(Role.SECRETARY, month.branch)

    assert READ in page
    assert "85 điểm, quyết định ngày 15/11/2026" in page
    assert f"/scorecards/{card.id}" in page
    assert READ not in page_of(Role.BRANCH_COMMITTEE, month.branch)


@pytest.mark.parametrize(("days", "day"), [("3", 19), ("30", 30), ("0", 30)])
def test_it_is_told_no_longer_than_that_nor_than_two_weeks(month, page_of, clock, days, day):
    month.make.regulation(month.committee, "score.appeal_days", days)
    decided(month)
    clock.move_to(f"2026-11-{day} 08:00+07:00")

    assert READ not in page_of(Role.SECRETARY, month.branch)


def test_what_was_appealed_waits_for_the_committee(month, page_of):
    card = appealed(decided(month))

    assert READ not in page_of(Role.SECRETARY, month.branch)
    page = page_of(Role.STANDING_COMMITTEE, month.committee)
    assert "Trả lời đề nghị xem lại điểm: Chi bộ Hành chính" in page
    assert f"/scorecards/{card.id}/appeal/answer" in page


def test_once_answered_it_waits_for_nobody(month, page_of):
    card = appealed(decided(month))
    card.appeal.answer, card.appeal.answered_at = "Giữ nguyên.", moment_of(date(2026, 11, 17))
    card.appeal.answered_by, card.appeal.is_granted = "Lê Ân", False
    db.session.commit()

    page = page_of(Role.STANDING_COMMITTEE, month.committee)

    assert "đề nghị xem lại" not in page
    assert "phiếu chấm" not in page


def test_submitted_scores_wait_in_one_line_a_month_that_leads_to_it(month, page_of):
    for name in ("Chi bộ A", "Chi bộ B"):
        month.submitted(month.make.branch(parent=month.committee, name=name))
    month.submitted(meeting=month.meeting(held_on=date(2026, 10, 5)))

    page = page_of(Role.STANDING_COMMITTEE, month.committee)

    assert "Quyết định 2 phiếu chấm sinh hoạt tháng 11/2026" in page
    assert "Quyết định 1 phiếu chấm sinh hoạt tháng 10/2026" in page
    assert f"/organisations/{month.committee.id}/scores?month=2026-10" in page
    assert "phiếu chấm" not in page_of(Role.COMMITTEE_MEMBER, month.committee)


def test_many_scores_ask_as_much_as_two(month, sign_in, count_queries):
    client = sign_in(Role.STANDING_COMMITTEE, at=month.committee)

    def asked():
        client.get("/")
        with count_queries() as statements:
            client.get("/")
        return len(statements)

    for number in range(2):
        month.submitted(month.make.branch(parent=month.committee), day=number + 6)
    few = asked()
    for number in range(8):
        appealed(decided(month, branch=month.make.branch(parent=month.committee)))
        month.submitted(month.make.branch(parent=month.committee), day=number + 6)

    assert asked() == few


def campaign(month, subject):
    sheet = month.make.rubric(month.committee, subject=subject)
    return month.make.grading(month.committee, rubric=sheet)


def test_a_running_campaign_waits_for_the_own_review(month, sign_in):
    campaign(month, Subject.MEMBER_YEAR)
    member = month.make.member(branch=month.branch)

    page = sign_in(account=month.make.account(member=member, at=month.branch)).get("/").text

    assert "Tự chấm và nộp phiếu đánh giá của đồng chí, năm 2026" in page
    assert 'href="/scores#own"' in page


def test_a_returned_review_is_to_be_mended(month, sign_in):
    member = month.make.member(branch=month.branch)
    month.make.year_card(
        campaign(month, Subject.MEMBER_YEAR), month.branch, member, state=CardState.RETURNED
    )

    page = sign_in(account=month.make.account(member=member, at=month.branch)).get("/").text

    assert "Bổ sung, nộp lại phiếu đánh giá của đồng chí, năm 2026" in page


def test_a_branch_is_led_to_its_own_page_and_the_committee_to_the_campaign(month, page_of):
    grading = campaign(month, Subject.BRANCH_YEAR)
    page = page_of(Role.SECRETARY, month.branch)
    assert "Tự chấm và nộp phiếu đánh giá chi bộ, năm 2026" in page
    assert f"/gradings/{grading.id}/branches/{month.branch.id}" in page

    card = month.make.year_card(
        grading,
        month.branch,
        state=CardState.SUBMITTED,
        submitted_at=moment_of(date(2026, 11, 19)),
        self_total=95,
        self_grade="excellent",
        holding="",
    )

    assert "phiếu đánh giá chi bộ" not in page_of(Role.SECRETARY, month.branch)
    page = page_of(Role.STANDING_COMMITTEE, month.committee)
    assert "Thẩm định 1 phiếu đánh giá, năm 2026" in page
    assert f'href="/gradings/{grading.id}"' in page
    card.state = CardState.REVIEWED
    page = page_of(Role.STANDING_COMMITTEE, month.committee)
    assert "Quyết định 1 phiếu đánh giá, năm 2026" in page
