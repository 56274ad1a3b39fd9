"""Who reads a rubric, and which one a place is told to be scored with."""

from datetime import date

import pytest

from app.access.permissions import Role
from app.scoring.rules.indicators import Subject
from tests.scoring.rubrics import NATIONAL

pytestmark = pytest.mark.usefixtures("in_november")

NOV = date(2026, 11, 1)


def at(edition):
    return f"/rubrics/{edition.id}"


READERS = (
    (Role.MEMBER, "branch", 200),
    (Role.SECRETARY, "branch", 200),
    (Role.OFFICE, "province", 200),
    (Role.SYSTEM_ADMINISTRATOR, "committee", 404),
    (Role.OFFICE, "elsewhere", 404),
)


@pytest.mark.parametrize(("role", "place", "status"), READERS)
def test_an_issued_sheet_is_read_by_everybody_in_its_tree(
    make, sign_in, province, committee, branch, issued, role, place, status
):
    edition = issued()
    places = {"branch": branch, "province": province, "committee": committee}
    where = places.get(place) or make.organisation(name="Đảng ủy khác")

    page = sign_in(role, at=where).get(at(edition))

    assert page.status_code == status
    if status == 200:
        for words in ("Đúng ngày sinh hoạt", "từ 80 đến dưới 90", "Trung bình", "Đang áp dụng"):
            assert words in page.text
        assert ("Chép thành bản mới" in page.text) is (place == "province")
        assert ("/download." in page.text) is (place == "province")


@pytest.mark.parametrize(("place", "status"), [("branch", 404), ("committee", 403)])
def test_a_draft_is_seen_by_those_who_prepare_it(sign_in, committee, branch, draft, place, status):
    edition = draft()
    where = {"branch": branch, "committee": committee}[place]

    assert sign_in(Role.MEMBER, at=where).get(at(edition)).status_code == status
    assert sign_in(Role.OFFICE, at=committee).get(at(edition)).status_code == 200
    assert (
        "Dự thảo"
        not in sign_in(Role.MEMBER, at=where).get(f"/organisations/{where.id}/rubrics").text
    )


def test_no_such_rubric_is_not_found(office, committee):
    assert office.client.get(f"/rubrics/{committee.id}").status_code == 404


def test_a_place_sees_which_sheet_holds_today_its_own_before_that_above(
    make, office, province, committee, branch, issued
):
    make.rubric(province, content=NATIONAL)
    issued(valid_until=date(2026, 10, 31))
    page = office.client.get(f"/organisations/{committee.id}/rubrics").text
    assert "bản 1 của Tỉnh ủy Sông Hậu" in page
    assert "nhường cho bảng gần hơn" not in page

    issued(2, valid_from=NOV)
    page = office.client.get(f"/organisations/{branch.id}/rubrics").text

    assert "bản 2 của Đảng ủy Sở Nội vụ" in page
    assert "nhường cho bảng gần hơn" in page
    assert "Lập bảng mới" not in page


def test_the_list_takes_the_same_queries_however_long(
    office, committee, issued, draft, count_queries
):
    def asked():
        with count_queries() as statements:
            office.client.get(f"/organisations/{committee.id}/rubrics")
        return len(statements)

    issued()
    few = asked()
    for number in range(2, 8):
        issued(number, valid_until=date(2026, 1, number))
        draft(number + 10, subject=Subject.MEMBER_YEAR)

    assert asked() == few <= 7
