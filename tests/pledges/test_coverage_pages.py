"""Who has submitted and who has not: the same figures on page, paper, Excel and by the command."""

import json
from datetime import date
from io import BytesIO

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from app.access.permissions import Role
from app.documents.text import render_text
from app.extensions import db
from app.pledges.document import coverage as paper
from app.pledges.document.coverage import coverage_document, coverage_sheets
from app.pledges.models import PledgeChoice
from app.pledges.queries.coverage import coverage_of
from app.pledges.queries.coverage_papers import coverage_data
from app.pledges.rules import CampaignState, PledgeStatus
from app.pledges.rules.coverage import Figures
from tests.factory import NOW
from tests.pledges.coverage_year import IN_TIME, coverage_year

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-22 08:00+07:00", tick=False):
        yield


@pytest.fixture
def year(make):
    return coverage_year(make)


@pytest.fixture
def above(year, sign_in):
    return sign_in(Role.STANDING_COMMITTEE, at=year.committee)


@pytest.fixture
def secretary(year, sign_in, make):
    return sign_in(account=make.account(member=year.secretary, at=year.first))


def of_branch(year, branch=None, path=""):
    return f"/branches/{(branch or year.first).id}/pledges/2026{path}"


def of_committee(year, path=""):
    return f"/organisations/{year.committee.id}/pledges/2026{path}"


def figures(place, year):
    return coverage_of(place, year.campaign, on=TODAY).figures


def test_the_figures_of_branch_and_committee(year):
    first = Figures(due=6, submitted=4, on_time=3, returned=1, confirmed=2, overdue=2, reminded=0)
    assert figures(year.first, year) == first
    assert figures(year.second, year) == Figures(3, 3, 3, 0, 3)
    assert figures(year.committee, year) == Figures(9, 7, 6, 1, 5, 2, 0)


def test_who_moved_is_counted_where_they_are_now_and_who_left_nowhere(year, make):
    mover, leaver = year.authors[1], year.authors[2]
    for one in (mover, leaver):
        one.statuses[0].ends_on = date(2026, 6, 30)
    make.status(mover, year.second, one.statuses[0].status, starts_on=date(2026, 7, 1))

    assert figures(year.first, year).due == 4
    assert figures(year.second, year) == Figures(4, 4, 3, 0, 3)


def test_a_new_member_has_days_of_their_own(year, make):
    new = make.member(branch=year.second, starts_on=date(2026, 11, 10))
    assert figures(year.second, year).overdue == 0
    make.pledge(new, campaign=year.campaign, branch=year.second, status=PledgeStatus.SUBMITTED)

    assert figures(year.second, year).on_time == 4


def test_the_committees_choice_moves_the_base_and_is_shown(year, above):
    db.session.add(
        PledgeChoice(
            campaign=year.campaign,
            member=year.missing[1],
            is_due=False,
            reason="Ốm dài ngày",
            decided_at=NOW,
            decided_by="Văn phòng",
        )
    )
    db.session.commit()

    page = above.get(of_committee(year)).text

    assert figures(year.committee, year).due == 8
    assert "7/8" in page
    assert "Ốm dài ngày" in page
    assert "Được miễn sinh hoạt" in page


def test_the_committee_sees_every_branch_and_who_is_missing(year, above):
    page = above.get(of_committee(year)).text

    for said in ("7/9", "77,8 %", "6/9", "5/9", "4/6", "3/3", "quá hạn 2, đã nhắc 0"):
        assert said in page
    assert "Hồ Đắc Dũng" in page
    assert "Lê Hoài Ân" not in page  # has submitted


def test_the_list_of_branches_is_narrowed_to_those_that_need_something(year, above):
    page = above.get(of_committee(year, "?show=missing")).text

    assert "1/2 chi bộ" in page
    assert "Chi bộ Công nghệ" not in page
    assert "Không có chi bộ nào như vậy" not in page


def test_committees_between_are_added_up(year, make, above):
    between = make.organisation(parent=year.committee, name="Đảng ủy Trung tâm")
    branch = make.branch(parent=between, name="Chi bộ Đào tạo")
    make.member(branch=branch)
    db.session.commit()

    page = above.get(of_committee(year)).text
    found = coverage_of(year.committee, year.campaign, on=TODAY)

    assert "Theo cấp ủy trực thuộc" in page
    assert [(unit.name, unit.figures.due) for unit in found.committees] == [
        ("Đảng ủy Trung tâm", 1)
    ]
    assert found.figures.due == 10
    data = coverage_data(found)
    assert "Đảng ủy Trung tâm" in render_text(coverage_document(data))
    (sums,) = [sheet for sheet in coverage_sheets(data) if sheet.name == "Theo cấp ủy"]
    assert sums.rows == (("Đảng ủy Trung tâm", 1, 0, 0, 0, 0, 1),)


