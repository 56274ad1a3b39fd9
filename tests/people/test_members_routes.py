"""The list of members and a member's page: who may, what is shown, what is refused."""

from datetime import date
from uuid import uuid4

import pytest

from app.access.permissions import Role
from app.people.models import Member
from app.people.queries import members_of, positions_at
from app.people.rules import Position, Status

HOSTILE = "<script>alert('Hạnh')</script>"


@pytest.fixture
def committee(make):
    return make.organisation()


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee)


@pytest.fixture
def office(sign_in, committee):
    return sign_in(Role.OFFICE, at=committee)


def list_url(place):
    return f"/organisations/{place.id}/members"


def page_url(member, place):
    return f"{list_url(place)}/{member.id}"


def names_in(page, *names):
    return [name for name in names if name in page.text]


def test_the_list_shows_who_belonged_on_the_day_asked(make, branch, office, db):
    make.member("Lê Hoài Ân", branch=branch, ends_on=date(2025, 12, 31))
    make.member("Võ Văn Bình", branch=branch, starts_on=date(2026, 1, 1))
    db.session.commit()

    old, new = office.get(f"{list_url(branch)}?on=2025-12-31"), office.get(list_url(branch))

    assert names_in(old, "Lê Hoài Ân", "Võ Văn Bình") == ["Lê Hoài Ân"]
    assert names_in(new, "Lê Hoài Ân", "Võ Văn Bình") == ["Võ Văn Bình"]
    assert "1 đồng chí ngày 31/12/2025" in old.text


def test_the_list_is_sorted_by_given_name(make, branch, office):
    for name in ("Nguyễn Thu Trang", "Lê Hoài Ân", "Nguyễn Thị Bích An", "Đặng Thùy Dung"):
        make.member(name, branch=branch)

    text = office.get(list_url(branch)).text

    found = [text.index(n) for n in ("Bích An", "Hoài Ân", "Thùy Dung", "Thu Trang")]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=dung", ["Đặng Thùy Dung"]),
        ("q=đặng+thuỳ", ["Đặng Thùy Dung"]),
        ("q=TH%C3%99Y", ["Đặng Thùy Dung"]),
        ("status=probationary", ["Đặng Thùy Dung"]),
        ("status=official", ["Lê Hoài Ân"]),
        ("q=%25", []),
        ("q=_", []),
        ("status=admiral", ["Lê Hoài Ân", "Đặng Thùy Dung"]),
        ("on=yesterday", ["Lê Hoài Ân", "Đặng Thùy Dung"]),
        ("on=0001-01-01", []),
        ("q=" + "x" * 150, ["Lê Hoài Ân", "Đặng Thùy Dung"]),
    ],
)
def test_the_list_is_filtered_by_its_address(make, branch, office, query, found):
    make.member("Lê Hoài Ân", branch=branch)
    make.member("Đặng Thùy Dung", branch=branch, status=Status.PROBATIONARY)

    page = office.get(f"{list_url(branch)}?{query}")

    assert page.status_code == 200
    assert names_in(page, "Lê Hoài Ân", "Đặng Thùy Dung") == found


def test_a_committee_lists_the_members_of_all_its_branches(make, committee, branch, office):
    make.member("Lê Hoài Ân", branch=branch)
    make.member("Võ Văn Bình", branch=make.branch(parent=committee))
    make.member("Người Ngoài Cuộc", branch=make.branch())

    page = office.get(list_url(committee))

    assert names_in(page, "Lê Hoài Ân", "Võ Văn Bình", "Người Ngoài Cuộc") == [
        "Lê Hoài Ân",
        "Võ Văn Bình",
    ]
    assert "Thêm đảng viên" not in page.text


def test_the_list_asks_as_little_for_many_as_for_few(make, branch, office, count_queries, db):
    def counted():
        with count_queries() as statements:
            office.get(list_url(branch))
        return len(statements)

    make.members(10, branch=branch, position=Position.BRANCH_COMMITTEE_MEMBER)
    db.session.commit()
    few = counted()
    make.members(20, branch=branch, position=Position.BRANCH_COMMITTEE_MEMBER)
    db.session.commit()

    assert counted() == few <= 4


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.SECRETARY, 200),
        (Role.BRANCH_COMMITTEE, 200),
        (Role.INSPECTOR, 200),
        (Role.MEMBER, 403),
        (Role.SYSTEM_ADMINISTRATOR, 403),
    ],
)
def test_members_are_listed_for_those_who_lead_or_inspect(sign_in, branch, role, status):
    assert sign_in(role, at=branch).get(list_url(branch)).status_code == status


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/new",
        "/{member}",
        "/{member}/edit",
        "/{member}/transfer",
        "/{member}/statuses/new",
        "/{member}/positions/new",
    ],
)
def test_another_branch_does_not_exist(make, sign_in, branch, path):
    member = make.member(branch=branch)
    client = sign_in(Role.SECRETARY, at=make.branch(parent=branch.parent))

    url = list_url(branch) + path.format(member=member.id)

    assert client.get(url).status_code == 404


