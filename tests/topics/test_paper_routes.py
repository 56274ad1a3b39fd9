import io

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.meetings.models import Material
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.meetings.service.life import cancel_meeting
from app.topics.models import LeadPaper, LeadPaperVersion
from app.topics.queries import get_paper
from app.topics.rules import PaperStatus
from app.topics.service import assign_presenters
from tests.factory import NOW
from tests.minutes.sittings import called

TEXT = "Thực trạng: hồ sơ giấy còn nhiều.\n- Số hóa cuốn chiếu."


def at(topical, *parts):
    return "/".join((f"/meetings/{topical.meeting.id}/lead-paper", *parts))


def write(client, topical, text=TEXT, **values):
    version = get_paper(topical.meeting.id).version
    return client.post(at(topical, "edit"), data={"text": text, "version": version, **values})


def handed_in(client, topical):
    write(client, topical)
    return client.post(at(topical, "submit"))


def adopt(client, topical, **values):
    version = get_paper(topical.meeting.id).version
    return client.post(at(topical, "adopt"), data={"version": version, **values})


def the_paper():
    db.session.expire_all()
    return db.session.scalars(select(LeadPaper)).one()


def versions():
    return db.session.scalars(select(LeadPaperVersion).order_by(LeadPaperVersion.number)).all()


def materials():
    db.session.expire_all()
    return db.session.scalars(select(Material).order_by(Material.title)).all()


def events():
    return db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.sequence)).all()


def test_the_chi_uy_names_who_presents_and_the_programme_says_so(secretary, topical):
    page = secretary.get(at(topical))
    assert "Phân công trình bày" in page.text

    secretary.post(
        at(topical, "presenters"),
        data={"presenter_ids": [str(topical.members[3].id), str(topical.members[1].id)]},
    )

    assert {member.name for member in the_paper().presenters} == {"Lê Minh Khôi", "Võ Văn Bình"}
    named = topical.item("presentation").presenter
    assert named == "Đồng chí Võ Văn Bình, đồng chí Lê Minh Khôi"
    assert Event.LEAD_PAPER_ASSIGNED in events()


def test_a_presenter_named_otherwise_in_the_programme_stays(topical):
    topical.item("presentation").presenter = "Báo cáo viên Đảng ủy"

    assign_presenters(topical.meeting, [topical.members[3]], by=topical.by, now=NOW)

    assert topical.item("presentation").presenter == "Báo cáo viên Đảng ủy"


def test_naming_the_same_again_changes_nothing(topical, paper):
    told = events()

    assign_presenters(topical.meeting, [topical.members[3]], by=topical.by, now=NOW)

    assert events() == told


def test_nobody_named_is_said_beside_the_list(secretary, topical):
    page = secretary.post(at(topical, "presenters"), data={})

    assert "Chọn ít nhất một đồng chí trình bày." in page.text


def test_a_comrade_of_another_branch_cannot_be_asked(topical, make):
    stranger = make.member(branch=make.branch())

    with pytest.raises(RuleBroken, match="đang sinh hoạt tại chi bộ"):
        assign_presenters(topical.meeting, [stranger], by=topical.by, now=NOW)


def test_a_regular_meeting_has_no_paper(make):
    sitting = called(make)

    with pytest.raises(RuleBroken, match="chuyên đề"):
        assign_presenters(sitting.meeting, sitting.members[:1], by=sitting.by, now=NOW)


def test_the_page_of_a_regular_meetings_paper_is_not_there(secretary, make, topical):
    regular = called(make, group=(topical.branch, topical.members))
    db.session.commit()

    assert secretary.get(f"/meetings/{regular.meeting.id}/lead-paper").status_code == 404


def test_a_plain_member_reaches_the_paper_from_home_and_writes_it(presenter, topical):
    home = presenter.get("/")
    assert "Viết bản đề dẫn chuyên đề" in home.text
    assert at(topical) in home.text

    write(presenter, topical)

    page = presenter.get(at(topical))
    assert "Thực trạng: hồ sơ giấy còn nhiều." in page.text
    assert "Nộp chi ủy" in page.text
    assert "Chi ủy thông qua" not in page.text


def test_the_presenter_of_a_silent_draft_reads_the_paper_and_not_the_meeting(make, sign_in):
    sitting = called(make, meeting_type=MeetingType.TOPICAL)
    assign_presenters(sitting.meeting, [sitting.members[3]], by=sitting.by, now=NOW)
    client = sign_in(account=make.account(member=sitting.members[3], at=sitting.branch))

    assert client.get(at(sitting)).status_code == 200
    assert client.get(f"/meetings/{sitting.meeting.id}").status_code == 403


