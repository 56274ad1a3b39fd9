"""One pledge on paper: which text it prints, under which names, with which results, for whom."""

from datetime import date
from io import BytesIO

import docx
import pypdf
import pytest

from app.access.permissions import Role
from app.documents.model import Keep, Signatures
from app.documents.text import render_text
from app.extensions import db
from app.kernel.clock import moment_of
from app.pledges.document.paper import pledge_document
from app.pledges.models import PledgeEdition, PledgeItem, PledgeSection, ResultEvidence
from app.pledges.queries.documents import paper_of, printed_edition
from app.pledges.rules import (
    EditionState,
    EvidenceKind,
    Judge,
    Outcome,
    PledgeStatus,
    Stage,
    StepKind,
)
from tests.pledges.pile import SUBMITTED_AT, Pile


@pytest.fixture
def pile(make) -> Pile:
    return Pile(make)


@pytest.fixture
def author(pile):
    return pile.member("Nguyễn Thu Trang", birth_year=1988, professional_title="Chuyên viên")


def text_of(pledge, *, with_results=True, with_open=True) -> str:
    edition = printed_edition(pledge, with_open=with_open)
    return render_text(pledge_document(paper_of(edition, with_results=with_results)))


def test_a_confirmed_pledge_has_the_parts_of_the_form_in_their_order(pile, author):
    pledge = pile.pledge(author)
    pledge.last.items[0].measure = "Mỗi tuần một bài"
    pledge.last.items[0].due_on = date(2026, 12, 15)

    lines = text_of(pledge).splitlines()

    wanted = [
        "ĐẢNG BỘ VĂN PHÒNG UBND TỈNH",
        "CHI BỘ TIN HỌC",
        "Huế, ngày 05 tháng 02 năm 2026",
        "BẢN CAM KẾT",
        "TU DƯỠNG, RÈN LUYỆN, PHẤN ĐẤU NĂM 2026",
        "Họ và tên: Nguyễn Thu Trang",
        "Sinh năm: 1988",
        "Đơn vị công tác: ……………",
        "Chức vụ Đảng: Đảng viên",
        "Chức vụ chuyên môn: Chuyên viên",
        "Chi bộ: Chi bộ Tin học",
        "- Căn cứ Quy định số 19-QĐ/TW;",
        "- Kế hoạch số 12-KH/ĐU.",
        "Tôi xin cam kết thực hiện:",
        "1. Về tư tưởng chính trị",
        "1 | Đọc báo Đảng hằng ngày | Mỗi tuần một bài | 15/12/2026",
        "Chi bộ xác nhận ngày 09 tháng 02 năm 2026.",
        "XÁC NHẬN CỦA CHI ỦY",
        "BÍ THƯ CHI BỘ",
        "Trần Thị Hạnh",
        "NGƯỜI CAM KẾT",
        "Nguyễn Thu Trang",
    ]
    assert [line for line in lines if line in wanted] == wanted
    assert not any("KẾT QUẢ" in line for line in lines)


def test_what_nobody_has_written_under_is_left_out_but_not_what_all_pledge(pile, author):
    pile.campaign.template.sections[2].statement = "Tôi giữ nghiêm kỷ cương hành chính."
    pledge = pile.pledge(author)

    text = text_of(pledge)

    assert "2. Về thực hiện nhiệm vụ chuyên môn\n\nTôi giữ nghiêm kỷ cương" in text
    assert "lối sống" not in text
    assert "\n- Đọc báo Đảng hằng ngày" in text


def test_the_secretarys_own_names_the_office(pile):
    assert "Chức vụ Đảng: Bí thư chi bộ" in text_of(pile.pledge(pile.secretary))


def test_what_the_committee_above_confirmed_says_so(pile):
    pledge = pile.pledge(pile.secretary)
    pledge.last.confirmed_by, pledge.last.confirmed_as = "Lê Minh Khôi", "Bí thư Đảng ủy"

    text = text_of(pledge)

    assert "XÁC NHẬN CỦA CẤP ỦY\nBÍ THƯ ĐẢNG ỦY" in text
    assert "Lê Minh Khôi" in text
    assert "Cấp ủy cấp trên xác nhận ngày 09 tháng 02 năm 2026." in text


