"""A campaign of the year prepared, changed, opened, closed, opened again."""

from datetime import date

import pytest
import time_machine

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.pledges.rules import CampaignState
from app.scoring.models import GradingCampaign
from app.scoring.rules.cards import CardState, RubricState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.year import CapBase, Grouping, MonthsRule
from tests.scoring.grading_year import SMALL, GradingYear


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-29 08:00+07:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng ủy Sở Nội vụ")


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee)


@pytest.fixture
def office(sign_in, committee):
    return sign_in(Role.OFFICE, at=committee)


@pytest.fixture
def members_rubric(make, committee):
    return make.rubric(committee, subject=Subject.MEMBER_YEAR, content=SMALL)


def new(place, subject="member_year", quarter=0, year=2026):
    return f"/organisations/{place.id}/gradings/{year}/new?subject={subject}&quarter={quarter}"


def at(campaign, verb=""):
    return f"/gradings/{campaign.id}{'/' + verb if verb else ''}"


def form_for(rubric, **values):
    return {
        "rubric": str(rubric.id),
        "opens_on": "2026-12-01",
        "self_by": "2026-12-10",
        "review_by": "2026-12-20",
        "decide_by": "2026-12-30",
        "cap_percent": "25",
        "cap_base": "graded",
        "grouping": "by_branch",
        "months_rule": "most",
        "grounds": "Căn cứ Hướng dẫn số 04",
        **values,
    }


def draft(make, committee, rubric, **values):
    campaign = make.grading(committee, rubric=rubric, state=CampaignState.DRAFT, **values)
    db.session.commit()
    return campaign


def the_campaign():
    return db.session.query(GradingCampaign).one()


def again(record):
    return db.session.get(type(record), record.id)


def events(event):
    return db.session.query(AuditEntry).filter_by(event=event.value).all()


# Prepared


def test_a_campaign_is_prepared_with_what_the_committee_lays_down(
    office, committee, members_rubric
):
    office.post(new(committee, quarter=4), data=form_for(members_rubric))

    campaign = the_campaign()
    assert (campaign.subject, campaign.year, campaign.quarter) == (Subject.MEMBER_YEAR, 2026, 4)
    assert (campaign.state, campaign.rubric_id) == (CampaignState.DRAFT, members_rubric.id)
    assert (campaign.self_by, campaign.decide_by) == (date(2026, 12, 10), date(2026, 12, 30))
    assert (campaign.cap_percent, campaign.cap_base) == (25, CapBase.GRADED)
    assert (campaign.grouping, campaign.months_rule) == (Grouping.BY_BRANCH, MonthsRule.MOST)
    [line] = events(Event.GRADING_PREPARED)
    assert line.facts == {"graded": "đảng viên", "year": 2026, "quarter": 4}
    assert "quý 4 năm 2026" in office.get(at(campaign)).text


def test_days_and_cap_are_proposed_by_calendar_and_regulation(
    make, office, committee, members_rubric
):
    make.regulation(committee, "grade.cap_percent", "15")
    make.regulation(committee, "grade.cap_base", "all")
    db.session.commit()

    page = office.get(new(committee)).text

    assert 'value="2026-12-30"' in page
    assert 'value="15"' in page
    assert 'selected value="all"' in page
    assert SMALL.title in page


def test_the_nearest_rubric_in_force_is_offered_first_and_no_draft(make, sign_in):
    above = make.organisation(name="Đảng ủy trên")
    below = make.organisation(parent=above, name="Đảng ủy dưới")
    for place, state in ((above, RubricState.ISSUED), (below, RubricState.ISSUED)):
        make.rubric(place, subject=Subject.MEMBER_YEAR, content=SMALL, state=state)
    make.rubric(
        below, subject=Subject.MEMBER_YEAR, content=SMALL, number=2, state=RubricState.DRAFT
    )

    page = sign_in(Role.OFFICE, at=below).get(new(below)).text

    assert page.index("bản 1 (Đảng ủy dưới)") < page.index("bản 1 (Đảng ủy trên)")
    assert "bản 2" not in page


