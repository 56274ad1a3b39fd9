"""Files that show what was done: sent with a report, read by whoever may read the task."""

from io import BytesIO

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.assignments.models import Evidence, Progress
from app.audit.events import Event
from app.audit.models import AuditEntry

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40


@pytest.fixture
def assignment(make):
    return make.assignment(meeting=make.meeting())


@pytest.fixture
def owner(make, sign_in, assignment):
    return sign_in(account=make.account(member=assignment.accountable, at=assignment.organisation))


def sent(client, assignment, *files, **values):
    data = {
        "status": "doing",
        "percent": "60",
        "result": "Đã lắp xong bảng tin.",
        "version": assignment.version,
        "file": [(BytesIO(content), name) for content, name in files],
        **values,
    }
    return client.post(
        f"/assignments/{assignment.id}/report", data=data, content_type="multipart/form-data"
    )


def test_photos_from_the_phone_are_kept_with_the_report(db, owner, assignment):
    answer = sent(owner, assignment, (JPEG, "IMG_0012.jpeg"), (PNG, "anh.png"), title="Bảng tin")

    assert answer.status_code == 302
    [entry] = db.session.scalars(select(Progress)).all()
    assert [piece.title for piece in entry.evidence] == ["Bảng tin (1)", "Bảng tin (2)"]
    page = owner.get(f"/assignments/{assignment.id}").text
    assert "Bảng tin (1)" in page
    events = db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.sequence)).all()
    assert events == [Event.EVIDENCE_ADDED, Event.EVIDENCE_ADDED, Event.ASSIGNMENT_REPORTED]


def test_a_file_without_a_title_is_called_by_its_name(db, owner, assignment):
    sent(owner, assignment, (PNG, "anh.png"))

    assert db.session.scalars(select(Evidence.title)).one() == "anh.png"


def test_a_file_we_do_not_keep_leaves_nothing_and_what_was_typed_stays(db, owner, assignment):
    page = sent(owner, assignment, (PNG, "anh.png"), (b"\x00\x01ftypheic", "IMG_1.heic")).text

    assert "Chỉ nhận tệp PDF" in page
    assert "Đã lắp xong bảng tin." in page
    assert db.session.scalars(select(Progress)).all() == []


def test_too_many_files_are_refused_at_once(db, owner, assignment):
    page = sent(owner, assignment, *((PNG, f"anh{n}.png") for n in range(11))).text

    assert "nhiều nhất 10 tệp" in page
    assert db.session.scalars(select(Evidence)).all() == []


def test_the_same_report_sent_twice_is_noticed(db, owner, assignment):
    version = assignment.version
    sent(owner, assignment, version=version)

    assert sent(owner, assignment, version=version).status_code == 409
    assert len(db.session.scalars(select(Progress)).all()) == 1


@pytest.mark.parametrize(
    ("role", "is_own", "is_adopted", "status"),
    [
        (Role.MEMBER, True, True, 200),
        (Role.MEMBER, True, False, 403),
        (Role.SECRETARY, True, False, 200),
        (Role.SECRETARY, False, True, 404),
        (Role.OFFICE, True, True, 403),
    ],
)
def test_who_may_read_the_task_may_read_its_evidence(
    db, make, sign_in, owner, assignment, role, is_own, is_adopted, status
):
    sent(owner, assignment, (PNG, "anh.png"))
    evidence = db.session.scalars(select(Evidence)).one()
    assignment.is_adopted = is_adopted
    address = f"/assignments/{assignment.id}/evidence/{evidence.id}"
    place = assignment.organisation if is_own else make.branch()

    answer = sign_in(role, at=place).get(address)

    assert answer.status_code == status
    if status == 200:
        assert answer.data == PNG
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_evidence_is_found_only_through_its_own_task(db, make, sign_in, owner, assignment):
    sent(owner, assignment, (PNG, "anh.png"))
    evidence = db.session.scalars(select(Evidence)).one()
    other = make.assignment(meeting=make.meeting(branch=assignment.organisation))
    secretary = sign_in(Role.SECRETARY, at=assignment.organisation)

    assert secretary.get(f"/assignments/{other.id}/evidence/{evidence.id}").status_code == 404