def test_the_results_of_who_is_led_from_above_wait_for_the_committees_hand(pile):
    pledge = pile.pledge(pile.secretary)
    pledge.last.confirmed_by, pledge.last.confirmed_as = "Lê Minh Khôi", "Bí thư Đảng ủy"
    pledge.checked_at = SUBMITTED_AT

    text = text_of(pledge)

    assert "KẾT QUẢ THỰC HIỆN" in text
    assert text.count("XÁC NHẬN CỦA CẤP ỦY") == 2
    assert "XÁC NHẬN CỦA CHI ỦY" not in text


def test_what_waits_has_room_for_who_confirms(pile, author):
    text = text_of(pile.pledge(author, PledgeStatus.SUBMITTED))

    assert "XÁC NHẬN CỦA CHI ỦY\nBÍ THƯ CHI BỘ\n\n" in text
    assert "xác nhận ngày" not in text


def test_what_was_typed_from_paper_says_so(pile, author):
    pledge = pile.pledge(author)
    pledge.last.is_from_paper, pledge.last.typed_by = True, "Trần Thị Hạnh"
    pledge.last.signed_on = date(2026, 2, 3)

    text = text_of(pledge)

    assert "(Nhập từ bản giấy, ký ngày 03/02/2026; người nhập: đồng chí Trần Thị Hạnh)" in text
    assert "Huế, ngày 03 tháng 02 năm 2026" in text


def test_the_names_are_kept_on_one_page_with_the_last_section(pile, author):
    data = paper_of(printed_edition(pile.pledge(author), with_open=True), with_results=False)

    kept = [block for block in pledge_document(data).blocks if isinstance(block, Keep)]

    assert [kept[0].blocks[0].text, type(kept[0].blocks[-1])] == [
        f"{len(data.sections)}. {data.sections[-1].heading}",
        Signatures,
    ]


def test_both_branches_stand_on_the_paper_of_who_has_moved(pile, make, author):
    pledge = pile.pledge(author)
    pile.step(pledge, StepKind.TAKEN_OVER, date(2026, 6, 1))
    pledge.organisation = make.branch(parent=pile.committee, name="Chi bộ Hành chính")
    db.session.flush()

    text = text_of(pledge)

    assert "CHI BỘ TIN HỌC" in text
    assert "Chi bộ: Chi bộ Tin học (nay sinh hoạt tại Chi bộ Hành chính)" in text


def test_what_was_written_after_a_move_is_of_the_new_branch(pile, make, author):
    pledge = pile.pledge(author)
    pile.step(pledge, StepKind.TAKEN_OVER, date(2026, 1, 20))
    pledge.organisation = make.branch(parent=pile.committee, name="Chi bộ Hành chính")
    db.session.flush()

    text = text_of(pledge)

    assert "CHI BỘ HÀNH CHÍNH" in text
    assert "Chi bộ: Chi bộ Hành chính (chuyển đến từ Chi bộ Tin học)" in text


def test_a_section_of_the_branch_goes_along(pile, make, author):
    own = PledgeSection(
        template=pile.campaign.template, branch=pile.branch, position=1, heading="Về chuyển đổi số"
    )
    db.session.add(own)
    pledge = pile.pledge(author)
    pledge.last.items[0].section = own
    pledge.organisation = make.branch(parent=pile.committee)
    db.session.flush()

    assert "1. Về chuyển đổi số" in text_of(pledge)


def revised(pledge) -> PledgeEdition:
    """A new text is being written, with other words."""
    edition = PledgeEdition(number=2, state=EditionState.OPEN, reason="Đổi nhiệm vụ")
    edition.items = [
        PledgeItem(
            line_id=pledge.last.items[0].line_id,
            section_id=pledge.last.items[0].section_id,
            position=1,
            content="Viết lại",
        )
    ]
    pledge.editions.append(edition)
    db.session.flush()
    return edition


def test_while_it_is_written_anew_the_text_in_force_is_printed(pile, author):
    pledge = pile.pledge(author)
    revised(pledge)

    text = text_of(pledge)

    assert "Đọc báo Đảng" in text
    assert "Viết lại" not in text