def test_without_a_rubric_in_force_the_way_on_is_said(office, committee):
    assert "Chưa có bảng chấm điểm đang áp dụng" in office.get(new(committee)).text
    answer = office.post(new(committee), data=form_for(committee))
    assert answer.status_code == 200
    assert db.session.query(GradingCampaign).count() == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rubric": "0" * 32}, "Chọn một giá trị trong danh sách."),
        ({"self_by": ""}, "Nhập hạn tự chấm."),
        ({"self_by": "2026-11-30"}, "Hạn tự chấm phải từ ngày bắt đầu"),
        ({"review_by": "2026-12-09"}, "Hạn thẩm định phải từ hạn tự chấm"),
        ({"decide_by": "2026-12-19"}, "Hạn quyết định phải từ hạn thẩm định"),
        ({"opens_on": "2025-12-31"}, "sớm nhất từ ngày 01/01/2026"),
        ({"cap_percent": "0"}, "Nhập số từ 1 đến 100."),
        ({"cap_base": "nothing"}, "Chọn một giá trị trong danh sách."),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_typed_is_lost(
    office, committee, members_rubric, wrong, said
):
    page = office.post(new(committee), data=form_for(members_rubric) | wrong).text

    assert said in page
    assert "Căn cứ Hướng dẫn số 04" in page
    assert db.session.query(GradingCampaign).count() == 0


@pytest.mark.parametrize("whose", ["own", "above", "below"])
def test_no_branch_is_graded_twice_for_one_period(make, sign_in, whose):
    above = make.organisation(name="Đảng ủy trên")
    middle = make.organisation(parent=above, name="Đảng ủy giữa")
    below = make.organisation(parent=middle, name="Đảng ủy dưới")
    rubric = make.rubric(above, subject=Subject.MEMBER_YEAR, content=SMALL)
    taken = {"own": middle, "above": above, "below": below}[whose]
    draft(make, taken, rubric)
    office = sign_in(Role.OFFICE, at=middle)

    for answer in (
        office.get(new(middle)),
        office.post(new(middle), data=form_for(rubric)),
    ):
        assert answer.status_code == 409
        assert f"của {taken.name}" in answer.text

    assert db.session.query(GradingCampaign).count() == 1


def test_another_quarter_another_subject_or_a_committee_beside_is_no_hindrance(
    make, office, committee, members_rubric
):
    draft(make, committee, members_rubric)
    draft(make, make.organisation(), members_rubric, quarter=4)

    office.post(new(committee, quarter=4), data=form_for(members_rubric))

    assert db.session.query(GradingCampaign).count() == 3


@pytest.mark.parametrize(
    ("subject", "quarter", "said"),
    [
        ("branch_year", 2, "Chỉ đảng viên"),
        ("meeting", 0, "Chọn đánh giá"),
        ("member_year", 7, "quý"),
    ],
)
def test_an_address_that_asks_for_the_impossible_is_refused(
    office, committee, subject, quarter, said
):
    answer = office.get(new(committee, subject, quarter))

    assert answer.status_code == 409
    assert said in answer.text


def test_a_branch_has_no_campaign_of_its_own(sign_in, branch):
    office = sign_in(Role.OFFICE, at=branch.parent)

    assert "do cấp ủy lập" in office.get(new(branch)).text
    assert "Lập đợt" not in office.get(f"/organisations/{branch.id}/gradings").text


# Changed


def test_a_change_leaves_what_was_and_what_is(make, office, committee, members_rubric):
    second = make.rubric(committee, subject=Subject.MEMBER_YEAR, content=SMALL, number=2)
    campaign = draft(make, committee, members_rubric)

    data = form_for(second, version=campaign.version)
    office.post(at(campaign, "edit"), data=data)

    assert (again(campaign).rubric_id, again(campaign).cap_percent) == (second.id, 25)
    [line] = events(Event.GRADING_CHANGED)
    assert (line.facts["before"]["cap_percent"], line.facts["after"]["cap_percent"]) == (20, 25)
    assert "bản 1" in line.facts["before"]["rubric"]
    assert "bản 2" in line.facts["after"]["rubric"]


def test_once_open_only_later_days_and_the_cap_change(make, office, committee, members_rubric):
    campaign = make.grading(committee, rubric=members_rubric)
    db.session.commit()
    page = office.get(at(campaign, "edit")).text
    for name in ("rubric", "opens_on", "grouping", "months_rule", "grounds"):
        assert f'name="{name}"' not in page

    data = form_for(members_rubric, version=campaign.version)
    office.post(at(campaign, "edit"), data=data)

    found = again(campaign)
    assert (found.self_by, found.cap_percent) == (date(2026, 12, 10), 25)
    assert (found.opens_on, found.grouping) == (date(2026, 11, 1), Grouping.TOGETHER)
    assert found.grounds is None


