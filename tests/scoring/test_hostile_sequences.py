"""Things done twice, too late, in the wrong order, or at the wrong place."""

from datetime import date
from itertools import product

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.people.rules import Status
from app.pledges.rules import CampaignState
from app.scoring.models import GradeDecision, GradingCampaign
from app.scoring.queries.cards import get_card
from app.scoring.queries.decisions import standing_decision
from app.scoring.queries.queue import scores_of_year
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from tests.scoring.grading_year import GradingYear, branch_at, campaign_at
from tests.scoring.month import Month

ANEW = {
    "grade": "poor",
    "reason": "Kết luận kiểm tra.",
    "number_symbol": "21-QĐ/ĐU",
    "decided_on": "2026-11-25",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-29 08:00+07:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def month(make):
    return Month(make)


@pytest.fixture
def above(month, sign_in):
    return sign_in(Role.STANDING_COMMITTEE, at=month.committee)


@pytest.fixture
def decided(month, above):
    card = month.submitted()
    above.post(f"/scorecards/{card.id}/accept", data={"version": card.version})
    return get_card(card.id)


def line_of(month):
    db.session.expire_all()
    return next(line for line in scores_of_year(month.branch, 2026, on=date(2026, 11, 29)))


def test_lists_show_the_grade_that_was_given_anew(month, above, decided):
    decision = standing_decision(decided.key)

    above.post(f"/grades/{decision.id}/regrade", data={**ANEW, "version": decision.version})

    labels = {grade.code: grade.label for grade in month.rubric.rubric.grades}
    assert line_of(month).grade == labels["poor"]
    assert line_of(month).total == 100


def test_lists_show_no_figure_that_was_cancelled(month, above, sign_in, decided):
    decision = standing_decision(decided.key)
    above.post(
        f"/grades/{decision.id}/cancel", data={"reason": "Nhầm.", "version": decision.version}
    )

    assert line_of(month).total is None
    secretary = sign_in(Role.SECRETARY, at=month.branch)
    for path in ("/", "/scores", f"/scorecards/{decided.id}"):
        assert secretary.get(path).status_code == 200
    assert "đã bị hủy" in secretary.get("/").text

    cancelled = db.session.get(GradeDecision, decision.id)
    again = {**ANEW, "version": cancelled.version}
    assert above.post(f"/grades/{decision.id}/regrade", data=again).status_code == 302
    assert line_of(month).total == 100


def test_no_grade_is_given_beside_a_card_that_is_decided_anew(month, above, sign_in, decided):
    decision = standing_decision(decided.key)
    secretary = sign_in(Role.SECRETARY, at=month.branch)
    path = f"/scorecards/{decided.id}"
    secretary.post(f"{path}/appeal", data={"reason": "Xin xem lại.", "version": decided.version})
    answer = {"answer": "Chấm lại.", "outcome": "granted"}
    above.post(f"{path}/appeal/answer", data={**answer, "version": get_card(decided.id).version})

    cancelled = db.session.get(GradeDecision, decision.id)
    refused = above.post(
        f"/grades/{decision.id}/regrade", data={**ANEW, "version": cancelled.version}
    )

    assert "đang chờ quyết định lại" in refused.text
    assert "Kết luận kiểm tra." in refused.text
    assert standing_decision(decided.key) is None
    sent = above.post(f"{path}/decide", data={"version": get_card(decided.id).version})
    assert sent.status_code == 302
    assert standing_decision(decided.key).replaces_id == decision.id


def test_a_campaign_closes_though_somebody_without_a_grade_has_handed_in(make, sign_in):
    year = GradingYear(make, subject=Subject.BRANCH_YEAR)
    year.card(state=CardState.SUBMITTED)
    client = sign_in(Role.STANDING_COMMITTEE, at=year.committee)
    close = {"version": year.campaign.version}
    assert client.post(campaign_at(year, "close"), data=close).status_code == 409

    none = {"grade": "ungraded", "reason": "Đang bị kiểm tra.", "number_symbol": "không số"}
    none["decided_on"] = "2026-11-28"
    decided = client.post(branch_at(year, "ungraded"), data=none)

    assert decided.status_code == 302
    assert client.post(campaign_at(year, "close"), data=close).status_code == 302
    assert db.session.get(GradingCampaign, year.campaign.id).state is CampaignState.CLOSED


ADDRESSES = (
    "/organisations/{committee}/rollup/{year}/{number}",
    "/organisations/{committee}/report/{year}/{number}",
    "/organisations/{committee}/grades/{year}",
    "/organisations/{committee}/streaks/{year}",
    "/organisations/{committee}/gradings/{year}/new?subject=member_year&quarter={number}",
    "/organisations/{committee}/gradings/{year}/new?subject=meeting",
    "/organisations/{committee}/gradings?year={year}",
    "/organisations/{committee}/scores?month={year}-{number}&state=x",
    "/organisations/{branch}/scores?year={year}",
    "/organisations/{branch}/grades/{year}/type-members",
    "/organisations/{committee}/rubrics/new?subject={year}",
    "/organisations/{committee}/grades/2025?page={year}{year}{year}{year}{year}{year}",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_year_month_or_quarter_breaks_a_page(month, above, address):
    places = {"committee": month.committee.id, "branch": month.branch.id}
    years = ("0", "1", "1929", "2101", "9999", "9" * 30)

    for year, number in product(years, ("0", "13", "9" * 30)):
        path = address.format(**places, year=year, number=number)
        assert above.get(path).status_code in (200, 404, 409), path


def test_a_card_of_one_place_is_not_reached_through_another(make, month, sign_in):
    elsewhere = Month(make)
    foreign = elsewhere.submitted()
    client = sign_in(Role.STANDING_COMMITTEE, at=month.committee)
    ticks = {"cards": [f"{foreign.id.hex}:{foreign.version}"]}

    client.post(f"/organisations/{month.committee.id}/scores/accept", data=ticks)
    year = GradingYear(make, subject=Subject.BRANCH_YEAR)
    mine = sign_in(Role.STANDING_COMMITTEE, at=year.committee)
    mine.post(campaign_at(year, "decide"), data=ticks)
    mine.post(branch_at(year, "decide"), data=ticks)

    assert get_card(foreign.id).state is CardState.SUBMITTED
    assert mine.get(branch_at(year, branch=elsewhere.branch)).status_code == 404
    assert mine.post(branch_at(year, "start", branch=elsewhere.branch)).status_code == 404
    foreign_rubric = {"source": f"frame:{elsewhere.rubric.id}"}
    page = client.post(f"/organisations/{month.committee.id}/rubrics/new", data=foreign_rubric)
    assert page.status_code == 200


def moved_on(make, year, card_state):
    card = year.card(year.member, card_state)
    day = date(2026, 11, 20)
    [standing] = year.member.statuses
    standing.ends_on = day
    make.status(year.member, year.other, Status.OFFICIAL, starts_on=date(2026, 11, 21))
    db.session.commit()
    return card


def test_the_trail_of_a_branch_names_a_card_that_came_with_a_comrade(make, sign_in):
    year = GradingYear(make)
    card = moved_on(make, year, CardState.SUBMITTED)

    path = campaign_at(year, f"members/{year.member.id}/paper")
    for _ in range(2):
        sign_in(Role.SECRETARY, at=year.other).post(path)

    told = db.session.scalars(
        select(AuditEntry.event).where(
            AuditEntry.organisation_id == year.other.id, AuditEntry.subject_id == card.id
        )
    )
    assert told.all() == [Event.CARD_OPENED]


def test_who_has_moved_finds_no_link_to_a_card_that_stayed(make, sign_in):
    year = GradingYear(make)
    card = moved_on(make, year, CardState.DECIDED)

    client = sign_in(account=year.account(year.member, at=year.other))

    page = client.get("/scores").text
    assert "Năm 2026" in page
    assert str(card.id) not in page
    assert client.get(f"/scorecards/{card.id}").status_code == 404
