"""The result list of a campaign: ranked, by group, with the cap; who takes it is written down."""

import hashlib
from datetime import date
from io import BytesIO

import pytest
import time_machine
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.documents.text import render_text
from app.documents.typography import NO_BREAK
from app.extensions import db
from app.jobs.models import Job
from app.jobs.worker import do_job
from app.people.rules import Status
from app.scoring.document.results import result_document, result_sheets
from app.scoring.queries.papers.results import result_paper
from app.scoring.routes import papers
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.year import Grouping

TODAY = date(2026, 12, 22)
BEST, GOOD = "Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ"


@pytest.fixture(autouse=True)
def _in_december():
    with time_machine.travel("2026-12-22 08:00+07:00", tick=False):
        yield


class Year:
    """A branch of `best` and `good` graded members, and some without a grade."""

    def __init__(self, make, *, best=1, good=2, ungraded=1, **values):
        self.make = make
        self.committee = make.organisation(name="Đảng ủy Văn phòng", symbol="ĐU")
        self.branch = make.branch(parent=self.committee, name="Chi bộ Hành chính")
        rubric = make.rubric(self.committee, subject=Subject.MEMBER_YEAR)
        self.campaign = make.grading(self.committee, rubric=rubric, **values)
        for number in range(best):
            self.graded(f"Võ Văn Bình {number}", "excellent", BEST, 95)
        for number in range(good):
            self.graded(f"Lê Hoài Ân {number}", "well_done", GOOD, 80 - number)
        for number in range(ungraded):
            self.graded(
                f"Hồ Đắc Dũng {number}", None, "Không xếp loại", None, reason="Đi học dài hạn"
            )
        db.session.flush()

    def graded(self, name, grade, label, total, **values):
        member = self.make.member(name, branch=self.branch)
        return self.make.grade(
            self.branch,
            member=member,
            year=2026,
            grade=grade,
            label=label,
            total=total,
            campaign=self.campaign,
            **values,
        )

    def paper(self, **values):
        return result_paper(
            self.campaign, on=TODAY, **{"with_cards": True, "reviews": True, **values}
        )

    def text(self, **values):
        return render_text(result_document(self.paper(**values))).replace(NO_BREAK, " ")

    def url(self, extension="txt"):
        return f"/gradings/{self.campaign.id}/results.{extension}"


def test_the_list_is_ranked_and_says_who_has_no_grade_and_why(make):
    text = Year(make).text()

    lines = [line.rstrip(" |") for line in text.splitlines() if "Chi bộ Hành chính |" in line]
    assert lines == [
        "1 | Võ Văn Bình 0 Chi bộ Hành chính |  |  | 95 | Hoàn thành xuất sắc nhiệm vụ",
        "2 | Lê Hoài Ân 0 Chi bộ Hành chính |  |  | 80 | Hoàn thành tốt nhiệm vụ",
        "3 | Lê Hoài Ân 1 Chi bộ Hành chính |  |  | 79 | Hoàn thành tốt nhiệm vụ",
        " | Hồ Đắc Dũng 0 Chi bộ Hành chính |  |  |  | Không xếp loại | Đi học dài hạn",
    ]
    assert "không xếp loại 1, chưa quyết định 0." in text


def test_the_sample_case_shows_the_cap_with_both_fractions_and_is_not_refused(make):
    text = Year(make, best=16, good=64, ungraded=1).text()

    assert "20 % × 64 (số hoàn thành tốt nhiệm vụ) = 12,8 → tối đa 12; đã xếp 16 → vượt 4" in text
    assert "16/64 = 25 %" in text
    assert "16/81 = 19,8 %" in text
    assert "Hoàn thành xuất sắc nhiệm vụ 16, Hoàn thành tốt nhiệm vụ 64" in text


def test_each_comparable_group_has_its_own_heading_and_cap(make):
    year = Year(make, grouping=Grouping.BY_BRANCH)
    other = make.branch(parent=year.committee, name="Chi bộ Công nghệ")
    year.branch = other
    year.graded("Phan Thanh Long", "well_done", GOOD, 81)

    text = year.text()

    assert "\nChi bộ Công nghệ\n1 | Phan Thanh Long" in text
    assert "- Chi bộ Hành chính: 20 % × 2" in text
    assert "- Chi bộ Công nghệ: 20 % × 1" in text


def test_who_need_not_be_graded_is_listed_apart_with_the_reason(make):
    year = Year(make)
    make.member("Trần Quốc Cường", branch=year.branch, status=Status.EXEMPT)

    assert "1 | Trần Quốc Cường | Chi bộ Hành chính | Được miễn sinh hoạt" in year.text()