def test_a_closed_one_is_not_changed(make, office, committee, members_rubric):
    campaign = make.grading(committee, rubric=members_rubric, state=CampaignState.CLOSED)
    db.session.commit()

    page = office.post(
        at(campaign, "edit"), data=form_for(members_rubric, version=campaign.version)
    ).text

    assert "mở lại trước khi sửa" in page
    assert again(campaign).cap_percent == 20


def test_a_stale_edit_is_shown_beside_what_was_saved(make, office, committee, members_rubric):
    campaign = draft(make, committee, members_rubric)
    stale = campaign.version
    office.post(
        at(campaign, "edit"), data=form_for(members_rubric, cap_percent="21", version=stale)
    )

    answer = office.post(
        at(campaign, "edit"), data=form_for(members_rubric, cap_percent="22", version=stale)
    )

    assert answer.status_code == 409
    assert again(campaign).cap_percent == 21


# Opened, closed, opened again, removed


def test_opened_it_is_seen_by_the_branch(make, office, committee, branch, sign_in, members_rubric):
    campaign = draft(make, committee, members_rubric)
    member = sign_in(Role.MEMBER, at=branch)
    lists = f"/organisations/{branch.id}/gradings"
    assert "đảng viên năm 2026" not in member.get(lists).text
    assert member.get(at(campaign)).status_code == 404

    office.post(at(campaign, "open"), data={"version": campaign.version})

    assert again(campaign).state is CampaignState.OPEN
    assert "đảng viên năm 2026" in member.get(lists).text
    assert len(events(Event.GRADING_OPENED)) == 1


def test_pressed_twice_it_opens_once(make, office, committee, members_rubric):
    campaign = draft(make, committee, members_rubric)
    data = {"version": campaign.version}
    office.post(at(campaign, "open"), data=data)

    assert office.post(at(campaign, "open"), data=data).status_code == 409
    assert len(events(Event.GRADING_OPENED)) == 1


def test_with_a_rubric_that_no_longer_holds_it_is_not_opened(
    make, office, committee, members_rubric
):
    campaign = draft(make, committee, members_rubric)
    members_rubric.valid_until = date(2026, 10, 1)
    db.session.commit()

    answer = office.post(at(campaign, "open"), data={"version": campaign.version})

    assert "không còn hiệu lực" in answer.text
    assert again(campaign).state is CampaignState.DRAFT


def test_it_closes_once_what_was_handed_in_is_decided_and_opens_again_with_a_reason(make, sign_in):
    year = GradingYear(make)
    card = year.card(year.member)
    office = sign_in(Role.OFFICE, at=year.committee)
    data = {"version": year.campaign.version}
    assert "Còn 1 phiếu đã nộp" in office.post(at(year.campaign, "close"), data=data).text

    card = again(card)
    card.state = CardState.RETURNED
    db.session.commit()
    office.post(at(year.campaign, "close"), data=data)
    assert again(year.campaign).state is CampaignState.CLOSED

    version = again(year.campaign).version
    page = office.post(at(year.campaign, "reopen"), data={"reason": "", "version": version}).text
    assert "Nêu lý do mở lại." in page
    office.post(
        at(year.campaign, "reopen"), data={"reason": "Bổ sung hai phiếu", "version": version}
    )

    assert again(year.campaign).state is CampaignState.OPEN
    [line] = events(Event.GRADING_REOPENED)
    assert line.facts["reason"] == "Bổ sung hai phiếu"


def test_only_a_draft_is_removed(make, office, committee, members_rubric):
    kept = make.grading(committee, rubric=members_rubric, quarter=3)
    campaign = draft(make, committee, members_rubric)

    office.post(at(campaign, "remove"), data={"version": campaign.version})
    answer = office.post(at(kept, "remove"), data={"version": kept.version})

    assert "không xóa được" in answer.text
    assert the_campaign().id == kept.id
    assert len(events(Event.GRADING_REMOVED)) == 1


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.MEMBER])
def test_a_branch_prepares_nothing(sign_in, committee, branch, role):
    """The own branch is no committee, and the committee is out of reach."""
    assert sign_in(role, at=branch).get(new(committee)).status_code == 404
    assert sign_in(role, at=branch).get(new(branch)).status_code == 403
