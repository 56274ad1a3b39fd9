"""The tree: seen as far as the grants reach, kept by the office."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.organisations.models import Organisation, Term
from app.people.rules import Position

HOSTILE = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng ủy Sở Y tế", body_name="Đảng bộ Sở Y tế")


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Tổng hợp")


@pytest.fixture
def office(sign_in, committee):
    return sign_in(Role.OFFICE, at=committee)


def url(place, verb=""):
    return f"/organisations/{place.id}{verb}"


def named(db, name):
    return db.session.scalar(select(Organisation).where(Organisation.name == name))


def test_the_tree_shows_what_the_grants_cover_and_nothing_else(make, sign_in, committee, branch):
    make.branch(parent=committee, name="Chi bộ Kế toán")
    make.branch(name="Chi bộ Ngoài Cuộc")

    whole = sign_in(Role.OFFICE, at=committee).get("/organisations").text
    own = sign_in(Role.MEMBER, at=branch).get("/organisations").text

    assert "Chi bộ Kế toán" in whole
    assert "Chi bộ Tổng hợp" in whole
    assert "Chi bộ Ngoài Cuộc" not in whole
    assert "Chi bộ Tổng hợp" in own
    assert "Chi bộ Kế toán" not in own
    assert "Đảng ủy Sở Y tế" not in own


def test_each_place_stands_below_its_parent_in_the_order_of_the_alphabet(
    make, committee, branch, office
):
    make.organisation(parent=branch, kind="cell", name="Tổ đảng 1")
    make.branch(parent=committee, name="Chi bộ Ươm tạo")
    make.branch(parent=committee, name="Chi bộ Đào tạo")

    text = office.get("/organisations").text

    order = ("Chi bộ Đào tạo<", "Chi bộ Tổng hợp<", "Tổ đảng 1<", "Chi bộ Ươm tạo<")
    places = [text.index(name) for name in order]
    assert places == sorted(places)


def test_an_account_without_a_role_is_told_whom_to_ask(sign_in, make):
    page = sign_in(account=make.account()).get("/organisations")

    assert "Xin liên hệ văn phòng cấp ủy" in page.text


def test_the_tree_asks_as_little_for_many_as_for_few(make, committee, office, count_queries, db):
    def counted():
        with count_queries() as statements:
            office.get("/organisations")
        return len(statements)

    for _ in range(3):
        make.branch(parent=committee)
    db.session.commit()
    few = counted()
    for _ in range(6):
        make.branch(parent=committee)
    db.session.commit()

    assert counted() == few <= 2


def test_a_place_shows_who_holds_what_today(make, branch, office):
    make.member("Trần Thị Hạnh", branch=branch, position=Position.SECRETARY)
    make.member(
        "Lê Minh Khôi",
        branch=branch,
        position=Position.DEPUTY_SECRETARY,
        ends_on=date(2025, 12, 31),
    )

    page = office.get(url(branch))

    assert "Trần Thị Hạnh" in page.text
    assert "Lê Minh Khôi" not in page.text
    assert "2025-2027" in page.text


def test_a_member_sees_the_place_without_its_levers(sign_in, branch):
    page = sign_in(Role.MEMBER, at=branch).get(url(branch))

    assert page.status_code == 200
    for lever in ("/edit", "/terms/new", "/accounts", "/members"):
        assert f'href="{url(branch, lever)}"' not in page.text


@pytest.mark.parametrize("verb", ["", "/new", "/edit", "/terms/new"])
def test_another_branch_does_not_exist(make, sign_in, branch, verb):
    client = sign_in(Role.OFFICE, at=make.branch())

    assert client.get(url(branch, verb)).status_code == 404
    assert client.get(f"/organisations/{uuid4()}{verb}").status_code == 404


@pytest.mark.parametrize("verb", ["/new", "/edit", "/terms/new"])
def test_the_tree_is_not_kept_by_the_secretary(sign_in, branch, verb):
    client = sign_in(Role.SECRETARY, at=branch)

    assert client.get(url(branch, verb)).status_code == 403
    assert client.post(url(branch, verb)).status_code == 403


def test_what_is_left_empty_follows_from_name_and_parent(committee, office, db):
    answer = office.post(
        url(committee, "/new"), data={"kind_code": "branch", "name": "Chi bộ Dược - Vật tư"}
    )

    made = named(db, "Chi bộ Dược - Vật tư")
    assert answer.location == url(committee)
    assert (made.header_name, made.body_name) == ("Chi bộ Dược - Vật tư", "Đảng bộ Sở Y tế")
    assert (made.code, made.symbol, made.place) == ("CBDVT", "CB", "Huế")
    assert made.path.startswith(committee.path)


def test_a_taken_code_is_numbered_when_proposed_and_refused_when_typed(make, committee, office, db):
    make.organisation(code="CBD")
    db.session.commit()
    form = {"kind_code": "branch", "name": "Chi bộ Dược"}

    refused = office.post(url(committee, "/new"), data={**form, "code": "CBD"})
    office.post(url(committee, "/new"), data=form)

    assert "Mã CBD đã dùng cho" in refused.text
    assert named(db, "Chi bộ Dược").code == "CBD2"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": ""}, "Nhập tên tổ chức"),
        ({"name": "x" * 201}, "Dài nhất 200 ký tự"),
        ({"name": "Chi bộ Tổng hợp"}, "Ở đây đã có Chi bộ Tổng hợp."),
        ({"kind_code": "cell"}, "Chọn một giá trị trong danh sách."),
        ({"kind_code": "kingdom"}, "Chọn một giá trị trong danh sách."),
        ({"code": "x" * 41}, "Dài nhất 40 ký tự"),
        ({"branch_type": "navy"}, "Chọn một giá trị trong danh sách."),
    ],
)
def test_a_refused_place_leaves_no_trace(committee, branch, office, db, fields, message):
    data = {"kind_code": "branch", "name": "Chi bộ Dược", **fields}

    page = office.post(url(committee, "/new"), data=data)

    assert message in page.text
    assert named(db, "Chi bộ Dược") is None


def edit_form(place, **fields):
    names = ("name", "header_name", "body_name", "symbol", "place", "code")
    return {**{n: getattr(place, n) for n in names}, "version": "1", **fields}


def test_names_are_changed_and_shown_as_text(branch, office, db):
    office.post(url(branch, "/edit"), data=edit_form(branch, name=HOSTILE, branch_type="office"))

    page = office.get(url(branch))

    assert "<img" not in page.text
    assert "&lt;img src=x" in page.text
    assert "Cơ quan hành chính, đơn vị sự nghiệp" in page.text


def test_a_stale_edit_shows_both_texts(branch, office, db):
    form = edit_form(branch)
    office.post(url(branch, "/edit"), data={**form, "place": "Đà Nẵng"})

    page = office.post(url(branch, "/edit"), data={**form, "place": "Quảng Trị"})

    assert page.status_code == 409
    assert "Đà Nẵng" in page.text
    assert "Quảng Trị" in page.text
    assert db.session.get(Organisation, branch.id).place == "Đà Nẵng"


def test_a_committee_has_no_branch_type(committee, office):
    assert "Loại hình chi bộ" not in office.get(url(committee, "/edit")).text


def test_a_new_term_ends_the_open_one_the_day_before(make, committee, office, db):
    db.session.add(Term(organisation=committee, name="2020-2025", starts_on=date(2020, 6, 1)))
    db.session.commit()

    office.post(url(committee, "/terms/new"), data={"name": "2025-2030", "starts_on": "2025-06-20"})

    terms = db.session.scalars(select(Term).order_by(Term.starts_on)).all()
    assert [(t.name, t.ends_on) for t in terms] == [
        ("2020-2025", date(2025, 6, 19)),
        ("2025-2030", None),
    ]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"starts_on": "2026-01-01"}, "trùng với một nhiệm kỳ đã có"),
        ({"starts_on": "2028-01-01", "ends_on": "2028-01-01"}, "kết thúc sau ngày bắt đầu"),
        ({"starts_on": "0001-01-01"}, "Năm phải từ 1930"),
        ({"starts_on": "abc"}, "Ngày chưa đúng"),
        ({"name": ""}, "Nhập tên nhiệm kỳ"),
    ],
)
def test_a_refused_term_leaves_no_trace(branch, office, db, fields, message):
    page = office.post(
        url(branch, "/terms/new"), data={"name": "2028-2030", "starts_on": "2028-01-01", **fields}
    )

    assert message in page.text
    assert len(db.session.scalars(select(Term)).all()) == 1


def test_the_page_of_a_branch_leads_to_its_work(branch, office):
    page = office.get(url(branch))

    for way in ("/members", "/accounts", "/regulations"):
        assert f'href="{url(branch, way)}"' in page.text
    assert f'href="/branches/{branch.id}/meetings"' in page.text
