from datetime import date
from io import BytesIO

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.library.models import HigherDocument
from app.people.rules import Position

CT50 = {
    "symbol": "50CT/TW",
    "kind": "",
    "issued_on": "23/07/2025",
    "issuer": "Ban Bí thư",
    "title": "tiếp tục đổi mới,\nnâng cao chất lượng sinh hoạt chi bộ",
}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        yield


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng bộ Văn phòng")


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Hành chính")


@pytest.fixture
def office(committee, sign_in):
    return sign_in(Role.OFFICE, at=committee)


@pytest.fixture
def member(branch, sign_in):
    return sign_in(Role.MEMBER, at=branch)


def documents():
    return db.session.scalars(select(HigherDocument)).all()


def events():
    return db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.sequence)).all()


def register(client, place, **values):
    return client.post(
        f"/organisations/{place.id}/documents/new",
        data={**CT50, **values},
        content_type="multipart/form-data",
    )


def page_of(document, place=None):
    return f"/organisations/{(place or document.organisation).id}/documents/{document.id}"


def test_the_office_registers_a_document_that_every_branch_below_reads(
    office, member, committee, branch
):
    register(office, committee, file=(BytesIO(PDF), "CT 50.pdf"))
    [document] = documents()

    assert document.symbol == "50-CT/TW"
    assert document.kind == "Chỉ thị"
    assert events() == [Event.DOCUMENT_REGISTERED]
    assert "Chỉ thị số 50-CT/TW" in member.get(f"/organisations/{branch.id}/documents").text
    assert (
        "Chỉ thị số 50-CT/TW, ngày 23/7/2025 của Ban Bí thư, về tiếp tục đổi mới, nâng cao "
        "chất lượng sinh hoạt chi bộ" in member.get(page_of(document, branch)).text
    )
    assert member.get(page_of(document, branch) + "/download").data == PDF


def test_a_branch_keeps_a_register_of_its_own(make, branch, committee, office, sign_in):
    secretary = sign_in(Role.SECRETARY, at=branch)

    register(secretary, branch)

    [document] = documents()
    assert document.organisation == branch
    assert office.get(page_of(document)).status_code == 200
    assert office.get(page_of(document, committee)).status_code == 404


def test_what_another_branch_registered_does_not_exist_here(make, committee, branch, member):
    document = make.document(make.branch(parent=committee))
    db.session.commit()

    assert member.get(page_of(document, branch)).status_code == 404
    assert member.get(f"/documents/{document.id}").status_code == 404
    assert document.symbol not in member.get(f"/organisations/{branch.id}/documents").text


def test_a_document_is_reached_from_anywhere_it_is_known(make, committee, branch, member, office):
    document = make.document(committee)
    db.session.commit()

    assert member.get(f"/documents/{document.id}").location == page_of(document, branch)
    assert office.get(f"/documents/{document.id}").location == page_of(document, committee)


@pytest.mark.parametrize("place", ["committee", "branch"])
def test_a_document_known_already_is_pointed_out(make, request, committee, branch, sign_in, place):
    make.document(committee, "50-CT/TW", issued_on=date(2025, 7, 23))
    where = request.getfixturevalue(place)
    client = sign_in(Role.OFFICE, at=where)

    page = register(client, where, symbol="50 - CT/TW").text

    assert "đã có trong sổ của Đảng bộ Văn phòng" in page
    assert f"/organisations/{where.id}/documents?q=50" in page
    assert len(documents()) == 1
    assert events() == []


def test_what_a_branch_registered_first_may_still_be_registered_above(
    make, committee, branch, office
):
    make.document(branch, "50-CT/TW", issued_on=date(2025, 7, 23))

    register(office, committee)

    assert len(documents()) == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"symbol": "năm mươi"}, "Chưa đọc được số, ký hiệu này."),
        ({"symbol": "294QĐ/TW"}, "dùng cho cả Quyết định và Quy định"),
        ({"issued_on": "11/11/2026"}, "Ngày ban hành không thể ở tương lai."),
        ({"issued_on": "31/02/2026"}, "Ngày chưa đúng"),
        ({"issuer": " "}, "Nhập cơ quan ban hành."),
        ({"present_by": "22/07/2025"}, "Hạn phổ biến không thể trước ngày ban hành"),
        ({"title": "x" * 601}, "Dài nhất 600 ký tự"),
    ],
)
def test_bad_input_is_answered_in_place_and_nothing_typed_is_lost(office, committee, values, said):
    page = register(office, committee, **values).text

    assert said in page
    assert "Ban Bí thư" in page or "issuer" in values
    assert documents() == []


def test_a_file_that_is_not_what_it_says_is_refused(office, committee):
    page = register(office, committee, file=(BytesIO(b"<html>"), "ct50.pdf")).text

    assert "Chỉ nhận tệp PDF" in page
    assert documents() == []


