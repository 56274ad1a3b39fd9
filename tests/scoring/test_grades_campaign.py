"""The result list of a campaign: everybody due by group, rank and cap, who is without and why."""

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.extensions import db as _db
from app.people.models import Member
from app.people.rules import Position, Status
from app.pledges.rules import CampaignState
from app.scoring.models import GradeDecision, GradingCampaign, ScoreAnswer
from app.scoring.queries.results import results_of
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Column, CriterionKind, Gate, GateKind
from app.scoring.rules.supplied import supplied
from app.scoring.rules.year import CapBase, Grouping
from tests.scoring.rubrics import criterion, rubric

TODAY = date(2026, 12, 20)
GRADES = supplied(Subject.MEMBER_YEAR).grades
LABELS = {grade.code: grade.label for grade in GRADES}
SHEET = rubric(
    criterion("1", points=95),
    criterion("2", points=5),
    criterion("ĐK", CriterionKind.PASS_FAIL, 0),
    grades=GRADES,
    gates=(Gate(GateKind.FULL_MARKS, ("ĐK",), "well_done", "Khắc phục hết hạn chế đã chỉ ra"),),
    columns=tuple(Column),
)


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng ủy Văn phòng")


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Hành chính")


@pytest.fixture
def campaign(make, committee):
    return make.grading(
        committee, rubric=make.rubric(committee, subject=Subject.MEMBER_YEAR, content=SHEET)
    )


@pytest.fixture
def standing_committee(sign_in, committee):
    return sign_in(Role.STANDING_COMMITTEE, at=committee)


@pytest.fixture
def graded(make, campaign, branch):
    """A member whose card was decided."""

    def give(points, grade, *, name=None, at=branch, own=None, **member):
        who = make.member(name, branch=at, **member)
        card = make.year_card(
            campaign,
            at,
            who,
            state=CardState.DECIDED,
            self_total=Fraction(own if own is not None else points),
            self_grade="excellent",
            decision_total=Fraction(points),
            decision_grade=grade,
            holding="",
        )
        make.grade(
            at,
            member=who,
            year=campaign.year,
            card=card,
            campaign=campaign,
            grade=grade,
            label=LABELS[grade],
            total=Fraction(points),
        )
        return card

    return give


def url(campaign, end="results"):
    return f"/gradings/{campaign.id}/{end}"


def page(client, path):
    _db.session.commit()
    response = client.get(path)
    assert response.status_code == 200, path
    return " ".join(response.get_data(as_text=True).split())


def post(client, path, data=None):
    _db.session.commit()
    return client.post(path, data=data or {})


def test_those_with_the_same_points_share_a_rank(campaign, graded, make, branch):
    for name, points in (("Ba", 80), ("Nhất", 95), ("Nhì", 95), ("Tư", Fraction(159, 2))):
        graded(points, "well_done", name=name)
    make.member("Chưa Nộp", branch=branch)
    found = results_of(campaign, on=TODAY)
    assert [(row.rank, row.name) for row in found.rows] == [
        (1, "Nhất"),
        (1, "Nhì"),
        (3, "Ba"),
        (4, "Tư"),
        (None, "Chưa Nộp"),
    ]
    assert (found.counted.due, found.counted.undecided) == (5, 1)


def test_the_page_shows_own_score_and_decision_side_by_side(
    standing_committee, campaign, graded, branch
):
    graded(82, "well_done", name="Lê Hoài Ân", own=95)
    text = page(standing_committee, url(campaign))
    assert "95 <span" in text
    assert "82" in text
    assert "Hoàn thành tốt nhiệm vụ" in text


def test_four_good_ones_allow_nobody_at_the_top_and_that_only_warns(
    standing_committee, campaign, graded
):
    graded(95, "excellent")
    for _ in range(4):
        graded(80, "well_done")
    text = page(standing_committee, url(campaign))
    assert "20 % × 4 (số hoàn thành tốt nhiệm vụ) = 0,8 → tối đa 0; đã xếp 1 → vượt 1" in text
    assert "1/4 = 25 %" in text
    assert "1/5 = 20 %" in text

    noted = post(
        standing_committee,
        url(campaign, "cap"),
        {"cap_reason": "Đơn vị tiêu biểu, áp dụng 25 %", "version": 1},
    )
    assert noted.status_code == 302
    assert "Lý do vượt: Đơn vị tiêu biểu, áp dụng 25 %" in page(standing_committee, url(campaign))