def test_other_members_read_no_draft(enter, paper, topical):
    member = enter(4)

    assert member.get(at(topical)).status_code == 403
    assert member.get(at(topical, "edit")).status_code == 403
    assert "Bản đề dẫn" not in member.get(f"/meetings/{topical.meeting.id}").text


def test_those_above_read_no_draft_either(paper, topical, sign_in):
    above = sign_in(Role.STANDING_COMMITTEE, at=topical.branch.parent)

    assert above.get(at(topical)).status_code == 403


def test_each_change_of_the_text_is_a_version_to_compare(presenter, topical):
    write(presenter, topical, "Hồ sơ giấy còn nhiều.")
    write(presenter, topical, "Hồ sơ giấy còn nhiều.")
    write(presenter, topical, "Hồ sơ giấy còn rất nhiều.")

    assert [version.number for version in versions()] == [1, 2]
    page = presenter.get(at(topical, "versions", "2"))
    assert "[thêm:</span> rất" in page.text
    assert presenter.get(at(topical, "versions", "3")).status_code == 404
    assert "Từ trước khi viết" in presenter.get(at(topical, "versions", "1")).text


def test_two_at_once_see_both_texts(presenter, topical):
    opened = get_paper(topical.meeting.id).version
    write(presenter, topical, "Bản của tôi")

    page = write(presenter, topical, "Bản khác", version=opened)

    assert page.status_code == 409
    assert "Bản của tôi" in page.text
    assert "Bản khác" in page.text
    assert len(versions()) == 1


def test_an_empty_paper_is_not_handed_in(presenter, topical):
    page = presenter.post(at(topical, "submit"))

    assert page.status_code == 409
    assert "chưa có nội dung" in page.text


def test_the_chi_uy_finds_it_waiting_and_adopts_what_it_read(presenter, secretary, topical):
    handed_in(presenter, topical)
    assert "Thông qua bản đề dẫn" in secretary.get("/").text

    adopt(secretary, topical)

    paper = the_paper()
    assert paper.status is PaperStatus.ADOPTED
    assert paper.adopted_by == "Trần Thị Hạnh"
    assert "Gửi bản đề dẫn đến đảng viên" in secretary.get("/").text
    assert write(presenter, topical, "Chữ khác").status_code == 409
    assert len(versions()) == 1


def test_a_text_mended_meanwhile_is_not_adopted_unread(presenter, secretary, topical):
    handed_in(presenter, topical)
    read = get_paper(topical.meeting.id).version
    write(presenter, topical, "Đã sửa sau khi nộp")

    assert adopt(secretary, topical, version=read).status_code == 409
    assert the_paper().status is PaperStatus.SUBMITTED


def test_a_presenter_adopts_nothing(presenter, topical):
    handed_in(presenter, topical)

    assert adopt(presenter, topical).status_code == 403
    assert presenter.get(at(topical, "return")).status_code == 403
    assert presenter.post(at(topical, "send")).status_code == 403


def test_a_returned_paper_comes_back_with_its_reason(presenter, secretary, topical):
    handed_in(presenter, topical)
    assert "Nêu nội dung cần sửa" in secretary.post(at(topical, "return"), data={}).text

    secretary.post(at(topical, "return"), data={"reason": "Thêm số liệu quý III."})

    assert "Thêm số liệu quý III." in presenter.get(at(topical)).text
    assert "Sửa, nộp lại bản đề dẫn" in presenter.get("/").text
    write(presenter, topical, "Đã thêm số liệu.")
    presenter.post(at(topical, "submit"))
    assert the_paper().returned_reason is None


def test_sent_it_is_a_material_every_member_reads(presenter, secretary, enter, topical):
    presenter.post(
        at(topical, "files", "new"),
        data={"title": "Phụ lục số liệu", "file": (io.BytesIO(b"%PDF-1.7 x"), "so-lieu.pdf")},
    )
    handed_in(presenter, topical)
    adopt(secretary, topical)

    secretary.post(at(topical, "send"))

    assert [material.title for material in materials()] == [
        "Bản đề dẫn chuyên đề",
        "Phụ lục số liệu",
    ]
    member = enter(4)
    page = member.get(f"/meetings/{topical.meeting.id}")
    assert "Bản đề dẫn chuyên đề" in page.text
    material = the_paper().material
    url = f"/meetings/{topical.meeting.id}/materials/{material.id}/download"
    assert member.get(url).data.startswith(b"%PDF-")
    assert "đã gửi trước 4 ngày" in secretary.get(f"/meetings/{topical.meeting.id}").text
    again = secretary.post(at(topical, "send"))
    assert again.status_code == 409
    assert len(materials()) == 2