def test_a_member_of_another_branch_cannot_be_reached_through_the_own(make, sign_in, branch):
    stranger = make.member(branch=make.branch())
    client = sign_in(Role.SECRETARY, at=branch)

    assert client.get(page_url(stranger, branch)).status_code == 404
    assert client.get(f"{list_url(branch)}/{uuid4()}").status_code == 404


def test_a_reader_does_not_keep(sign_in, make, branch):
    member = make.member(branch=branch)
    client = sign_in(Role.STANDING_COMMITTEE, at=branch.parent)

    assert client.get(page_url(member, branch)).status_code == 200
    assert "Đổi trạng thái" not in client.get(page_url(member, branch)).text
    assert client.post(page_url(member, branch) + "/edit").status_code == 403
    assert client.get(f"/statuses/{member.statuses[0].id}/end").status_code == 403


NEW = {"name": "Đặng Thùy Dung", "status": "probationary", "starts_on": "2026-01-05"}


def test_the_secretary_adds_a_member(sign_in, branch):
    client = sign_in(Role.SECRETARY, at=branch)

    answer = client.post(list_url(branch) + "/new", data={**NEW, "birth_year": "1999"})

    assert answer.location == list_url(branch)
    assert "Đặng Thùy Dung" in client.get(list_url(branch)).text


def test_no_member_is_added_to_a_committee(committee, office):
    assert office.get(list_url(committee) + "/new").status_code == 404


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": ""}, "Nhập họ và tên."),
        ({"name": " \t "}, "Nhập họ và tên."),
        ({"name": "x" * 201}, "Dài nhất 200 ký tự"),
        ({"starts_on": "31/02/2026"}, "Ngày chưa đúng"),
        ({"starts_on": "0001-01-01"}, "Năm phải từ 1930"),
        ({"status": "admiral"}, "Chọn một giá trị trong danh sách."),
        ({"birth_year": "mười"}, "Nhập một số nguyên."),
        ({"birth_year": "99999999999999"}, "Nhập số từ 1900"),
        ({"birth_year": "2020"}, "đủ 18 tuổi"),
        ({"email": "hanh tại vn"}, "Địa chỉ thư chưa đúng"),
        ({"admitted_on": "2020-01-02", "official_on": "2020-01-01"}, "Ngày chính thức không thể"),
    ],
)
def test_a_refused_member_leaves_no_trace(branch, office, db, fields, message):
    page = office.post(list_url(branch) + "/new", data={**NEW, **fields})

    assert page.status_code == 200
    assert message in page.text
    assert 'role="alert"' in page.text
    assert db.session.query(Member).count() == 0


def test_a_name_is_text_and_never_markup(branch, office):
    office.post(list_url(branch) + "/new", data={**NEW, "name": HOSTILE})

    page = office.get(list_url(branch))

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


def test_an_edit_is_saved(make, branch, office):
    member = make.member("Lê Minh Khôi", branch=branch)
    form = {"name": "Lê Minh Khôi", "professional_title": "Trưởng phòng", "version": "1"}

    assert office.post(page_url(member, branch) + "/edit", data=form).status_code == 302
    assert "Trưởng phòng" in office.get(page_url(member, branch)).text


def test_a_stale_edit_shows_both_texts_and_overwrites_nothing(make, branch, office):
    member = make.member("Lê Minh Khôi", branch=branch)
    url = page_url(member, branch) + "/edit"
    form = {"name": "Lê Minh Khôi", "version": "1"}
    office.post(url, data={**form, "professional_title": "Trưởng phòng"})

    page = office.post(url, data={**form, "professional_title": "Phó giám đốc"})

    assert page.status_code == 409
    assert "Trưởng phòng" in page.text
    assert "Phó giám đốc" in page.text
    assert "Phó giám đốc" not in office.get(page_url(member, branch)).text


def test_a_probationer_becomes_official(make, branch, office):
    member = make.member(branch=branch, status=Status.PROBATIONARY)

    office.post(
        page_url(member, branch) + "/statuses/new",
        data={
            "status": "official",
            "organisation_id": str(branch.id),
            "starts_on": "2026-10-01",
            "basis": "QĐ số 12-QĐ/ĐU",
        },
    )

    assert members_of(branch.id, on=date(2026, 9, 30))[0].status is Status.PROBATIONARY
    assert members_of(branch.id, on=date(2026, 10, 1))[0].status is Status.OFFICIAL