def test_when_all_have_submitted_paper_and_pages_say_so(year, above):
    for member in year.missing:
        member.statuses[0].ends_on = date(2026, 6, 30)
    year.exempt.statuses[0].ends_on = date(2026, 6, 30)
    db.session.commit()

    data = coverage_data(coverage_of(year.committee, year.campaign, on=TODAY))
    page = above.get(of_committee(year)).text

    assert "Không còn đồng chí nào chưa nộp." in render_text(coverage_document(data))
    assert "7/7" in page
    assert "không còn ai" in page
    assert "Nhắc cả" not in page


def test_the_secretary_sees_everybodys_state_and_opens_what_was_submitted(year, secretary):
    page = secretary.get(of_branch(year)).text

    assert "4/6" in page
    assert "đang viết" in page
    assert "Muộn" in page
    assert page.count("/pledges/") > 0
    opened = [
        author.name for author in year.authors if f">{author.name}</a>" in page.replace("\n", "")
    ]
    assert opened == [author.name for author in year.authors]
    assert f">{year.missing[0].name}</a>" not in page  # still a draft


def test_a_member_sees_names_and_states_only(year, sign_in, make):
    member = sign_in(account=make.account(member=year.missing[1], at=year.first))

    page = member.get(of_branch(year)).text

    assert "4/6 đã nộp" in page
    assert "Yêu cầu bổ sung" in page
    for hidden in ("đang viết", "nhắc", "Muộn", "Được miễn", "10/03/2026", "Excel"):
        assert hidden not in page
    assert f">{year.authors[1].name}</a>" not in page
    assert member.get(of_committee(year)).status_code in {403, 404}


def test_a_member_opens_the_own_pledge_and_what_is_public(year, sign_in, make):
    year.campaign.shows_list = True
    pledge = make.pledge(
        make.member("Nguyễn Thu Trang", branch=year.first),
        campaign=year.campaign,
        branch=year.first,
        status=PledgeStatus.CONFIRMED,
        published_at=IN_TIME,
    )
    own = sign_in(account=make.account(member=year.missing[0], at=year.first))

    page = own.get(of_branch(year)).text

    assert f"/pledges/{pledge.id}" in page
    assert f">{year.missing[0].name}</a>" in page.replace("\n", "")


def test_readers_turn_only_to_years_whose_list_they_may_see(year, make, sign_in, secretary):
    make.campaign(year.committee, year=2025)
    member = sign_in(account=make.account(member=year.authors[1], at=year.first))

    seen = [
        [beside for beside in (2025, 2027) if f"Năm {beside}" in client.get(of_branch(year)).text]
        for client in (member, secretary)
    ]

    assert seen == [[2025], [2025, 2027]]


def test_without_the_campaigns_leave_members_see_no_list(year, sign_in, make):
    year.campaign.shows_list = False
    member = sign_in(account=make.account(member=year.authors[1], at=year.first))

    assert member.get(of_branch(year)).status_code == 403


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.SECRETARY, 200),
        (Role.BRANCH_COMMITTEE, 200),
        (Role.MEMBER, 200),
        (Role.INSPECTOR, 200),
        (Role.OFFICE, 200),
        (Role.SYSTEM_ADMINISTRATOR, 403),
    ],
)
def test_who_sees_the_list_of_a_branch(year, sign_in, role, status):
    assert sign_in(role, at=year.first).get(of_branch(year)).status_code == status
    assert sign_in(role, at=year.second).get(of_branch(year)).status_code == 404


def test_a_year_without_a_campaign_says_what_happens_next(year, above, secretary):
    assert (
        "Năm 2027 chưa có đợt cam kết"
        in above.get(f"/organisations/{year.committee.id}/pledges/2027").text
    )
    assert (
        "Năm 2027 chưa có đợt cam kết"
        in secretary.get(f"/branches/{year.first.id}/pledges/2027").text
    )


def test_above_the_campaigns_their_committees_are_listed(make, sign_in):
    province = make.organisation(name="Tỉnh ủy")
    committee = make.organisation(parent=province, name="Đảng ủy Văn phòng")
    make.campaign(committee)
    make.campaign(make.organisation(parent=province), state=CampaignState.DRAFT)

    page = (
        sign_in(Role.STANDING_COMMITTEE, at=province)
        .get(f"/organisations/{province.id}/pledges/2026")
        .text
    )

    assert f"/organisations/{committee.id}/pledges/2026" in page
    assert page.count("Hạn nộp") == 1


