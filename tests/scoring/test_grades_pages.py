"""Past grades typed from the papers and read back, by year, member and place."""

from datetime import date

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.extensions import db as _db
from app.people.models import Member
from app.people.rules import Status
from app.pledges.rules import CampaignState
from app.scoring.models import GradeDecision, GradingCampaign
from app.scoring.queries.grades import counts
from app.scoring.rules.indicators import Subject

BASIS = {"number_symbol": "15-QĐ/ĐU", "decided_on": "2017-12-28"}


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng ủy Văn phòng")


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Hành chính")


@pytest.fixture
def office(sign_in, committee):
    return sign_in(Role.OFFICE, at=committee)


def url(place, year, end=""):
    return f"/organisations/{place.id}/grades/{year}{end}"


def page(client, path):
    _db.session.commit()
    response = client.get(path)
    assert response.status_code == 200, path
    return " ".join(response.get_data(as_text=True).split())


def post(client, path, data):
    _db.session.commit()
    return client.post(path, data=data)


def typed(who, grade, reason=""):
    return {f"grade_{who.id.hex}": grade, f"reason_{who.id.hex}": reason}


def test_the_real_figures_of_2017_load_warn_and_are_not_refused(make, office, committee, branch):
    members = make.members(81, branch=branch, starts_on=date(2010, 1, 1))
    rows = {}
    for number, member in enumerate(members):
        chosen = "excellent" if number < 16 else "well_done" if number < 80 else "ungraded"
        reason = "Đang chờ kết luận kiểm tra" if chosen == "ungraded" else ""
        rows |= typed(member, chosen, reason)

    answer = post(office, url(branch, 2017, "/type-members"), BASIS | rows)

    assert answer.status_code == 302
    for place in (branch, committee):
        text = page(office, url(place, 2017))
        assert "80/81 được xếp loại" in text
        assert (
            "20 % × 64 (số hoàn thành tốt nhiệm vụ) = 12,8 → tối đa 12; đã xếp 16 → vượt 4" in text
        )
        assert "16/64 = 25 %" in text
        assert "16/81 = 19,8 %" in text
        assert "Đang chờ kết luận kiểm tra" in text
        assert "15 % × 64 (số hoàn thành tốt nhiệm vụ) = 9,6 → tối đa 9; đã xếp 16" in text
        assert "Thông lệ trước năm 2018 (chưa đối chiếu văn bản)" in text
    counted = counts(committee, 2017)[Subject.MEMBER_YEAR]
    assert [number for _, _, number in counted.grades] == [16, 64, 0, 0]
    assert (counted.ungraded, counted.due) == (1, 81)
    found = _db.session.scalars(select(GradeDecision)).all()
    assert {one.number_symbol for one in found} == {"15-QĐ/ĐU"}
    assert {one.decided_on for one in found} == {date(2017, 12, 28)}


def test_branches_are_graded_in_the_words_of_their_year(make, office, committee, branch):
    other = make.branch(parent=committee, name="Chi bộ Công nghệ")
    form = page(office, url(committee, 2016, "/type-branches"))
    assert "Trong sạch vững mạnh tiêu biểu" in form
    assert "Hoàn thành xuất sắc nhiệm vụ" not in form

    basis = BASIS | {"decided_on": "2017-01-10"}
    rows = typed(branch, "clean_strong_model") | typed(other, "")
    post(office, url(committee, 2016, "/type-branches"), basis | rows)

    assert "Trong sạch vững mạnh tiêu biểu" in page(office, url(committee, 2016))
    assert "2016" in page(office, f"/organisations/{branch.id}/grades")
    [only] = _db.session.scalars(select(GradeDecision)).all()
    assert (only.organisation_id, only.grade) == (branch.id, "clean_strong_model")


def test_a_committee_does_not_count_its_own_grade_among_those_below(
    make, office, committee, branch
):
    make.grade(committee, year=2020)
    make.grade(branch, year=2020)
    _db.session.commit()
    assert counts(committee, 2020)[Subject.BRANCH_YEAR].graded == 1
    assert "1/1 được xếp loại" in page(office, url(committee, 2020))


def test_what_is_typed_is_kept_when_a_line_lacks_its_reason(make, office, branch):
    first, second = make.members(2, branch=branch, starts_on=date(2010, 1, 1))
    rows = typed(first, "excused") | typed(second, "excellent", "Có bằng khen")
    answer = post(office, url(branch, 2017, "/type-members"), BASIS | rows)
    text = answer.get_data(as_text=True)
    assert "Nhập lý do không xếp loại." in text
    assert "Có bằng khen" in text
    assert "15-QĐ/ĐU" in text
    assert _db.session.scalar(select(GradeDecision)) is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"number_symbol": ""}, "Nhập số, ký hiệu quyết định."),
        ({"decided_on": ""}, "Nhập ngày quyết định."),
        ({"decided_on": "2016-12-28"}, "không thể ký trước năm 2017"),
        ({"decided_on": "2035-01-01"}, "không được ở sau hôm nay"),
    ],
)
def test_a_result_stands_on_a_paper_with_number_and_day(make, office, branch, changed, said):
    member = make.member(branch=branch, starts_on=date(2010, 1, 1))
    data = BASIS | typed(member, "excellent") | changed
    answer = post(office, url(branch, 2017, "/type-members"), data)
    assert said in answer.get_data(as_text=True)
    assert _db.session.scalar(select(GradeDecision)) is None