def test_what_is_sent_too_late_is_said(presenter, enter, topical):
    handed_in(presenter, topical)

    with time_machine.travel("2026-11-02 15:00+07:00", tick=False):
        secretary = enter(0)
        adopt(secretary, topical)
        secretary.post(at(topical, "send"))
        page = secretary.get(f"/meetings/{topical.meeting.id}")

    assert "đã gửi trước 1 ngày, muộn hơn quy định" in page.text
    assert "Gửi muộn" in page.text


def test_the_days_beforehand_are_a_setting(presenter, secretary, topical, make):
    make.regulation(topical.branch, "meeting.documents_days", "5")
    db.session.commit()
    handed_in(presenter, topical)
    adopt(secretary, topical)

    secretary.post(at(topical, "send"))

    assert "muộn hơn quy định" in secretary.get(at(topical)).text


def test_a_paper_returned_after_sending_replaces_the_one_that_was_sent(
    presenter, secretary, topical
):
    handed_in(presenter, topical)
    adopt(secretary, topical)
    secretary.post(at(topical, "send"))
    first = the_paper().material_id
    secretary.post(at(topical, "return"), data={"reason": "Sai số liệu"})
    assert [material.id for material in materials()] == [first]

    with time_machine.travel("2026-10-30 10:00+07:00", tick=False):
        write(presenter, topical, "Số liệu đúng")
        presenter.post(at(topical, "submit"))
        adopt(secretary, topical)
        secretary.post(at(topical, "send"))

    [material] = materials()
    assert material.id != first
    assert the_paper().material_id == material.id


def test_a_material_taken_away_can_be_sent_again(presenter, secretary, topical):
    handed_in(presenter, topical)
    adopt(secretary, topical)
    secretary.post(at(topical, "send"))
    sent = the_paper().material_id

    secretary.post(f"/meetings/{topical.meeting.id}/materials/{sent}/remove")

    assert the_paper().material_id is None
    assert "Gửi đảng viên" in secretary.get(at(topical)).text


def test_a_file_is_attached_read_and_taken_off(presenter, topical):
    presenter.post(
        at(topical, "files", "new"),
        data={"title": "Số liệu", "file": (io.BytesIO(b"%PDF-1.7 x"), "so-lieu.pdf")},
    )
    [attached] = the_paper().attachments
    url = at(topical, "files", str(attached.id))

    assert presenter.get(f"{url}/download").data == b"%PDF-1.7 x"
    presenter.post(f"{url}/remove")
    assert the_paper().attachments == []


def test_a_wrong_file_is_explained(presenter, topical):
    page = presenter.post(
        at(topical, "files", "new"),
        data={"title": "Giữ tên này", "file": (io.BytesIO(b"<script>"), "a.txt")},
    )

    assert "Chỉ nhận tệp" in page.text
    assert "Giữ tên này" in page.text


@pytest.mark.parametrize(("extension", "start"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_the_paper_is_taken_home_as_pdf_and_word(presenter, topical, extension, start):
    write(presenter, topical)

    assert presenter.get(at(topical, f"download.{extension}")).data.startswith(start)


def test_a_meeting_called_off_asks_nobody_for_a_paper(presenter, topical):
    cancel_meeting(topical.meeting, reason="Trùng hội nghị", by=topical.by, now=NOW)
    db.session.commit()

    assert "Viết bản đề dẫn" not in presenter.get("/").text
    assert "không sửa được nữa" in write(presenter, topical).text
    assert versions() == []


def test_after_adoption_of_the_minutes_everything_stays(presenter, topical):
    write(presenter, topical)
    topical.meeting.status = MeetingStatus.ADOPTED
    db.session.commit()

    page = write(presenter, topical, "Viết thêm")

    assert "không sửa được nữa" in page.text
    assert len(versions()) == 1


def test_the_query_count_of_the_page_does_not_grow(presenter, topical, count_queries):
    write(presenter, topical, "một")
    with count_queries() as few:
        presenter.get(at(topical))
    for text in ("hai", "ba", "bốn"):
        write(presenter, topical, text)

    with count_queries() as many:
        presenter.get(at(topical))

    assert len(many) == len(few) <= 20


@pytest.mark.parametrize("number", ["0", "2", "9" * 30])
def test_a_version_there_never_was_is_not_found(presenter, topical, number):
    write(presenter, topical)

    assert presenter.get(at(topical, "versions", number)).status_code == 404
    compared = presenter.get(at(topical, "versions", f"1?from={number}"))
    assert compared.status_code == 200
