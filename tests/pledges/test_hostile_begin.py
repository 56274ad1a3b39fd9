"""A pledge is begun once, in one way, and nobody writes on in what somebody else has begun."""

from datetime import date
from io import BytesIO

import pytest
import time_machine

from app.extensions import db
from app.pledges.models import Pledge, PledgeItem


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        yield


@pytest.fixture
def by_elder(make, branch, elder, sign_in):
    return sign_in(account=make.account(member=elder, at=branch))


def paper_of(branch):
    return f"/branches/{branch.id}/pledges/2026/paper"


@pytest.fixture
def left_behind(make, campaign, committee, elder):
    """A draft without a row that `elder` began in another branch, which keeps it still."""
    other = make.branch(parent=committee, name="Chi bộ Công nghệ")
    pledge = make.pledge(elder, campaign=campaign, branch=other, lines=())
    db.session.commit()
    return pledge.id


def test_who_writes_in_a_branch_they_left_is_not_typed_for(secretary, branch, elder, left_behind):
    page = secretary.get(paper_of(branch)).text
    answer = secretary.post(paper_of(branch), data={"member_id": str(elder.id)})

    assert "Phan Thanh Long" not in page
    assert answer.status_code == 200
    assert db.session.query(PledgeItem).count() == 0
    assert not db.session.get(Pledge, left_behind).last.is_from_paper


def test_who_moved_goes_on_with_the_pledge_they_have(by_elder, branch, campaign, left_behind):
    answer = by_elder.post(f"/branches/{branch.id}/pledges/2026/start")

    assert answer.location == f"/pledges/{left_behind}/write"
    assert db.session.query(Pledge).count() == 1
    assert db.session.query(PledgeItem).count() == 1


def test_under_another_committee_one_goes_on_with_it_too(make, sign_in, campaign, branch):
    other = make.branch(name="Chi bộ Tài chính")
    make.campaign(other.parent)
    mover = make.member(branch=other)
    left_behind = make.pledge(mover, campaign=campaign, branch=branch, lines=()).id
    client = sign_in(account=make.account(member=mover, at=other))

    answer = client.post(f"/branches/{other.id}/pledges/2026/start")

    assert answer.location == f"/pledges/{left_behind}/write"


def test_what_is_typed_from_paper_is_not_begun_again_by_its_author(
    secretary, by_elder, branch, campaign, elder
):
    secretary.post(paper_of(branch), data={"member_id": str(elder.id)})
    db.session.query(PledgeItem).delete()
    db.session.commit()

    answer = by_elder.post(f"/branches/{branch.id}/pledges/2026/start")

    assert answer.status_code == 409
    assert "nhập bản cam kết của đồng chí từ bản giấy" in answer.text
    assert db.session.query(PledgeItem).count() == 0


@pytest.fixture
def typed(make, campaign, branch, elder):
    pledge = make.pledge(elder, campaign=campaign, branch=branch)
    pledge.last.is_from_paper, pledge.last.typed_by = True, "Trần Thị Hạnh"
    db.session.commit()
    return pledge.id


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Tôi cam kết".encode(), "cam-ket.txt"),
        (b"PK\x03\x04[Content_Types].xml word/document.xml", "cam-ket.docx"),
        (b"PK\x03\x04[Content_Types].xml xl/workbook.xml", "cam-ket.xlsx"),
    ],
)
def test_what_can_be_written_on_is_no_signed_paper(secretary, typed, content, name):
    page = secretary.post(
        f"/pledges/{typed}/scan",
        data={"signed_on": "2026-11-08", "file": (BytesIO(content), name)},
    )

    assert "Chỉ nhận bản chụp, bản quét là tệp PDF hoặc ảnh PNG, JPEG." in page.text
    assert db.session.get(Pledge, typed).last.scan is None


@pytest.mark.parametrize("day", ["0001-01-01", "1926-11-08", "2024-12-31", "2026-11-11"])
def test_a_day_on_which_nobody_signed_is_refused(secretary, typed, day):
    page = secretary.post(
        f"/pledges/{typed}/scan",
        data={"signed_on": day, "file": (BytesIO(b"%PDF-1.7\n%%EOF\n"), "cam-ket.pdf")},
    )

    assert "Ngày ký" in page.text
    assert page.status_code == 200
    assert db.session.get(Pledge, typed).last.signed_on is None


def test_a_full_disk_leaves_the_pledge_as_it_was(app, secretary, typed, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.files.service.os.fsync", full)
    monkeypatch.setitem(app.config, "TESTING", False)
    page = secretary.post(
        f"/pledges/{typed}/scan",
        data={"signed_on": "2026-11-08", "file": (BytesIO(b"%PDF-1.7\n%%EOF\n"), "cam-ket.pdf")},
    )

    assert page.status_code == 500
    edition = db.session.get(Pledge, typed).last
    assert (edition.scan, edition.signed_on) == (None, None)


def test_the_last_paper_counts_and_the_first_is_still_known_by_its_hash(secretary, typed):
    for content in (b"%PDF-1.7\n1\n%%EOF\n", b"%PDF-1.7\n2\n%%EOF\n"):
        secretary.post(
            f"/pledges/{typed}/scan",
            data={"signed_on": "2026-11-08", "file": (BytesIO(content), "cam-ket.pdf")},
        )

    edition = db.session.get(Pledge, typed).last
    assert secretary.get(f"/pledges/{typed}/editions/1/scan").data == b"%PDF-1.7\n2\n%%EOF\n"
    assert edition.signed_on == date(2026, 11, 8)
