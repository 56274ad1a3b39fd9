"""A rubric from its draft to its end: begun, issued, read below, followed by another."""

from dataclasses import replace
from datetime import date

import pytest

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel.errors import RuleBroken, StaleEdit
from app.scoring.models import RubricEdition
from app.scoring.queries.rubrics import rubric_for
from app.scoring.rules.cards import RubricState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.supplied import supplied
from app.scoring.service import rubrics as service
from tests.factory import NOW
from tests.scoring.builder import again
from tests.scoring.rubrics import NATIONAL

pytestmark = pytest.mark.usefixtures("in_november")

JAN, JUL, NOV = date(2026, 1, 1), date(2026, 7, 1), date(2026, 11, 1)


def at(edition, verb=""):
    return f"/rubrics/{edition.id}{'/' + verb if verb else ''}"


def events(event):
    return [row.facts for row in db.session.query(AuditEntry).filter_by(event=event.value)]


@pytest.fixture
def card(make, branch):
    """A card of a meeting of the branch, filled with a rubric."""

    def made(rubric, held_on):
        meeting = make.meeting(branch=branch, held_on=held_on)
        found = make.meeting_card(meeting, rubric=rubric)
        db.session.commit()
        return found

    return made


# Begun


def test_a_place_without_any_begins_with_one_press(office, committee):
    page = office.client.get(f"/organisations/{committee.id}/rubrics").text
    assert page.count("Lập từ khung có sẵn") == 3
    assert page.count("Chưa có bảng chấm điểm nào áp dụng hôm nay.") == 3

    address = f"/organisations/{committee.id}/rubrics/new?subject=branch_year"
    made = office.at(office.client.post(address, data={"source": "supplied"}))

    assert (made.subject, made.number, made.state) == (
        Subject.BRANCH_YEAR,
        1,
        RubricState.DRAFT,
    )
    assert made.rubric == supplied(Subject.BRANCH_YEAR)
    page = office.client.get(f"/organisations/{committee.id}/rubrics").text
    assert page.count("Lập từ khung có sẵn") == 2


def test_it_is_begun_from_a_frame_above_or_an_own_edition_or_nothing(
    make, office, committee, province, issued
):
    frame = make.rubric(province, content=NATIONAL, grounds="Quy định của tỉnh")
    own = issued(grounds="Quy định của Sở")
    page = office.client.get(f"/organisations/{committee.id}/rubrics/new").text
    assert "mẫu để chỉnh sửa" in page
    assert "Cụ thể hóa khung của Tỉnh ủy Sông Hậu" in page

    refined = office.begin(committee, f"frame:{frame.id}")
    copied = office.begin(committee, f"own:{own.id}")
    empty = office.begin(committee, "empty")

    assert (refined.rubric, refined.frame_id) == (NATIONAL, frame.id)
    assert refined.grounds == "Quy định của tỉnh"
    assert (copied.rubric, copied.frame_id, copied.number) == (own.rubric, None, 3)
    assert copied.grounds == "Quy định của Sở"
    assert empty.rubric.criteria == ()
    assert empty.rubric.grades == supplied(Subject.MEETING).grades
    assert len(events(Event.RUBRIC_BEGUN)) == 3


@pytest.mark.parametrize("source", ["", "guess", "frame:x"])
def test_from_what_is_not_offered_nothing_is_begun(office, committee, source):
    address = f"/organisations/{committee.id}/rubrics/new?subject=what"

    answer = office.client.post(address, data={"source": source})

    assert answer.status_code == 200
    assert db.session.query(RubricEdition).count() == 0


def test_a_draft_of_a_superior_is_no_frame_and_a_branch_has_no_own(
    make, office, committee, province, branch
):
    make.rubric(province, state=RubricState.DRAFT, valid_from=None)
    make.rubric(province, number=2, valid_until=JAN)
    db.session.commit()

    page = office.client.get(f"/organisations/{committee.id}/rubrics/new").text

    assert "Cụ thể hóa" not in page
    assert office.client.get(f"/organisations/{branch.id}/rubrics/new").status_code == 409


def test_what_is_no_frame_to_a_place_is_not_refined(make, committee, province, issued):
    by = make.actor(Role.OFFICE, at=committee)
    for edition, place in (
        (issued(), committee),
        (issued(2), province),
        (make.rubric(province, state=RubricState.WITHDRAWN), committee),
    ):
        with pytest.raises(RuleBroken, match="khung cấp trên đã ban hành"):
            service.refine_rubric(edition, place, by=by, now=NOW)


