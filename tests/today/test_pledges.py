"""What waits of the year's pledges, on “Việc của tôi”."""

from datetime import date, timedelta

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.people.rules import Position, Status
from app.pledges.rules import CampaignState, PledgeStatus
from app.regulations.queries import book_for
from app.today.queries import pledges_missing, pledges_waiting
from tests.pledges.life_cast import Cast


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel("2026-03-10 08:00+07:00", tick=False):
        yield


@pytest.fixture
def cast(make):
    return Cast(make)


@pytest.fixture
def page_of(make, sign_in):
    """The first page of a member, or of a role at a place."""

    def page(member, at):
        return sign_in(account=make.account(member=member, at=at)).get("/").text

    return page


def test_who_has_not_begun_is_led_to_begin(cast, page_of):
    page = page_of(cast.author, cast.branch)

    assert "Viết bản cam kết năm 2026" in page
    assert "Còn 21 ngày" in page


def test_a_draft_waits_to_be_finished_and_a_submitted_one_does_not(cast, page_of):
    draft, done = cast.draft(cast.author), cast.submitted(cast.comrade)

    assert f"/pledges/{draft.id}/write" in page_of(cast.author, cast.branch)
    page = page_of(cast.comrade, cast.branch)
    assert "cam kết năm 2026" not in page
    assert str(done.id) not in page


def test_what_was_returned_waits_even_after_the_campaign(cast, page_of):
    pledge = cast.submitted()
    cast.give_back(pledge, "Nêu rõ chỉ tiêu.")
    cast.campaign.state = CampaignState.CLOSED

    page = page_of(cast.author, cast.branch)

    assert "Bổ sung, nộp lại bản cam kết năm 2026" in page
    assert "Nêu rõ chỉ tiêu." in page


def test_a_revision_waits_to_be_finished(cast, page_of):
    cast.revise(cast.confirmed())

    assert "Viết tiếp và nộp bản cam kết mới năm 2026" in page_of(cast.author, cast.branch)


def test_what_a_leader_types_does_not_wait_for_the_author(cast, page_of):
    cast.draft(is_from_paper=True, by=cast.by_secretary)

    assert "cam kết năm 2026" not in page_of(cast.author, cast.branch)


def test_who_need_not_pledge_and_whose_campaign_is_over_are_not_asked(cast, make, page_of):
    exempt = make.member("Trần Quốc Cường", branch=cast.branch, status=Status.EXEMPT)

    assert "cam kết năm 2026" not in page_of(exempt, cast.branch)
    cast.campaign.state = CampaignState.CLOSED
    assert "cam kết năm 2026" not in page_of(cast.author, cast.branch)


def test_the_branch_confirms_what_was_submitted_but_not_its_own(cast, page_of):
    cast.submitted(cast.author)
    cast.submitted(cast.secretary)

    secretary = page_of(cast.secretary, cast.branch)
    deputy = page_of(cast.deputy, cast.branch)

    assert "Xác nhận 1 bản cam kết" in secretary
    assert f"/branches/{cast.branch.id}/pledges/waiting" in secretary
    assert "Xác nhận 2 bản cam kết" in deputy
    assert "Xác nhận" not in page_of(cast.author, cast.branch)


@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        ("2026-05-31", ""),
        ("2026-06-01", "Tự kiểm giữa năm việc thực hiện cam kết năm 2026"),
        ("2026-11-01", "Tự đánh giá cuối năm việc thực hiện cam kết năm 2026"),
    ],
)
def test_a_confirmed_pledge_is_looked_back_at_from_june_and_from_november(
    cast, page_of, on, wanted
):
    pledge = cast.confirmed()

    with time_machine.travel(f"{on} 08:00+07:00", tick=False):
        page = page_of(cast.author, cast.branch)

    assert (f"/pledges/{pledge.id}/results" in page) is bool(wanted)
    assert wanted in page


def test_the_months_of_looking_back_are_the_committees_to_set(cast, make, page_of):
    cast.confirmed()
    make.regulation(cast.committee, "pledge.check_month", "3")

    assert "Tự kiểm giữa năm" in page_of(cast.author, cast.branch)


def test_a_self_review_waits_for_the_branchs_comment(cast, page_of):
    pledge = cast.confirmed()
    pledge.status = PledgeStatus.SELF_REVIEWED

    page = page_of(cast.secretary, cast.branch)

    assert "Nhận xét 1 bản tự đánh giá cam kết" in page
    assert f"/branches/{cast.branch.id}/pledges/2026/results" in page


def test_the_committee_sees_how_many_leaders_wait(cast, sign_in):
    cast.submitted(cast.author)
    cast.submitted(cast.secretary)

    page = sign_in(Role.STANDING_COMMITTEE, at=cast.committee).get("/").text

    assert "Xem xét 1 bản cam kết của người lãnh đạo chi bộ" in page
    assert f"/organisations/{cast.committee.id}/pledges/waiting" in page


def test_a_pledge_left_behind_waits_for_its_author_and_for_the_new_branch(cast, make, page_of):
    pledge = cast.confirmed()
    cast.author.statuses[0].ends_on = date(2026, 2, 28)
    make.status(cast.author, cast.other, Status.OFFICIAL, starts_on=date(2026, 3, 1))
    leader = make.member("Hồ Đắc Dũng", branch=cast.other, position=Position.SECRETARY)

    mine, theirs = page_of(cast.author, cast.other), page_of(leader, cast.other)

    assert "Chuyển bản cam kết năm 2026 về chi bộ mới" in mine
    assert f"/pledges/{pledge.id}/take-over" in mine
    assert "Tiếp nhận 1 bản cam kết của đồng chí mới chuyển đến" in theirs
    assert "Võ Văn Bình" in theirs


def test_the_page_asks_as_much_for_many_pledges_as_for_two(cast, make, sign_in, count_queries):
    cast.submitted(cast.author)
    secretary = sign_in(account=make.account(member=cast.secretary, at=cast.branch))
    secretary.get("/")
    with count_queries() as few:
        secretary.get("/")
    for member in make.members(6, branch=cast.branch):
        cast.submitted(member)
    db.session.commit()
    secretary.get("/")
    with count_queries() as many:
        secretary.get("/")

    assert len(few) == len(many)


def test_until_the_last_days_of_a_campaign_nobody_asks_who_is_missing(cast, count_queries):
    book = book_for(cast.branch.path, date(2026, 3, 10))
    early = cast.campaign.closes_on - timedelta(days=book.number("pledge.remind_days") + 1)

    with count_queries() as asked:
        assert pledges_missing(cast.branch, [cast.campaign], book, on=early) == []

    assert asked == []


def test_who_has_submitted_everything_costs_two_questions(cast, count_queries):
    cast.submitted()
    book = book_for(cast.branch.path, date(2026, 3, 10))
    db.session.flush()

    with count_queries() as asked:
        found = pledges_waiting(
            cast.author.id,
            cast.branch,
            [cast.campaign],
            book,
            may_take_over=False,
            on=date(2026, 3, 10),
        )

    assert found == []
    assert len(asked) <= 2
