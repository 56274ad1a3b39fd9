from datetime import date, timedelta

import pytest

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel.clock import today
from app.people.models import PositionPeriod
from app.people.queries import observers_of
from app.people.rules import Position

BASIS = "Quyết định số 05-QĐ/ĐU, ngày 02/7/2025"


@pytest.fixture
def committee(make):
    return make.organisation()


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Hành chính")


@pytest.fixture
def sent(make, committee):
    """Somebody of the committee to be sent."""
    member = make.member("Phan Thanh Long", branch=make.branch(parent=committee))
    make.position(member, committee, Position.COMMITTEE_MEMBER)
    return member


@pytest.fixture(params=[Role.STANDING_COMMITTEE, Role.OFFICE])
def assigner(request, committee, sign_in):
    return sign_in(request.param, at=committee)


def form_for(branch, member, **values):
    return {
        "branch_id": branch.id,
        "member_id": member.id,
        "position": "observer",
        "starts_on": "2026-01-01",
        "basis": BASIS,
        **values,
    }


def address(committee):
    return f"/organisations/{committee.id}/observers"


def test_the_committee_and_its_office_send_a_comrade(assigner, committee, branch, sent):
    answer = assigner.post(f"{address(committee)}/new", data=form_for(branch, sent))

    [period] = observers_of(branch.id, on=date(2026, 5, 1))
    assert answer.status_code == 302
    assert (period.member_id, period.basis) == (sent.id, BASIS)
    assert "Phan Thanh Long" in assigner.get(address(committee)).text


def test_one_may_come_for_the_branch_where_they_live_beside_who_has_charge_of_it(
    assigner, make, committee, branch, sent
):
    other = make.member()
    make.position(other, branch, Position.OBSERVER)
    data = form_for(branch, sent, position="resident_observer")

    assigner.post(f"{address(committee)}/new", data=data)

    kinds = [period.position for period in observers_of(branch.id, on=today())]
    assert kinds == [Position.OBSERVER, Position.RESIDENT_OBSERVER]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"basis": " "}, "Ghi số, ngày của văn bản phân công."),
        ({"starts_on": "2019-12-31"}, "không phải cấp ủy viên cấp trên"),
        ({"starts_on": ""}, "Nhập ngày bắt đầu."),
        ({"ends_on": "2025-12-31"}, "Ngày kết thúc phải từ ngày bắt đầu"),
        ({"position": "secretary"}, "Chọn một giá trị trong danh sách."),
    ],
)
def test_a_wrong_assignment_is_refused_with_what_was_typed(
    sign_in, committee, branch, sent, wrong, said
):
    office = sign_in(Role.OFFICE, at=committee)

    page = office.post(f"{address(committee)}/new", data=form_for(branch, sent, **wrong)).text

    assert said in page
    assert f'value="{sent.id}"' in page
    assert observers_of(branch.id, on=today()) == []


def test_the_same_assignment_is_not_made_twice(assigner, committee, branch, sent):
    assigner.post(f"{address(committee)}/new", data=form_for(branch, sent))

    again = assigner.post(f"{address(committee)}/new", data=form_for(branch, sent)).text

    assert "đã giữ chức vụ đó" in again
    assert len(observers_of(branch.id, on=today())) == 1


def test_a_member_of_no_committee_is_not_offered(assigner, make, committee, branch, sent):
    stranger = make.member("Đặng Thùy Dung", branch=branch)

    page = assigner.post(f"{address(committee)}/new", data=form_for(branch, stranger)).text

    assert "Chọn một giá trị trong danh sách." in page
    assert observers_of(branch.id, on=today()) == []


def test_an_assignment_is_ended_and_stays_in_the_history(assigner, make, committee, branch, sent):
    period = make.position(sent, branch, Position.OBSERVER)
    yesterday = today() - timedelta(days=1)

    assigner.post(f"{address(committee)}/{period.id}/end", data={"ends_on": yesterday})

    assert db.session.get(PositionPeriod, period.id).ends_on == yesterday
    page = assigner.get(address(committee)).text
    assert "Các lần phân công trước (1)" in page
    assert "Chưa có người theo dõi" in page


def test_a_branch_neither_sends_nor_ends_its_observers(make, sign_in, committee, branch, sent):
    period = make.position(sent, branch, Position.OBSERVER)
    secretary = sign_in(Role.SECRETARY, at=branch)

    assert secretary.post(f"/organisations/{branch.id}/observers/new").status_code == 403
    page = secretary.post(f"/positions/{period.id}/end", data={"ends_on": today()}).text

    assert "cấp trên ghi" in page
    assert db.session.get(PositionPeriod, period.id).ends_on is None


def test_what_lies_elsewhere_is_not_ended_through_this_committee(make, assigner, committee, sent):
    period = make.position(sent, make.branch(), Position.OBSERVER)
    secretary = make.member(branch=make.branch(parent=committee), position=Position.SECRETARY)

    db.session.commit()
    for other_id in [period.id, secretary.positions[0].id]:
        answer = assigner.post(f"{address(committee)}/{other_id}/end", data={"ends_on": today()})
        assert answer.status_code == 404


def test_the_trail_names_who_was_sent(assigner, committee, branch, sent):
    assigner.post(f"{address(committee)}/new", data=form_for(branch, sent))

    line = db.session.query(AuditEntry).filter_by(event=Event.POSITION_BEGUN.value).one()
    assert (line.organisation_id, line.facts["member"]) == (branch.id, "Phan Thanh Long")


def test_the_list_asks_as_much_for_many_branches_as_for_one(
    sign_in, make, committee, branch, sent, count_queries
):
    office = sign_in(Role.OFFICE, at=committee)
    office.get(address(committee))
    with count_queries() as few:
        office.get(address(committee))
    for _ in range(6):
        make.position(sent, make.branch(parent=committee), Position.OBSERVER)
    db.session.commit()
    with count_queries() as many:
        office.get(address(committee))

    assert len(few) == len(many) <= 8
