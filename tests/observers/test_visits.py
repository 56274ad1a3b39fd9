from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from docx import Document as Word

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.documents.text import render_text
from app.extensions import db
from app.kernel.clock import moment_of, today
from app.meetings.document import Letterhead
from app.meetings.models import Guest
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.observers.document import VisitData, visit_document
from app.observers.models import VisitReport
from app.people.rules import Position
from tests.factory import NOW

TEXTS = {
    "heard": "Đảng viên đề nghị cải tiến cách đọc tài liệu.",
    "said": "Nên thảo luận nhiều hơn.",
    "informed": "Chỉ thị số 50-CT/TW.",
    "difficulties": "Thiếu phòng họp.",
    "proposals": "Bố trí phòng họp chung.",
    "score": "88",
    "remarks": "Chuẩn bị tốt.",
}


@pytest.fixture
def committee(make):
    return make.organisation()


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Hành chính")


@pytest.fixture
def observer(make, branch):
    member = make.member("Phan Thanh Long")
    make.position(member, branch, Position.OBSERVER)
    return member


@pytest.fixture
def visiting(make, observer, branch, sign_in):
    return sign_in(account=make.account(member=observer, at=branch))


@pytest.fixture
def meeting(make, branch):
    return make.meeting(branch=branch, status=MeetingStatus.ADOPTED, notified_at=NOW)


def the_report():
    return db.session.query(VisitReport).one()


@pytest.fixture
def written(visiting, meeting):
    visiting.post(f"/meetings/{meeting.id}/visit", data=TEXTS)
    return the_report()


@pytest.fixture
def submitted(visiting, written):
    visiting.post(f"/visits/{written.id}/submit")
    return the_report()


def test_what_is_written_is_a_draft_of_its_author(visiting, written):
    page = visiting.get(f"/visits/{written.id}").text

    assert "Bản nháp" in page
    assert "Nên thảo luận nhiều hơn." in page
    assert (written.submitted_at, written.score) == (None, 88)


@pytest.mark.parametrize("role", [Role.STANDING_COMMITTEE, Role.COMMITTEE_MEMBER, Role.INSPECTOR])
def test_nobody_else_reads_a_draft(written, meeting, committee, sign_in, role):
    above = sign_in(role, at=committee)

    assert above.get(f"/visits/{written.id}").status_code == 403
    assert above.get(f"/visits/{written.id}/download.txt").status_code == 403
    assert f"/visits/{written.id}" not in above.get(f"/meetings/{meeting.id}").text


@pytest.mark.parametrize("role", [Role.STANDING_COMMITTEE, Role.COMMITTEE_MEMBER, Role.INSPECTOR])
def test_the_committee_reads_what_is_submitted(submitted, meeting, committee, sign_in, role):
    above = sign_in(role, at=committee)

    assert "Thiếu phòng họp." in above.get(f"/visits/{submitted.id}").text
    assert f"/visits/{submitted.id}" in above.get(f"/meetings/{meeting.id}").text


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.BRANCH_COMMITTEE, Role.MEMBER])
def test_the_branch_visited_sees_nothing_of_it(submitted, meeting, branch, sign_in, role):
    own = sign_in(role, at=branch)

    assert own.get(f"/visits/{submitted.id}").status_code == 403
    assert own.get(f"/meetings/{meeting.id}/visit").status_code == 403
    assert "Báo cáo dự sinh hoạt" not in own.get(f"/meetings/{meeting.id}").text


def test_a_submitted_report_stands(visiting, submitted, meeting):
    again = visiting.post(f"/meetings/{meeting.id}/visit", data={**TEXTS, "said": "Khác"})
    twice = visiting.post(f"/visits/{submitted.id}/submit")

    assert again.location.endswith(f"/visits/{submitted.id}")
    assert "Báo cáo đã nộp" in twice.text
    assert the_report().said == TEXTS["said"]


def test_somebody_elses_draft_is_not_submitted(written, sign_in, committee):
    assert (
        sign_in(Role.STANDING_COMMITTEE, at=committee)
        .post(f"/visits/{written.id}/submit")
        .status_code
        == 403
    )
    assert the_report().submitted_at is None


