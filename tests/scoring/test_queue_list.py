"""The scores of a month before the committee that decides them."""

import re
from datetime import date

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import moment_of, today
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.people.rules import Status
from app.scoring.models import GradeDecision, ScoreAppeal, Scorecard
from app.scoring.queries.cards import get_card
from app.scoring.queries.decisions import standing_decision
from app.scoring.queries.queue import queue_of
from app.scoring.rules.cards import CardState
from app.scoring.rules.deciding import Standing
from tests.scoring.month import Month


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-20 08:00+07:00", tick=False):
        yield


@pytest.fixture
def month(make):
    return Month(make)


@pytest.fixture
def standing_committee(month, sign_in):
    return sign_in(Role.STANDING_COMMITTEE, at=month.committee)


def address(place, **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/organisations/{place.id}/scores?{asked}"


def lines_of(month, on=date(2026, 11, 1)):
    return queue_of(month.committee, on, on=today(), with_visits=True)


def decided(month, branch, **values):
    return month.submitted(
        branch,
        state=CardState.DECIDED,
        decided_at=moment_of(date(2026, 11, 10), 9),
        decision_total=85,
        decision_grade="fair",
        **values,
    )


def branch_called(month, name):
    return month.make.branch(parent=month.committee, name=name)


def test_who_has_not_met_comes_first_then_what_waits_the_oldest_first(month):
    decided(month, branch_called(month, "Chi bộ A"))
    month.submitted(branch_called(month, "Chi bộ B"), day=9)
    month.submitted(branch_called(month, "Chi bộ C"), day=7)
    month.meeting(branch_called(month, "Chi bộ D"))
    branch_called(month, "Chi bộ Đ")

    found = [(line.branch, line.standing) for line in lines_of(month)]

    assert found == [
        ("Chi bộ Đ", Standing.NOT_MET),
        ("Chi bộ Hành chính", Standing.NOT_MET),
        ("Chi bộ D", Standing.NOT_SCORED),
        ("Chi bộ C", Standing.SUBMITTED),
        ("Chi bộ B", Standing.SUBMITTED),
        ("Chi bộ A", Standing.DECIDED),
    ]


def test_a_silent_plan_and_a_meeting_of_another_month_have_not_met(month):
    month.meeting(status=MeetingStatus.PLANNED)
    month.submitted(meeting=month.meeting(held_on=date(2026, 10, 5)))

    assert [line.standing for line in lines_of(month)] == [Standing.NOT_MET]
    assert [line.standing for line in lines_of(month, date(2026, 10, 1))] == [Standing.SUBMITTED]


def test_a_second_meeting_that_was_scored_is_a_line_of_its_own(month):
    month.submitted()
    topical = month.meeting(type=MeetingType.TOPICAL, topic="Nêu gương", held_on=date(2026, 11, 12))
    month.submitted(meeting=topical, day=13)

    assert [line.title for line in lines_of(month)] == [
        "Sinh hoạt thường kỳ tháng 11 năm 2026",
        "Sinh hoạt chuyên đề tháng 11 năm 2026",
    ]


def test_a_line_tells_the_facts_of_the_branch(month):
    month.make.member(branch=month.branch)
    month.make.member(branch=month.branch, status=Status.EXEMPT)
    month.make.member(branch=month.branch, status=Status.TEMPORARY_IN)
    month.make.member(branch=month.branch, ends_on=date(2026, 10, 31))
    card = month.submitted(says=False)
    month.visited(card.meeting, 85)
    month.visited(card.meeting, 70, is_submitted=False)

    (line,) = lines_of(month)

    assert (line.members, line.self_total, line.self_grade) == (2, 40, "Kém")
    assert line.visits == (85,)
    assert line.departures == 1
    assert not line.may_be_accepted


def test_what_a_branch_is_still_writing_is_not_told(month, standing_committee):
    month.submitted(state=CardState.RETURNED)

    (line,) = lines_of(month)

    assert line.standing is Standing.RETURNED
    assert line.self_total is None
    assert "<b>100</b>" not in standing_committee.get(address(month.committee)).text


def test_an_appeal_waits_among_what_was_submitted(month):
    card = decided(month, month.branch)
    card.appeal = ScoreAppeal(reason="Xin xem lại.", at=moment_of(date(2026, 11, 8)), by="Lê Ân")
    month.submitted(branch_called(month, "Chi bộ A"), day=9)
    month.submitted(branch_called(month, "Chi bộ B"), day=7)
    db.session.commit()

    assert [line.standing for line in lines_of(month)] == [
        Standing.SUBMITTED,
        Standing.APPEALED,
        Standing.SUBMITTED,
    ]


def test_the_list_is_filtered_by_month_and_state(month, standing_committee):
    month.submitted()
    month.submitted(meeting=month.meeting(held_on=date(2026, 9, 5)), says=False)
    branch_called(month, "Chi bộ Công nghệ")

    everything = standing_committee.get(address(month.committee)).text
    waiting = standing_committee.get(address(month.committee, state="submitted")).text
    september = standing_committee.get(address(month.committee, month="2026-09")).text

    assert "Chi bộ Công nghệ" in everything
    assert "Chi bộ Công nghệ" not in waiting
    assert "Chi bộ Hành chính" in waiting
    assert "1 dòng khác số liệu" in september
    assert "Tháng 9/2026: 1" in everything


@pytest.mark.parametrize(
    "asked", ["month=2026-13", "month=xx", "month=0001-01", "state=nobody", "month=&state="]
)
def test_an_address_somebody_mangled_shows_this_month(month, standing_committee, asked):
    page = standing_committee.get(f"/organisations/{month.committee.id}/scores?{asked}")

    assert page.status_code == 200
    assert "Điểm sinh hoạt tháng 11/2026" in page.text


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.COMMITTEE_MEMBER, True), (Role.INSPECTOR, True), (Role.OFFICE, False)],
)
def test_what_an_observer_reported_is_listed_for_who_may_read_it(month, sign_in, role, sees):
    month.visited(month.submitted().meeting, 77)

    page = sign_in(role, at=month.committee).get(address(month.committee)).text

    assert ("Cấp ủy viên dự" in page) is sees
    assert (">77<" in page) is sees


