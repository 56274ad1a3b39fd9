"""The plan of a quarter and the programme of the year on paper."""

from datetime import date

import pytest

from app.access.permissions import Role
from app.documents.text import render_text
from app.extensions import db
from app.kernel.clock import moment_of
from app.people.rules import Position
from app.programmes.document.topics import plan_document
from app.programmes.queries.papers import plan_of
from app.programmes.queries.topics import get_programme
from app.programmes.rules import PlanStatus

REGISTERED = moment_of(date(2026, 1, 5), 9)
DECIDED = moment_of(date(2026, 1, 12), 9)


@pytest.fixture
def branch(make):
    committee = make.organisation(name="Đảng ủy Văn phòng UBND tỉnh")
    branch = make.branch(parent=committee, name="Chi bộ Hành chính", place="Huế")
    make.member("Trần Thị Hạnh", branch=branch, position=Position.SECRETARY)
    return branch


@pytest.fixture
def approved(make, branch):
    presenter = make.member("Lê Minh Khôi", branch=branch)
    values = {
        "branch": branch,
        "status": PlanStatus.APPROVED,
        "registered_at": REGISTERED,
        "decided_at": DECIDED,
    }
    make.topic(
        month=2,
        topic="Bớt họp, họp ngắn",
        presenters=[presenter],
        shortcoming="Họp dài, ít kết luận.",
        aim="Mỗi cuộc họp có kết luận;\nkhông quá 90 phút.",
        **values,
    )
    make.topic(month=11, topic="Nêu gương", **values)


def paper(branch, quarter=None, *, with_drafts=True):
    programme = get_programme(branch.id, 2026, quarter)
    return render_text(plan_document(plan_of(programme, with_drafts=with_drafts)))


def test_the_programme_of_the_year_lists_its_topics_by_quarter(branch, approved):
    text = paper(branch)

    assert "……-CTr/CB" in text
    assert "Huế, ngày 05 tháng 01 năm 2026" in text
    assert "CHƯƠNG TRÌNH" in text
    assert "sinh hoạt chuyên đề năm 2026" in text
    assert "Mỗi quý tổ chức ít nhất 01 buổi, cả năm ít nhất 04 buổi" in text
    assert text.index("Quý I") < text.index("Bớt họp, họp ngắn") < text.index("Quý IV")
    assert "Chương trình này đã được Đảng ủy Văn phòng UBND tỉnh duyệt, ngày 12/01/2026." in text
    assert "T/M CHI BỘ" in text
    assert "(Dự thảo)" not in text


def test_the_plan_of_a_quarter_tells_each_topic_in_full(branch, approved):
    text = paper(branch, 1)

    assert "……-KH/CB" in text
    assert "sinh hoạt chuyên đề quý I năm 2026" in text
    assert "Thời gian: tháng 02 năm 2026." in text
    assert "Người trình bày: đồng chí Lê Minh Khôi." in text
    assert "Hạn chế cần khắc phục: Họp dài, ít kết luận." in text
    assert "Mục đích, yêu cầu: Mỗi cuộc họp có kết luận; không quá 90 phút." in text
    assert "Nêu gương" not in text


def test_what_is_not_registered_makes_a_draft_that_only_the_branch_prints(branch, approved, make):
    make.topic(branch=branch, month=3, topic="Còn bàn", status=PlanStatus.DRAFT)

    assert "(Dự thảo)" in paper(branch)
    assert "duyệt 2/3 chuyên đề, ngày 12/01/2026." in paper(branch)
    assert "Còn bàn" not in paper(branch, with_drafts=False)


def test_a_quarter_without_topics_is_dated_by_hand(branch):
    text = paper(branch, 2)

    assert "Chưa có chuyên đề nào." in text
    assert "ngày …… tháng …… năm 2026" in text
    assert "duyệt" not in text


@pytest.mark.parametrize("path", ["plan", "quarters/1/plan"])
@pytest.mark.parametrize("extension", ["pdf", "docx", "txt"])
def test_the_papers_are_handed_out(path, extension, branch, approved, sign_in):
    client = sign_in(Role.MEMBER, at=branch)

    answer = client.get(f"/branches/{branch.id}/programmes/2026/{path}.{extension}")

    assert answer.status_code == 200
    assert f"2026.{extension}" in answer.headers["Content-Disposition"]


def test_there_is_no_fifth_quarter(branch, sign_in):
    db.session.commit()
    client = sign_in(Role.MEMBER, at=branch)

    url = f"/branches/{branch.id}/programmes/2026/quarters/5/plan.pdf"
    assert client.get(url).status_code == 404
