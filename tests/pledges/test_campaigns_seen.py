"""Who sees which campaigns, and from where."""

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.pledges.rules import CampaignState


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-29 08:00+07:00", tick=False):
        yield


def list_of(place):
    return f"/organisations/{place.id}/pledge-campaigns"


def at(campaign, verb=""):
    return f"/pledge-campaigns/{campaign.id}{'/' + verb if verb else ''}"


def test_a_draft_is_seen_by_those_who_prepare_it(make, sign_in, committee):
    campaign = make.campaign(committee, year=2027, state=CampaignState.DRAFT)
    reader = sign_in(Role.COMMITTEE_MEMBER, at=committee)

    assert reader.get(at(campaign)).status_code == 403
    assert "Năm 2027" not in reader.get(list_of(committee)).text
    assert sign_in(Role.STANDING_COMMITTEE, at=committee).get(at(campaign)).status_code == 200


@pytest.mark.parametrize("role", [Role.COMMITTEE_MEMBER, Role.INSPECTOR])
def test_others_read_and_do_not_write(make, sign_in, committee, role):
    campaign = make.campaign(committee)
    reader = sign_in(role, at=committee)

    assert "Sửa mẫu" not in reader.get(at(campaign)).text
    assert reader.post(at(campaign, "close")).status_code == 403
    assert reader.get(f"{list_of(committee)}/2027/new").status_code == 403


def test_a_member_finds_the_form_and_the_campaigns_from_the_own_page(make, sign_in, branch):
    make.campaign(branch.parent)
    member = sign_in(account=make.account(member=make.member(branch=branch), at=branch))
    form = f"/branches/{branch.id}/pledges/2026/form"
    assert form in member.get("/pledges").text

    page = member.get(form).text

    assert "Về tư tưởng chính trị" in page
    assert list_of(branch) in page
    assert form in member.get(list_of(branch)).text


def test_the_list_takes_the_same_queries_however_long(make, office, committee, count_queries):
    def counted():
        with count_queries() as statements:
            office.get(list_of(committee))
        return len(statements)

    make.campaign(committee, year=2026)
    db.session.commit()
    few = counted()
    for year in (2023, 2024, 2025):
        make.campaign(committee, year=year)
    db.session.commit()

    assert counted() == few