def test_a_document_is_mended_and_its_file_replaced_or_taken_off(office, committee):
    register(office, committee, file=(BytesIO(PDF), "ct50.pdf"))
    [document] = documents()

    for values in ({"issuer": "Ban Bí thư Trung ương Đảng"}, {"drops_file": "y"}):
        office.post(
            page_of(document) + "/edit",
            data={**CT50, "kind": "Chỉ thị", "version": document.version, **values},
        )
        db.session.refresh(document)

    assert document.file is None
    assert events() == [
        Event.DOCUMENT_REGISTERED,
        Event.DOCUMENT_CHANGED,
        Event.DOCUMENT_CHANGED,
    ]


def test_a_stale_edit_shows_both_texts(make, office, committee):
    document = make.document(committee, "50-CT/TW", issuer="Ban Bí thư Trung ương")
    db.session.commit()

    answer = office.post(
        page_of(document) + "/edit", data={**CT50, "version": document.version - 1}
    )

    assert answer.status_code == 409
    assert "Ban Bí thư Trung ương" in answer.text


def test_a_withdrawn_document_stays_in_the_register_and_may_come_back(make, office, committee):
    document = make.document(committee, "10-CT/TW", issued_on=date(2007, 3, 30))
    db.session.commit()
    url = page_of(document) + "/withdraw"

    refused = office.post(url, data={"withdrawn_on": "30/03/2007", "version": 1}).text
    office.post(url, data={"withdrawn_on": "23/07/2025", "version": 1})
    listed = office.get(f"/organisations/{committee.id}/documents").text
    office.post(url, data={"withdrawn_on": "", "version": 2})

    assert "phải sau ngày ban hành (30/03/2007)" in refused
    assert "Hết hiệu lực 23/07/2025" in listed
    assert document.withdrawn_on is None
    assert events() == [Event.DOCUMENT_WITHDRAWN, Event.DOCUMENT_CHANGED]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=50CT/TW", {"50-CT/TW"}),
        ("q=chi+thi", {"50-CT/TW", "05-CT/TW"}),
        ("kind=Hướng+dẫn", {"42-HD/BTCTW"}),
        ("year=2025", {"50-CT/TW", "42-HD/BTCTW"}),
        ("year=2025&q=to+chuc", {"42-HD/BTCTW"}),
        ("year=x&kind=y", {"50-CT/TW", "42-HD/BTCTW", "05-CT/TW"}),
        ("q=%25", set()),
    ],
)
def test_the_register_is_narrowed(make, office, committee, asked, found):
    make.document(committee, "50-CT/TW", issued_on=date(2025, 7, 23))
    make.document(
        committee, "42-HD/BTCTW", issued_on=date(2025, 10, 28), issuer="Ban Tổ chức Trung ương"
    )
    make.document(committee, "05-CT/TW", issued_on=date(2016, 5, 15))
    db.session.commit()

    page = office.get(f"/organisations/{committee.id}/documents?{asked}").text

    assert {s for s in ("50-CT/TW", "42-HD/BTCTW", "05-CT/TW") if f"số {s}" in page} == found


def test_a_long_register_has_pages(make, office, committee):
    for number in range(1, 53):
        make.document(committee, f"{number:02}-TB/TU", kind="Thông báo")
    db.session.commit()

    first = office.get(f"/organisations/{committee.id}/documents?q=tb").text
    second = office.get(f"/organisations/{committee.id}/documents?q=tb&page=2").text

    assert first.count("Thông báo số") == 50
    assert second.count("Thông báo số") == 2
    assert "page=2" in first


def test_the_queries_of_the_list_do_not_grow(make, office, committee, branch, count_queries):
    def asked(number):
        for _ in range(number):
            make.document(committee)
            make.document(branch)
        db.session.commit()
        with count_queries() as statements:
            office.get(f"/organisations/{branch.id}/documents")
        return len(statements)

    assert asked(2) == asked(4) == 5


def test_a_member_reads_and_writes_nothing(make, branch, member):
    document = make.document(branch)
    db.session.commit()

    assert register(member, branch).status_code == 403
    assert member.get(page_of(document) + "/edit").status_code == 403
    assert "Ghi văn bản" not in member.get(f"/organisations/{branch.id}/documents").text


def test_the_navigation_leads_to_the_register_one_keeps_or_reads(make, committee, branch, sign_in):
    at_branch, at_committee = (
        f"/organisations/{place.id}/documents" for place in (branch, committee)
    )
    clerk = make.account(at=branch, member=make.member(branch=branch))
    make.grant(clerk, Role.OFFICE, committee)
    reader = make.member(branch=branch)
    make.position(reader, committee, Position.COMMITTEE_MEMBER)

    assert sign_in(account=clerk).get("/documents").location == at_committee
    assert sign_in(account=make.account(at=branch, member=reader)).get("/documents").location == (
        at_committee
    )
    for role in (Role.SECRETARY, Role.MEMBER):
        assert sign_in(role, at=branch).get("/documents").location == at_branch
    assert sign_in(Role.SYSTEM_ADMINISTRATOR, at=committee).get("/documents").status_code == 404
