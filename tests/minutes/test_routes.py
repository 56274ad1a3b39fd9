import re

import pytest

from app.access.permissions import Role
from app.documents import pdf
from app.documents.files import pages_of, pdf_of
from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingStatus, MeetingType
from tests.minutes.sittings import RESTRICTED, called, held


def url_of(sitting, path=""):
    return f"/meetings/{sitting.meeting.id}/minutes{path}"


@pytest.fixture
def sitting(make):
    return held(make)


@pytest.fixture
def secretary(sitting, make, sign_in):
    return sign_in(account=make.account(member=sitting.secretary, at=sitting.branch))


@pytest.fixture
def member(sitting, make, sign_in):
    return sign_in(account=make.account(member=sitting.members[3], at=sitting.branch))


def adopt(client, sitting, **data):
    """What a comrade sends who looked at the draft first."""
    [seen] = re.findall(r'name="seen"[^>]*value="(\w{64})"', client.get(url_of(sitting)).text)
    return client.post(url_of(sitting, "/adopt"), data={"read_back": "y", "seen": seen, **data})


def test_the_preview_shows_the_pages_and_their_words(secretary, sitting):
    page = secretary.get(url_of(sitting))

    assert page.status_code == 200
    assert url_of(sitting, "/pages/1.png") in page.text
    assert "Dự thảo" in page.text
    assert "Kinh tế quý IV giữ đà tăng." in page.text


def test_a_page_is_a_picture_and_beyond_the_last_there_is_none(secretary, sitting):
    picture = secretary.get(url_of(sitting, "/pages/1.png"))

    assert picture.mimetype == "image/png"
    assert picture.data.startswith(b"\x89PNG")
    assert secretary.get(url_of(sitting, "/pages/99.png")).status_code == 404
    assert secretary.get(url_of(sitting, "/pages/0.png")).status_code == 404


@pytest.mark.parametrize(
    ("extension", "start"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("txt", "ĐẢNG BỘ".encode())]
)
def test_a_download_is_an_attachment_with_a_telling_name(secretary, sitting, extension, start):
    answer = secretary.get(url_of(sitting, f"/download.{extension}"))

    assert answer.data.startswith(start)
    name = f"bien-ban_chi-bo-thong-tin-tin-hoc_2026-11_du-thao.{extension}"
    assert f'attachment; filename="{name}"' in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_unknown_kind_of_file_is_not_found(secretary, sitting):
    assert secretary.get(url_of(sitting, "/download.exe")).status_code == 404


def test_adoption_closes_the_record(secretary, sitting):
    answer = adopt(secretary, sitting)

    assert answer.status_code == 302
    page = secretary.get(url_of(sitting)).text
    assert "Đã thông qua, chờ xác nhận" in page
    assert url_of(sitting, "/adopt") not in page
    name = secretary.get(url_of(sitting, "/download.pdf")).headers["Content-Disposition"]
    assert "_2026-11_ban-1.pdf" in name


def test_a_refused_adoption_says_why_and_leaves_no_trace(secretary, sitting):
    page = secretary.post(url_of(sitting, "/adopt"), data={})

    assert page.status_code == 200
    assert "đọc lại biên bản" in page.text
    meeting = db.session.get(Meeting, sitting.meeting.id)
    assert meeting.status is MeetingStatus.MINUTES_DRAFTED
    assert meeting.is_read_back is False


def test_who_has_seen_no_draft_adopts_none(secretary, sitting):
    page = secretary.post(url_of(sitting, "/adopt"), data={"read_back": "y"})

    assert "thay đổi sau khi mở trang này" in page.text
    assert db.session.get(Meeting, sitting.meeting.id).status is MeetingStatus.MINUTES_DRAFTED


def test_who_adopts_what_has_changed_meanwhile_is_told_to_look_again(secretary, sitting):
    page = adopt(secretary, sitting, seen="0" * 64)

    assert "thay đổi sau khi mở trang này" in page.text


