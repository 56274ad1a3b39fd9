"""The empty sheet of a rubric, to be filled in by hand."""

import pytest

from app.access.permissions import Role
from app.documents.model import GroupRow, Row, Table
from app.documents.text import render_text
from app.scoring.document.blank import blank_sheet
from app.scoring.queries.papers.blanks import blank_of
from app.scoring.rules.cards import RubricState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Column, CriterionKind, Gate, GateKind, Rubric
from app.scoring.rules.supplied import supplied
from tests.scoring.rubrics import GRADES, criterion, levels, rubric, section
from tests.scoring_factory import NOW

ALL = rubric(
    section(
        "1",
        criterion("1.1", CriterionKind.LEVELS, 10, levels=levels(("Kém", 0), ("Tốt", 10))),
        criterion("1.2", CriterionKind.NUMBER, 10, per_unit=2, condition="has_topic"),
        condition="has_committee",
    ),
    criterion("2", points=80, guidance="Theo sổ."),
    criterion("3", CriterionKind.DEDUCTION, 5, per_unit=1),
    criterion("4", CriterionKind.LEVEL_ONLY, 0, levels=levels(("Khá", 0), ("Tốt", 0))),
    gates=(
        Gate(GateKind.FULL_MARKS, ("1.1", "2"), "fair", "Điều kiện loại Tốt"),
        Gate(GateKind.NO_CASE, ("3",), "poor"),
    ),
    columns=tuple(Column),
)


@pytest.fixture
def sheet(make):
    def made(content=ALL, **values):
        committee = make.organisation(name="Đảng ủy Sở Nội vụ", parent=make.organisation())
        edition = make.rubric(committee, content=content, **values)
        return blank_sheet(blank_of(edition, on=NOW.date()))

    return made


def table_of(document):
    [found] = [block for block in document.blocks if isinstance(block, Table)]
    return found


def test_the_table_has_a_column_for_each_who_scores_and_room_to_write(sheet):
    table = table_of(sheet())
    assert [column.title for column in table.columns] == [
        "TT",
        "Tiêu chí",
        "Điểm tối đa",
        "Tự chấm",
        "Thẩm định",
        "Quyết định",
        "Ghi chú",
    ]
    assert table.row_height_mm > 0
    rows = [row for row in table.rows if isinstance(row, Row)]
    assert all(row.cells[3:] == ("", "", "", "") for row in rows)
    assert rows[-1].cells[1:3] == ("Tổng điểm", "100")


def test_levels_units_conditions_and_guidance_stand_below_the_criterion(sheet):
    rows = table_of(sheet()).rows
    said = [row.text if isinstance(row, GroupRow) else row.cells[1] for row in rows]
    assert said == [
        "1. Nhóm 1 (tối đa 20, chỉ chấm khi chi bộ có chi ủy)",
        "Tiêu chí 1.1\n– Kém: 0 điểm\n– Tốt: 10 điểm",
        "Tiêu chí 1.2\n(2 điểm mỗi đơn vị)\n(Chỉ chấm khi buổi sinh hoạt có chuyên đề)",
        "Tiêu chí 2\n(Có hoặc không)\nTheo sổ.",
        "Tiêu chí 3\n(Trừ 1 điểm mỗi trường hợp)",
        "Tiêu chí 4\n– Khá\n– Tốt",
        "Tổng điểm",
    ]


def test_grades_and_gates_are_explained_below(sheet):
    text = render_text(sheet())
    for sentence in (
        "- Tốt: từ 90 điểm.",
        "- Khá: từ 70 đến dưới 90 điểm.",
        "- Kém: dưới 50 điểm.",
        "- Điều kiện loại Tốt: không xếp cao hơn mức “Khá” khi chưa đạt tối đa ở tiêu chí 1.1, 2.",
        "- Xếp mức “Kém” khi rơi vào trường hợp 3.",
    ):
        assert sentence in text


def test_a_sheet_without_points_names_its_grades(sheet):
    pointless = Rubric("Mức", (criterion("1", CriterionKind.PASS_FAIL, 0),), GRADES)
    assert "- Các mức: Tốt, Khá, Trung bình, Kém." in render_text(sheet(pointless))


def test_it_is_headed_for_whichever_branch_and_signed(sheet):
    document = sheet(grounds="- Quy định số 366-QĐ/TW;\nHướng dẫn số 43-HD/BTCTW")
    text = render_text(document)
    assert document.header.issuer == "Chi bộ ………………"
    assert "- Quy định số 366-QĐ/TW;" in text
    assert "- Hướng dẫn số 43-HD/BTCTW." in text
    assert "(Ký, ghi rõ họ tên)" in text
    assert "Dự thảo" not in text


def test_a_draft_says_that_it_is_one(sheet):
    text = render_text(sheet(state=RubricState.DRAFT, valid_from=None))
    assert "(Dự thảo, chưa ban hành)" in text


@pytest.mark.parametrize(
    "content",
    [
        Rubric("", (), (), columns=()),
        rubric(section("1"), columns=(*Column, *Column)),
        rubric(criterion("1"), gates=(Gate(GateKind.FULL_MARKS, (), "lạ"),)),
    ],
)
def test_an_unfinished_draft_is_printed_too(sheet, content):
    text = render_text(sheet(content, state=RubricState.DRAFT, valid_from=None))
    assert "Tổng điểm" in text


@pytest.mark.parametrize(("extension", "start"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("txt", b"")])
@pytest.mark.parametrize("subject", Subject)
def test_each_frame_is_printed(make, sign_in, subject, extension, start):
    committee = make.organisation(name="Đảng ủy Sở Nội vụ")
    edition = make.rubric(committee, subject=subject)
    office = sign_in(Role.OFFICE, at=committee)
    file = office.get(f"/rubrics/{edition.id}/blank.{extension}")
    assert file.status_code == 200
    assert file.data.startswith(start)
    assert f"ban-1.{extension}" in file.headers["Content-Disposition"]
    if extension == "txt":
        assert supplied(subject).criteria[0].label in file.text