def test_the_draft_is_changed_and_a_stale_copy_of_it_is_not(visiting, written, meeting):
    stale = written.version
    path = f"/meetings/{meeting.id}/visit"
    visiting.post(path, data={**TEXTS, "said": "Đã đổi.", "version": stale})

    answer = visiting.post(path, data={**TEXTS, "said": "Từ trang cũ.", "version": stale})

    assert answer.status_code == 409
    assert "Từ trang cũ." in answer.text
    assert the_report().said == "Đã đổi."


def test_sent_twice_unchanged_it_is_one_draft_and_one_line_of_the_trail(visiting, written, meeting):
    answer = visiting.post(f"/meetings/{meeting.id}/visit", data=TEXTS)

    assert answer.status_code == 302
    lines = db.session.query(AuditEntry).filter_by(event=Event.VISIT_WRITTEN.value).count()
    assert (db.session.query(VisitReport).count(), lines) == (1, 1)


def test_an_empty_report_is_not_submitted(visiting, meeting):
    visiting.post(f"/meetings/{meeting.id}/visit", data={"score": "90"})

    answer = visiting.post(f"/visits/{the_report().id}/submit")

    assert "ghi ít nhất một mục" in answer.text
    assert the_report().submitted_at is None


def test_during_the_meeting_it_is_written_and_not_yet_submitted(visiting, make, branch):
    running = make.meeting(branch=branch, status=MeetingStatus.IN_PROGRESS, notified_at=NOW)
    visiting.post(f"/meetings/{running.id}/visit", data=TEXTS)

    answer = visiting.post(f"/visits/{the_report().id}/submit")

    assert "chưa kết thúc" in answer.text


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (MeetingStatus.NOTIFIED, MeetingType.REGULAR),
        (MeetingStatus.CANCELLED, MeetingType.REGULAR),
        (MeetingStatus.ADOPTED, MeetingType.BRANCH_COMMITTEE),
    ],
)
def test_nothing_is_reported_of_a_meeting_not_held_or_not_visited(
    visiting, make, branch, status, kind
):
    meeting = make.meeting(branch=branch, status=status, type=kind, notified_at=NOW)

    page = visiting.post(f"/meetings/{meeting.id}/visit", data=TEXTS).text

    assert "Chỉ viết báo cáo về buổi sinh hoạt" in page
    assert TEXTS["heard"] in page
    assert db.session.query(VisitReport).count() == 0


def test_a_silent_plan_is_not_shown_where_a_report_is_written(visiting, make, branch):
    plan = make.meeting(branch=branch, status=MeetingStatus.PLANNED)

    assert visiting.get(f"/meetings/{plan.id}/visit").status_code == 404
    assert visiting.post(f"/meetings/{plan.id}/visit", data=TEXTS).status_code == 404


def test_a_comrade_of_the_branch_does_not_report_on_it(make, branch, committee, meeting, sign_in):
    member = make.member(branch=branch)
    make.position(member, committee, Position.COMMITTEE_MEMBER)
    own = sign_in(account=make.account(member=member, at=branch))

    page = own.post(f"/meetings/{meeting.id}/visit", data=TEXTS).text

    assert "báo cáo do cấp ủy viên cấp trên dự viết" in page
    assert "Viết báo cáo" not in own.get(f"/meetings/{meeting.id}").text


@pytest.mark.parametrize("score", ["101", "-1", "chín mươi"])
def test_a_score_is_between_nothing_and_a_hundred(visiting, meeting, score):
    page = visiting.post(f"/meetings/{meeting.id}/visit", data={**TEXTS, "score": score}).text

    assert "Nhập" in page
    assert TEXTS["proposals"] in page
    assert db.session.query(VisitReport).count() == 0