# Issued, followed, ended


def test_a_later_edition_ends_the_earlier_one_the_day_before(office, branch, issued, draft):
    first, second = issued(valid_from=JAN), draft()
    page = office.client.get(at(second, "issue")).text
    assert 'value="2026-12-01"' in page
    assert "Bản 1 đang áp dụng sẽ kết thúc" in page

    office.fill(at(second, "issue"), valid_from="2026-07-01")

    assert again(first).valid_until == date(2026, 6, 30)
    held = [rubric_for(branch.path, Subject.MEETING, on=day).number for day in (JAN, JUL, NOV)]
    assert held == [1, 2, 2]
    [ended] = events(Event.RUBRIC_ENDED)
    assert (ended["number"], ended["valid_until"]) == (1, "2026-06-30")
    [made] = events(Event.RUBRIC_ISSUED)
    assert (made["number"], len(made["sha256"])) == (2, 64)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"valid_from": "2026-01-01"}, "Bản 1 áp dụng từ 01/07/2026"),
        ({"valid_from": "2026-08-01", "valid_until": "2026-07-01"}, "Ngày hết áp dụng phải từ"),
        ({"valid_from": "0026-08-01"}, "Năm phải từ 1930"),
        ({"valid_from": ""}, "Nhập ngày bắt đầu áp dụng."),
    ],
)
def test_days_that_do_not_fit_come_back(office, issued, draft, typed, sentence):
    issued(valid_from=JUL)
    edition = draft()

    page = office.fill(at(edition, "issue"), **typed)

    assert page.status_code == 200
    assert sentence in page.text
    assert again(edition).state is RubricState.DRAFT


def test_before_an_edition_to_come_another_may_hold_until_then(office, issued, draft):
    issued(valid_from=JUL)
    edition = draft()

    office.fill(at(edition, "issue"), valid_from="2026-01-01", valid_until="2026-06-30")

    assert again(edition).state is RubricState.ISSUED


@pytest.mark.parametrize(
    ("held_on", "refused"), [(date(2026, 6, 30), False), (JUL, True), (NOV, True)]
)
def test_nothing_is_issued_over_what_is_scored_with_another(
    office, issued, draft, card, held_on, refused
):
    card(issued(), held_on)
    edition = draft()

    page = office.fill(at(edition, "issue"), valid_from="2026-07-01")

    assert (page.status_code == 200) is refused
    assert ("đã có 1 phiếu chấm lập theo bảng khác" in page.text) is refused
    assert again(edition).state is (RubricState.DRAFT if refused else RubricState.ISSUED)


def test_what_is_scored_with_a_superiors_sheet_counts_and_a_nearer_one_does_not(
    make, office, province, committee, branch, draft, card, sign_in
):
    of_province = make.rubric(province, valid_from=JAN)
    card(of_province, NOV)
    above = make.rubric(
        province, subject=Subject.MEETING, number=2, state=RubricState.DRAFT, valid_from=None
    )
    near = make.organisation(name="Đảng ủy bộ phận", parent=committee)
    below = make.branch(parent=near)
    theirs = make.rubric(near)
    make.meeting_card(make.meeting(branch=below, held_on=NOV), rubric=theirs)
    db.session.commit()
    own = draft(1)
    above_form = {"valid_from": "2026-10-01", "version": above.version}

    page = office.fill(at(own, "issue"), valid_from="2026-10-01")
    assert "đã có 1 phiếu chấm" in page.text
    page = sign_in(Role.OFFICE, at=province).post(at(above, "issue"), data=above_form)
    assert "đã có 1 phiếu chấm" in page.text


def test_cards_of_a_year_count_from_the_day_their_campaign_opens(
    make, office, committee, branch, issued, draft
):
    grading = make.grading(committee, rubric=issued(subject=Subject.BRANCH_YEAR))
    make.year_card(grading, branch)
    db.session.commit()
    edition = draft(subject=Subject.BRANCH_YEAR)

    page = office.fill(at(edition, "issue"), valid_from="2026-11-01")
    assert "đã có 1 phiếu chấm" in page.text
    office.send(page, at(edition, "issue"), valid_from="2026-11-02")

    assert again(edition).state is RubricState.ISSUED


def test_a_flawed_draft_is_not_issued(office, draft):
    edition = draft(content=replace(NATIONAL, grades=NATIONAL.grades[:-1]))

    data = {"valid_from": "2026-11-01", "version": edition.version}
    page = office.client.post(at(edition, "issue"), data=data)

    assert "Bảng chấm còn" in page.text
    assert again(edition).state is RubricState.DRAFT


