from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
import time_machine
from sqlalchemy import func, select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.documents.text import render_text
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.kernel.transaction import transaction
from app.meetings.rules.life import MeetingStatus
from app.numbering.models import NumberEntry
from app.resolutions.models import Resolution
from app.resolutions.queries import document_of, get_resolution, signers_of
from app.resolutions.rules import ResolutionStatus
from app.resolutions.service import issue_resolution
from tests.factory import NOW
from tests.minutes.sittings import RESTRICTED, held, voted

TEXTS = {
    "kind": "regular",
    "abstract": "lãnh đạo thực hiện nhiệm vụ tháng 11 năm 2026",
    "assessment": "1. Chi bộ hoàn thành nhiệm vụ.",
    "tasks": "1. Hoàn thiện phương án.",
    "recipients": "Lưu Chi bộ.",
}


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        yield


@pytest.fixture
def sitting(make):
    return held(make)


@pytest.fixture
def secretary(sitting, make, sign_in):
    return sign_in(account=make.account(member=sitting.secretary, at=sitting.branch))


@pytest.fixture
def member(sitting, make, sign_in):
    return sign_in(account=make.account(member=sitting.members[3], at=sitting.branch))


@pytest.fixture
def drafted(secretary, sitting):
    secretary.post(f"/meetings/{sitting.meeting.id}/resolutions/new", data=TEXTS)
    return the_resolution()


def the_resolution():
    return db.session.scalar(select(Resolution))


def url_of(resolution, path=""):
    return f"/resolutions/{resolution.id}{path}"


def adopt(client, sitting, resolution, **counts):
    vote = voted(sitting, **counts)
    db.session.commit()
    return client.post(url_of(resolution, "/adopt"), data={"vote_id": str(vote.id)})


def issue(client, resolution, signer, issued_on="2026-11-05"):
    data = {"issued_on": issued_on, "signer_id": str(signer.id)}
    return client.post(url_of(resolution, "/issue"), data=data)


def test_a_new_draft_comes_filled_from_what_the_meeting_recorded(secretary, sitting):
    page = secretary.get(f"/meetings/{sitting.meeting.id}/resolutions/new").text

    assert "lãnh đạo thực hiện nhiệm vụ tháng 11 năm 2026" in page
    assert "1. Chi bộ vận hành ổn định hệ thống báo cáo." in page
    assert "2. Hoàn thiện phương án trước ngày 20/11." in page
    assert (
        "1. Đồng chí Lê Minh Khôi chịu trách nhiệm hoàn thiện phương án sao lưu dữ liệu, "
        "phối hợp với đồng chí Võ Văn Bình; hoàn thành trước ngày 20/11/2026." in page
    )
    assert "Đảng ủy Văn phòng UBND tỉnh (để báo cáo)," in page
    assert RESTRICTED not in page


def test_a_draft_without_abstract_is_sent_back_with_what_was_typed(secretary, sitting):
    url = f"/meetings/{sitting.meeting.id}/resolutions/new"
    page = secretary.post(url, data={**TEXTS, "abstract": " "})

    assert "Nhập trích yếu của nghị quyết." in page.text
    assert "1. Chi bộ hoàn thành nhiệm vụ." in page.text
    assert the_resolution() is None


def test_a_cancelled_meeting_gets_no_resolution(secretary, sitting):
    sitting.meeting.status = MeetingStatus.CANCELLED
    db.session.commit()
    new = f"/meetings/{sitting.meeting.id}/resolutions/new"

    assert secretary.get(new).status_code == 409
    assert "Buổi họp đã hủy" in secretary.post(new, data=TEXTS).text
    assert the_resolution() is None
    assert new not in secretary.get(f"/meetings/{sitting.meeting.id}/papers").text


def test_after_adoption_a_resolution_is_drafted_only_with_a_reason_kept_in_the_trail(
    secretary, sitting
):
    sitting.meeting.status = MeetingStatus.ADOPTED
    db.session.commit()
    new = f"/meetings/{sitting.meeting.id}/resolutions/new"
    assert "Lý do lập sau khi biên bản đã thông qua" in secretary.get(new).text

    refused = secretary.post(new, data=TEXTS)
    assert "Nêu lý do lập nghị quyết" in refused.text
    assert the_resolution() is None
    secretary.post(new, data={**TEXTS, "reason": "Bổ sung theo yêu cầu của cấp trên"})

    assert the_resolution() is not None
    [facts] = db.session.scalars(
        select(AuditEntry.facts).where(AuditEntry.event == Event.RESOLUTION_DRAFTED.value)
    )
    assert facts["reason"] == "Bổ sung theo yêu cầu của cấp trên"


