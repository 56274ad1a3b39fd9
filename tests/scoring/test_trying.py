"""A rubric tried out with figures of one's own: counted like a card, nothing is kept."""

import re

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.scoring.rules.cards import RubricState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import CriterionKind, Gate, GateKind, NotApplicable
from app.scoring.rules.supplied import supplied
from tests.scoring.rubrics import criterion, rubric, section

SHEET = rubric(
    section(
        "1",
        criterion("1.1", CriterionKind.PERCENTAGE, 20),
        criterion("1.2", points=30, condition="has_topic", not_applicable=NotApplicable.RESCALE),
    ),
    criterion("2", points=50),
    gates=(Gate(GateKind.FULL_MARKS, ("1.1",), "fair", "Điều kiện loại Tốt"),),
)


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng ủy Sở Nội vụ")


@pytest.fixture
def office(sign_in, committee):
    return sign_in(Role.OFFICE, at=committee)


@pytest.fixture
def tried(make, committee, office):
    """The page after some answers, in the order of the lines."""
    edition = make.rubric(committee, content=SHEET)
    db.session.commit()

    def answer(*said, **more):
        data = {f"said_{number}": one for number, one in enumerate(said)}
        page = office.post(f"/rubrics/{edition.id}/try", data={**data, **more})
        assert page.status_code == 200
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))

    return answer


def test_points_totals_rescaling_gates_and_grades_are_shown(tried):
    text = tried("50", "yes", "yes", has_topic="y")
    assert "Tổng điểm 90/100" in text
    assert "Xếp loại theo điểm Tốt" in text
    assert "Cao nhất theo điều kiện Khá" in text
    assert "Xếp loại Khá" in text
    assert "Điều kiện loại Tốt: chưa đạt ở 1.1." in text
    assert "1.1. Tiêu chí 1.1 50 % 10 20" in text
    assert "1. Nhóm 1 40 50" in text


def test_without_the_condition_the_line_is_left_out_and_the_rest_rescaled(tried):
    text = tried("100", "yes", "no")
    assert "Đạt 20 trên 70 điểm được tính, quy đổi theo thang 100 điểm." in text
    assert "Tổng điểm 28,57/100" in text
    assert "1.2. Tiêu chí 1.2 Không áp dụng" in text


def test_a_tick_sets_a_line_aside(tried):
    text = tried("100", "yes", "yes", has_topic="y", aside_1="y")
    assert "Đạt 70 trên 70 điểm được tính" in text
    assert "Xếp loại Tốt" in text


def test_what_is_open_is_named_and_there_is_no_grade_yet(tried):
    text = tried("100", "yes", has_topic="y")
    assert "Còn 1 tiêu chí chưa chấm: 2." in text
    assert "Xếp loại theo điểm chưa chấm đủ" in text
    assert "2. Tiêu chí 2 Chưa chấm" in text


def test_a_wrong_figure_is_said_beside_its_field_and_nothing_typed_is_lost(tried):
    text = tried("một trăm", "yes", "yes")
    assert "Nhập số từ 0 trở lên, ví dụ 82,5." in text
    assert "Tổng điểm" not in text


@pytest.mark.parametrize("subject", Subject)
def test_each_frame_opens_and_counts_and_writes_nothing(
    make, office, committee, count_queries, subject
):
    edition = make.rubric(committee, subject=subject)
    db.session.commit()
    assert "Tính điểm" in office.get(f"/rubrics/{edition.id}/try").text
    with count_queries() as statements:
        page = office.post(f"/rubrics/{edition.id}/try", data={"has_topic": "y"})
    assert "Tổng điểm" in page.text
    assert f"/{int(supplied(subject).max_points)}</b>" in page.text
    assert all(statement.startswith("SELECT") for statement in statements)


def test_a_flawed_draft_leads_back_to_what_is_to_be_mended(make, office, committee):
    flawed = rubric(criterion("1"), criterion("1"))
    edition = make.rubric(committee, content=flawed, state=RubricState.DRAFT, valid_from=None)
    db.session.commit()
    for answer in (office.get, office.post):
        page = answer(f"/rubrics/{edition.id}/try", follow_redirects=True)
        assert "sửa hết rồi mới chấm thử được." in page.text
        assert "Số thứ tự 1 dùng 2 lần" in page.text
