from datetime import date
from io import BytesIO

import pytest
from docx import Document as Word

from app.access.permissions import Role
from app.extensions import db
from app.people.rules import Position
from app.personal_plans.queries import PlansPlace, list_plans
from app.personal_plans.rules import PersonalPlanStatus
from app.pledges.rules import Outcome
from tests.personal_plans.conftest import posted

DRAFT, SUBMITTED, CLOSED = PersonalPlanStatus
TODAY = date(2026, 11, 10)
POSTED_ON = date(2026, 2, 3)


def address(place, year=2026, more=""):
    return f"/organisations/{place.id}/personal-plans/{year}{more}"


def listed(place, year=2026):
    return list_plans(PlansPlace(place, year), on=TODAY)


def figures(plans):
    return plans.registered, plans.public, plans.closed, plans.due


@pytest.fixture
def leader(make, committee, branch):
    """Heads the committee and takes part in the branch."""
    leader = make.member("Hoàng Đức Thắng", branch=branch)
    make.position(leader, committee, Position.COMMITTEE_SECRETARY)
    return leader


@pytest.fixture
def second(make, committee):
    """The secretary of another branch."""
    branch = make.branch(parent=committee, name="Chi bộ Công nghệ")
    return make.member("Võ Văn Bình", branch=branch, position=Position.SECRETARY)


def test_the_committee_counts_every_head_below_it(
    planned, committee, branch, head, leader, second, campaign
):
    planned("Một", published=[POSTED_ON])
    planned("Hai", member=leader, headed=committee, position=Position.COMMITTEE_SECRETARY)

    plans = listed(committee)

    assert figures(plans) == (2, 1, 0, 3)
    assert [(row.name, row.office) for row in plans.rows] == [
        ("Hoàng Đức Thắng", "Bí thư Đảng ủy Văn phòng"),
        ("Võ Văn Bình", "Bí thư Chi bộ Công nghệ"),
        ("Trần Thị Hạnh", "Bí thư Chi bộ Hành chính"),
    ]


def test_the_branch_lists_the_heads_who_take_part_in_it(
    planned, committee, branch, head, leader, second, campaign
):
    assert {row.name for row in listed(branch).rows} == {head.name, leader.name}


def test_who_heads_two_organisations_is_counted_once(make, committee, head, campaign):
    make.position(head, committee, Position.COMMITTEE_SECRETARY)

    (row,) = listed(committee).rows

    assert row.office == "Bí thư Đảng ủy Văn phòng"


def test_a_draft_counts_as_neither_registered_nor_public(planned, committee):
    planned("Một", status=DRAFT, published=[POSTED_ON])

    assert figures(listed(committee)) == (0, 0, 0, 1)


def test_who_left_office_keeps_a_line_but_counts_no_more(planned, committee, branch, head):
    planned("Một", status=CLOSED, published=[POSTED_ON])
    head.positions[0].ends_on = date(2026, 10, 31)
    db.session.commit()

    for place in (committee, branch):
        plans = listed(place)
        assert figures(plans) == (0, 0, 0, 0)
        assert [(row.name, row.is_due, row.is_closed) for row in plans.rows] == [
            (head.name, False, True)
        ]


def test_a_year_that_is_over_is_looked_at_on_its_last_day(make, committee, head):
    make.campaign(committee, year=2025, with_plans=True)
    head.positions[0].ends_on = date(2026, 1, 31)
    db.session.flush()

    plans = listed(committee, 2025)

    assert (plans.on, plans.due) == (date(2025, 12, 31), 1)


def test_a_campaign_without_plans_asks_nobody(make, committee, head):
    make.campaign(committee, with_plans=False)

    assert listed(committee).rows == []


def test_the_list_asks_as_much_for_many_heads_as_for_one(
    make, planned, committee, campaign, count_queries
):
    planned("Một", published=[POSTED_ON])
    with count_queries() as few:
        listed(committee)
    for number in range(6):
        place = make.branch(parent=committee)
        member = make.member(branch=place, position=Position.SECRETARY)
        if number % 2:
            planned("Hai", member=member, branch=place, published=[POSTED_ON])
    with count_queries() as many:
        listed(committee)

    assert len(few) == len(many) <= 5


