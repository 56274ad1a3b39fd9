"""What “Việc của tôi” asks of a head."""

from datetime import date

import pytest

from app.extensions import db
from app.people.rules import Position
from app.personal_plans.queries import asked_of
from app.personal_plans.rules import PersonalPlanStatus
from app.pledges.rules import CampaignState
from app.today.queries import plans_waiting
from app.today.rules import Waiting

DRAFT, SUBMITTED, CLOSED = PersonalPlanStatus
POSTED = [date(2026, 2, 3)]
NOVEMBER, DECEMBER, JANUARY = date(2026, 11, 10), date(2026, 12, 1), date(2027, 1, 15)


def kinds(head, on):
    return [todo.kind for todo in plans_waiting(head.id, on=on)]


@pytest.mark.parametrize(
    ("status", "published", "on", "waiting"),
    [
        (DRAFT, (), NOVEMBER, [Waiting.WRITE_PLAN]),
        (SUBMITTED, (), NOVEMBER, [Waiting.PUBLISH_PLAN]),
        (SUBMITTED, POSTED, NOVEMBER, []),
        (SUBMITTED, POSTED, DECEMBER, [Waiting.CLOSE_PLAN]),
        (SUBMITTED, POSTED, JANUARY, [Waiting.CLOSE_PLAN]),
        (CLOSED, POSTED, JANUARY, []),
    ],
)
def test_a_head_is_led_from_writing_to_closing(planned, head, status, published, on, waiting):
    planned("Một", status=status, published=published)

    assert kinds(head, on) == waiting


def test_who_has_not_begun_is_asked_until_the_year_is_over(head, campaign):
    assert kinds(head, NOVEMBER) == [Waiting.WRITE_PLAN]
    assert kinds(head, JANUARY) == []


def test_next_years_plan_waits_beside_this_years(make, planned, head, committee):
    planned("Một", published=POSTED)
    make.campaign(
        committee,
        year=2027,
        with_plans=True,
        opens_on=date(2026, 12, 1),
        closes_on=date(2027, 1, 31),
        state=CampaignState.OPEN,
    )

    assert kinds(head, DECEMBER) == [Waiting.CLOSE_PLAN, Waiting.WRITE_PLAN]


def test_the_page_leads_there(secretary, campaign):
    page = secretary.get("/").text

    assert "Lập, đăng ký kế hoạch cá nhân năm 2026" in page


def test_a_head_costs_one_question_more_for_where_plans_were_made_public(
    planned, head, count_queries
):
    planned("Một", published=POSTED)
    db.session.commit()
    member_id = head.id

    with count_queries() as asked:
        assert [one.plan is not None for one in asked_of(member_id, on=NOVEMBER)] == [True]

    assert len(asked) == 2


def test_who_heads_nothing_costs_one_question(make, branch, campaign, count_queries):
    deputy = make.member(branch=branch, position=Position.DEPUTY_SECRETARY)

    with count_queries() as asked:
        assert asked_of(deputy.id, on=NOVEMBER) == []

    assert len(asked) == 1