def test_nothing_chosen_is_said(make, office, branch):
    member = make.member(branch=branch, starts_on=date(2010, 1, 1))
    answer = post(office, url(branch, 2017, "/type-members"), BASIS | typed(member, ""))
    assert "Chọn kết quả cho ít nhất một dòng." in answer.get_data(as_text=True)


def test_a_grade_that_stands_is_never_typed_over(make, office, branch):
    member = make.member(branch=branch, starts_on=date(2010, 1, 1))
    kept = make.grade(branch, member=member, year=2017)
    other = make.member(branch=branch, starts_on=date(2010, 1, 1))
    data = BASIS | typed(member, "excellent") | typed(other, "completed", "ghi rõ")
    answer = post(office, url(branch, 2017, "/type-members"), data)
    text = " ".join(answer.get_data(as_text=True).split())
    assert "đã có kết quả xếp loại của thời gian này" in text
    assert "Đã có kết quả: Hoàn thành tốt nhiệm vụ; để trống dòng này." in text
    assert "ghi rõ" in text
    assert [one.id for one in _db.session.scalars(select(GradeDecision))] == [kept.id]


def test_while_a_campaign_runs_nothing_is_typed_beside_it(make, office, committee, branch):
    member = make.member(branch=branch)
    rubric = make.rubric(committee, subject=Subject.MEMBER_YEAR)
    campaign_id = make.grading(committee, rubric=rubric, year=2025).id
    data = {"number_symbol": "15-QĐ/ĐU", "decided_on": "2025-12-28"} | typed(member, "excellent")
    answer = post(office, url(branch, 2025, "/type-members"), data)
    assert "Năm 2025 đang có đợt đánh giá, xếp loại" in answer.get_data(as_text=True)

    campaign = _db.session.get_one(GradingCampaign, campaign_id)
    campaign.state = CampaignState.CLOSED
    _db.session.commit()
    assert post(office, url(branch, 2025, "/type-members"), data).status_code == 302


def test_offered_are_those_of_the_year_and_those_no_record_places_elsewhere(
    make, office, committee, branch
):
    elsewhere = make.branch(parent=committee)
    there = make.member("Lê Văn Có Mặt", branch=branch, starts_on=date(2015, 1, 1))
    make.member("Lê Văn Chưa Ghi", branch=branch, starts_on=date(2020, 1, 1))
    moved = make.member(
        "Lê Văn Nơi Khác", branch=elsewhere, starts_on=date(2015, 1, 1), ends_on=date(2019, 12, 31)
    )
    make.status(moved, branch, Status.OFFICIAL, starts_on=date(2020, 1, 1))
    make.member(
        "Lê Văn Vào Sau", branch=branch, starts_on=date(2020, 1, 1), admitted_on=date(2019, 5, 19)
    )
    make.member("Lê Văn Khách", branch=branch, status=Status.TEMPORARY_IN)
    gone = make.member(
        "Lê Văn Đã Đi", branch=branch, starts_on=date(2015, 1, 1), ends_on=date(2017, 6, 30)
    )
    _db.session.commit()
    text = page(office, url(branch, 2017, "/type-members"))
    assert all(one.name in text for one in (there, gone))
    assert "chưa có hồ sơ về nơi sinh hoạt năm đó" in text
    assert "Lê Văn Chưa Ghi" in text
    assert not any(name in text for name in ("Lê Văn Nơi Khác", "Lê Văn Vào Sau", "Lê Văn Khách"))


def test_one_grade_of_one_member_goes_to_the_branch_of_that_year(make, office, committee, branch):
    before = make.branch(parent=committee)
    member = make.member(branch=before, starts_on=date(2010, 1, 1), ends_on=date(2018, 12, 31))
    make.status(member, branch, Status.OFFICIAL, starts_on=date(2019, 1, 1))
    _db.session.commit()
    path = f"/members/{member.id}/grades"
    for year in (2017, 2020):
        basis = {"number_symbol": "không số", "decided_on": f"{year}-12-20"}
        answer = post(office, f"{path}/new", basis | {"year": year, "grade": "excellent"})
        assert answer.status_code == 302
    found = _db.session.scalars(select(GradeDecision).order_by(GradeDecision.year)).all()
    assert [one.organisation_id for one in found] == [before.id, branch.id]
    text = page(office, path)
    assert "Năm 2017" in text
    assert before.name in text


