"""A committee's form, section by section, and what a branch adds to it."""

import pytest
import time_machine

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.pledges.models import PledgeSection, PledgeTemplate
from app.pledges.queries.forms import sections_for, sections_of
from app.pledges.rules import CampaignState, PledgeStatus

HEADINGS = ("Về tư tưởng", "Về lối sống", "Về chuyên môn")


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-29 08:00+07:00", tick=False):
        yield


@pytest.fixture
def form(make, committee):
    made = make.pledge_form(committee, 2027, sections=HEADINGS, is_fixed=False)
    db.session.commit()
    return made


def at(form, verb=""):
    return f"/pledge-templates/{form.id}{'/' + verb if verb else ''}"


def of(section, verb):
    return f"/pledge-templates/{section.template_id}/sections/{section.id}/{verb}"


def own(section, verb):
    return f"/branches/{section.branch_id}/pledge-sections/{section.id}/{verb}"


def fields(**values):
    return {"heading": "Về nêu gương", "guidance": "", "statement": "", **values}


def headings(form):
    return [section.heading for section in sections_of(db.session.get(PledgeTemplate, form.id))]


def again(record):
    return db.session.get(type(record), record.id)


def events(event):
    return db.session.query(AuditEntry).filter_by(event=event.value).all()


# The form itself


def test_the_supplied_form_becomes_the_committees_own(office, committee):
    address = f"/organisations/{committee.id}/pledge-templates/2027/supply"

    office.post(address)
    office.post(address)

    first, second = db.session.query(PledgeTemplate).order_by(PledgeTemplate.edition)
    assert (first.edition, second.edition) == (1, 2)
    assert len(first.sections) == 4
    assert len(events(Event.PLEDGE_TEMPLATE_ADDED)) == 2


@pytest.mark.parametrize(("year", "edition"), [(2027, 2), (2026, 1)])
def test_a_form_is_copied_to_the_next_edition_or_another_year(office, form, year, edition):
    office.post(at(form, "copy"), data={"year": year})

    copied = db.session.query(PledgeTemplate).filter(PledgeTemplate.id != form.id).one()
    assert (copied.year, copied.edition, copied.is_fixed) == (year, edition, False)
    assert headings(copied) == list(HEADINGS)


@pytest.mark.parametrize("year", ["2029", "x", ""])
def test_a_copy_goes_to_a_year_that_can_be(office, form, year):
    answer = office.post(at(form, "copy"), data={"year": year})

    made = db.session.query(PledgeTemplate).count()
    assert (answer.status_code, made) == ((409, 1) if year == "2029" else (302, 2))


def test_its_title_and_opening_change_with_a_trail(office, form):
    data = {"title": "Bản cam kết", "opening": "Tôi xin cam kết:", "version": form.version}

    office.post(at(form, "edit"), data=data)
    office.post(at(form, "edit"), data={**data, "version": again(form).version})

    assert again(form).opening == "Tôi xin cam kết:"
    [line] = events(Event.PLEDGE_TEMPLATE_CHANGED)
    assert line.facts == {"before": {"opening": None}, "after": {"opening": "Tôi xin cam kết:"}}


def test_it_is_previewed_as_a_member_will_see_it(office, form):
    office.post(at(form, "additions"), data={"key": "degradation"})

    page = office.get(at(form, "preview")).text

    assert "1. Về tư tưởng" in page
    assert "Tôi cam kết không suy thoái về tư tưởng chính trị" in page
    assert "Viết nếu có" in page


# Its sections