def test_a_text_that_replaces_another_says_which(pile, author):
    pledge = pile.pledge(author)
    edition = revised(pledge)
    edition.state, edition.confirmed_at = EditionState.CONFIRMED, moment_of(date(2026, 7, 1), 9)
    edition.submitted_at = edition.confirmed_at

    assert "(Thay bản chi bộ đã xác nhận ngày 09/02/2026)" in text_of(pledge)


def test_others_see_what_was_submitted_and_the_author_what_is_mended(pile, author):
    pledge = pile.pledge(author, PledgeStatus.SUBMITTED)
    pledge.last.state, pledge.status = EditionState.RETURNED, PledgeStatus.RETURNED
    revised(pledge)

    others, own = (text_of(pledge, with_open=mine) for mine in (False, True))

    assert "Đọc báo Đảng" in others
    assert "(Chi bộ đã yêu cầu bổ sung bản này)" in others
    assert "Viết lại" in own
    assert "(Bản nháp, chưa nộp)" in own


@pytest.fixture
def judged(pile, author):
    """Checked, reviewed by its author and commented on by the branch."""
    pledge = pile.pledge(author, PledgeStatus.COMMENTED)
    pledge.checked_at = SUBMITTED_AT
    pile.judge(pledge, Judge.MEMBER, Outcome.PARTLY_MET, stage=Stage.MIDYEAR)
    own = pile.judge(pledge, Judge.MEMBER, Outcome.MET, "Đủ 52 tuần")
    own.evidence = [
        ResultEvidence(position=1, kind=EvidenceKind.ATTENDANCE, text="Dự sinh hoạt 11/12")
    ]
    pile.judge(pledge, Judge.BRANCH, Outcome.NOT_MET, "Chưa có sổ ghi chép")
    pile.step(pledge, StepKind.SELF_REVIEWED, date(2026, 11, 25))
    pile.step(pledge, StepKind.COMMENTED, date(2026, 11, 28), "Cần cố gắng hơn.")
    return pledge


def test_results_stand_on_a_page_of_their_own(judged):
    text = text_of(judged)

    assert "KẾT QUẢ THỰC HIỆN CAM KẾT NĂM 2026" in text
    assert "TT | Nội dung cam kết | Tự kiểm giữa năm | Tự đánh giá | Chi bộ nhận xét" in text
    assert "Minh chứng: Dự sinh hoạt 11/12" in text
    assert "Tự đánh giá ngày 25 tháng 11 năm 2026: 1/1 đạt." in text
    assert "Chi bộ nhận xét ngày 28 tháng 11 năm 2026: 0/1 đạt, 1 chưa đạt." in text
    assert "Cần cố gắng hơn." in text


def test_who_may_not_know_the_results_gets_the_text_alone(judged):
    text = text_of(judged, with_results=False)

    assert "KẾT QUẢ" not in text
    assert "Đọc báo Đảng" in text


def test_a_judgement_that_was_not_handed_in_is_not_printed(judged):
    judged.status, judged.checked_at = PledgeStatus.SELF_REVIEWED, None

    text = text_of(judged)

    assert "TT | Nội dung cam kết | Tự đánh giá\n" in text
    assert "Chưa có sổ ghi chép" not in text
    assert "Cần cố gắng hơn." not in text


def test_before_the_end_of_the_year_there_are_no_results(judged):
    judged.status, judged.checked_at = PledgeStatus.CONFIRMED, None

    assert "KẾT QUẢ" not in text_of(judged)


def test_what_nobody_judged_is_counted_as_such(pile, author):
    pledge = pile.pledge(author, PledgeStatus.SELF_REVIEWED)
    pile.step(pledge, StepKind.SELF_REVIEWED, date(2026, 11, 25))

    assert "0/1 đạt, 1 chưa đánh giá." in text_of(pledge)


@pytest.mark.parametrize(("extension", "start"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("txt", b"")])
def test_its_author_fetches_it_as_a_file(pile, author, make, sign_in, extension, start):
    pledge = pile.pledge(author)
    client = sign_in(account=make.account(at=pile.branch, member=author))

    response = client.get(f"/pledges/{pledge.id}/paper.{extension}")

    assert response.status_code == 200
    assert response.data.startswith(start)
    name = f"ban-cam-ket_nguyen-thu-trang_2026.{extension}"
    assert name in response.headers["Content-Disposition"]