def test_only_who_decides_ticks(month, sign_in, standing_committee):
    month.submitted()

    assert 'name="cards"' in standing_committee.get(address(month.committee)).text
    reader = sign_in(Role.COMMITTEE_MEMBER, at=month.committee)
    assert 'name="cards"' not in reader.get(address(month.committee)).text
    sent = reader.post(f"/organisations/{month.committee.id}/scores/accept")
    assert sent.status_code == 403


def test_a_branch_finds_its_own_year_with_the_months_it_did_not_meet(month, sign_in):
    card = decided(month, month.branch)
    decided(month, branch_called(month, "Chi bộ Công nghệ"))
    month.visited(card.meeting, 77)
    secretary = sign_in(Role.SECRETARY, at=month.branch)

    page = secretary.get(address(month.branch)).text

    assert f"/scorecards/{card.id}" in page
    assert "<b>85</b>" in page
    assert page.count("Chưa sinh hoạt") == 10
    assert "Chi bộ Công nghệ" not in page
    assert "Cấp ủy viên dự" not in page
    assert ">77<" not in page
    assert "Chưa sinh hoạt" in secretary.get(address(month.branch, year=2025)).text
    assert secretary.get(address(month.committee)).status_code == 404


def test_plain_members_have_no_list(month, sign_in):
    member = sign_in(Role.MEMBER, at=month.branch)

    assert member.get(address(month.branch)).status_code == 403


def fill(month, number):
    for at in range(number):
        branch = branch_called(month, f"Chi bộ số {at}")
        month.make.member(branch=branch)
        card = month.submitted(branch, says=bool(at % 3))
        month.visited(card.meeting, 80)


def test_three_branches_ask_as_much_as_260(month, standing_committee, count_queries):
    def asked():
        standing_committee.get(address(month.committee))
        with count_queries() as statements:
            page = standing_committee.get(address(month.committee)).text
        return len(statements), len(re.findall("dòng khác số liệu", page))

    fill(month, 2)
    few, _ = asked()
    for at in range(2, 259):
        branch = branch_called(month, f"Chi bộ thứ {at}")
        month.make.member(branch=branch)
        month.submitted(branch, says=bool(at % 3))
    many, departing = asked()

    assert few == many < 12
    assert departing == 87


def test_the_list_of_a_branch_asks_as_much_for_many_as_for_one(month, sign_in, count_queries):
    secretary = sign_in(Role.SECRETARY, at=month.branch)

    def asked():
        secretary.get(address(month.branch))
        with count_queries() as statements:
            secretary.get(address(month.branch))
        return len(statements)

    month.submitted()
    few = asked()
    for number in range(1, 10):
        month.submitted(meeting=month.meeting(held_on=date(2026, number, 5)))

    assert asked() == few


def ticked(*cards):
    return {"cards": [f"{card.id.hex}:{get_card(card.id).version}" for card in cards]}


def accept_all(month):
    return f"/organisations/{month.committee.id}/scores/accept?month=2026-11"


def several(month, number):
    return [
        month.submitted(month.make.branch(parent=month.committee, name=f"Chi bộ {at}"))
        for at in range(number)
    ]


def test_several_are_accepted_together(month, standing_committee):
    cards = several(month, 3)

    sent = standing_committee.post(accept_all(month), data=ticked(*cards))

    assert sent.status_code == 302
    assert sent.location.endswith("month=2026-11")
    assert all(standing_decision(card.key) for card in cards)


def test_one_that_changed_meanwhile_is_named_and_none_is_accepted(month, standing_committee):
    first, second, third = several(month, 3)
    old = ticked(first, second, third)
    asked = {"version": second.version, "comment": "Nêu giờ họp."}
    standing_committee.post(f"/scorecards/{second.id}/return", data=asked)

    page = standing_committee.post(accept_all(month), data=old).text

    assert (
        "Vừa thay đổi hoặc đã được xử lý: Sinh hoạt thường kỳ tháng 11 năm 2026, Chi bộ 1." in page
    )
    assert page.count(" checked") == 2
    assert db.session.query(GradeDecision).count() == 0


@pytest.mark.parametrize(
    "data", [{}, {"cards": "x:1"}, {"cards": "0" * 32}, {"cards": f"{'0' * 32}:1"}]
)
def test_nothing_ticked_or_nothing_known_accepts_nothing(month, standing_committee, data):
    several(month, 2)

    page = standing_committee.post(accept_all(month), data=data)

    assert page.status_code == 200
    assert "Chưa chấp nhận được" in page.text
    assert db.session.query(GradeDecision).count() == 0


def test_a_card_of_another_committee_is_not_accepted_along(make, month, standing_committee):
    other = Month(make)
    strange = other.submitted()

    page = standing_committee.post(accept_all(month), data=ticked(strange)).text

    assert "một phiếu không còn trong danh sách" in page
    assert db.session.get(Scorecard, strange.id).state is CardState.SUBMITTED


def test_what_departs_has_no_tick(month, standing_committee):
    departing = month.submitted(says=False)

    page = standing_committee.get(f"/organisations/{month.committee.id}/scores").text

    assert departing.id.hex not in page
    assert "1 dòng khác số liệu" in page
