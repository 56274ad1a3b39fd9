from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.kernel.clock import today
from app.regulations import service
from app.regulations.models import RegulationValue

KEY = "meeting.min_minutes_regular"


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng ủy Văn phòng tỉnh")


@pytest.fixture
def office(sign_in, committee):
    return sign_in(Role.OFFICE, at=committee)


def at(organisation, key="", verb=""):
    return f"/organisations/{organisation.id}/regulations" + f"/{key}{verb}" * bool(key)


def value_of(**values):
    return {
        "value": "60",
        "valid_from": f"{today():%Y-%m-%d}",
        "valid_until": "",
        "source": "Công văn số 12-CV/ĐU",
        **values,
    }


@pytest.fixture
def laid_down(make, committee, db):
    """`laid_down(...)`: a value of the committee as it was stored some day."""

    def lay_down(**period):
        value = make.regulation(committee, KEY, "60", **period)
        db.session.commit()
        return value

    return lay_down


def stored(db):
    return db.session.scalars(select(RegulationValue)).all()


def test_the_navigation_leads_the_office_to_its_own_values(office, committee):
    assert "Quy định" in office.get("/").text
    assert office.get("/regulations").location == at(committee)


def test_a_member_finds_no_such_entry_but_may_read(sign_in, make):
    branch = make.branch()
    member = sign_in(Role.MEMBER, at=branch)

    assert 'href="/regulations"' not in member.get("/").text
    page = member.get(at(branch, KEY)).text
    assert "90 phút" in page
    assert "Đặt giá trị mới" not in page


def test_an_account_that_holds_nothing_has_no_values_to_see(sign_in, make):
    assert sign_in(account=make.account()).get("/regulations").status_code == 404


def test_every_setting_is_shown_with_where_it_comes_from(office, committee):
    page = office.get(at(committee)).text

    assert "Thời lượng tối thiểu, thường kỳ" in page
    assert "Toàn quốc" in page
    assert "HD 42-HD/BTCTW, ngày 28/10/2025" in page
    assert "Theo nguồn công khai" in page


def test_the_values_of_another_day_are_a_question_in_the_address(office, committee):
    assert "≥ 90 %" in office.get(at(committee)).text
    assert "> 85 %" in office.get(at(committee) + "?on=2025-10-27").text.replace("&gt;", ">")
    assert office.get(at(committee) + "?on=hôm-qua").status_code == 200


def test_the_office_lays_down_a_value_for_its_branches(office, committee, make, sign_in):
    branch = make.branch(parent=committee)

    answer = office.post(at(committee, KEY, "/new"), data=value_of())

    assert answer.location == at(committee, KEY)
    page = sign_in(Role.SECRETARY, at=branch).get(at(branch)).text
    assert "60 phút" in page
    assert "Đảng ủy Văn phòng tỉnh" in page
    assert "Đặt giá trị 60 phút" in office.get(answer.location).text


@pytest.mark.parametrize("key", ["attendance.target", "numbering.scope", "document.bases"])
def test_each_kind_of_value_has_its_own_field(office, committee, key):
    assert office.get(at(committee, key, "/new")).status_code == 200