def test_a_section_is_added_behind_the_others(office, form):
    office.post(
        at(form, "sections/new"),
        data=fields(guidance="Nêu việc cụ thể", statement="Tôi gương mẫu.", is_required="y"),
    )

    assert headings(form) == [*HEADINGS, "Về nêu gương"]
    added = db.session.query(PledgeSection).filter_by(heading="Về nêu gương").one()
    assert (added.guidance, added.statement) == ("Nêu việc cụ thể", "Tôi gương mẫu.")
    assert added.is_required


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"heading": " "}, "Nhập tên mục."),
        ({"heading": "về TƯ TƯỞNG"}, "Mẫu đã có mục mang tên này."),
        ({"guidance": "x" * 4001}, "Dài nhất 4.000 ký tự"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_typed_is_lost(office, form, wrong, said):
    page = office.post(
        at(form, "sections/new"), data=fields(statement="Tôi gương mẫu.") | wrong
    ).text

    assert said in page
    assert "Tôi gương mẫu." in page
    assert headings(form) == list(HEADINGS)


def test_a_section_is_reworded_moved_and_removed(office, form):
    first, _, last = form.sections
    office.post(of(first, "edit"), data=fields(version=first.version))
    office.post(of(last, "move"), data={"direction": "up", "version": last.version})
    assert headings(form) == ["Về nêu gương", "Về chuyên môn", "Về lối sống"]

    office.post(of(first, "move"), data={"direction": "down", "version": again(first).version})
    office.post(of(last, "remove"), data={"version": again(last).version})

    assert headings(form) == ["Về nêu gương", "Về lối sống"]
    assert len(events(Event.PLEDGE_SECTION_CHANGED)) == 3
    [line] = events(Event.PLEDGE_SECTION_REMOVED)
    assert line.facts == {"heading": "Về chuyên môn"}


def test_at_either_end_a_section_stays(office, form):
    first, *_, last = form.sections

    office.post(of(first, "move"), data={"direction": "up", "version": first.version})
    office.post(of(last, "move"), data={"direction": "down", "version": last.version})

    assert headings(form) == list(HEADINGS)
    assert events(Event.PLEDGE_SECTION_CHANGED) == []


@pytest.mark.parametrize("verb", ["edit", "move", "remove"])
def test_nothing_is_done_to_what_has_changed_since_it_was_read(office, form, verb):
    section = form.sections[0]

    answer = office.post(of(section, verb), data=fields(version=99))

    assert answer.status_code == 409
    assert headings(form) == list(HEADINGS)


def test_the_common_additions_are_taken_or_left(office, form):
    page = office.get(at(form)).text
    assert "Về khắc phục hạn chế, khuyết điểm sau kiểm điểm năm trước" in page

    office.post(at(form, "additions"), data={"key": "shortcomings"})

    assert headings(form)[-1] == "Về khắc phục hạn chế, khuyết điểm sau kiểm điểm năm trước"
    assert 'value="shortcomings"' not in office.get(at(form)).text
    again_ = office.post(at(form, "additions"), data={"key": "shortcomings"})
    unknown = office.post(at(form, "additions"), data={"key": "anything"})
    assert (again_.status_code, unknown.status_code) == (409, 409)


def test_a_form_in_use_stands(make, office, committee):
    form = make.campaign(committee, sections=HEADINGS).template
    section, before = form.sections[0], len(HEADINGS)
    db.session.commit()
    assert "Thêm mục" not in office.get(at(form)).text

    pages = [
        office.post(at(form, "edit"), data={"title": "Khác", "version": form.version}),
        office.post(at(form, "sections/new"), data=fields()),
        office.post(of(section, "edit"), data=fields(version=section.version)),
        office.post(of(section, "move"), data={"direction": "down", "version": section.version}),
        office.post(of(section, "remove"), data={"version": section.version}),
        office.post(at(form, "additions"), data={"key": "targets"}),
    ]

    assert all("chép thành bản mới để sửa" in page.text for page in pages)
    assert (headings(form), before) == (list(HEADINGS), 3)


def test_until_it_is_used_a_form_is_its_keepers_alone(make, sign_in, committee, form):
    reader = sign_in(Role.COMMITTEE_MEMBER, at=committee)
    used = make.campaign(committee).template
    db.session.commit()

    assert reader.get(at(form)).status_code == 403
    assert reader.get(at(used)).status_code == 200
    assert reader.get(at(used, "preview")).status_code == 200
    assert reader.post(at(form, "sections/new"), data=fields()).status_code == 403


def test_a_section_is_found_in_its_own_form_only(make, office, committee, form):
    stranger = make.pledge_form(committee, 2026, is_fixed=False).sections[0]
    db.session.commit()

    address = f"/pledge-templates/{form.id}/sections/{stranger.id}/remove"

    assert office.post(address, data={"version": stranger.version}).status_code == 404


# What a branch adds


@pytest.fixture
def campaign(make, committee):
    return make.campaign(committee, sections=HEADINGS)


@pytest.fixture
def secretary(sign_in, branch, campaign):
    return sign_in(Role.SECRETARY, at=branch)


def form_of(branch):
    return f"/branches/{branch.id}/pledges/2026/form"


def added(secretary, branch, *names):
    for name in names:
        secretary.post(f"{form_of(branch)}/sections/new", data=fields(heading=name))
    found = db.session.query(PledgeSection).filter_by(branch_id=branch.id)
    return found.order_by(PledgeSection.position).all()


def test_a_branch_adds_its_own_section_behind_the_committees(
    make, secretary, branch, campaign, committee
):
    [section] = added(secretary, branch, "Về nơi cư trú")

    other = make.branch(parent=committee)
    assert [one.heading for one in sections_for(campaign, branch)] == [*HEADINGS, "Về nơi cư trú"]
    assert [one.heading for one in sections_for(campaign, other)] == list(HEADINGS)
    assert "4. Về nơi cư trú" in secretary.get(form_of(branch)).text
    [line] = events(Event.PLEDGE_SECTION_ADDED)
    assert (line.organisation_id, line.subject_id) == (branch.id, section.id)


def test_it_is_reworded_moved_and_removed(secretary, branch, campaign):
    first, second = added(secretary, branch, "Về nơi cư trú", "Về gia đình")

    secretary.post(own(second, "move"), data={"direction": "up", "version": second.version})
    secretary.post(own(first, "edit"), data=fields(version=again(first).version))
    assert [one.heading for one in sections_for(campaign, branch)][3:] == [
        "Về gia đình",
        "Về nêu gương",
    ]
    secretary.post(own(second, "remove"), data={"version": again(second).version})

    assert [one.heading for one in sections_for(campaign, branch)][3:] == ["Về nêu gương"]


def test_a_heading_of_the_committees_is_not_taken_twice(secretary, branch):
    page = secretary.post(
        f"{form_of(branch)}/sections/new", data=fields(heading=HEADINGS[0], guidance="Gợi ý riêng")
    ).text

    assert "Mẫu đã có mục mang tên này." in page
    assert "Gợi ý riêng" in page


def test_once_somebody_has_submitted_the_branchs_form_stands(make, secretary, branch, campaign):
    [section] = added(secretary, branch, "Về nơi cư trú")
    make.pledge(
        make.member(branch=branch), campaign=campaign, branch=branch, status=PledgeStatus.SUBMITTED
    )
    db.session.commit()
    assert "Thêm mục riêng" not in secretary.get(form_of(branch)).text

    pages = [
        secretary.post(f"{form_of(branch)}/sections/new", data=fields()),
        secretary.post(own(section, "edit"), data=fields(version=section.version)),
        secretary.post(own(section, "remove"), data={"version": section.version}),
    ]

    assert all("đã có đồng chí nộp" in page.text for page in pages)
    assert [one.heading for one in sections_for(campaign, branch)][3:] == ["Về nơi cư trú"]


def test_a_section_somebody_is_writing_under_stays(make, secretary, branch, campaign):
    [section] = added(secretary, branch, "Về nơi cư trú")
    pledge = make.pledge(make.member(branch=branch), campaign=campaign, branch=branch)
    pledge.last.items[0].section = section
    db.session.commit()

    answer = secretary.post(own(section, "remove"), data={"version": section.version})

    assert "đang có 1 nội dung" in answer.text
    assert again(section) is not None


@pytest.mark.parametrize("state", [CampaignState.DRAFT, CampaignState.CLOSED])
def test_a_branch_adds_only_while_the_campaign_runs(secretary, branch, campaign, state):
    campaign.state = state
    db.session.commit()

    answer = secretary.post(f"{form_of(branch)}/sections/new", data=fields())

    # A draft does not exist for the branch yet.
    expected = 404 if state is CampaignState.DRAFT else 200
    assert answer.status_code == expected
    assert db.session.query(PledgeSection).filter_by(branch_id=branch.id).count() == 0


def test_members_read_the_form_and_do_not_change_it(sign_in, branch, campaign):
    member = sign_in(Role.MEMBER, at=branch)

    assert "1. Về tư tưởng" in member.get(form_of(branch)).text
    assert "Mục riêng" not in member.get(form_of(branch)).text
    assert member.post(f"{form_of(branch)}/sections/new", data=fields()).status_code == 403


def test_without_a_campaign_the_page_says_so(secretary, branch):
    page = secretary.get(f"/branches/{branch.id}/pledges/2024/form").text

    assert "Chưa có đợt cam kết năm 2024" in page
