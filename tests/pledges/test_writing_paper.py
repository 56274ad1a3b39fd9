"""A leader types a pledge from the paper a member signed."""

from datetime import date
from io import BytesIO

import pytest
import time_machine

from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.people.rules import Status
from app.pledges.models import Pledge
from app.pledges.rules import PledgeStatus

SCAN = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        yield


def paper_of(branch):
    return f"/branches/{branch.id}/pledges/2026/paper"


@pytest.fixture
def typed(make, campaign, branch, elder):
    """A draft typed from paper, in the database."""
    pledge = make.pledge(elder, campaign=campaign, branch=branch)
    pledge.last.is_from_paper, pledge.last.typed_by = True, "Trần Thị Hạnh"
    db.session.commit()
    return pledge.id


def with_scan(**values):
    return {"signed_on": "2026-11-08", "file": (BytesIO(SCAN), "cam-ket.pdf"), **values}


def test_a_leader_begins_for_a_comrade_and_is_named(secretary, campaign, branch, elder):
    answer = secretary.post(paper_of(branch), data={"member_id": str(elder.id)})

    pledge = db.session.query(Pledge).one()
    assert answer.location == f"/pledges/{pledge.id}/write"
    assert (pledge.member_id, pledge.last.is_from_paper) == (elder.id, True)
    assert pledge.last.typed_by == "Trần Thị Hạnh"


def test_who_writes_already_is_not_offered(secretary, make, campaign, branch, elder):
    writer = make.member("Lê Minh Khôi", branch=branch)
    make.pledge(writer, campaign=campaign, branch=branch)

    text = secretary.get(paper_of(branch)).get_data(as_text=True)

    assert elder.name in text
    assert "Lê Minh Khôi" not in text


def test_who_need_not_pledge_is_not_offered(secretary, make, campaign, branch):
    make.member("Lê Minh Khôi", branch=branch, status=Status.EXEMPT)

    assert "Lê Minh Khôi" not in secretary.get(paper_of(branch)).get_data(as_text=True)


def test_somebody_of_another_branch_is_refused(secretary, make, campaign, branch):
    stranger = make.member(branch=make.branch())

    page = secretary.post(paper_of(branch), data={"member_id": str(stranger.id)})

    assert "Chọn một giá trị trong danh sách" in page.get_data(as_text=True)
    assert db.session.query(Pledge).count() == 0


def test_without_a_campaign_the_page_says_what_is_missing(secretary, branch):
    assert "Chưa có đợt cam kết năm 2026" in secretary.get(paper_of(branch)).get_data(as_text=True)


def test_what_was_typed_is_listed_and_marked(secretary, branch, typed):
    text = secretary.get(paper_of(branch)).get_data(as_text=True)

    assert f'href="/pledges/{typed}/write"' in text
    assert "chưa đính kèm bản giấy" in text


def test_a_leader_writes_it_and_the_page_says_from_what(secretary, typed):
    text = secretary.get(f"/pledges/{typed}/write").get_data(as_text=True)

    assert "nhập thay đồng chí Phan Thanh Long" in text
    assert "Chưa có bản giấy" in text
    assert "Đưa vào bản cam kết" not in text


def test_the_comrade_reads_but_does_not_write_it(make, sign_in, branch, elder, typed):
    client = sign_in(account=make.account(member=elder, at=branch))

    assert client.get(f"/pledges/{typed}").status_code == 200
    assert client.get(f"/pledges/{typed}/write").status_code == 403


def test_a_plain_member_types_for_nobody(make, sign_in, branch, campaign, typed):
    client = sign_in(account=make.account(member=make.member(branch=branch), at=branch))

    assert client.get(paper_of(branch)).status_code == 403
    assert client.get(f"/pledges/{typed}/write").status_code == 403
    assert client.get(f"/pledges/{typed}/scan").status_code == 403


def test_the_scan_is_attached_and_handed_out(secretary, typed):
    answer = secretary.post(f"/pledges/{typed}/scan", data=with_scan())

    edition = db.session.get(Pledge, typed).last
    assert answer.location == f"/pledges/{typed}/write"
    assert (edition.signed_on, edition.scan.name) == (date(2026, 11, 8), "cam-ket.pdf")
    assert "theo bản giấy đã ký ngày 08/11/2026." in secretary.get(answer.location).text
    assert secretary.get(f"/pledges/{typed}/editions/1/scan").data == SCAN
    page = secretary.get(f"/pledges/{typed}/write").text
    assert "đã ký ngày 08/11/2026." in " ".join(page.split())
    entry = db.session.query(AuditEntry).filter_by(event=Event.PLEDGE_SCANNED.value).one()
    assert entry.facts["sha256"] == edition.scan.sha256


def test_the_comrade_sees_the_scan_and_others_do_not(
    make, sign_in, secretary, branch, elder, typed
):
    secretary.post(f"/pledges/{typed}/scan", data=with_scan())
    scan = f"/pledges/{typed}/editions/1/scan"
    other = sign_in(account=make.account(member=make.member(branch=branch), at=branch))

    assert sign_in(account=make.account(member=elder, at=branch)).get(scan).status_code == 200
    assert other.get(scan).status_code == 403


def test_there_is_no_scan_before_it_is_attached(secretary, typed):
    assert secretary.get(f"/pledges/{typed}/editions/1/scan").status_code == 404
    assert secretary.get(f"/pledges/{typed}/editions/2/scan").status_code == 404


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"file": (BytesIO(b""), "")}, "Chọn tệp."),
        ({"file": (BytesIO(b"MZ\x90\x00\xff"), "a.pdf")}, "Chỉ nhận tệp PDF"),
        ({"signed_on": "2026-11-11"}, "không thể sau hôm nay"),
        ({"signed_on": ""}, "Nhập ngày ký."),
    ],
)
def test_a_wrong_scan_is_refused_in_place(secretary, typed, sent, problem):
    page = secretary.post(f"/pledges/{typed}/scan", data=with_scan(**sent))

    assert problem in page.get_data(as_text=True)
    assert db.session.get(Pledge, typed).last.scan is None


def test_what_the_member_writes_takes_no_scan(secretary, make, campaign, branch, elder):
    pledge = make.pledge(elder, campaign=campaign, branch=branch)
    db.session.commit()

    page = secretary.post(f"/pledges/{pledge.id}/scan", data=with_scan())

    assert "chính đảng viên viết" in page.get_data(as_text=True)


def test_a_submitted_pledge_keeps_the_scan_it_was_submitted_with(secretary, typed):
    secretary.post(f"/pledges/{typed}/scan", data=with_scan())
    pledge = db.session.get(Pledge, typed)
    pledge.status = PledgeStatus.SUBMITTED
    db.session.commit()

    page = secretary.post(f"/pledges/{typed}/scan", data=with_scan())

    assert "đã nộp nên không sửa được nữa" in page.get_data(as_text=True)


def test_the_list_costs_the_same_for_many_comrades(
    secretary, make, branch, campaign, count_queries, typed
):
    with count_queries() as few:
        secretary.get(paper_of(branch))
    for member in make.members(8, branch=branch):
        pledge = make.pledge(member, campaign=campaign, branch=branch)
        pledge.last.is_from_paper, pledge.last.typed_by = True, "Trần Thị Hạnh"
    db.session.commit()

    with count_queries() as many:
        secretary.get(paper_of(branch))

    assert len(few) == len(many)