def test_pdf_and_word_say_the_same(pile, author, make, sign_in):
    pledge = pile.pledge(author)
    client = sign_in(account=make.account(at=pile.branch, member=author))
    pdf, word = (client.get(f"/pledges/{pledge.id}/paper.{kind}").data for kind in ("pdf", "docx"))

    said = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    written = " ".join(p.text for p in docx.Document(BytesIO(word)).paragraphs)

    for words in ("Nguyễn Thu Trang", "1. Về tư tưởng chính trị", "Đọc báo Đảng hằng ngày"):
        assert words in said.replace("\N{NO-BREAK SPACE}", " ")
        assert words in written.replace("\N{NO-BREAK SPACE}", " ")


DRAFT, SENT, TAKEN = PledgeStatus.DRAFT, PledgeStatus.SUBMITTED, PledgeStatus.CONFIRMED


@pytest.mark.parametrize(
    ("role", "place", "status", "is_public", "answer"),
    [
        (Role.SECRETARY, "own", DRAFT, False, 403),
        (Role.SECRETARY, "own", SENT, False, 200),
        (Role.SECRETARY, "own", TAKEN, False, 200),
        (Role.SECRETARY, "other", TAKEN, True, 404),
        (Role.MEMBER, "own", SENT, False, 403),
        (Role.MEMBER, "own", TAKEN, False, 403),
        (Role.MEMBER, "own", TAKEN, True, 200),
        (Role.STANDING_COMMITTEE, "superior", SENT, False, 403),
        (Role.STANDING_COMMITTEE, "superior", TAKEN, False, 200),
        (Role.INSPECTOR, "superior", TAKEN, False, 200),
        (Role.OFFICE, "superior", TAKEN, False, 403),
    ],
)
def test_who_may_fetch_it(pile, author, make, sign_in, role, place, status, is_public, answer):
    pledge = pile.pledge(author, status, published_at=SUBMITTED_AT if is_public else None)
    places = {
        "own": pile.branch,
        "other": make.branch(parent=pile.committee),
        "superior": pile.committee,
    }
    client = sign_in(role, at=places[place])

    assert client.get(f"/pledges/{pledge.id}/paper.txt").status_code == answer


def test_of_a_public_one_other_members_get_no_results(pile, judged, sign_in):
    judged.published_at = SUBMITTED_AT
    member, secretary = (
        sign_in(Role.MEMBER, at=pile.branch),
        sign_in(Role.SECRETARY, at=pile.branch),
    )
    address = f"/pledges/{judged.id}/paper.txt"

    assert "KẾT QUẢ" not in member.get(address).text
    assert "KẾT QUẢ" in secretary.get(address).text


def test_an_authors_own_draft_is_printed(pile, author, make, sign_in):
    pledge = pile.pledge(author, PledgeStatus.DRAFT)
    client = sign_in(account=make.account(at=pile.branch, member=author))

    text = client.get(f"/pledges/{pledge.id}/paper.txt").text

    assert "(Bản nháp, chưa nộp)" in text
    assert "ngày …… tháng …… năm 2026" in text


def test_an_old_text_is_printed_as_it_was(pile, author, sign_in):
    pledge = pile.pledge(author)
    edition = revised(pledge)
    edition.state, edition.confirmed_at = EditionState.CONFIRMED, moment_of(date(2026, 7, 1), 9)
    secretary, member = (
        sign_in(Role.SECRETARY, at=pile.branch),
        sign_in(Role.MEMBER, at=pile.branch),
    )
    old = f"/pledges/{pledge.id}/editions/1/paper.txt"

    assert "Đọc báo Đảng" in secretary.get(old).text
    assert "Viết lại" in secretary.get(f"/pledges/{pledge.id}/paper.txt").text
    assert member.get(old).status_code == 403
    assert secretary.get(f"/pledges/{pledge.id}/editions/3/paper.txt").status_code == 404


def test_a_text_that_is_being_written_is_its_authors_alone(pile, author, make, sign_in):
    pledge = pile.pledge(author)
    revised(pledge)
    own = sign_in(account=make.account(at=pile.branch, member=author))
    secretary = sign_in(Role.SECRETARY, at=pile.branch)
    address = f"/pledges/{pledge.id}/editions/2/paper.txt"

    assert "(Bản nháp, chưa nộp)" in own.get(address).text
    assert secretary.get(address).status_code == 403