def test_a_refinement_is_held_to_its_frame(make, office, committee, province):
    frame = make.rubric(province, content=NATIONAL, valid_from=JUL)
    db.session.commit()
    edition = office.begin(committee, f"frame:{frame.id}")
    office.fill(at(edition, "criteria/1/edit"), label="Đúng giờ")
    page = office.client.get(at(edition)).text
    assert "Khung cấp trên ghi tên là “Tiêu chí 1”." in page
    assert "Đánh lại số" not in page
    assert "criteria/1/remove" not in page

    office.fill(at(edition, "criteria/1/edit"), label="Tiêu chí 1")
    page = office.fill(at(edition, "issue"), valid_from="2026-01-01")
    assert "Khung cấp trên áp dụng từ 01/07/2026" in page.text
    office.send(page, at(edition, "issue"), valid_from="2026-07-01")

    assert again(edition).state is RubricState.ISSUED
    assert rubric_for(committee.path, Subject.MEETING, on=NOV).id == edition.id


def test_a_copy_follows_the_frame_to_its_latest_edition(make, office, committee, province):
    old = make.rubric(province, valid_until=date(2026, 6, 30))
    new = make.rubric(province, number=2, valid_from=JUL)
    own = make.rubric(committee, frame=old)
    db.session.commit()

    copied = office.at(office.client.post(at(own, "copy")))

    assert (copied.frame_id, copied.number, copied.state) == (new.id, 2, RubricState.DRAFT)


def test_it_ends_on_a_day_but_not_before_what_is_scored_with_it(office, issued, card):
    edition = issued(valid_from=JAN)
    card(edition, NOV)

    page = office.fill(at(edition, "end"), valid_until="2026-10-31")
    assert "Sau ngày 31/10/2026 đã có 1 phiếu chấm" in page.text
    office.send(page, at(edition, "end"), valid_until="2026-11-01")

    assert again(edition).valid_until == NOV
    assert "Đã hết áp dụng" in office.client.get(at(edition)).text
    assert [one["valid_until"] for one in events(Event.RUBRIC_ENDED)] == ["2026-11-01"]


def test_it_does_not_end_before_a_campaign_that_is_to_use_it(make, office, committee, issued):
    edition = issued(subject=Subject.MEMBER_YEAR)
    make.grading(committee, rubric=edition, quarter=3)
    db.session.commit()

    page = office.fill(at(edition, "end"), valid_until="2026-10-31")

    assert "Đợt đánh giá quý 3 năm 2026 mở sau ngày này" in page.text
    assert again(edition).valid_until is None


def test_it_is_not_lengthened_into_the_one_that_follows(office, issued):
    edition = issued(valid_from=JAN, valid_until=date(2026, 6, 30))
    issued(2, valid_from=JUL)

    page = office.fill(at(edition, "end"), valid_until="2026-07-01")

    assert "Bản 2 áp dụng từ 01/07/2026" in page.text
    office.send(page, at(edition, "end"), valid_until="2026-05-31")
    assert again(edition).valid_until == date(2026, 5, 31)


def test_what_was_never_used_is_taken_back_and_leaves_its_days_free(office, branch, issued, draft):
    edition = issued(valid_from=date(2027, 1, 1))

    office.fill(at(edition, "end"), valid_until="2026-12-31")

    assert again(edition).state is RubricState.WITHDRAWN
    assert rubric_for(branch.path, Subject.MEETING, on=date(2027, 2, 1)) is None
    assert "Đã bãi bỏ" in office.client.get(at(edition)).text
    assert office.client.get(at(edition, "end")).status_code == 409
    office.fill(at(draft(), "issue"), valid_from="2027-01-01")
    assert rubric_for(branch.path, Subject.MEETING, on=date(2027, 2, 1)).number == 2


def test_two_who_issue_at_once_are_told_apart(make, committee, issued, draft):
    edition, by = draft(), make.actor(Role.OFFICE, at=committee)
    seen = edition.version
    service.issue_rubric(edition, valid_from=JUL, version=seen, by=by, now=NOW)
    db.session.commit()

    with pytest.raises(StaleEdit):
        service.issue_rubric(edition, valid_from=NOV, version=seen, by=by, now=NOW)
    with pytest.raises(RuleBroken, match="đã ban hành"):
        service.issue_rubric(edition, valid_from=NOV, version=edition.version, by=by, now=NOW)