def test_one_is_not_typed_into_a_branch_out_of_ones_hands(make, office, branch):
    foreign = make.branch()
    member = make.member(branch=foreign, starts_on=date(2010, 1, 1), ends_on=date(2018, 12, 31))
    make.status(member, branch, Status.OFFICIAL, starts_on=date(2019, 1, 1))
    _db.session.commit()
    basis = {"number_symbol": "không số", "decided_on": "2017-12-20"}
    data = basis | {"year": 2017, "grade": "excellent"}
    post(office, f"/members/{member.id}/grades/new", data)
    assert _db.session.scalars(select(GradeDecision)).one().organisation_id == branch.id


def test_nobody_types_their_own_grade(make, sign_in, committee, branch):
    account = make.account(Role.STANDING_COMMITTEE, at=committee)
    member = make.member(branch=branch, starts_on=date(2010, 1, 1))
    make.member(branch=branch, starts_on=date(2010, 1, 1))
    account.member_id = member.id
    make.grant(account, Role.STANDING_COMMITTEE, committee)
    client = sign_in(account=account)
    assert member.id.hex not in page(client, url(branch, 2017, "/type-members"))
    data = BASIS | typed(member, "excellent")
    answer = post(client, url(branch, 2017, "/type-members"), data)
    assert "không tự quyết định kết quả xếp loại của mình" in answer.get_data(as_text=True)


def test_a_member_reads_the_own_grades_and_nobody_elses(make, sign_in, branch):
    account = make.account(Role.MEMBER, at=branch)
    own = make.grade(branch, member=account_member(account), year=2020)
    comrade = make.member(branch=branch)
    others = make.grade(branch, member=comrade, year=2020)
    branchs = make.grade(branch, year=2020)
    client = sign_in(account=account)
    led = client.get("/scores/grades", follow_redirects=True)
    assert led.request.path == f"/members/{account.member_id}/grades"
    assert "Hoàn thành tốt" in led.get_data(as_text=True)
    assert page(client, f"/grades/{own.id}")
    assert page(client, f"/grades/{branchs.id}")
    assert page(client, f"/organisations/{branch.id}/grades")
    for path in (
        f"/members/{comrade.id}/grades",
        f"/grades/{others.id}",
        url(branch, 2020),
        f"/organisations/{branch.id}/streaks/2020",
    ):
        assert client.get(path).status_code == 403, path


def account_member(account):
    return _db.session.get(Member, account.member_id)


def test_who_has_moved_still_reads_the_own_grades_of_before(make, sign_in, committee, branch):
    before = make.branch(parent=committee, name="Chi bộ Trước đây")
    account = make.account(Role.MEMBER, at=branch)
    member = account_member(account)
    make.status(
        member, before, Status.OFFICIAL, starts_on=date(2010, 1, 1), ends_on=date(2019, 12, 31)
    )
    make.grade(before, member=member, year=2018, label="Hoàn thành xuất sắc nhiệm vụ")
    text = page(sign_in(account=account), f"/members/{member.id}/grades")
    assert "Hoàn thành xuất sắc nhiệm vụ" in text
    assert "Chi bộ Trước đây" in text


def test_the_secretary_reads_the_branch_and_not_the_committee(make, sign_in, committee, branch):
    make.grade(branch, member=make.member(branch=branch), year=2020)
    client = sign_in(Role.SECRETARY, at=branch)
    assert "Hoàn thành tốt" in page(client, url(branch, 2020))
    assert client.get(url(committee, 2020)).status_code == 404
    assert client.get(url(branch, 2020, "/type-members")).status_code == 403


def test_a_long_list_is_leafed_through(make, office, branch):
    for member in make.members(101, branch=branch):
        make.grade(branch, member=member, year=2020)
    _db.session.commit()
    assert "từ 1 đến 100 trong 101" in page(office, url(branch, 2020))
    assert "từ 101 đến 101 trong 101" in page(office, url(branch, 2020) + "?page=2")
    assert page(office, url(branch, 2020) + "?page=9999999")


def test_a_year_asks_the_same_of_the_database_with_few_and_many(
    make, office, committee, branch, count_queries
):
    make.grade(branch, member=make.member(branch=branch), year=2020)
    _db.session.commit()

    def asked():
        office.get(url(committee, 2020))
        with count_queries() as statements:
            office.get(url(committee, 2020))
        return len(statements)

    before = asked()
    for _ in range(5):
        other = make.branch(parent=committee)
        make.grade(other, year=2020)
        for member in make.members(4, branch=other):
            make.grade(other, member=member, year=2020)
    _db.session.commit()
    assert asked() == before <= 8


def test_who_is_no_member_is_led_to_the_scores(office):
    assert office.get("/scores/grades").location.endswith("/scores")