def test_the_page_shows_the_figures_and_what_is_missing(
    sign_in, planned, committee, head, second, campaign
):
    plan = planned("Giảm đơn thư", published=[POSTED_ON])
    office = sign_in(Role.OFFICE, at=committee)

    page = office.get(address(committee)).text

    assert page.count("<b>1/2</b>") == 2
    assert "<b>0/2</b>" in page
    assert "Chưa lập" in page
    assert f"/personal-plans/{plan.id}/publications" in page
    assert "Giảm đơn thư" not in page


def test_members_find_the_plans_of_their_branch(sign_in, planned, branch, committee):
    plan = planned("Một")
    member = sign_in(Role.MEMBER, at=branch)

    mine, page = member.get("/personal-plans").text, member.get(address(branch)).text

    assert address(branch) in mine
    assert f'"/personal-plans/{plan.id}"' in page
    assert "Ghi công khai" not in page
    assert member.get(address(committee)).status_code == 404


def test_nobody_is_led_to_a_draft(sign_in, planned, branch, secretary):
    plan = planned("Một", status=DRAFT)
    member = sign_in(Role.MEMBER, at=branch)

    assert f'"/personal-plans/{plan.id}"' not in member.get(address(branch)).text
    assert f'"/personal-plans/{plan.id}"' in secretary.get(address(branch)).text


@pytest.mark.parametrize("year", [1899, 99999])
def test_a_year_nobody_knows_has_no_page(secretary, branch, year):
    assert secretary.get(address(branch, year)).status_code == 404


def test_a_year_without_plans_says_so(secretary, branch):
    assert "chưa có đợt cam kết nào" in secretary.get(address(branch, 2024)).text


def test_who_belongs_to_no_branch_is_told_so(make, sign_in, committee, campaign):
    leader = make.member()
    make.position(leader, committee, Position.COMMITTEE_SECRETARY)
    client = sign_in(account=make.account(member=leader, at=committee))

    assert "chưa có tên trong chi bộ nào" in client.get("/personal-plans").text


def test_own_plans_of_every_year_stand_under_each_other(secretary, planned):
    planned("Một", published=[POSTED_ON])

    page = secretary.get("/personal-plans").text

    assert "Kế hoạch năm 2026" in page
    assert "chưa công khai" not in page
    assert "Lập kế hoạch" not in page


# Paper


def test_the_paper_says_what_the_page_says(sign_in, planned, committee, head, second, campaign):
    plan = planned("Một")
    plan.publications = [posted(POSTED_ON, place="Bảng tin", until_on=date(2026, 3, 5))]
    db.session.commit()
    office = sign_in(Role.OFFICE, at=committee)

    text = office.get(address(committee, more="/list.txt")).text
    word = Word(BytesIO(office.get(address(committee, more="/list.docx")).data))

    assert "đã công khai 1/2, đã đăng ký 1/2 kế hoạch" in text
    assert "Niêm yết tại trụ sở (Bảng tin), trong chi bộ, từ 03/02/2026 đến 05/03/2026" in text
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "Chưa công khai" in cells
    assert office.get(address(committee, more="/list.pdf")).data.startswith(b"%PDF")


def test_an_empty_list_is_still_a_paper(secretary, branch):
    assert "đã công khai 0/0" in secretary.get(address(branch, 2024, "/list.txt")).text


def test_the_plan_as_paper_has_its_results_once_there_are_some(secretary, planned):
    plan = planned("Giảm đơn thư", "Học nghị quyết")
    paper = f"/personal-plans/{plan.id}/plan.txt"

    before = secretary.get(paper).text
    plan.lines[0].outcome, plan.lines[0].result = Outcome.MET, "Không còn đơn tồn"
    plan.publications = [posted(POSTED_ON)]
    db.session.commit()
    after = secretary.get(paper).text

    assert "KẾ HOẠCH CÁ NHÂN" in before.upper()
    assert "Bí thư Chi bộ Hành chính" in before
    assert "Cả năm" in before
    assert "Kết quả" not in before
    assert "Không còn đơn tồn" in after
    assert "Việc công khai" in after
    assert secretary.get(f"/personal-plans/{plan.id}/plan.pdf").data.startswith(b"%PDF")


def test_a_draft_on_paper_is_marked_and_undated(secretary, planned):
    plan = planned(status=DRAFT)

    text = secretary.get(f"/personal-plans/{plan.id}/plan.txt").text

    assert "(Dự thảo)" in text
    assert "ngày …… tháng …… năm 2026" in text
    assert "Chưa có nội dung nào." in text