def test_a_secretary_places_nobody_in_another_branch(make, sign_in, branch):
    other, member = make.branch(parent=branch.parent), make.member(branch=branch)
    client = sign_in(Role.SECRETARY, at=branch)
    form = {"organisation_id": str(other.id), "starts_on": "2026-10-01"}

    status = client.post(
        page_url(member, branch) + "/statuses/new", data={**form, "status": "temporary_in"}
    )
    position = client.post(
        page_url(member, branch) + "/positions/new", data={**form, "position": "observer"}
    )
    moved = client.post(page_url(member, branch) + "/transfer", data=form)

    assert "Chọn một giá trị trong danh sách." in status.text
    assert "Chọn một giá trị trong danh sách." in position.text
    assert "chỉ ghi được đảng viên của chi bộ này" in moved.text
    assert members_of(other.id, on=date(2026, 10, 1)) == []


def test_the_office_lets_a_committee_member_follow_another_branch(make, branch, office):
    other, member = make.branch(parent=branch.parent), make.member(branch=branch)

    office.post(
        page_url(member, branch) + "/positions/new",
        data={
            "position": "observer",
            "organisation_id": str(other.id),
            "starts_on": "2026-10-01",
        },
    )

    assert positions_at(other.id, on=date(2026, 10, 1)) == {member.id: (Position.OBSERVER,)}


def test_a_doubtful_position_is_stored_with_a_warning(make, branch, office):
    member = make.member(branch=branch, status=Status.PROBATIONARY)

    answer = office.post(
        page_url(member, branch) + "/positions/new",
        data={
            "position": "branch_committee_member",
            "organisation_id": str(branch.id),
            "starts_on": "2026-10-01",
        },
    )
    page = office.get(answer.location)

    assert "từ 9 đảng viên chính thức mới bầu chi ủy" in page.text
    assert "không phải đảng viên chính thức" in page.text
    assert positions_at(branch.id, on=date(2026, 10, 1)) != {}


def test_a_second_secretary_is_refused_beside_the_field(make, branch, office):
    make.member(branch=branch, position=Position.SECRETARY)
    member = make.member(branch=branch)

    page = office.post(
        page_url(member, branch) + "/positions/new",
        data={
            "position": "secretary",
            "organisation_id": str(branch.id),
            "starts_on": "2026-10-01",
        },
    )

    assert 'href="#starts_on"' in page.text
    assert "đã có đồng chí khác giữ chức vụ Bí thư" in page.text


def test_the_office_transfers_a_member_in_one_step(make, branch, office):
    other, member = make.branch(parent=branch.parent), make.member(branch=branch)

    answer = office.post(
        page_url(member, branch) + "/transfer",
        data={"organisation_id": str(other.id), "starts_on": "2026-11-01"},
    )

    assert answer.location == page_url(member, other)
    assert members_of(branch.id, on=date(2026, 11, 1)) == []
    assert [r.member_id for r in members_of(other.id, on=date(2026, 11, 1))] == [member.id]


def test_after_a_transfer_the_old_branch_reads_no_data_and_keeps_none(make, sign_in, branch):
    member = make.member(branch=branch, ends_on=date(2025, 12, 31), email="rieng.tu@example.vn")
    client = sign_in(Role.SECRETARY, at=branch)

    page = client.get(page_url(member, branch))
    refused = client.post(page_url(member, branch) + "/edit", data={"name": "Khác", "version": "1"})

    assert "rieng.tu@example.vn" not in page.text
    assert "đã thôi sinh hoạt tại" in page.text
    assert "chi bộ mới giữ thông tin này" in refused.text


def test_a_position_is_ended_on_the_day_named(make, branch, office, db):
    member = make.member(branch=branch, position=Position.SECRETARY)
    url = f"/positions/{member.positions[0].id}/end"
    db.session.commit()

    assert office.get(url).status_code == 200
    office.post(url, data={"ends_on": "2026-10-31"})

    assert positions_at(branch.id, on=date(2026, 10, 31)) != {}
    assert positions_at(branch.id, on=date(2026, 11, 1)) == {}


def test_a_status_is_ended_on_the_day_named(make, branch, office, db):
    member = make.member(branch=branch)
    url = f"/statuses/{member.statuses[0].id}/end"
    db.session.commit()

    assert office.get(url).status_code == 200
    assert office.post(url, data={"ends_on": "2026-10-31"}).location == page_url(member, branch)
    assert members_of(branch.id, on=date(2026, 11, 1)) == []


@pytest.mark.parametrize("kind", ["statuses", "positions"])
def test_periods_of_another_branch_cannot_be_ended(make, sign_in, branch, kind):
    member = make.member(branch=branch, position=Position.SECRETARY)
    period = getattr(member, kind)[0]
    client = sign_in(Role.SECRETARY, at=make.branch())

    assert (
        client.post(f"/{kind}/{period.id}/end", data={"ends_on": "2026-10-31"}).status_code == 404
    )
    assert client.post(f"/{kind}/{uuid4()}/end").status_code == 404