def test_why_the_cap_is_passed_stands_below_it(make):
    year = Year(make, best=5, cap_reason="Đơn vị tiêu biểu, được nâng đến 25 %")

    assert "Lý do vượt giới hạn: Đơn vị tiêu biểu, được nâng đến 25 %" in year.text()


def test_what_led_to_a_decision_is_left_out_for_who_reads_grades_only(make):
    year = Year(make)
    member = make.member("Trần Thị Hạnh", branch=year.branch)
    make.year_card(
        year.campaign,
        year.branch,
        member,
        state=CardState.SUBMITTED,
        submitted_at=None,
        self_total=93,
        self_grade="excellent",
    )
    db.session.flush()

    assert "93 Hoàn thành xuất sắc nhiệm vụ" in year.text().replace("\n", " ")
    assert "93" not in year.text(with_cards=False)
    assert "Chưa quyết định" in year.text(with_cards=False)


def test_paper_and_excel_have_the_same_lines(make, sign_in):
    year = Year(make)
    office = sign_in(Role.OFFICE, at=year.committee)
    data = year.paper()
    rows = (
        CalamineWorkbook.from_filelike(BytesIO(office.post(year.url("xlsx")).data))
        .get_sheet_by_index(0)
        .to_python()
    )

    (sheet, _) = result_sheets(data)
    assert [row[1] for row in rows[-len(data.lines) :]] == [line.name for line in data.lines]
    for line, written in zip(data.lines, rows[-len(data.lines) :], strict=True):
        assert written[-3:] == [
            float(line.total) if line.total is not None else "",
            line.result,
            line.remark,
        ]
    assert all(lead + text in [row[0] for row in rows] for lead, text in data.cap_lines)
    assert len(sheet.rows) == len(data.lines)


@pytest.mark.parametrize("extension", ["pdf", "docx", "xlsx", "txt"])
def test_who_takes_the_list_is_written_down_with_what_it_was(make, sign_in, extension):
    year = Year(make)
    office = sign_in(Role.OFFICE, at=year.committee)

    answer = office.post(year.url(extension))

    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event == Event.SCORES_EXPORTED)
    ).one()
    assert answer.status_code == 200
    assert entry.facts["sha256"] == hashlib.sha256(answer.data).hexdigest()
    assert entry.facts["format"] == extension
    assert entry.facts["paper"] == "danh sách kết quả đánh giá, xếp loại đảng viên năm 2026"


def test_the_draft_of_the_decision_leaves_a_line_as_well(make, sign_in):
    year = Year(make)
    above = sign_in(Role.STANDING_COMMITTEE, at=year.committee)

    answer = above.post(f"/gradings/{year.campaign.id}/decision.txt")

    assert "DANH SÁCH" in answer.text
    assert db.session.scalars(
        select(AuditEntry).where(AuditEntry.event == Event.SCORES_EXPORTED)
    ).one()


def test_a_member_takes_no_list_and_nobody_by_a_link(make, sign_in):
    year = Year(make)
    member = sign_in(Role.MEMBER, at=year.branch)
    office = sign_in(Role.OFFICE, at=year.committee)

    assert member.post(year.url()).status_code in {403, 404}
    assert office.get(year.url()).status_code == 405


def test_a_list_too_long_to_wait_for_is_made_by_the_worker(make, sign_in, monkeypatch):
    monkeypatch.setattr(papers, "MOST_AT_ONCE", 2)
    year = Year(make)
    office = sign_in(Role.OFFICE, at=year.committee)

    at_once = office.post(year.url("xlsx"))
    answer = office.post(year.url("pdf"))
    do_job(db.session.scalars(select(Job)).one().id)
    page = office.get(answer.location).text
    job = db.session.scalars(select(Job)).one()

    assert at_once.status_code == 200
    assert answer.location.endswith(f"/gradings/{year.campaign.id}/papers")
    assert "danh sách kết quả" in page
    assert job.file_name.startswith("ket-qua-danh-gia-xep-loai-dang-vien-nam-2026")
    with office.get(f"/score-papers/{job.id}/download") as file:
        assert file.get_data().startswith(b"%PDF")


def test_who_reads_grades_only_is_pointed_to_excel(make, sign_in, monkeypatch):
    monkeypatch.setattr(papers, "MOST_AT_ONCE", 2)
    year = Year(make)
    reader = sign_in(Role.COMMITTEE_MEMBER, at=year.committee)

    answer = reader.post(year.url("pdf"), follow_redirects=True)

    assert "xin tải tệp Excel" in answer.text
    assert reader.post(year.url("xlsx")).status_code == 200
