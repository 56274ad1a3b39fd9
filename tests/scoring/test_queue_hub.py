"""Where each finds what scoring has for them."""

import re
from datetime import date

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.meetings.rules.life import MeetingStatus
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from tests.scoring.month import Month


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-20 08:00+07:00", tick=False):
        yield


@pytest.fixture
def month(make):
    return Month(make)


def hub(client):
    return client.get("/scores").text


def links(client, page):
    """What the pages' own links lead to, as the reader meets it."""
    found = {one for one in re.findall(r'href="(/[^"#]+)', page) if "/static/" not in one}
    return {one: client.get(one.replace("&amp;", "&")).status_code for one in found}


def test_a_committee_finds_what_waits_by_month_and_everything_else(month, sign_in):
    month.submitted()
    month.submitted(meeting=month.meeting(month.make.branch(parent=month.committee)))
    month.submitted(meeting=month.meeting(held_on=month.meeting().held_on.replace(month=9)))
    client = sign_in(Role.STANDING_COMMITTEE, at=month.committee)

    page = hub(client)

    place = f"/organisations/{month.committee.id}"
    assert "Chờ quyết định: 3" in page
    assert "2 phiếu chờ" in page
    assert "Điểm sinh hoạt tháng 9/2026" in page
    for part in ("rubrics", "gradings", "grades", "rollup/2026/11", "report/2026", "streaks/2025"):
        assert f"{place}/{part}" in page
    assert set(links(client, page).values()) <= {200, 302}


def test_a_secretary_finds_the_scores_of_the_year_and_the_rubric_in_force(month, sign_in):
    card = month.submitted()
    client = sign_in(Role.SECRETARY, at=month.branch)

    page = hub(client)

    assert f"/scorecards/{card.id}" in page
    assert f"/rubrics/{month.rubric.id}" in page
    assert f"/organisations/{month.branch.id}/scores" in page
    assert page.count("Chưa sinh hoạt") == 10
    assert set(links(client, page).values()) <= {200, 302}


def test_nobody_is_asked_for_the_score_of_a_month_to_come_or_before_the_rubric(month, sign_in):
    month.rubric.valid_from = date(2026, 10, 1)
    for number, status in ((9, "adopted"), (10, "adopted"), (12, "notified")):
        held_on = date(2026, number, 3)
        month.meeting(held_on=held_on, period=held_on.replace(day=1), status=MeetingStatus(status))
    db.session.commit()

    page = hub(sign_in(Role.SECRETARY, at=month.branch))

    named = [number for number in range(1, 13) if f"tháng {number} năm 2026" in page]
    assert named == [10, 11]


def test_a_member_finds_what_the_branch_handed_on_and_nothing_that_is_prepared(month, sign_in):
    handed_on = month.submitted()
    draft = month.submitted(
        meeting=month.meeting(held_on=handed_on.meeting.held_on.replace(month=10)),
        state=CardState.DRAFT,
        submitted_at=None,
    )
    client = sign_in(Role.MEMBER, at=month.branch)

    page = hub(client)

    assert f"/scorecards/{handed_on.id}" in page
    assert str(draft.id) not in page
    assert "Chưa sinh hoạt" not in page
    assert set(links(client, page).values()) <= {200, 302}


def test_a_member_finds_the_own_review_of_the_year(month, sign_in, make):
    member = make.member(branch=month.branch)
    sheet = make.rubric(month.committee, subject=Subject.MEMBER_YEAR)
    grading = make.grading(month.committee, rubric=sheet)
    card = make.year_card(grading, month.branch, member)
    client = sign_in(account=make.account(member=member, at=month.branch))

    page = hub(client)

    assert f"/scorecards/{card.id}" in page
    assert "Viết tiếp" in page


def test_where_no_rubric_holds_the_branch_is_told(month, sign_in):
    month.rubric.valid_until = month.meeting(status=MeetingStatus.NOTIFIED).held_on

    page = hub(sign_in(Role.SECRETARY, at=month.branch))

    assert "Chưa có bảng chấm điểm buổi sinh hoạt" in page


def test_who_follows_nothing_is_told(month, sign_in):
    page = hub(sign_in(Role.SYSTEM_ADMINISTRATOR, at=month.committee))

    assert "Tài khoản này không theo dõi chi bộ, cấp ủy nào." in page


def test_an_observer_finds_the_branch_they_are_sent_to(month, sign_in):
    client = sign_in(Role.OBSERVER, at=month.branch)

    page = hub(client)

    assert f"/organisations/{month.branch.id}/scores" in page
    assert set(links(client, page).values()) <= {200, 302}


def test_the_hub_asks_as_much_for_many_as_for_few(month, sign_in, count_queries):
    clients = [
        sign_in(Role.STANDING_COMMITTEE, at=month.committee),
        sign_in(Role.SECRETARY, at=month.branch),
    ]

    def asked():
        counted = []
        for client in clients:
            hub(client)
            with count_queries() as statements:
                hub(client)
            counted.append(len(statements))
        return counted

    month.submitted()
    few = asked()
    for number in range(1, 11):
        month.submitted(month.make.branch(parent=month.committee))
        held_on = month.meeting().held_on.replace(month=number)
        month.submitted(meeting=month.meeting(held_on=held_on))
    db.session.commit()

    assert asked() == few
