from datetime import date

import pytest
import time_machine

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.people.rules import Status
from app.pledges.models import PledgeCampaign, PledgeChoice, PledgeTemplate
from app.pledges.rules import CampaignState
from tests.factory import NOW


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-29 08:00+07:00", tick=False):
        yield


def list_of(place):
    return f"/organisations/{place.id}/pledge-campaigns"


def at(campaign, verb=""):
    return f"/pledge-campaigns/{campaign.id}{'/' + verb if verb else ''}"


def form_for(**values):
    return {
        "source": "supplied",
        "opens_on": "2026-12-15",
        "closes_on": "2027-03-31",
        "counted_on": "2027-01-05",
        "grounds": "Căn cứ Kế hoạch số 04-KH/TW",
        "shows_list": "y",
        **values,
    }


def prepared(make, committee, **values):
    """Next year's, a draft on a form that may change, unless another state is said."""
    state = values.pop("state", CampaignState.DRAFT)
    is_fixed = state is not CampaignState.DRAFT
    campaign = make.campaign(
        committee,
        year=2027,
        state=state,
        opens_on=date(2026, 12, 15),
        counted_on=date(2027, 1, 5),
        template=make.pledge_form(committee, 2027, is_fixed=is_fixed, **values),
    )
    db.session.commit()
    return campaign


def the_campaign():
    return db.session.query(PledgeCampaign).one()


def again(record):
    return db.session.get(type(record), record.id)


def events(event):
    return db.session.query(AuditEntry).filter_by(event=event.value).all()


# Prepared


def test_a_campaign_is_prepared_on_the_supplied_form(office, committee):
    office.post(f"{list_of(committee)}/2027/new", data=form_for())

    campaign = the_campaign()
    assert (campaign.year, campaign.state) == (2027, CampaignState.DRAFT)
    assert (campaign.closes_on, campaign.shows_list) == (date(2027, 3, 31), True)
    assert campaign.template.title == "Bản cam kết tu dưỡng, rèn luyện, phấn đấu"
    assert [section.position for section in campaign.template.sections] == [1, 2, 3, 4]
    assert not campaign.template.is_fixed
    page = office.get(at(campaign)).text
    assert "Đang chuẩn bị" in page
    assert "4. Về tổ chức kỷ luật và nêu gương" in page