def test_two_who_note_a_reason_see_both(standing_committee, campaign):
    path = url(campaign, "cap")
    post(standing_committee, path, {"cap_reason": "Một", "version": 1})
    assert post(standing_committee, path, {"cap_reason": "Hai", "version": 1}).status_code == 409
    assert _db.session.scalars(select(GradingCampaign)).one().cap_reason == "Một"


def test_each_branch_is_a_group_of_its_own_if_the_campaign_says_so(
    campaign, graded, make, committee, branch
):
    other = make.branch(parent=committee, name="Chi bộ Công nghệ")
    campaign.grouping = Grouping.BY_BRANCH
    graded(95, "excellent")
    for _ in range(5):
        graded(80, "well_done")
    graded(95, "excellent", at=other)
    found = results_of(campaign, on=TODAY)
    assert [(one.group, one.cap.is_exceeded) for one in found.caps] == [
        ("Chi bộ Công nghệ", True),
        ("Chi bộ Hành chính", False),
    ]
    assert [row.rank for row in found.rows] == [1, 1, 2, 2, 2, 2, 2]


def test_leaders_are_measured_among_leaders(campaign, graded):
    campaign.grouping = Grouping.BY_POSITION
    campaign.cap_base = CapBase.ALL
    graded(95, "excellent", position=Position.SECRETARY)
    graded(95, "excellent", position=Position.PARTY_GROUP_LEADER)
    graded(80, "well_done")
    caps = {one.group: one.cap for one in results_of(campaign, on=TODAY).caps}
    assert caps["Giữ chức vụ lãnh đạo"].base_number == 1
    assert caps["Không giữ chức vụ lãnh đạo"].base_number == 2


def test_a_condition_that_barred_a_better_grade_is_named(
    standing_committee, campaign, graded, make
):
    card = graded(95, "well_done", name="Lê Hoài Ân")
    for code in ("1", "2", "ĐK"):
        card.answers.append(ScoreAnswer(column=Column.DECISION, code=code, is_yes=code != "ĐK"))
    graded(96, "excellent", name="Lê Minh Khôi")
    rows = {row.name: row.barred for row in results_of(campaign, on=TODAY).rows}
    assert rows == {
        "Lê Hoài Ân": ("Khắc phục hết hạn chế đã chỉ ra (ĐK)",),
        "Lê Minh Khôi": (),
    }
    text = page(standing_committee, url(campaign))
    assert "Bị khống chế: Khắc phục hết hạn chế đã chỉ ra (ĐK)" in text


def test_without_a_grade_is_decided_with_a_reason(standing_committee, campaign, make, branch):
    member = make.member("Lê Hoài Ân", branch=branch)
    path = url(campaign, f"members/{member.id}/ungraded")
    data = {"grade": "ungraded", "reason": "", "decided_on": "2026-11-20"}
    assert "Nhập lý do không xếp loại." in post(standing_committee, path, data).get_data(
        as_text=True
    )
    data["reason"] = "Đang chờ kết luận kiểm tra"
    assert post(standing_committee, path, data).status_code == 302
    decision = _db.session.scalars(select(GradeDecision)).one()
    assert (decision.grade, decision.label) == (None, "Không xếp loại")
    assert decision.campaign_id == campaign.id
    text = page(standing_committee, url(campaign))
    assert "Đang chờ kết luận kiểm tra" in text
    assert "đã có kết quả xếp loại" in post(standing_committee, path, data).get_data(as_text=True)


def test_a_branch_may_stay_without_a_grade_too(standing_committee, make, committee, branch):
    sheet = make.rubric(committee, subject=Subject.BRANCH_YEAR)
    campaign = make.grading(committee, rubric=sheet)
    data = {"grade": "excused", "reason": "Thành lập tháng 10", "decided_on": "2026-11-20"}
    path = url(campaign, f"branches/{branch.id}/ungraded")
    assert post(standing_committee, path, data).status_code == 302
    assert "Thành lập tháng 10" in page(standing_committee, url(campaign))


def test_members_are_not_left_without_through_the_address_of_their_branch(
    standing_committee, campaign, branch
):
    path = url(campaign, f"branches/{branch.id}/ungraded")
    _db.session.commit()
    assert standing_committee.get(path).status_code == 409


