"""What is asked of sealed records by those who may not, too early, twice, or for somebody else."""

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.access.permissions import Role
from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingStatus
from app.minutes.models import Confirmation, Dispatch, MinutesRecord
from app.minutes.queries import sealed_file
from app.minutes.rules.records import Copy
from tests.minutes.sittings import RESTRICTED, adopted, held, sealed


@pytest.fixture
def sitting(make):
    return held(make)


@pytest.fixture
def enter(sitting, make, sign_in):
    return lambda member: sign_in(account=make.account(member=member, at=sitting.branch))


@pytest.fixture
def secretary(sitting, enter):
    return enter(sitting.secretary)


@pytest.fixture
def record(app, sitting):
    record = sealed(sitting, Path(app.instance_path) / "files")
    db.session.commit()
    return record


@pytest.fixture
def open_record(sitting):
    record = adopted(sitting)
    db.session.commit()
    return record


def number_of(table):
    return db.session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("address", ["/meetings/{meeting}/minutes", "/minutes/{record}"])
def test_knowing_the_hash_of_a_file_is_no_right_to_it(
    sitting, record, enter, make, sign_in, method, address
):
    full, cut = (sealed_file(record.id, copy, "pdf").sha256 for copy in Copy)
    path = address.format(meeting=sitting.meeting.id, record=record.id) + "/download.pdf"
    member = enter(sitting.members[3])
    outsider = sign_in(Role.SECRETARY, at=make.branch(name="Chi bộ khác"))

    asked = {"If-None-Match": f'"{full}", W/"{full}"'}
    mine = member.open(path, method=method, headers=asked)
    theirs = [
        outsider.open(path, method=method, headers={"If-None-Match": tag})
        for tag in ("*", f'"{full}"', f'"{cut}"')
    ]

    assert (mine.status_code, mine.headers["ETag"]) == (200, f'"{cut}"')
    assert [answer.status_code for answer in theirs] == [404] * 3
    assert all("ETag" not in answer.headers for answer in theirs)


@pytest.mark.parametrize(
    "path",
    [
        "download.pdf/../../secret_key",
        "download.PDF",
        "download.pdf%00",
        "download...pdf",
        "download.",
    ],
)
def test_no_address_leads_out_of_the_folder(sitting, secretary, record, path):
    answer = secretary.get(f"/meetings/{sitting.meeting.id}/minutes/{path}")

    assert answer.status_code in {400, 404}


@pytest.mark.parametrize("seen", ["", "0" * 64, "x" * 5000])
def test_who_saw_another_text_confirms_nothing(secretary, open_record, seen):
    answer = secretary.post(f"/minutes/{open_record.id}/confirm", data={"seen": seen})

    assert answer.status_code == 409
    assert number_of(Confirmation) == 0


def test_nobody_confirms_for_another_and_nobody_twice(sitting, enter, secretary, open_record):
    address = f"/minutes/{open_record.id}/confirm"
    seen = {"seen": open_record.sha256, "role": "minute_taker"}

    first, again = (secretary.post(address, data=seen) for _ in range(2))
    deputy = enter(sitting.members[1]).post(address, data=seen)

    assert [first.status_code, again.status_code, deputy.status_code] == [302, 409, 403]
    [one] = db.session.scalars(select(Confirmation))
    assert (one.role, one.member_id) == (Role.CHAIR, sitting.secretary.id)


@pytest.mark.parametrize("role", ["", "secretary", "member", "x"])
def test_only_chair_and_minute_taker_sign_on_paper(secretary, open_record, role):
    seen = {"seen": open_record.sha256, "role": role}

    assert secretary.post(f"/minutes/{open_record.id}/confirm-paper", data=seen).status_code == 400
    assert number_of(Confirmation) == 0


def test_a_minute_taker_enters_no_signature_of_the_chair(sitting, enter, open_record):
    minute_taker = enter(sitting.minute_taker)
    seen = {"seen": open_record.sha256, "role": "chair"}

    answer = minute_taker.post(f"/minutes/{open_record.id}/confirm-paper", data=seen)

    assert answer.status_code == 403
    assert number_of(Confirmation) == 0


def test_an_edition_that_was_taken_back_is_confirmed_by_nobody(secretary, open_record):
    secretary.post(f"/minutes/{open_record.id}/reopen", data={"reason": "Sửa."})

    seen = {"seen": open_record.sha256}
    assert secretary.post(f"/minutes/{open_record.id}/confirm", data=seen).status_code == 409
    assert number_of(Confirmation) == 0


@pytest.mark.parametrize("verb", ["reopen", "receive", "confirm-paper"])
def test_who_only_writes_neither_opens_again_nor_receives(sitting, enter, record, verb):
    answer = enter(sitting.minute_taker).post(
        f"/minutes/{record.id}/{verb}", data={"reason": "Sửa.", "role": "chair"}
    )

    assert answer.status_code == 403


@pytest.mark.parametrize("verb", ["confirm", "confirm-paper", "reopen", "send", "receive"])
@pytest.mark.parametrize("role", [Role.MEMBER, Role.INSPECTOR, Role.OBSERVER])
def test_readers_press_nothing(sitting, record, sign_in, verb, role):
    answer = sign_in(role, at=sitting.branch).post(f"/minutes/{record.id}/{verb}")

    assert answer.status_code == 403
    assert number_of(Dispatch) == 0


def test_too_early_and_twice_change_nothing(sitting, secretary, sign_in, open_record):
    office = sign_in(Role.OFFICE, at=sitting.branch.parent)

    early = [
        secretary.post(f"/minutes/{open_record.id}/send").status_code,
        office.post(f"/minutes/{open_record.id}/receive").status_code,
    ]
    opened = [
        secretary.post(f"/minutes/{open_record.id}/reopen", data={"reason": "Sửa."})
        for _ in range(2)
    ]

    assert early == [409, 200]
    assert opened[0].status_code == 302
    assert "đã được mở lại" in opened[1].text
    assert db.session.get(Meeting, sitting.meeting.id).status is MeetingStatus.MINUTES_DRAFTED
    assert number_of(Dispatch) == 0


def test_a_supplement_is_not_written_to_what_can_be_opened(sitting, secretary, record):
    answer = secretary.post(
        f"/meetings/{sitting.meeting.id}/minutes/supplements/new",
        data={"text": "Thêm.", "reason": "Sót.", "decided_in": str(uuid4())},
    )

    assert answer.status_code == 200
    assert number_of(MinutesRecord) == 1


def test_acknowledging_opens_nothing_to_read(sitting, record, secretary, sign_in):
    secretary.post(f"/minutes/{record.id}/send")
    office = sign_in(Role.OFFICE, at=sitting.branch.parent)

    pages = [
        office.get(f"/minutes/{record.id}/receive"),
        office.get(f"/organisations/{sitting.branch.parent_id}/deliveries"),
    ]

    assert [page.status_code for page in pages] == [200, 200]
    assert all(RESTRICTED not in page.text and "quý IV" not in page.text for page in pages)
    assert office.get(f"/minutes/{record.id}/download.pdf").status_code == 403