def test_paper_excel_and_command_say_what_the_page_says(year, app, above):
    data = coverage_data(coverage_of(year.committee, year.campaign, on=TODAY))
    printed = " ".join(render_text(coverage_document(data)).split())
    book = above.get(of_committee(year, "/coverage.xlsx"))
    said = app.test_cli_runner().invoke(
        args=["pledges", "coverage", "--year", "2026", "--format", "json"]
    )

    assert "đã nộp 7/9 (77,8 %); nộp đúng hạn 6/9 (66,7 %)" in printed
    assert "Hồ Đắc Dũng" in printed
    assert "Lê Hoài Ân" not in printed
    sheets = CalamineWorkbook.from_filelike(BytesIO(book.data))
    rows = sheets.get_sheet_by_name("Theo chi bộ").to_python()
    assert rows[-1] == ["Tất cả", 9, 7, 6, 1, 5, 2]
    assert len(sheets.get_sheet_by_name("Phải nộp").to_python()) == 4 + 9
    (campaign,) = json.loads(said.output)["campaigns"]
    total = campaign["total"]
    assert [total[name] for name in ("due", "submitted", "on_time", "late")] == [9, 7, 6, 1]
    assert [row["name"] for row in campaign["missing"]] == ["Hồ Đắc Dũng", "Phan Thanh Long"]
    assert [row["code"] for row in campaign["branches"]] == ["cb2", "cb1"]


@pytest.mark.parametrize("extension", ["pdf", "docx", "txt", "xlsx"])
def test_the_files_of_branch_and_committee_open(year, above, extension):
    for place in (year.committee, year.first):
        answer = above.get(f"/organisations/{place.id}/pledges/2026/coverage.{extension}")

        assert answer.status_code == 200
        assert f"_2026_2026-11-22.{extension}" in answer.headers["Content-Disposition"]
    assert above.get(of_committee(year, "/coverage.pdf").replace("2026", "2027")).status_code == 404


def test_the_paper_of_a_branch_names_everybody(year):
    data = coverage_data(coverage_of(year.first, year.campaign, on=TODAY))

    text = render_text(coverage_document(data))

    assert "TỔNG HỢP" in text
    for said in ("Lê Hoài Ân", "Hồ Đắc Dũng", "quá hạn", "nộp muộn", "Đặng Thùy Dung"):
        assert said in text


def test_a_paper_names_no_more_than_can_be_read_and_says_how_many_are_left(year, monkeypatch):
    monkeypatch.setattr(paper, "MOST_NAMED", 4)
    data = coverage_data(coverage_of(year.first, year.campaign, on=TODAY))

    text = render_text(coverage_document(data))

    assert "Phan Thanh Long" not in text
    assert "Và 2 đồng chí nữa; danh sách đủ ở tệp Excel." in text


@pytest.mark.parametrize("code", ["du", "cb1"])
def test_the_command_prints_a_table_of_a_place(year, app, code):
    result = app.test_cli_runner().invoke(
        args=["pledges", "coverage", "--year", "2026", "--organisation", code]
    )

    assert result.exit_code == 0
    assert "Chi bộ Hành chính" in result.output
    assert ("Chi bộ Công nghệ" in result.output) is (code == "du")
    assert "Chưa nộp: Phan Thanh Long (Chi bộ Hành chính), hạn 31/03/2026" in result.output


def test_the_command_says_when_there_is_nothing_to_count(year, app):
    run = app.test_cli_runner().invoke

    assert "chưa có đợt cam kết" in run(args=["pledges", "coverage", "--year", "2031"]).output
    wrong = run(args=["pledges", "coverage", "--year", "2026", "--organisation", "khong-co"])
    assert wrong.exit_code == 1
    assert "Không có tổ chức mang mã khong-co" in wrong.output


def test_the_pages_ask_as_much_for_many_as_for_few(year, above, secretary, make, count_queries):
    def asked(client, path):
        client.get(path)
        with count_queries() as statements:
            client.get(path)
        return len(statements)

    before = asked(above, of_committee(year)), asked(secretary, of_branch(year))
    for number in range(6):
        branch = make.branch(parent=year.committee) if number % 2 else year.first
        for _ in range(4):
            author = make.member(branch=branch)
            make.pledge(
                author, campaign=year.campaign, branch=branch, status=PledgeStatus.SUBMITTED
            )
            make.member(branch=branch)
    db.session.commit()

    after = asked(above, of_committee(year)), asked(secretary, of_branch(year))

    assert before == after
    assert after[0] < 12
    assert after[1] <= 15
