"""The pages of the way from adoption to the committee's receipt."""

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.documents import pdf
from app.documents.files import pdf_of
from app.extensions import db
from app.files.service import path_of
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingStatus
from app.minutes.models import Confirmation, Dispatch, MinutesRecord, MinutesSeal
from app.minutes.queries import sealed_file
from app.minutes.rules.records import Copy
from app.minutes.service import send_minutes
from tests.factory import NOW
from tests.minutes.sittings import RESTRICTED, adopted, held, people, sealed


@pytest.fixture
def sitting(make):
    return held(make)


@pytest.fixture
def folder(app):
    return Path(app.instance_path) / "files"


@pytest.fixture
def enter(sitting, make, sign_in):
    """Sign in as a comrade of the branch: the secretary chairs, the third one writes."""
    return lambda member: sign_in(account=make.account(member=member, at=sitting.branch))


@pytest.fixture
def secretary(sitting, enter):
    return enter(sitting.secretary)


def page_of(client, sitting):
    return client.get(f"/meetings/{sitting.meeting.id}/minutes").text


def press(client, record, verb, **data):
    return client.post(f"/minutes/{record.id}/{verb}", data=data)


def test_both_confirm_on_what_they_see_and_the_record_is_sealed(sitting, enter, secretary):
    record = adopted(sitting)
    db.session.commit()
    minute_taker = enter(sitting.minute_taker)

    def confirm(client):
        [seen] = re.findall(r'name="seen"\s+value="(\w{64})"', page_of(client, sitting))[:1]
        return press(client, record, "confirm", seen=seen)

    assert confirm(minute_taker).status_code == 302
    assert db.session.scalar(select(MinutesSeal)) is None
    assert f"chờ đồng chí {sitting.secretary.name}" in page_of(minute_taker, sitting)
    assert confirm(secretary).status_code == 302

    page = page_of(secretary, sitting)
    assert "01-BB/CB" in page
    assert "Đã chốt" in page
    assert db.session.scalar(select(MinutesSeal)).hash[:16] in page
    assert "Gửi lên đảng ủy" in page
    assert f"/minutes/{record.id}/confirm" not in page


def test_a_stale_text_is_refused_with_a_page_that_says_so(sitting, secretary):
    record = adopted(sitting)
    db.session.commit()

    answer = press(secretary, record, "confirm", seen="0" * 64)

    assert answer.status_code == 409
    assert "xem lại bản mới nhất" in answer.text
    assert db.session.scalar(select(Confirmation)) is None


def test_a_leader_enters_a_signature_on_paper(sitting, enter):
    record = adopted(sitting)
    db.session.commit()
    deputy = enter(sitting.members[1])
    assert "Nhập chữ ký thư ký trên bản in" in page_of(deputy, sitting)

    answer = press(deputy, record, "confirm-paper", seen=record.sha256, role="minute_taker")

    assert answer.status_code == 302
    assert "ký trên bản in" in page_of(deputy, sitting)
    assert press(deputy, record, "confirm-paper", seen=record.sha256, role="x").status_code == 400


def test_an_ordinary_member_confirms_nothing(sitting, enter):
    record = adopted(sitting)
    db.session.commit()
    member = enter(sitting.members[3])

    for verb in ("confirm", "confirm-paper", "send", "reopen"):
        assert press(member, record, verb, seen=record.sha256).status_code == 403


def test_without_the_engine_the_second_confirmation_is_refused_whole(
    sitting, enter, secretary, monkeypatch
):
    record = adopted(sitting)
    db.session.commit()
    press(enter(sitting.minute_taker), record, "confirm", seen=record.sha256)

    def missing():
        raise pdf.DocumentEngineMissing

    pdf_of.cache_clear()
    monkeypatch.setattr(pdf, "_engine", missing)
    answer = press(secretary, record, "confirm", seen=record.sha256)

    assert answer.status_code == 503
    assert "libpango" in answer.text
    assert db.session.scalar(select(MinutesSeal)) is None
    assert len(db.session.scalars(select(Confirmation)).all()) == 1


@pytest.fixture
def record(sitting, folder):
    record = sealed(sitting, folder)
    db.session.commit()
    return record


def download(client, sitting, extension="pdf", **headers):
    path = f"/meetings/{sitting.meeting.id}/minutes/download.{extension}"
    return client.get(path, headers=headers)


