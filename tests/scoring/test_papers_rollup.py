"""A committee's month: the same lines on page, paper and Excel, and nobody silently left out."""

from datetime import date
from fractions import Fraction
from io import BytesIO

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from app.access.permissions import Role
from app.documents.text import render_text
from app.extensions import db
from app.meetings.rules.life import MeetingType
from app.people.rules import Status
from app.scoring.document.rollup import rollup_document, rollup_sheets
from app.scoring.queries.decisions import standing_decision
from app.scoring.queries.places import get_place_month
from app.scoring.queries.rollup import rollup_of, rollup_paper
from app.scoring.rules.cards import CardState
from app.scoring.rules.rollup import Stage
from app.scoring.rules.scoring import Answer
from tests.scoring.scored import NO, decided, held, scored_and_decided, submitted

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-22 08:00+07:00", tick=False):
        yield


@pytest.fixture
def month(make):
    """Decided: Chi bộ Hành chính. Handed in: Công nghệ. Met only: Đào tạo. Not met: Kế toán."""
    found = scored_and_decided(make)
    technical, training, _ = (
        make.branch(parent=found.committee, name=f"Chi bộ {name}")
        for name in ("Công nghệ", "Đào tạo", "Kế toán")
    )
    submitted(make, held(make, technical, date(2026, 11, 5)), found.rubric)
    held(make, training)
    db.session.flush()
    return found


def of(place):
    at = get_place_month(place.id, 2026, 11)
    return at, rollup_of(at, on=TODAY)


def url(place, path=""):
    return f"/organisations/{place.id}/rollup/2026/11{path}"


def test_every_branch_has_a_line_and_says_how_far_it_is(month):
    _, found = of(month.committee)

    assert [(line.name, line.stage) for line in found.lines] == [
        ("Chi bộ Công nghệ", Stage.NOT_DECIDED),
        ("Chi bộ Đào tạo", Stage.NOT_SCORED),
        ("Chi bộ Hành chính", Stage.DECIDED),
        ("Chi bộ Kế toán", Stage.NOT_MET),
    ]


def test_own_and_official_points_stand_beside_each_other_with_what_was_taken_off(month):
    (line,) = [line for line in of(month.committee)[1].lines if line.stage is Stage.DECIDED]

    assert (line.own.points, line.own.grade) == (95, "Tốt")
    assert (line.official.points, line.official.grade) == (78, "Khá")
    assert line.members == 3
    assert line.note == (
        "2: trừ 5 điểm (Có đồng chí vắng không lý do); "
        "4.1: trừ 5 điểm (Thiếu bước thông báo tình hình); "
        "6: trừ 12 điểm (Hai nhiệm vụ quá hạn)"
    )


def test_page_paper_and_excel_have_the_same_lines(month, sign_in):
    at, found = of(month.committee)
    data = rollup_paper(at, found, on=TODAY)
    document = rollup_document(data)
    (sheet,) = rollup_sheets(data)
    office = sign_in(Role.OFFICE, at=month.committee)

    text, page = render_text(document), office.get(url(month.committee)).text
    book = CalamineWorkbook.from_filelike(
        BytesIO(office.get(url(month.committee, "/download.xlsx")).data)
    )
    rows = book.get_sheet_by_index(0).to_python()

    assert "<b>3/4</b>" in page
    assert "<b>1/4</b>" in page
    for sentence in found.sentences:
        assert sentence in text
        assert sentence in page
        assert [sentence] == [row[0] for row in rows if row[0] == sentence]
    for label, names in found.named:
        assert f"- {label}: {names}." in text
        assert f"{label}: {names}" in [row[0] for row in rows]
        assert label in page
    for line, written in zip(found.lines, rows[-len(found.lines) :], strict=True):
        assert f"{line.name} | {line.members} | " in text
        assert line.remark in text
        assert line.remark in page
        assert written[2:4] == [line.name, line.members]
        assert written[5] == (float(line.own.points) if line.own.points is not None else "")
        assert written[9] == line.remark
    assert len(sheet.rows) == len(found.lines)


def test_the_average_says_of_how_many_it_is_and_takes_nothing_for_who_has_none(month):
    _, found = of(month.committee)

    assert found.sentences == (
        "Đã họp 3/4 chi bộ; đã nộp điểm tự chấm 2/4; có điểm chính thức 1/4.",
        "Xếp loại chính thức: Khá 1.",
        "Điểm tự chấm bình quân 97,5 (tính trên 2 chi bộ); "
        "điểm chính thức bình quân 78 (tính trên 1 chi bộ).",
    )
    assert dict(found.named)["Chưa họp"] == "Chi bộ Kế toán"


def test_grades_are_counted_from_the_best_down(month, make):
    for name, changes in (("A", {}), ("B", {"_6": (Answer(value=Fraction(0)), "Không")})):
        branch = make.branch(parent=month.committee, name=f"Chi bộ {name}")
        decided(make, submitted(make, held(make, branch), month.rubric, **changes))

    assert of(month.committee)[1].grades == [("Tốt", 1), ("Khá", 2)]