def test_warnings_stand_beside_the_button_and_do_not_hinder(secretary, sitting, make):
    make.regulation(sitting.branch, "meeting.min_minutes_regular", "180")
    make.regulation(sitting.branch, "attendance.target", ">= 99 %")
    db.session.commit()

    page = secretary.get(url_of(sitting)).text

    assert "Thời lượng 100 phút, ít hơn mức tối thiểu 180 phút." in page
    assert "Tỷ lệ dự họp 4/5 chưa đạt mức từ 99 %" in page
    assert adopt(secretary, sitting).status_code == 302


def test_before_adoption_an_ordinary_member_reads_no_minutes(member, sitting):
    assert member.get(url_of(sitting)).status_code == 403
    assert member.get(url_of(sitting, "/download.pdf")).status_code == 403
    assert member.get(url_of(sitting, "/pages/1.png")).status_code == 403


@pytest.mark.parametrize("role", [Role.MEMBER, Role.BRANCH_COMMITTEE, Role.COMMITTEE_MEMBER])
def test_what_the_branch_committee_said_is_not_for_every_member(make, sign_in, role):
    sitting = held(make, meeting_type=MeetingType.BRANCH_COMMITTEE)
    secretary = sign_in(account=make.account(member=sitting.secretary, at=sitting.branch))
    assert adopt(secretary, sitting).status_code == 302
    status = 403 if role is Role.MEMBER else 200
    is_above = role is Role.COMMITTEE_MEMBER
    reader = sign_in(role, at=sitting.branch.parent if is_above else sitting.branch)
    papers = f"/meetings/{sitting.meeting.id}/papers"

    for path in ("", "/download.txt", "/pages/1.png"):
        assert reader.get(url_of(sitting, path)).status_code == status
    assert reader.get(f"{papers}/roll.docx").status_code == status
    assert (f"{papers}/roll.docx" in reader.get(papers).text) == (status == 200)


@pytest.mark.parametrize("path", ["", "/download.txt"])
def test_restricted_text_never_reaches_an_ordinary_member(secretary, member, sitting, path):
    adopt(secretary, sitting)

    theirs = member.get(url_of(sitting, path)).text

    assert RESTRICTED not in theirs
    assert "Có nội dung hạn chế, không in trong bản phổ biến." in theirs
    assert RESTRICTED in secretary.get(url_of(sitting, path)).text


@pytest.mark.parametrize("extension", ["pdf", "docx", "txt"])
def test_the_circulated_copy_says_in_its_name_what_it_is(secretary, member, sitting, extension):
    adopt(secretary, sitting)

    answer = member.get(url_of(sitting, f"/download.{extension}"))

    assert f"_ban-1_pho-bien.{extension}" in answer.headers["Content-Disposition"]
    full = secretary.get(url_of(sitting, f"/download.{extension}"))
    assert answer.data != full.data


def test_a_member_may_not_adopt(member, sitting):
    answer = member.post(url_of(sitting, "/adopt"), data={"read_back": "y", "seen": "0" * 64})

    assert answer.status_code == 403


def test_another_branch_does_not_know_these_minutes(sitting, make, sign_in):
    stranger = sign_in(Role.SECRETARY, at=make.branch())

    assert stranger.get(url_of(sitting)).status_code == 404
    assert stranger.post(url_of(sitting, "/adopt")).status_code == 404


def test_minutes_of_a_meeting_only_planned_are_a_form_to_fill(make, sign_in):
    sitting = called(make)
    client = sign_in(account=make.account(member=sitting.secretary, at=sitting.branch))

    page = client.get(url_of(sitting))

    assert page.status_code == 200
    assert "……………" in page.text


def test_without_the_engine_the_words_are_still_there(secretary, sitting, monkeypatch):
    def missing():
        raise pdf.DocumentEngineMissing

    pdf_of.cache_clear()
    pages_of.cache_clear()
    monkeypatch.setattr(pdf, "_engine", missing)

    page = secretary.get(url_of(sitting))
    refused = secretary.get(url_of(sitting, "/download.pdf"))

    assert page.status_code == 200
    assert "Kinh tế quý IV giữ đà tăng." in page.text
    assert refused.status_code == 503
    assert "libpango" in refused.text
    assert secretary.get(url_of(sitting, "/download.docx")).status_code == 200


def test_the_page_asks_a_fixed_number_of_questions(secretary, sitting, count_queries):
    with count_queries() as statements:
        secretary.get(url_of(sitting))

    assert len(statements) <= 34