@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_a_sealed_file_leaves_as_it_was_drawn(
    sitting, secretary, enter, record, extension, monkeypatch
):
    full = sealed_file(record.id, Copy.FULL, extension).sha256
    cut = sealed_file(record.id, Copy.CIRCULATED, extension).sha256
    pdf_of.cache_clear()
    monkeypatch.setattr(pdf, "render_pdf", None)  # nothing is drawn again

    mine = download(secretary, sitting, extension)
    theirs = download(enter(sitting.members[3]), sitting, extension)

    assert hashlib.sha256(mine.data).hexdigest() == full
    assert hashlib.sha256(theirs.data).hexdigest() == cut
    assert "_pho-bien." in theirs.headers["Content-Disposition"]
    assert mine.headers["ETag"] == f'"{full}"'
    assert mine.headers["X-Content-Type-Options"] == "nosniff"
    assert mine.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_whoever_has_the_file_is_not_sent_it_again(sitting, secretary, record):
    tag = download(secretary, sitting).headers["ETag"]

    again = download(secretary, sitting, **{"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
    other = download(secretary, sitting, **{"If-None-Match": '"0"'})
    assert other.status_code == 200


def test_a_download_asks_few_questions(sitting, secretary, record, count_queries):
    with count_queries() as statements:
        download(secretary, sitting)

    assert len(statements) <= 4


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.unlink(), "không còn"),
        (lambda path: path.write_bytes(path.read_bytes() + b" "), "đã bị thay đổi"),
    ],
)
def test_a_damaged_file_is_named_and_never_sent(sitting, secretary, record, folder, spoil, said):
    spoil(path_of(sealed_file(record.id, Copy.FULL, "pdf").sha256, folder))

    answer = download(secretary, sitting)
    page = secretary.get(f"/meetings/{sitting.meeting.id}/minutes")

    assert answer.status_code == 503
    assert said in answer.text
    assert "verify" in answer.text
    assert page.status_code == 200
    assert said in page.text


def test_while_open_again_readers_keep_the_sealed_edition(
    sitting, secretary, enter, record, folder
):
    member = enter(sitting.members[3])
    before = download(member, sitting).data

    answer = press(secretary, record, "reopen", reason="Ghi sai tên chuyên đề.")

    assert answer.status_code == 302
    assert db.session.get(Meeting, sitting.meeting.id).status is MeetingStatus.MINUTES_DRAFTED
    assert "Đã mở lại để sửa" in page_of(member, sitting)
    assert "Ghi sai tên chuyên đề." in page_of(member, sitting)
    assert download(member, sitting).data == before
    assert member.get(f"/meetings/{sitting.meeting.id}/record").status_code == 403
    assert RESTRICTED not in page_of(member, sitting)
    mine = page_of(secretary, sitting)
    assert "Dự thảo" in mine
    assert "Các bản trước" in mine
    assert "Đang mở lại biên bản" in secretary.get(f"/meetings/{sitting.meeting.id}").text
    old = secretary.get(f"/minutes/{record.id}/download.pdf")
    assert hashlib.sha256(old.data).hexdigest() == sealed_file(record.id, Copy.FULL, "pdf").sha256


def test_reopened_minutes_are_corrected_not_continued(sitting, secretary, record):
    press(secretary, record, "reopen", reason="Sửa.")

    answer = secretary.post(f"/meetings/{sitting.meeting.id}/resume")

    assert answer.status_code == 409
    assert "không họp tiếp" in answer.text


def test_opening_again_wants_a_reason(secretary, record):
    assert "Lý do mở lại" in secretary.get(f"/minutes/{record.id}/reopen").text

    answer = press(secretary, record, "reopen")

    assert "Nêu lý do mở lại" in answer.text
    assert db.session.get(MinutesRecord, record.id).reopened_at is None


@pytest.fixture
def office(sitting, sign_in):
    return sign_in(Role.OFFICE, at=sitting.branch.parent)


def list_of(client, sitting):
    return client.get(f"/organisations/{sitting.branch.parent_id}/deliveries").text


def test_a_record_goes_up_and_is_received_with_one_press(sitting, secretary, office, record):
    assert "Đã chốt, chưa gửi" in list_of(office, sitting)
    assert press(office, record, "receive").status_code == 200  # refused, in words
    assert press(secretary, record, "send").status_code == 302
    assert "Chờ xác nhận đã nhận" in list_of(office, sitting)
    assert "Xác nhận đã nhận 1 biên bản" in office.get("/").text

    answer = press(office, record, "receive")

    assert answer.status_code == 302
    assert "Đã nhận gần đây" in list_of(office, sitting)
    assert "cấp trên đã nhận" in page_of(secretary, sitting)
    assert "Lập biên bản bổ sung" in page_of(secretary, sitting)
    assert "Xác nhận đã nhận" not in office.get("/").text