def test_a_resolution_whose_vote_is_corrected_to_failed_is_neither_issued_nor_read(
    secretary, member, sitting, drafted
):
    adopt(secretary, sitting, drafted)
    vote = the_resolution().vote
    vote.in_favour, vote.against, vote.is_passed = 1, 3, False
    db.session.commit()

    page = issue(secretary, drafted, sitting.secretary)

    assert "không còn đủ số phiếu" in page.text
    assert the_resolution().status is ResolutionStatus.ADOPTED
    assert member.get(url_of(drafted)).status_code == 403
    assert member.get(url_of(drafted, "/download.txt")).status_code == 403
    assert drafted.abstract not in member.get(f"/branches/{sitting.branch.id}/resolutions").text


def test_from_draft_to_issue(secretary, sitting, drafted):
    assert adopt(secretary, sitting, drafted).status_code == 302
    assert the_resolution().status is ResolutionStatus.ADOPTED

    assert issue(secretary, drafted, sitting.members[1]).status_code == 302

    issued = the_resolution()
    assert issued.status is ResolutionStatus.ISSUED
    assert issued.number_symbol == "01-NQ/CB"
    assert issued.issued_on == date(2026, 11, 5)
    text = render_text(document_of(issued))
    assert "thông qua với 4/5 đồng chí tán thành, đạt tỷ lệ 80 %" in text
    assert "T/M CHI BỘ\nPHÓ BÍ THƯ\nLê Minh Khôi" in text


def test_without_a_vote_nothing_is_adopted(secretary, drafted):
    page = secretary.post(url_of(drafted, "/adopt"), data={})

    assert page.status_code == 200
    assert the_resolution().status is ResolutionStatus.DRAFT
    assert "chưa có kết quả biểu quyết nào" in page.text


def test_a_vote_that_failed_is_refused_in_place(secretary, sitting, drafted):
    page = adopt(secretary, sitting, drafted, in_favour=2, against=2)

    assert "chưa đủ số phiếu cần thiết" in page.text
    assert the_resolution().status is ResolutionStatus.DRAFT


def test_a_vote_of_another_meeting_does_not_count(secretary, sitting, drafted, make):
    other = held(make)
    vote = voted(other)
    voted(sitting)
    db.session.commit()

    page = secretary.post(url_of(drafted, "/adopt"), data={"vote_id": str(vote.id)})

    assert "Chọn một giá trị trong danh sách." in page.text
    assert the_resolution().status is ResolutionStatus.DRAFT


@pytest.mark.parametrize(
    ("issued_on", "message"),
    [
        ("2026-11-02", "không thể trước ngày họp"),
        ("2026-11-11", "ở tương lai"),
        ("32/13/2026", "Ngày chưa đúng"),
        ("", "Nhập ngày ban hành."),
    ],
)
def test_a_wrong_day_of_issue_takes_no_number(secretary, sitting, drafted, issued_on, message):
    adopt(secretary, sitting, drafted)

    page = issue(secretary, drafted, sitting.secretary, issued_on)

    assert message in page.text
    assert db.session.scalar(select(func.count()).select_from(NumberEntry)) == 0


def test_only_secretary_and_deputy_sign(secretary, sitting, drafted):
    adopt(secretary, sitting, drafted)

    page = issue(secretary, drafted, sitting.members[4])

    assert "Chọn một giá trị trong danh sách." in page.text
    assert the_resolution().status is ResolutionStatus.ADOPTED


def test_a_draft_cannot_be_issued(secretary, sitting, drafted):
    page = issue(secretary, drafted, sitting.secretary)

    assert "đã được biểu quyết thông qua" in page.text


def test_what_is_issued_can_no_longer_be_edited(secretary, sitting, drafted):
    adopt(secretary, sitting, drafted)
    issue(secretary, drafted, sitting.secretary)
    before = render_text(document_of(the_resolution()))

    refused = secretary.post(
        url_of(drafted, "/edit"), data={**TEXTS, "tasks": "Khác", "version": 3}
    )

    assert refused.status_code == 409
    assert render_text(document_of(the_resolution())) == before