@pytest.mark.parametrize(
    ("key", "wrong", "sentence"),
    [
        (KEY, {"value": "5"}, "Nhập số từ 10 đến 600."),
        (KEY, {"value": "chín mươi"}, "Nhập một số nguyên."),
        (KEY, {"valid_from": "31/02/2026"}, "Ngày chưa đúng"),
        (KEY, {"valid_until": "2020-01-01"}, "Ngày kết thúc phải từ ngày bắt đầu trở đi."),
        (KEY, {"source": "  "}, "Ghi văn bản làm căn cứ."),
        ("attendance.target", {"value": "chín mươi phần trăm"}, "Viết như"),
        ("numbering.scope", {"value": "decade"}, "Chọn một giá trị trong danh sách."),
        ("meeting.start_time", {"value": "25:00"}, "Nhập giờ theo mẫu 14:00."),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_kept(
    office, committee, db, key, wrong, sentence
):
    page = office.post(at(committee, key, "/new"), data=value_of(**wrong))

    assert page.status_code == 200
    assert sentence in page.text
    assert "Công văn số 12-CV/ĐU" in page.text or "source" in wrong
    assert stored(db) == []


def test_a_long_list_of_lines_is_kept_whole(office, committee, db):
    bases = "\n".join(
        f"Văn bản số {number}-CV/ĐU của cấp ủy có thẩm quyền;" for number in range(20)
    )

    office.post(at(committee, "document.bases", "/new"), data=value_of(value=bases))

    assert [value.value for value in stored(db)] == [bases]


def test_the_office_ends_a_value(office, committee, laid_down, db):
    value = laid_down()

    page = office.get(f"/regulations/{value.id}/end")
    answer = office.post(
        f"/regulations/{value.id}/end",
        data={"valid_until": f"{today():%d/%m/%Y}", "version": value.version},
    )

    assert "60 phút" in page.text
    assert answer.location == at(committee, KEY)
    assert stored(db)[0].valid_until == today()


def test_a_past_day_keeps_the_value_it_had(office, laid_down, db):
    value = laid_down()

    page = office.post(
        f"/regulations/{value.id}/end",
        data={"valid_until": f"{today() - timedelta(days=9):%Y-%m-%d}", "version": 1},
    )

    assert "những ngày đã qua thì giữ nguyên" in page.text
    assert stored(db)[0].valid_until is None


def test_a_value_still_ahead_is_taken_back(office, committee, laid_down, db):
    value = laid_down(valid_from=today() + timedelta(days=5))

    assert "chưa áp dụng ngày nào" in office.get(at(committee, KEY)).text
    answer = office.post(f"/regulations/{value.id}/withdraw")

    assert answer.location == at(committee, KEY)
    assert stored(db) == []


def test_a_value_in_force_is_not_taken_back(office, laid_down, db):
    value = laid_down()

    assert office.post(f"/regulations/{value.id}/withdraw").status_code == 409
    assert len(stored(db)) == 1


def test_what_has_ended_offers_no_further_step(office, committee, laid_down):
    laid_down(valid_until=today() - timedelta(days=1))

    page = office.get(at(committee, KEY)).text

    assert "/end" not in page
    assert "/withdraw" not in page


@pytest.mark.parametrize("key", ["no.such_setting", "../x"])
def test_an_unknown_setting_does_not_exist(office, committee, key):
    assert office.get(at(committee, key)).status_code == 404


def test_an_unknown_value_does_not_exist(office):
    assert office.post(f"/regulations/{uuid4()}/withdraw").status_code == 404


def test_the_list_asks_the_same_questions_whatever_was_laid_down(
    office, committee, make, db, count_queries
):
    def asked():
        with count_queries() as statements:
            office.get(at(committee))
        return len(statements)

    before = asked()
    for key in (KEY, "meeting.day", "topical.per_year"):
        make.regulation(committee, key, "12")
    db.session.commit()

    assert asked() == before <= 4


def test_a_value_from_before_is_taken_only_with_the_tick(office, committee, db):
    address, before = at(committee, KEY, "/new"), value_of(valid_from="2025-01-01")

    refused = office.post(address, data=before)
    assert "Giá trị mới áp dụng từ hôm nay trở đi" in refused.text
    assert stored(db) == []

    assert office.post(address, data={**before, "is_older": "y"}).status_code == 302
    assert [value.valid_from.year for value in stored(db)] == [2025]


def test_the_second_of_two_who_lay_down_a_value_is_told_so(
    office, laid_down, committee, monkeypatch
):
    laid_down(valid_from=today())
    monkeypatch.setattr(service, "values_of_setting", lambda *_: [])

    page = office.post(at(committee, KEY, "/new"), data=value_of())

    assert page.status_code == 200
    assert "Đã có một giá trị áp dụng từ ngày này." in page.text