def test_its_days_are_proposed_by_the_committees_settings(make, office, committee):
    make.regulation(committee, "pledge.closing_day", "01-31")
    db.session.commit()

    page = office.get(f"{list_of(committee)}/2027/new").text

    assert 'value="2027-01-31"' in page
    assert 'value="2026-11-29"' in page
    assert "Kết luận số 21-KL/TW" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"source": "0" * 32}, "Chọn một giá trị trong danh sách."),
        ({"opens_on": ""}, "Nhập ngày bắt đầu."),
        ({"opens_on": "2026-09-01"}, "sớm nhất từ ngày 01/10/2026"),
        ({"closes_on": "2026-12-01"}, "Hạn nộp phải từ ngày bắt đầu"),
        ({"closes_on": "2028-01-01"}, "Hạn nộp phải trong năm 2027"),
        ({"counted_on": "2027-04-01"}, "Ngày tính đảng viên"),
        ({"grounds": "x" * 4001}, "Dài nhất 4.000 ký tự"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_typed_is_lost(office, committee, wrong, said):
    data = form_for(grounds="Căn cứ riêng của đảng bộ") | wrong

    page = office.post(f"{list_of(committee)}/2027/new", data=data).text

    assert said in page
    assert data["grounds"][:24] in page
    assert db.session.query(PledgeCampaign).count() == 0
    assert db.session.query(PledgeTemplate).count() == 0


def test_a_form_of_another_year_or_from_above_is_copied_and_stays_as_it_is(make, sign_in):
    above = make.organisation(name="Đảng ủy trên")
    below = make.organisation(parent=above, name="Đảng ủy dưới")
    theirs = make.pledge_form(above, 2026, sections=("Về một", "Về hai"), title="Mẫu cấp trên")
    office = sign_in(Role.OFFICE, at=below)
    assert "Mẫu cấp trên" in office.get(f"{list_of(below)}/2027/new").text

    office.post(f"{list_of(below)}/2027/new", data=form_for(source=str(theirs.id)))

    copied = the_campaign().template
    assert (copied.organisation_id, copied.year, copied.edition) == (below.id, 2027, 1)
    assert [section.heading for section in copied.sections] == ["Về một", "Về hai"]
    assert (again(theirs).year, len(again(theirs).sections)) == (2026, 2)


def test_an_own_form_of_the_year_is_used_itself(make, office, committee):
    own = make.pledge_form(committee, 2027, is_fixed=False)

    office.post(f"{list_of(committee)}/2027/new", data=form_for(source=str(own.id)))

    assert the_campaign().template_id == own.id


@pytest.mark.parametrize("whose", ["own", "above", "below"])
def test_no_branch_is_asked_twice_in_a_year(make, sign_in, whose):
    above = make.organisation(name="Đảng ủy trên")
    middle = make.organisation(parent=above, name="Đảng ủy giữa")
    below = make.organisation(parent=middle, name="Đảng ủy dưới")
    taken = {"own": middle, "above": above, "below": below}[whose]
    prepared(make, taken)
    office = sign_in(Role.OFFICE, at=middle)

    for answer in (
        office.get(f"{list_of(middle)}/2027/new"),
        office.post(f"{list_of(middle)}/2027/new", data=form_for()),
    ):
        assert answer.status_code == 409
        assert f"của {taken.name}" in answer.text

    assert db.session.query(PledgeCampaign).count() == 1


def test_committees_side_by_side_and_other_years_are_no_hindrance(make, sign_in):
    above = make.organisation()
    one, other = make.organisation(parent=above), make.organisation(parent=above)
    prepared(make, one)
    make.campaign(other, year=2026)

    sign_in(Role.OFFICE, at=other).post(f"{list_of(other)}/2027/new", data=form_for())

    assert db.session.query(PledgeCampaign).count() == 3


def test_a_branch_has_no_campaign_of_its_own(sign_in, branch):
    office = sign_in(Role.OFFICE, at=branch.parent)

    answer = office.get(f"{list_of(branch)}/2027/new")

    assert answer.status_code == 409
    assert "do cấp ủy lập" in answer.text
    assert "Lập đợt" not in office.get(list_of(branch)).text


def test_beyond_next_year_nothing_is_prepared(office, committee):
    assert "từ 2025 đến 2027" in office.get(f"{list_of(committee)}/2028/new").text


# Changed


def test_a_change_leaves_what_was_and_what_is(make, office, committee):
    campaign = prepared(make, committee)
    data = form_for(
        source=str(campaign.template_id),
        closes_on="2027-02-28",
        with_exempt="y",
        grounds="",
        version=campaign.version,
    )

    office.post(at(campaign, "edit"), data=data)

    assert (again(campaign).closes_on, again(campaign).with_exempt) == (date(2027, 2, 28), True)
    [line] = events(Event.CAMPAIGN_CHANGED)
    assert line.facts["before"] == {"closes_on": "2027-03-31", "with_exempt": False}
    assert line.facts["after"] == {"closes_on": "2027-02-28", "with_exempt": True}


def test_nothing_changed_leaves_no_line(make, office, committee):
    campaign = prepared(make, committee)
    data = form_for(source=str(campaign.template_id), grounds="", version=campaign.version)

    office.post(at(campaign, "edit"), data=data)

    assert events(Event.CAMPAIGN_CHANGED) == []


def test_a_draft_may_change_its_form(make, office, committee):
    campaign = prepared(make, committee)

    office.post(at(campaign, "edit"), data=form_for(version=campaign.version))

    assert again(campaign).template.edition == 2
    [line] = events(Event.CAMPAIGN_CHANGED)
    assert line.facts["before"]["template"] == "Bản cam kết, năm 2027, bản 1"
    assert line.facts["after"]["template"].endswith("năm 2027, bản 2")


def test_an_open_one_keeps_its_form_and_may_be_prolonged(make, office, committee):
    campaign = prepared(make, committee, state=CampaignState.OPEN)
    form_before = campaign.template_id
    assert 'name="source"' not in office.get(at(campaign, "edit")).text

    data = form_for(closes_on="2027-04-15", version=campaign.version)
    office.post(at(campaign, "edit"), data=data)

    assert (again(campaign).template_id, again(campaign).closes_on) == (
        form_before,
        date(2027, 4, 15),
    )


def test_a_closed_one_is_not_changed(make, office, committee):
    campaign = prepared(make, committee, state=CampaignState.CLOSED)

    page = office.post(at(campaign, "edit"), data=form_for(version=campaign.version)).text

    assert "mở lại trước khi sửa" in page


def test_a_stale_edit_is_shown_beside_what_was_saved(make, office, committee):
    campaign = prepared(make, committee)
    source, stale = str(campaign.template_id), campaign.version
    office.post(at(campaign, "edit"), data=form_for(source=source, grounds="Mới", version=stale))

    answer = office.post(
        at(campaign, "edit"), data=form_for(source=source, grounds="Cũ", version=stale)
    )

    assert answer.status_code == 409
    assert again(campaign).grounds == "Mới"


# Opened, closed, opened again, removed


def test_opened_it_is_everybodys_and_its_form_stands(make, office, committee, branch, sign_in):
    campaign = prepared(make, committee)
    member = sign_in(Role.MEMBER, at=branch)
    assert "Năm 2027" not in member.get(list_of(branch)).text

    office.post(at(campaign, "open"), data={"version": campaign.version})

    assert again(campaign).state is CampaignState.OPEN
    assert again(campaign).template.is_fixed
    assert "Năm 2027" in member.get(list_of(branch)).text
    assert len(events(Event.CAMPAIGN_OPENED)) == 1


def test_pressed_twice_it_opens_once(make, office, committee):
    campaign = prepared(make, committee)
    data = {"version": campaign.version}
    office.post(at(campaign, "open"), data=data)

    assert office.post(at(campaign, "open"), data=data).status_code == 409
    assert len(events(Event.CAMPAIGN_OPENED)) == 1


def test_without_sections_it_is_not_opened(make, office, committee):
    campaign = prepared(make, committee, sections=())

    answer = office.post(at(campaign, "open"), data={"version": campaign.version})

    assert "chưa có mục nào" in answer.text
    assert again(campaign).state is CampaignState.DRAFT


def test_it_is_closed_after_its_last_day_and_opened_again_with_a_reason(make, office, committee):
    campaign = make.campaign(committee)
    db.session.commit()

    office.post(at(campaign, "close"), data={"version": campaign.version})
    assert again(campaign).state is CampaignState.CLOSED
    page = office.post(at(campaign, "reopen"), data={"reason": "", "version": 2}).text
    assert "Nêu lý do mở lại." in page
    data = {"reason": "Bổ sung hai đồng chí mới", "version": again(campaign).version}
    office.post(at(campaign, "reopen"), data=data)

    assert again(campaign).state is CampaignState.OPEN
    [line] = events(Event.CAMPAIGN_REOPENED)
    assert line.facts["reason"] == "Bổ sung hai đồng chí mới"


def test_before_its_last_day_has_passed_it_is_not_closed(make, office, committee):
    campaign = prepared(make, committee, state=CampaignState.OPEN)
    assert "Kết thúc đợt" not in office.get(at(campaign)).text

    answer = office.post(at(campaign, "close"), data={"version": campaign.version})

    assert "còn được nộp đến hết ngày 31/03/2027" in answer.text


def test_a_draft_is_removed_with_its_decisions_and_leaves_its_form(make, office, committee, branch):
    campaign = prepared(make, committee)
    db.session.add(
        PledgeChoice(
            campaign=campaign,
            member=make.member(branch=branch, status=Status.EXEMPT),
            is_due=True,
            reason="Tự nguyện",
            decided_at=NOW,
            decided_by="Văn phòng",
        )
    )
    db.session.commit()

    office.post(at(campaign, "remove"), data={"version": campaign.version})

    assert db.session.query(PledgeCampaign).count() == 0
    assert db.session.query(PledgeTemplate).count() == 1
    assert len(events(Event.CAMPAIGN_REMOVED)) == 1


def test_what_has_been_opened_is_not_removed(make, office, committee):
    campaign = make.campaign(committee)
    db.session.commit()

    answer = office.post(at(campaign, "remove"), data={"version": campaign.version})

    assert "không xóa được" in answer.text
    assert again(campaign) is not None
