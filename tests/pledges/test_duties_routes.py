"""Whom a campaign asks, whom not and why; and what is decided for single members."""

from datetime import date

import pytest
import time_machine

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.people.rules import Status
from app.pledges.models import PledgeChoice
from app.pledges.queries.duties import by_branch, duties_of
from app.pledges.rules import CampaignState

TODAY = date(2026, 11, 29)


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-29 08:00+07:00", tick=False):
        yield


def at(campaign):
    return f"/pledge-campaigns/{campaign.id}/duties"


def choice_at(campaign, member):
    return f"/pledge-campaigns/{campaign.id}/members/{member.id}/choice"


def the_choice():
    return db.session.query(PledgeChoice).one()


def events(event):
    return db.session.query(AuditEntry).filter_by(event=event.value).all()


def dues(campaign, **which):
    return {line.name: line.duty for line in duties_of(campaign, on=TODAY, **which)}


def test_everybody_of_the_tree_is_on_the_list_with_the_reason(make, campaign, branch):
    outside = make.branch()
    make.member("Võ Văn Bình", branch=outside)
    make.member("Lê Hoài Ân", branch=branch)
    make.member("Trần Thị Hạnh", branch=branch, status=Status.EXEMPT)
    make.member("Hồ Đắc Dũng", branch=branch, starts_on=date(2026, 6, 1))
    make.member("Phan Thanh Long", branch=branch, ends_on=date(2026, 5, 31))

    found = dues(campaign)

    assert {name: duty.is_due for name, duty in found.items()} == {
        "Lê Hoài Ân": True,
        "Hồ Đắc Dũng": True,
        "Trần Thị Hạnh": False,
    }
    assert found["Trần Thị Hạnh"].reason == "Được miễn sinh hoạt"
    assert found["Hồ Đắc Dũng"].due_on == date(2026, 7, 1)


def test_within_the_tree_a_move_gives_no_new_days(make, campaign, committee, branch):
    other = make.branch(parent=committee)
    member = make.member("Lê Hoài Ân", branch=other, ends_on=date(2026, 5, 31))
    make.status(member, branch, Status.OFFICIAL, starts_on=date(2026, 6, 1))

    assert dues(campaign)["Lê Hoài Ân"].due_on == campaign.closes_on


def test_who_stays_in_another_branch_for_a_time_counts_once(make, campaign, committee, branch):
    other = make.branch(parent=committee)
    member = make.member("Lê Hoài Ân", branch=branch, status=Status.TEMPORARY_AWAY)
    make.status(member, other, Status.TEMPORARY_IN)

    lines = duties_of(campaign, on=TODAY)

    assert sorted(line.duty.is_due for line in lines) == [False, True]
    assert sum(b.due for b in by_branch(lines)) == sum(b.members for b in by_branch(lines)) == 1


def test_the_years_after_do_not_change_whom_it_asked(make, campaign, branch):
    make.member("Lê Hoài Ân", branch=branch, ends_on=date(2027, 2, 1))

    assert [line.name for line in duties_of(campaign, on=date(2028, 5, 1))] == ["Lê Hoài Ân"]


def test_the_page_names_who_is_left_out_and_counts_the_rest(make, office, campaign, branch):
    for _ in range(3):
        make.member(branch=branch)
    make.member("Trần Thị Hạnh", branch=branch, status=Status.SUSPENDED)
    db.session.commit()

    page = office.get(at(campaign)).text

    assert "3/4 đảng viên phải cam kết" in page
    assert "Trần Thị Hạnh" in page
    assert "Lý do: Đang bị đình chỉ sinh hoạt" in page
    assert "3/4 đảng viên" in office.get(f"/pledge-campaigns/{campaign.id}").text


def test_of_a_chosen_branch_everybody_is_shown(make, office, campaign, branch):
    make.member("Lê Hoài Ân", branch=branch)
    db.session.commit()
    assert "Lê Hoài Ân" not in office.get(at(campaign)).text

    assert "Lê Hoài Ân" in office.get(f"{at(campaign)}?branch={branch.id}").text
    assert office.get(f"{at(campaign)}?branch=nonsense").status_code == 200


# Decided for one


def test_one_is_let_off_with_a_reason_that_is_shown(make, office, campaign, branch):
    member = make.member("Lê Hoài Ân", branch=branch)
    db.session.commit()
    assert "không phải cam kết năm 2026 vì" in office.get(choice_at(campaign, member)).text

    office.post(choice_at(campaign, member), data={"answer": "no", "reason": "Ốm dài ngày"})

    assert dues(campaign)["Lê Hoài Ân"].is_due is False
    page = office.get(at(campaign)).text
    assert "Lý do: Ốm dài ngày" in page
    assert "0/1 đảng viên phải cam kết" in page
    [line] = events(Event.PLEDGE_CHOICE_MADE)
    assert line.facts == {"member": "Lê Hoài Ân", "is_due": False, "reason": "Ốm dài ngày"}


