"""The report of half a year or a year: every share with both numbers, the same in every form."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from app.access.permissions import Role
from app.documents.text import render_text
from app.documents.typography import NO_BREAK
from app.extensions import db
from app.meetings.models import Attendance, Statement
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.meetings.rules.roll import Presence
from app.people.rules import Status
from app.scoring.document.report import report_document, report_sheets, unit_cells
from app.scoring.queries.places import get_place_period
from app.scoring.queries.report import report_of, report_paper
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.report import FIRST_HALF, SECOND_HALF, Ratio
from tests.factory import NOW
from tests.scoring.scored import held, scored_and_decided

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-22 08:00+07:00", tick=False):
        yield


@pytest.fixture
def year(make):
    found = scored_and_decided(make)
    make.branch(parent=found.committee, name="Chi bộ Kế toán")
    db.session.flush()
    return found


def of(place, period=0, year=2026):
    at = get_place_period(place.id, year, period)
    return at, report_of(at, on=TODAY)


def url(place, path="2026/0"):
    return f"/organisations/{place.id}/report/{path}"


def _statement(meeting, member):
    return Statement(meeting=meeting, member_id=member.id, position=1, text="Nhất trí.")


def _present(meeting, member):
    return Attendance(
        meeting_id=meeting.id,
        member_id=member.id,
        status=Status.OFFICIAL,
        presence=Presence.PRESENT,
    )


def test_every_share_has_both_its_numbers(year):
    found = dict((label, value) for label, value, _ in of(year.committee)[1].indicators)

    assert found["Sinh hoạt thường kỳ"] == "1/11 (9,1 %)"
    assert found["Dự sinh hoạt"] == "18/20 (90 %)"
    assert found["Vắng không lý do"] == "1/20 (5 %)"
    assert found["Điểm bình quân sinh hoạt"] == "78 điểm"
    assert found["Kiến nghị trả lời đúng hạn"] == "0/0"


def test_who_did_not_meet_is_named_with_the_months(year):
    assert of(year.committee)[1].not_met == ("Chi bộ Hành chính (tháng 1–10)",)


def test_occurrences_are_told_apart_from_comrades(year, make):
    speaker, other, third = make.members(3, branch=year.branch)
    more = held(make, year.branch, date(2026, 10, 5))
    for meeting in (year.meeting, more):
        for member in (speaker, other, third):
            db.session.add(_present(meeting, member))
        for member in (speaker, speaker, other):
            db.session.add(_statement(meeting, member))
    db.session.add(_statement(more, third))
    db.session.flush()

    (line,) = of(year.branch)[1].units

    assert (line.figures["speakers"].part, line.spoke) == (5, 3)
    assert unit_cells(line)[2] == "5 (3)"


def test_half_a_year_adds_up_its_quarters_and_no_more(year, make):
    held(make, year.branch, date(2026, 8, 4), present=20, unexcused=0)
    held(make, year.branch, date(2026, 5, 4), present=10)
    db.session.flush()

    first, second = (of(year.branch, half)[1].total for half in (FIRST_HALF, SECOND_HALF))

    assert first["attendance"] == Ratio(10, 20)
    assert second["attendance"] == Ratio(38, 40)
    assert first["meetings"] == Ratio(1, 6)
    assert of(year.branch)[1].total["attendance"] == Ratio(48, 60)
    assert of(year.branch, 2)[1].total["attendance"] == Ratio(10, 20)


def test_meetings_are_counted_by_body_and_type_and_extraordinary_ones_apart(year, make):
    held(make, year.branch, date(2026, 11, 9), type=MeetingType.EXTRAORDINARY)
    held(make, year.branch, date(2026, 11, 2), type=MeetingType.BRANCH_COMMITTEE)
    held(make, year.committee, date(2026, 11, 1), type=MeetingType.BRIEFING)
    held(make, year.branch, date(2026, 12, 3), status=MeetingStatus.PLANNED)
    db.session.flush()

    found = of(year.committee)[1]

    assert [(one.body, one.kind, one.number) for one in found.held] == [
        ("Chi bộ", "Sinh hoạt thường kỳ", 1),
        ("Chi bộ", "Họp bất thường", 1),
        ("Chi ủy", "Họp chi ủy", 1),
        ("Cấp ủy", "Hội nghị giao ban", 1),
    ]
    assert found.total.extraordinary == 1
    assert found.total["meetings"].part == 1


def test_who_was_admitted_in_the_period_is_counted_in_the_branch_of_the_day(year, make):
    make.member(branch=year.branch, admitted_on=date(2026, 9, 2), starts_on=date(2026, 9, 2))
    make.member(branch=year.branch, admitted_on=date(2020, 9, 2))

    assert of(year.branch)[1].units[0].admitted == 1
    assert of(year.branch, FIRST_HALF)[1].units[0].admitted == 0


def test_grades_are_counted_for_a_whole_year_only(year, make):
    make.grade(year.branch, year=2026)
    make.grade(year.branch, member=make.member(branch=year.branch), year=2026)

    assert ("Tổ chức đảng", "Hoàn thành tốt nhiệm vụ", 1) in of(year.committee)[1].grades
    assert ("Đảng viên", "Hoàn thành tốt nhiệm vụ", 1) in of(year.committee)[1].grades
    assert of(year.committee, SECOND_HALF)[1].grades == ()


def test_who_was_reviewed_and_who_need_not_be_is_counted_with_the_reasons(year, make):
    rubric = make.rubric(year.committee, subject=Subject.MEMBER_YEAR)
    campaign = make.grading(year.committee, rubric=rubric)
    member = make.member(branch=year.branch)
    make.year_card(campaign, year.branch, member, state=CardState.SUBMITTED, submitted_at=NOW)
    make.member(branch=year.branch, status=Status.EXEMPT)
    for day in (1, 2):
        make.member(branch=year.branch, admitted_on=date(2026, 10, day))

    at, found = of(year.committee)
    (review,) = found.reviews
    text = render_text(report_document(report_paper(at, found, on=TODAY))).replace(NO_BREAK, " ")

    assert (review.due, review.done, review.open) == (4, 1, 3)
    assert "Đảng viên | 4 | 1 | 3 | Vào Đảng chưa đủ 6 tháng: 2; Được miễn sinh hoạt: 1" in text
    assert of(year.committee, FIRST_HALF)[1].reviews == ()


def test_page_paper_and_excel_say_the_same(year, make, sign_in):
    make.grade(year.branch, year=2026)
    at, found = of(year.committee)
    text = render_text(report_document(report_paper(at, found, on=TODAY))).replace(NO_BREAK, " ")
    office = sign_in(Role.OFFICE, at=year.committee)
    page = office.get(url(year.committee)).text
    book = CalamineWorkbook.from_filelike(
        BytesIO(office.get(url(year.committee, "2026/0/download.xlsx")).data)
    )
    rows = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}

    for label, value, counted in found.indicators:
        assert f"{label} | {value} | {counted}" in text
        assert [label, value, counted] in rows["Chỉ số chung"]
        assert value in page
    for line in found.units:
        cells = unit_cells(line)
        assert " | ".join((line.name, *cells)) in text
        assert [line.name, *cells] in [row[1:11] for row in rows["Theo đơn vị"]]
        assert line.remark in page
    for what, grade, number in found.grades:
        assert f"{what} | {grade} | {number}" in text
        assert [what, grade, float(number)] in rows["Xếp loại"]
    numbers = {row[0]: row[1:] for row in rows["Chỉ số từng đơn vị"]}
    assert numbers[year.branch.name][:2] == [1, 11]
    assert numbers[year.branch.name][-2:] == [78, 1]


def test_what_cannot_be_known_is_an_empty_column_and_said_so(year):
    at, found = of(year.committee)
    text = render_text(report_document(report_paper(at, found, on=TODAY)))
    (by_unit, *_) = report_sheets(report_paper(at, found, on=TODAY))

    titles = [heading.text for heading in by_unit.headings]
    for title in ("Dân vận khéo", "Đọc bài viết", "Kiểm tra, giám sát"):
        assert {row[titles.index(title)] for row in by_unit.rows} == {""}
    assert "Các cột dân vận khéo, đọc bài viết, kiểm tra giám sát để trống" in text


def test_the_report_over_many_branches_asks_no_more_often(year, make, sign_in, count_queries):
    office = sign_in(Role.OFFICE, at=year.committee)
    with count_queries() as few:
        office.get(url(year.committee))
    for number in range(12):
        branch = make.branch(parent=year.committee, name=f"Chi bộ số {number}")
        make.member(branch=branch)
        held(make, branch)
    db.session.commit()
    with count_queries() as many:
        assert office.get(url(year.committee)).status_code == 200

    assert len(many) == len(few)


@pytest.mark.parametrize("extension", ["pdf", "docx", "xlsx", "txt"])
def test_the_report_is_handed_out_in_every_form(year, sign_in, extension):
    office = sign_in(Role.OFFICE, at=year.committee)
    answer = office.get(url(year.committee, f"2026/5/download.{extension}"))

    assert answer.status_code == 200
    assert (
        "bao-cao-sinh-hoat_dang-uy-van-phong_6-thang-dau-nam-2026"
        in (answer.headers["Content-Disposition"])
    )


@pytest.mark.parametrize("path", ["2026/7", "1492/0"])
def test_there_is_no_such_period(year, sign_in, path):
    assert sign_in(Role.OFFICE, at=year.committee).get(url(year.committee, path)).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [(Role.SECRETARY, 200), (Role.MEMBER, 403), (Role.INSPECTOR, 200)]
)
def test_who_sees_the_report_of_a_branch(year, sign_in, role, status):
    assert sign_in(role, at=year.branch).get(url(year.branch)).status_code == status


def test_a_committee_without_a_branch_says_so(make, sign_in):
    committee = make.organisation()
    office = sign_in(Role.OFFICE, at=committee)

    assert "Chưa có chi bộ nào" in office.get(url(committee)).text
    assert office.get(url(committee, "2026/0/download.pdf")).status_code == 200