def test_an_edit_is_kept_and_a_stale_one_shows_both_texts(secretary, drafted):
    version = drafted.version
    edited = {**TEXTS, "tasks": "1. Việc đã sửa.", "version": version}
    assert secretary.post(url_of(drafted, "/edit"), data=edited).status_code == 302

    stale = secretary.post(
        url_of(drafted, "/edit"), data={**edited, "tasks": "1. Bản của người sau."}
    )

    assert stale.status_code == 409
    assert "1. Việc đã sửa." in stale.text
    assert "1. Bản của người sau." in stale.text
    assert the_resolution().tasks == "1. Việc đã sửa."


def test_the_page_shows_the_paper_and_hands_it_out(secretary, drafted):
    page = secretary.get(url_of(drafted))

    assert url_of(drafted, "/pages/1.png") in page.text
    assert secretary.get(url_of(drafted, "/pages/1.png")).mimetype == "image/png"
    for extension, start in (("pdf", b"%PDF-"), ("docx", b"PK"), ("txt", b"\xc4\x90")):
        answer = secretary.get(url_of(drafted, f"/download.{extension}"))
        assert answer.data.startswith(start)
        disposition = answer.headers["Content-Disposition"]
        assert f"nghi-quyet_chi-bo-thong-tin-tin-hoc_2026-11_du-thao.{extension}" in disposition


def test_members_read_what_is_issued_and_no_draft(secretary, member, sitting, drafted):
    assert member.get(url_of(drafted)).status_code == 403
    assert member.get(url_of(drafted, "/download.pdf")).status_code == 403

    adopt(secretary, sitting, drafted)
    issue(secretary, drafted, sitting.secretary)

    assert member.get(url_of(drafted)).status_code == 200
    assert member.get(url_of(drafted, "/download.pdf")).status_code == 200
    assert member.post(url_of(drafted, "/issue")).status_code == 403


def test_another_branch_does_not_know_the_resolution(drafted, make, sign_in):
    stranger = sign_in(Role.SECRETARY, at=make.branch())

    assert stranger.get(url_of(drafted)).status_code == 404
    assert stranger.post(url_of(drafted, "/adopt")).status_code == 404


def test_the_list_filters_by_year_and_hides_drafts_from_members(
    secretary, member, sitting, drafted
):
    url = f"/branches/{sitting.branch.id}/resolutions"

    assert TEXTS["abstract"] in secretary.get(url).text
    assert TEXTS["abstract"] in secretary.get(f"{url}?year=2026").text
    assert TEXTS["abstract"] in secretary.get(f"{url}?year=hai").text
    assert TEXTS["abstract"] not in member.get(url).text


def test_the_list_asks_as_much_for_many_as_for_one(secretary, sitting, drafted, count_queries):
    url = f"/branches/{sitting.branch.id}/resolutions"
    db.session.expire_all()
    with count_queries() as few:
        secretary.get(url)
    for number in range(6):
        db.session.add(Resolution(meeting_id=sitting.meeting.id, abstract=f"về việc thứ {number}"))
    db.session.commit()

    with count_queries() as many:
        secretary.get(url)

    assert len(many) == len(few) <= 6


def test_of_two_who_issue_at_once_only_one_takes_a_number(app, secretary, sitting, drafted):
    adopt(secretary, sitting, drafted)
    resolution_id, by = drafted.id, sitting.by
    db.session.commit()
    db.session.remove()
    ready = Barrier(2)

    def attempt() -> str:
        with app.app_context():
            try:
                ready.wait()
                with transaction():
                    resolution = get_resolution(resolution_id)
                    issue_resolution(
                        resolution,
                        issued_on=date(2026, 11, 5),
                        signer=signers_of(resolution, on=date(2026, 11, 5))[0],
                        by=by,
                        now=NOW + timedelta(days=3),
                    )
                    return resolution.number_symbol
            except RuleBroken as refusal:
                return refusal.message
            finally:
                db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(f.result() for f in [pool.submit(attempt) for _ in range(2)])

    assert answers[0] == "01-NQ/CB"
    assert "đã được biểu quyết thông qua" in answers[1]
    assert db.session.scalar(select(func.count()).select_from(NumberEntry)) == 1


def test_the_page_of_the_meeting_leads_to_its_resolutions(secretary, member, sitting):
    url = f"/meetings/{sitting.meeting.id}"
    assert f"{url}/resolutions/new" in secretary.get(url).text
    secretary.post(f"{url}/resolutions/new", data=TEXTS)
    led = f'href="/resolutions/{the_resolution().id}"'

    page = secretary.get(url).text

    assert led in page
    assert led not in member.get(url).text  # a draft
    # The agenda is what the page is about; what was decided follows it.
    assert page.index(">Chương trình<") < page.index(led)