def test_the_paper_holds_the_sections_in_their_order(make):
    data = VisitData(
        letterhead=_letterhead(),
        branch="Chi bộ Hành chính",
        type=MeetingType.REGULAR,
        period=date(2026, 11, 1),
        held_on=date(2026, 11, 3),
        parts=(("Ý kiến lắng nghe được", "- Một ý kiến."), ("Đề xuất với cấp ủy", "")),
        author="Phan Thanh Long",
        present=19,
        must_attend=21,
        score=88,
        grade="Khá",
        dated=date(2026, 11, 5),
    )

    text = render_text(visit_document(data))

    assert "ngày 03/11/2026" in text
    assert "Có mặt 19/21 đồng chí phải dự." in text
    assert text.index("1. Ý kiến lắng nghe được") < text.index("2. Đề xuất với cấp ủy")
    assert "Không có." in text
    assert "Điểm của người dự: 88/100, xếp loại Khá." in text
    assert "Dự thảo" not in text


def _letterhead():
    return Letterhead(
        over="Đảng bộ UBND tỉnh",
        issuer="Đảng ủy Văn phòng",
        name="Đảng ủy Văn phòng",
        symbol="ĐU",
        place="Huế",
        style="hd05",
    )


def test_it_is_taken_home_as_word_under_the_committees_head(visiting, submitted, committee):
    file = visiting.get(f"/visits/{submitted.id}/download.docx")

    paragraphs = [paragraph.text for paragraph in Word(BytesIO(file.data)).paragraphs]
    cells = [c.text for t in Word(BytesIO(file.data)).tables for r in t.rows for c in r.cells]
    assert any("Thiếu phòng họp." in text for text in paragraphs)
    assert any(committee.header_name.upper() in text.upper() for text in cells)


@pytest.fixture
def coming(make, branch):
    meeting = make.meeting(
        branch=branch,
        status=MeetingStatus.NOTIFIED,
        held_on=today() + timedelta(days=3),
        notified_at=moment_of(today()),
    )
    db.session.commit()
    return meeting


def test_who_is_sent_is_shown_the_next_meeting_and_reads_its_notice(visiting, coming):
    page = visiting.get("/").text

    assert f"/meetings/{coming.id}" in page
    assert "Dự sinh hoạt thường kỳ" in page
    assert visiting.get(f"/meetings/{coming.id}").status_code == 200


def test_who_is_sent_no_more_by_then_is_not_expected(make, coming, branch, sign_in):
    member = make.member()
    make.position(member, branch, Position.OBSERVER, ends_on=today() + timedelta(days=1))
    client = sign_in(account=make.account(member=member, at=branch))

    assert "Dự sinh hoạt" not in client.get("/").text


def attended(make, branch, member, held_on, **values):
    meeting = make.meeting(
        branch=branch, held_on=held_on, status=MeetingStatus.ADOPTED, notified_at=NOW
    )
    guest = Guest(meeting=meeting, member_id=member.id, name=member.name, is_observer=True)
    for name, value in values.items():
        setattr(guest, name, value)
    db.session.add(guest)
    db.session.commit()
    return meeting


def test_a_report_is_owed_after_a_meeting_attended_until_it_is_submitted(
    visiting, make, branch, observer
):
    meeting = attended(make, branch, observer, today())
    assert f"/meetings/{meeting.id}/visit" in visiting.get("/").text
    assert "Còn 5 ngày" in visiting.get("/").text
    visiting.post(f"/meetings/{meeting.id}/visit", data=TEXTS)
    assert f"/meetings/{meeting.id}/visit" in visiting.get("/").text

    visiting.post(f"/visits/{the_report().id}/submit")

    assert f"/meetings/{meeting.id}/visit" not in visiting.get("/").text


@pytest.mark.parametrize(
    ("days_ago", "values"), [(70, {}), (1, {"has_attended": False}), (1, {"is_observer": False})]
)
def test_nothing_is_owed_of_long_ago_or_without_having_been_there(
    visiting, make, branch, observer, days_ago, values
):
    meeting = attended(make, branch, observer, today() - timedelta(days=days_ago), **values)

    assert f"/meetings/{meeting.id}/visit" not in visiting.get("/").text


def test_the_moment_of_submission_is_kept(submitted):
    assert isinstance(submitted.submitted_at, datetime)
    line = db.session.query(AuditEntry).filter_by(event=Event.VISIT_SUBMITTED.value).one()
    assert line.facts == {"member": "Phan Thanh Long", "score": 88}