def test_an_exempt_one_is_counted_in(make, office, campaign, branch):
    member = make.member("Lê Hoài Ân", branch=branch, status=Status.EXEMPT)
    db.session.commit()

    office.post(choice_at(campaign, member), data={"answer": "yes", "reason": "Tự nguyện"})

    assert dues(campaign)["Lê Hoài Ân"].is_due is True
    assert "Phải cam kết theo quyết định riêng" in office.get(at(campaign)).text


@pytest.mark.parametrize(
    ("status", "data", "said"),
    [
        (Status.OFFICIAL, {"answer": "no", "reason": " "}, "Nêu lý do."),
        (Status.OFFICIAL, {"answer": "yes", "reason": "Cứ ghi"}, "không cần quyết định riêng"),
        (Status.EXEMPT, {"answer": "", "reason": "Cứ ghi"}, "không cần quyết định riêng"),
        (Status.TEMPORARY_IN, {"answer": "yes", "reason": "Cứ ghi"}, "sinh hoạt chính thức"),
    ],
)
def test_a_decision_that_says_nothing_is_refused(
    make, office, campaign, branch, status, data, said
):
    member = make.member(branch=branch, status=status)
    db.session.commit()

    page = office.post(choice_at(campaign, member), data=data).text

    assert said in page
    assert data["reason"].strip() in page
    assert db.session.query(PledgeChoice).count() == 0


def decided(make, office, campaign, branch):
    member = make.member("Lê Hoài Ân", branch=branch)
    db.session.commit()
    office.post(choice_at(campaign, member), data={"answer": "no", "reason": "Ốm dài ngày"})
    return member


def test_its_reason_is_reworded_as_it_was_read(make, office, campaign, branch):
    member = decided(make, office, campaign, branch)
    data = {"answer": "no", "reason": "Điều trị dài ngày", "version": the_choice().version}
    assert "Ốm dài ngày" in office.get(choice_at(campaign, member)).text

    office.post(choice_at(campaign, member), data=data)
    answer = office.post(choice_at(campaign, member), data={**data, "reason": "Khác"})

    assert answer.status_code == 409
    assert the_choice().reason == "Điều trị dài ngày"


def test_the_page_of_a_decision_says_again_what_was_decided(make, office, campaign, branch):
    member = make.member(branch=branch, status=Status.EXEMPT)
    db.session.commit()
    office.post(choice_at(campaign, member), data={"answer": "yes", "reason": "Tự nguyện"})

    page = office.get(choice_at(campaign, member)).text

    assert 'value="yes"' in page
    assert "không phải cam kết: được miễn sinh hoạt" in page


def test_taken_back_the_rule_holds_again(make, office, campaign, branch):
    decided(make, office, campaign, branch)
    choice = the_choice()
    address = f"/pledge-campaigns/{campaign.id}/choices/{choice.id}/remove"

    assert office.post(address, data={"version": 99}).status_code == 409
    office.post(address, data={"version": choice.version})

    assert dues(campaign)["Lê Hoài Ân"].is_due is True
    assert len(events(Event.PLEDGE_CHOICE_REMOVED)) == 1


def test_after_the_end_nothing_is_decided(make, office, campaign, branch):
    member = make.member(branch=branch)
    campaign.state = CampaignState.CLOSED
    db.session.commit()

    page = office.post(
        choice_at(campaign, member), data={"answer": "no", "reason": "Ốm dài ngày"}
    ).text

    assert "mở lại trước khi sửa" in page


@pytest.mark.parametrize("days", [{"ends_on": date(2026, 5, 31)}, None])
def test_who_does_not_belong_to_it_is_not_decided_upon(make, office, campaign, branch, days):
    member = make.member(branch=branch if days else make.branch(), **days or {})
    db.session.commit()

    assert office.get(choice_at(campaign, member)).status_code == 404


# Seen


def test_the_branches_own_people_do_not_read_the_committees_list(make, sign_in, campaign, branch):
    assert sign_in(Role.SECRETARY, at=branch).get(at(campaign)).status_code == 404
    assert sign_in(Role.COMMITTEE_MEMBER, at=branch.parent).get(at(campaign)).status_code == 200


def test_of_a_draft_only_those_who_prepare_it(make, sign_in, office, campaign, committee):
    campaign.state = CampaignState.DRAFT
    db.session.commit()

    assert sign_in(Role.COMMITTEE_MEMBER, at=committee).get(at(campaign)).status_code == 403
    assert office.get(at(campaign)).status_code == 200


@pytest.mark.parametrize("address", ["", "/duties", "/duties?branch="])
def test_a_page_takes_the_same_queries_for_three_times_the_members(
    make, office, campaign, committee, branch, count_queries, address
):
    path = f"/pledge-campaigns/{campaign.id}{address}" + (str(branch.id) if "=" in address else "")

    def counted():
        with count_queries() as statements:
            office.get(path)
        return len(statements)

    make.members(4, branch=branch)
    make.members(2, branch=branch, status=Status.EXEMPT)
    db.session.commit()
    few = counted()
    for _ in range(2):
        more = make.branch(parent=committee)
        make.members(4, branch=more)
        make.members(2, branch=more, status=Status.EXEMPT)
    make.members(12, branch=branch)
    db.session.commit()

    assert counted() == few
    assert few <= 12
