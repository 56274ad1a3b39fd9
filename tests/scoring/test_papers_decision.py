"""The decisions about grades on paper: one, a list, and the one that grades anew."""

from datetime import date

import pytest

from app.access.permissions import Role
from app.documents.text import render_text
from app.documents.typography import NO_BREAK
from app.people.rules import Position
from app.scoring.document.decision import decision_document
from app.scoring.queries.decisions import standing_decision
from app.scoring.queries.papers.decisions import campaign_decision_paper, decision_paper
from app.scoring.rules.grades import Basis
from app.scoring.rules.indicators import Subject
from app.scoring.service.grades import regrade
from tests.factory import NOW
from tests.scoring.scored import scored_and_decided


@pytest.fixture
def place(make):
    committee = make.organisation(
        name="Đảng ủy Văn phòng", body_name="Đảng bộ Văn phòng", symbol="ĐU"
    )
    make.position(make.member("Lê Minh Khôi"), committee, Position.COMMITTEE_SECRETARY)
    return committee


@pytest.fixture
def branch(make, place):
    return make.branch(parent=place, name="Chi bộ Hành chính")


def text_of(data) -> str:
    return render_text(decision_document(data)).replace(NO_BREAK, " ")


def test_the_decision_about_one_branch_has_the_parts_of_the_form_in_their_order(make, branch):
    decision = make.grade(
        branch, year=2025, number_symbol="12-QĐ/ĐU", decided_on=date(2025, 12, 28)
    )

    lines = text_of(decision_paper(decision)).splitlines()

    wanted = [
        "ĐẢNG ỦY VĂN PHÒNG",
        "Số 12-QĐ/ĐU",
        "Huế, ngày 28 tháng 12 năm 2025",
        "QUYẾT ĐỊNH",
        "về việc đánh giá, xếp loại chất lượng tổ chức đảng năm 2025",
        "- Căn cứ …………………………………….",
        "ĐẢNG ỦY VĂN PHÒNG QUYẾT ĐỊNH",
        "Điều 1. Đánh giá, xếp loại Chi bộ Hành chính năm 2025: Hoàn thành tốt nhiệm vụ.",
        "Điều 2. Kết quả này được thông báo và công khai theo quy định.",
        "Điều 3. Văn phòng cấp ủy, các đơn vị liên quan và Chi bộ Hành chính thi hành "
        "Quyết định này.",
        "T/M ĐẢNG ỦY",
        "BÍ THƯ",
        "Lê Minh Khôi",
    ]
    assert [line for line in lines if line in wanted] == wanted


def test_a_number_that_is_not_known_yet_is_a_line_to_write_on(make, branch):
    assert "Số ……-QĐ/ĐU" in text_of(decision_paper(make.grade(branch)))


def test_the_grounds_of_the_campaign_are_cited_and_closed(make, place, branch):
    rubric = make.rubric(place, subject=Subject.BRANCH_YEAR)
    campaign = make.grading(
        place, rubric=rubric, grounds="Quy định số 366-QĐ/TW\n- Căn cứ Hướng dẫn số 43-HD/BTCTW."
    )
    decision = make.grade(branch, campaign=campaign, year=2026, decided_on=date(2026, 12, 20))

    text = text_of(decision_paper(decision))

    assert "- Căn cứ Quy định số 366-QĐ/TW;\n" in text
    assert "- Căn cứ Hướng dẫn số 43-HD/BTCTW.\n" in text


def test_a_decision_that_grades_anew_cancels_the_old_one_with_its_reason(make, place, branch):
    old = make.grade(branch, year=2025, number_symbol="12-QĐ/ĐU", decided_on=date(2025, 12, 28))
    new = regrade(
        old,
        "completed",
        reason="Có đảng viên bị kỷ luật trong năm",
        basis=Basis("03-QĐ/ĐU", date(2026, 11, 2)),
        version=old.version,
        by=make.actor(Role.STANDING_COMMITTEE, at=place),
        now=NOW,
    )

    text, before = text_of(decision_paper(new)), text_of(decision_paper(old))

    assert "về việc đánh giá, xếp loại lại chất lượng tổ chức đảng năm 2025" in text
    assert "- Xét kết quả xếp loại tại Quyết định số 12-QĐ/ĐU, ngày 28/12/2025." in text
    assert (
        "Điều 1. Hủy kết quả xếp loại “Hoàn thành tốt nhiệm vụ” năm 2025 của Chi bộ Hành chính. "
        "Lý do: Có đảng viên bị kỷ luật trong năm."
    ) in text
    assert "Điều 2. Đánh giá, xếp loại lại Chi bộ Hành chính năm 2025: " in text
    assert "(Quyết định này đã bị hủy ngày 03/11/2026: Có đảng viên bị kỷ luật" in before


def test_who_is_not_graded_is_named_with_the_reason(make, branch):
    member = make.member("Nguyễn Thu Trang", branch=branch)
    decision = make.grade(
        branch, member=member, grade=None, label="Không xếp loại", reason="Mới kết nạp"
    )

    assert (
        "xếp loại đồng chí Nguyễn Thu Trang, Chi bộ Hành chính năm 2025: Không xếp loại. "
        "Lý do: Mới kết nạp."
    ) in text_of(decision_paper(decision))


def test_the_decision_about_a_campaign_has_the_list_of_all_attached(make, place, branch):
    campaign = make.grading(place, rubric=make.rubric(place, subject=Subject.MEMBER_YEAR))
    for name in ("Võ Văn Bình", "Lê Hoài Ân"):
        make.grade(
            branch, member=make.member(name, branch=branch), year=2026, campaign=campaign, total=85
        )
    make.grade(branch, year=2026)  # of the branch itself, in no campaign

    text = text_of(campaign_decision_paper(campaign, on=date(2026, 12, 20)))

    assert "Số ……-QĐ/ĐU" in text
    assert "ngày …… tháng …… năm 2026" in text
    assert "02 trường hợp, có danh sách kèm theo." in text
    assert "(Kèm theo Quyết định số ……-QĐ/ĐU, ngày …… tháng …… năm 2026)" in text
    lines = [line.strip() for line in text.splitlines() if "Chi bộ Hành chính |" in line]
    assert lines == [
        "1 | đồng chí Lê Hoài Ân, Chi bộ Hành chính | 85 | Hoàn thành tốt nhiệm vụ |",
        "2 | đồng chí Võ Văn Bình, Chi bộ Hành chính | 85 | Hoàn thành tốt nhiệm vụ |",
    ]


def test_the_decision_about_a_meeting_names_the_meeting(make):
    found = scored_and_decided(make)
    decision = standing_decision(found.card.key)

    text = text_of(decision_paper(decision))

    assert "chất lượng sinh hoạt chi bộ (sinh hoạt thường kỳ tháng 11 năm 2026)" in text
    assert "Khá (78 điểm)." in text


@pytest.mark.parametrize("extension", ["pdf", "docx", "txt"])
def test_who_may_read_a_grade_gets_its_decision(make, branch, sign_in, extension):
    member = make.member(branch=branch)
    decision = make.grade(branch, member=member)
    address = f"/grades/{decision.id}/download.{extension}"
    own = sign_in(account=make.account(at=branch, member=member))
    colleague = sign_in(Role.MEMBER, at=branch)

    assert own.get(address).status_code == 200
    assert colleague.get(address).status_code == 403