def test_where_a_gate_bars_the_better_grade_the_note_says_so(month, make):
    branch = make.branch(parent=month.committee, name="Chi bộ Thanh tra")
    late = {"_1": (NO, "Họp muộn hai ngày")}
    decided(make, submitted(make, held(make, branch), month.rubric, **late))

    (line,) = [line for line in of(branch)[1].lines]

    assert (line.official.points, line.official.grade) == (95, "Khá")
    assert line.note == (
        "1: trừ 5 điểm (Họp muộn hai ngày). Không xếp Tốt do điều kiện ở tiêu chí 1"
    )


def test_what_else_was_scored_is_told_and_counts_in_no_average(month, make):
    topical = held(
        make,
        month.branch,
        date(2026, 11, 12),
        type=MeetingType.TOPICAL,
        topic="Nêu gương",
    )
    before = of(month.committee)[1].sentences
    submitted(make, topical, month.rubric, _7=(NO, "Chưa thông qua biên bản"))

    found = of(month.committee)[1]
    (line,) = [line for line in found.lines if line.what]

    assert found.sentences == before
    assert line.remark == (
        "Chưa có điểm chính thức. Sinh hoạt chuyên đề, không tính vào bình quân tháng. "
        "7: trừ 5 điểm (Chưa thông qua biên bản)"
    )


def test_a_draft_is_not_shown_and_a_cancelled_decision_does_not_count(month, make):
    training = of(month.committee)[1].lines[1].place_id
    meeting = held(make, make.branch(parent=month.committee, name="Chi bộ Z"))
    make.meeting_card(meeting, rubric=month.rubric, self_total=Fraction(91))
    month.card.decided_at = None
    standing_decision(month.card.key).cancelled_at = month.card.submitted_at
    db.session.flush()

    found = of(month.committee)[1]

    assert training in [line.place_id for line in found.at(Stage.NOT_SCORED)]
    assert found.at(Stage.NOT_SCORED)[-1].own.points is None
    assert found.grades == []


def test_what_was_asked_back_shows_no_points_until_it_is_handed_in_again(month, make):
    branch = make.branch(parent=month.committee, name="Chi bộ Thanh tra")
    card = submitted(make, held(make, branch), month.rubric)
    card.state = CardState.RETURNED
    db.session.flush()

    (line,) = of(branch)[1].lines

    assert line.own.words == ""
    assert line.remark == "Đã họp, chưa nộp điểm. Cấp ủy đã yêu cầu bổ sung"


def test_comrades_who_only_stay_for_a_time_and_dissolved_branches_are_left_out(month, make):
    make.member(branch=month.branch, status=Status.TEMPORARY_IN)
    gone = make.branch(parent=month.committee, name="Chi bộ Cũ", dissolved_on=date(2026, 10, 31))

    lines = {line.place_id: line for line in of(month.committee)[1].lines}

    assert lines[month.branch.id].members == 3
    assert gone.id not in lines


def test_committees_between_head_their_branches(month, make):
    between = make.organisation(parent=month.committee, name="Đảng ủy Trung tâm")
    make.branch(parent=between, name="Chi bộ 1")

    at, found = of(month.committee)
    text = render_text(rollup_document(rollup_paper(at, found, on=TODAY)))

    assert "\nĐảng ủy Trung tâm\n5 | Chi bộ 1 |" in text


def test_the_month_over_many_branches_asks_no_more_often(month, make, sign_in, count_queries):
    office = sign_in(Role.OFFICE, at=month.committee)
    with count_queries() as few:
        office.get(url(month.committee))
    for number in range(25):
        branch = make.branch(parent=month.committee, name=f"Chi bộ số {number}")
        make.member(branch=branch)
        card = submitted(make, held(make, branch), month.rubric)
        if number % 2:
            decided(make, card)
    db.session.commit()
    with count_queries() as many:
        assert office.get(url(month.committee)).status_code == 200

    assert len(many) == len(few) < 12


@pytest.mark.parametrize("extension", ["pdf", "docx", "xlsx", "txt"])
def test_the_month_is_handed_out_in_every_form(month, sign_in, extension):
    office = sign_in(Role.OFFICE, at=month.committee)

    answer = office.get(url(month.committee, f"/download.{extension}"))

    assert answer.status_code == 200
    assert (
        f"tong-hop-diem-sinh-hoat_dang-uy-van-phong_2026-11.{extension}"
        in (answer.headers["Content-Disposition"])
    )


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OFFICE, 200), (Role.STANDING_COMMITTEE, 200), (Role.SYSTEM_ADMINISTRATOR, 403)],
)
def test_who_sees_the_month_of_a_committee(month, sign_in, role, status):
    assert sign_in(role, at=month.committee).get(url(month.committee)).status_code == status


def test_a_branch_sees_its_own_line_and_a_member_does_not(month, sign_in):
    secretary = sign_in(Role.SECRETARY, at=month.branch)
    member = sign_in(Role.MEMBER, at=month.branch)

    assert "78" in secretary.get(url(month.branch)).text
    assert secretary.get(url(month.committee)).status_code == 404
    assert member.get(url(month.branch)).status_code == 403


@pytest.mark.parametrize("path", ["2026/13", "2026/0", "1492/5"])
def test_there_is_no_such_month(month, sign_in, path):
    office = sign_in(Role.OFFICE, at=month.committee)
    address = f"/organisations/{month.committee.id}/rollup/{path}"
    assert office.get(address).status_code == 404