def test_nothing_is_decided_before_the_campaign_opens(standing_committee, campaign, make, branch):
    campaign.state = CampaignState.DRAFT
    member = make.member(branch=branch)
    data = {"grade": "ungraded", "reason": "Ốm", "decided_on": "2026-11-20"}
    answer = post(standing_committee, url(campaign, f"members/{member.id}/ungraded"), data)
    assert answer.status_code == 409
    assert "chưa mở" in answer.get_data(as_text=True)


def test_who_need_not_be_graded_is_said_so_once_and_guests_never(
    standing_committee, campaign, make, branch
):
    exempt = make.member("Miễn", branch=branch, status=Status.EXEMPT)
    make.member("Khách", branch=branch, status=Status.TEMPORARY_IN)
    make.member("Phải", branch=branch)
    text = page(standing_committee, url(campaign))
    assert "Ghi chính thức 1 đồng chí không thuộc diện" in text
    for _ in range(2):
        assert post(standing_committee, url(campaign, "excuse")).status_code == 302
    decision = _db.session.scalars(select(GradeDecision)).one()
    assert (decision.member_id, decision.is_excused) == (exempt.id, True)
    assert decision.reason == "Được miễn sinh hoạt"
    found = results_of(_db.session.merge(campaign), on=TODAY)
    assert (found.counted.excused, found.counted.due) == (1, 1)


def test_a_guests_grade_of_home_does_not_show_where_they_are_a_guest(
    campaign, graded, make, committee, branch
):
    other = make.branch(parent=committee, name="Chi bộ An")
    card = graded(80, "well_done", name="Lê Hoài Ân")
    make.status(card.member, other, Status.TEMPORARY_IN)
    found = results_of(campaign, on=TODAY)
    assert [(row.branch, row.outcome.grade) for row in found.rows] == [
        ("Chi bộ Hành chính", "well_done")
    ]


def test_who_has_moved_away_since_keeps_the_line(campaign, make, branch):
    gone = make.member("Đã Đi", branch=branch, ends_on=date(2026, 11, 30))
    make.grade(branch, member=gone, year=2026, campaign=campaign)
    assert [row.name for row in results_of(campaign, on=TODAY).rows] == ["Đã Đi"]


def test_what_is_not_handed_in_shows_no_points(standing_committee, campaign, make, branch):
    member = make.member(branch=branch)
    make.year_card(campaign, branch, member, self_total=Fraction(88), self_grade="well_done")
    assert results_of(campaign, on=TODAY).rows[0].card is None
    text = page(standing_committee, url(campaign))
    assert "Chưa quyết định" in text
    assert "88 <span" not in text


def test_only_those_who_read_the_cards_see_what_led_to_a_decision(
    sign_in, campaign, graded, committee
):
    graded(82, "well_done", name="Lê Hoài Ân", own=95)
    text = page(sign_in(Role.COMMITTEE_MEMBER, at=committee), url(campaign))
    assert "Hoàn thành tốt nhiệm vụ" in text
    assert "Tự chấm</th>" not in text
    assert "95 <span" not in text


@pytest.mark.parametrize(("role", "status"), [(Role.SECRETARY, 404), (Role.MEMBER, 404)])
def test_the_branch_does_not_read_the_list_of_the_committee(
    sign_in, campaign, branch, role, status
):
    client = sign_in(role, at=branch)
    assert client.get(url(campaign)).status_code == status


def test_nobody_leaves_themselves_without_a_grade(make, sign_in, campaign, committee, branch):
    account = make.account(Role.STANDING_COMMITTEE, at=committee)
    member = _db.session.get(Member, account.member_id)
    make.status(member, branch, Status.OFFICIAL)
    client = sign_in(account=account)
    assert "/ungraded" not in page(client, url(campaign))
    data = {"grade": "excused", "reason": "Bận", "decided_on": "2026-11-20"}
    answer = post(client, url(campaign, f"members/{member.id}/ungraded"), data)
    assert "không tự quyết định kết quả xếp loại của mình" in answer.get_data(as_text=True)


def test_the_list_asks_the_same_with_few_and_many(
    standing_committee, campaign, graded, make, committee, count_queries
):
    graded(95, "well_done")
    _db.session.commit()
    path = url(campaign)

    def asked():
        standing_committee.get(path)
        with count_queries() as statements:
            standing_committee.get(path)
        return len(statements)

    before = asked()
    for _ in range(5):
        other = make.branch(parent=committee)
        for points in (95, 80, 75):
            graded(points, "well_done", at=other)
    _db.session.commit()
    assert asked() == before < 12