def test_the_note_of_the_committee_reaches_the_branch(sitting, secretary, office, record):
    press(secretary, record, "send")
    assert "Ghi chú cho chi bộ" in office.get(f"/minutes/{record.id}/receive").text

    press(office, record, "receive", note="Đã lưu hồ sơ.")

    assert "Đã lưu hồ sơ." in page_of(secretary, sitting)
    assert db.session.get(Dispatch, record.id).note == "Đã lưu hồ sơ."


def test_a_branch_receives_nothing_from_itself(secretary, record):
    press(secretary, record, "send")

    assert press(secretary, record, "receive").status_code == 403


def test_my_tasks_name_what_waits_to_be_confirmed_and_sent(sitting, secretary, folder):
    record = adopted(sitting)
    db.session.commit()
    assert "Xác nhận biên bản: Sinh hoạt thường kỳ tháng 11" in secretary.get("/").text
    press(secretary, record, "confirm", seen=record.sha256)
    assert "Xác nhận biên bản" not in secretary.get("/").text
    press(secretary, record, "confirm-paper", seen=record.sha256, role="minute_taker")

    assert "Gửi biên bản số 01-BB/CB lên đảng ủy" in secretary.get("/").text
    press(secretary, record, "send")
    assert "Gửi biên bản số" not in secretary.get("/").text


def test_a_supplement_is_written_shown_and_confirmed(sitting, secretary, office, record):
    press(secretary, record, "send")
    press(office, record, "receive")
    new = f"/meetings/{sitting.meeting.id}/minutes/supplements/new"
    assert "Không gắn với buổi họp nào" in secretary.get(new).text

    answer = secretary.post(new, data={"reason": "Ghi sót.", "text": "Bổ sung ý kiến."})

    assert answer.status_code == 302
    page = secretary.get(answer.location).text
    assert "Bổ sung ý kiến." in page
    assert "Đã thông qua, chờ xác nhận" in page
    assert "Biên bản bổ sung" in page_of(secretary, sitting)
    assert secretary.get(f"{answer.location}/download.docx").data.startswith(b"PK")


def test_the_next_meeting_is_asked_to_adopt_the_minutes_before(make, sign_in):
    group = people(make)
    october = held(make, held_on=date(2026, 10, 5), group=group)
    november = held(make, group=group)
    secretary = sign_in(account=make.account(member=october.secretary, at=october.branch))
    path = f"/meetings/{november.meeting.id}/minutes/earlier"
    assert path in secretary.get(f"/meetings/{november.meeting.id}/opening").text
    [seen] = re.findall(r'name="seen"[^>]*value="(\w{64})"', secretary.get(path).text)

    refused = secretary.post(path, data={"seen": seen, "decision": "Sửa."})
    answer = secretary.post(path, data={"seen": seen, "decision": "Sửa.", "read_back": "y"})

    assert "đánh dấu khi đã đọc" in refused.text
    assert answer.status_code == 302
    assert db.session.get(Meeting, october.meeting.id).status is MeetingStatus.ADOPTED
    assert secretary.get(path).status_code == 404
    assert "thống nhất sửa: Sửa." in page_of(secretary, november)


def test_the_handbook_gets_the_circulated_words(sitting, secretary, record):
    page = secretary.get(f"/meetings/{sitting.meeting.id}/minutes/handbook").text

    assert "data-copy-text" in page
    assert "Số 01-BB/CB" in page
    assert RESTRICTED not in page


def test_a_hundred_branches_are_listed_with_as_many_questions_as_one(
    sitting, office, record, make, count_queries
):
    def questions():
        with count_queries() as statements:
            office.get(f"/organisations/{sitting.branch.parent_id}/deliveries")
        return len(statements)

    one = questions()
    for number in range(99):
        branch = make.branch(parent=sitting.branch.parent)
        meeting = make.meeting(branch=branch, status=MeetingStatus.ADOPTED, sealed_at=NOW)
        sealed_row = MinutesRecord(
            meeting=meeting,
            number_symbol="01-BB/CB",
            document=record.document,
            papers={},
            sha256="0" * 64,
            adopted_at=NOW,
            adopted_by="TK",
        )
        db.session.add(sealed_row)
        db.session.add(
            MinutesSeal(
                record=sealed_row,
                organisation_id=branch.id,
                sequence=1,
                schema=1,
                snapshot="{}",
                previous_hash="0" * 64,
                hash="0" * 64,
                sealed_at=NOW,
                sealed_by="TK",
            )
        )
        db.session.flush()
        if number % 2:
            send_minutes(sealed_row, by=sitting.by, now=NOW)
    db.session.commit()

    assert questions() == one <= 9
