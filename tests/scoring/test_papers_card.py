"""A filled scorecard on paper: who sees which column, and that every figure is on it."""

from datetime import date
from io import BytesIO

import docx
import pytest
from python_calamine import CalamineWorkbook

from app.access.permissions import Role
from app.documents.text import render_text
from app.documents.typography import NO_BREAK
from app.extensions import db
from app.meetings.models import Vote
from app.meetings.rules.votes import Majority, VoteMethod
from app.pledges.models import PledgeResult
from app.pledges.rules import Judge, Outcome, PledgeStatus, Stage
from app.scoring.document.card import card_document
from app.scoring.queries.papers.cards import card_paper
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.meetings import VOTE_SUBJECT
from app.scoring.rules.rubric import Column
from app.scoring.service.cards import appeal, write_column
from app.scoring.service.deciding import answer_appeal
from tests.factory import NOW
from tests.scoring.scored import NO, given, held, scored, scored_and_decided


@pytest.fixture
def year(make):
    return scored_and_decided(make)


def url(card, extension="txt"):
    return f"/scorecards/{card.id}/download.{extension}"


def text_of(card, *columns, **values):
    return render_text(
        card_document(card_paper(card, columns or tuple(Column), on=NOW.date(), **values))
    )


def test_the_card_of_a_meeting_says_what_was_scored_and_what_was_decided(year):
    lines = text_of(year.card).replace(NO_BREAK, " ").splitlines()

    wanted = [
        "ĐẢNG BỘ VĂN PHÒNG",
        "CHI BỘ HÀNH CHÍNH",
        "PHIẾU CHẤM ĐIỂM",
        "bảng chấm sinh hoạt thường kỳ tháng 11 năm 2026",
        "Chi bộ: Chi bộ Hành chính",
        "Thời gian: 14 giờ 00 đến 16 giờ 05, ngày 03 tháng 11 năm 2026",
        "Có mặt: 18/20 đảng viên phải dự",
        "TT | Tiêu chí | Điểm tối đa | Tự chấm | Quyết định | Ghi chú",
        "1 | Tiêu chí 1 | 5 | 5 | 5 | ",
        "2 | Tiêu chí 2 | 5 | 5 | 0 | Quyết định: Có đồng chí vắng không lý do",
        "4. Nhóm 4 (tối đa 40, tự chấm 35, quyết định 35)",
        "4.1 | Tiêu chí 4.1 | 5 | 0 | 0 | Tự chấm: Thiếu bước thông báo tình hình",
        "6 | Tiêu chí 6 | 30 | 30 | 18 | Tự chấm: 100 % Quyết định: 60 %; Hai nhiệm vụ quá hạn",
        " | Tổng điểm | 100 | 95 | 78 | ",
        "- Quyết định: xếp loại cao nhất là Khá, vì chưa đạt tối đa ở tiêu chí 2.",
        "Xếp loại: tự chấm Tốt; quyết định Khá.",
        "Quyết định ngày 03 tháng 11 năm 2026: 78 điểm, xếp loại Khá; "
        "lý do: Theo báo cáo kiểm tra.",
        "T/M ĐẢNG ỦY",
        "T/M CHI BỘ",
        "Trần Thị Hạnh",
    ]
    assert [
        line.replace(NO_BREAK, " ") for line in lines if line.replace(NO_BREAK, " ") in wanted
    ] == wanted


def test_a_card_nobody_above_has_looked_at_has_one_column_and_one_signature(make):
    text = text_of(scored(make).card)

    assert "| Tự chấm | Ghi chú" in text
    assert "Quyết định" not in text
    assert "T/M ĐẢNG ỦY" not in text


def test_the_branchs_vote_on_its_score_stands_below_it(year):
    db.session.add(
        Vote(
            meeting=year.meeting,
            position=1,
            subject=f"{VOTE_SUBJECT} 95 điểm, xếp loại Tốt",
            majority=Majority.ORDINARY,
            method=VoteMethod.SHOW_OF_HANDS,
            in_favour=17,
            against=0,
            other=1,
            vote_base=20,
            voters_present=18,
            needed=11,
            is_passed=True,
        )
    )
    db.session.flush()

    assert (
        "Chi bộ biểu quyết: Thống nhất chi bộ tự chấm 95 điểm, xếp loại Tốt: "
        "tán thành 17/20 (85 %), không tán thành 0, ý kiến khác 1."
    ) in text_of(year.card).replace(NO_BREAK, " ")


def test_a_cancelled_decision_stays_named_with_its_reason(year, make):
    by = make.actor(Role.STANDING_COMMITTEE, at=year.committee)
    card, why = year.card, "Có lý do chính đáng"
    appeal(card, reason="Đã có giấy xin phép", version=card.version, by=by, now=NOW)
    answer_appeal(card, answer=why, is_granted=True, version=card.version, by=by, now=NOW)

    text = text_of(year.card).replace(NO_BREAK, " ")

    assert "(đã hủy ngày 03/11/2026: Có lý do chính đáng)." in text
    assert "Đề nghị xem lại: Đã có giấy xin phép" in text
    assert "Trả lời: Có lý do chính đáng" in text


def test_who_is_scored_sees_no_column_before_it_is_handed_on(make, sign_in):
    found = scored(make)
    by = make.actor(Role.STANDING_COMMITTEE, at=found.committee)
    write_column(
        found.card,
        Column.DECISION,
        given(_1=(NO, "Họp muộn")),
        version=found.card.version,
        by=by,
        now=NOW,
    )
    secretary = sign_in(Role.SECRETARY, at=found.branch)
    above = sign_in(Role.STANDING_COMMITTEE, at=found.committee)

    assert "Họp muộn" in above.get(url(found.card)).text
    assert "Họp muộn" not in secretary.get(url(found.card)).text
    assert "Quyết định" not in secretary.get(url(found.card)).text


def test_a_draft_is_for_who_writes_it_and_says_what_it_is(make, sign_in):
    found = scored(make)
    card = make.meeting_card(held(make, found.branch, date(2026, 12, 3)), rubric=found.rubric)
    secretary = sign_in(Role.SECRETARY, at=found.branch)
    above = sign_in(Role.STANDING_COMMITTEE, at=found.committee)

    assert "(Bản đang chấm, chưa nộp)" in secretary.get(url(card)).text
    assert above.get(url(card)).status_code == 403


def test_excel_and_word_have_the_lines_of_the_paper(year, sign_in):
    office = sign_in(Role.OFFICE, at=year.committee)
    rows = (
        CalamineWorkbook.from_filelike(BytesIO(office.get(url(year.card, "xlsx")).data))
        .get_sheet_by_index(0)
        .to_python()
    )
    word = docx.Document(BytesIO(office.get(url(year.card, "docx")).data))
    table = [[cell.text for cell in row.cells] for row in word.tables[1].rows]
    data = card_paper(year.card, tuple(Column), on=NOW.date())

    assert [row[:5] for row in rows[-3:]] == [
        ["", "Tổng điểm", 100.0, 95.0, 78.0],
        ["", "Xếp loại theo điểm", "", "Tốt", "Khá"],
        ["", "Xếp loại", "", "Tốt", "Khá"],
    ]
    written = {row[0]: row for row in rows}
    for line in data.lines:
        assert written[line.code][1:3] == [line.label, float(line.most)]
        assert written[line.code][3:5] == [float(points) for points in line.points]
    assert table[2][:5] == ["2", "Tiêu chí 2", "5", "5", "0"]
    assert office.get(url(year.card, "pdf")).data.startswith(b"%PDF")


class Reviewed:
    """A member with a pledge the branch has judged, and a card for the year."""

    def __init__(self, make):
        self.committee = make.organisation(name="Đảng ủy Văn phòng")
        self.branch = make.branch(parent=self.committee, name="Chi bộ Hành chính")
        self.member = make.member("Nguyễn Thu Trang", branch=self.branch, birth_year=1988)
        self.pledge = make.pledge(
            self.member,
            campaign=make.campaign(self.committee),
            branch=self.branch,
            status=PledgeStatus.COMMENTED,
        )
        for judge, outcome in ((Judge.MEMBER, Outcome.MET), (Judge.BRANCH, Outcome.PARTLY_MET)):
            db.session.add(
                PledgeResult(
                    pledge=self.pledge,
                    line_id=self.pledge.last.items[0].line_id,
                    stage=Stage.YEAREND,
                    judge=judge,
                    outcome=outcome,
                    at=NOW,
                    by=self.member.name,
                )
            )
        rubric = make.rubric(self.committee, subject=Subject.MEMBER_YEAR)
        self.card = make.year_card(
            make.grading(self.committee, rubric=rubric),
            self.branch,
            self.member,
            state=CardState.SUBMITTED,
            submitted_at=NOW,
            holding="",
        )
        db.session.flush()


def test_a_members_card_has_the_form_and_the_results_of_the_pledge_inside(make, sign_in):
    year = Reviewed(make)
    own = sign_in(account=make.account(at=year.branch, member=year.member))

    text = own.get(url(year.card)).text.replace(NO_BREAK, " ")

    for said in (
        "PHIẾU ĐÁNH GIÁ, XẾP LOẠI ĐẢNG VIÊN\nnăm 2026",
        "Họ và tên: Nguyễn Thu Trang",
        "Sinh năm: 1988",
        "Chức vụ Đảng: Đảng viên",
        "Tự đánh giá: 1/1 đạt",
        "Chi bộ nhận xét: 0/1 đạt, 1 đạt một phần",
        "1 | Đọc báo Đảng hằng ngày | Đạt | Đạt một phần",
        "NGƯỜI TỰ ĐÁNH GIÁ",
    ):
        assert said in text


def test_the_office_sees_the_figures_of_a_pledge_and_not_its_words(make, sign_in):
    year = Reviewed(make)
    office = sign_in(Role.OFFICE, at=year.committee)
    colleague = sign_in(Role.MEMBER, at=year.branch)

    text = office.get(url(year.card)).text

    assert "1 đạt một phần" in text.replace(NO_BREAK, " ")
    assert "Đọc báo Đảng" not in text
    assert colleague.get(url(year.card)).status_code == 403


def test_the_card_of_a_branch_names_its_year_and_how_many_comrades_it_has(make):
    committee = make.organisation()
    branch = make.branch(parent=committee, name="Chi bộ Hành chính")
    make.members(4, branch=branch)
    rubric = make.rubric(committee, subject=Subject.BRANCH_YEAR)
    card = make.year_card(make.grading(committee, rubric=rubric, quarter=3), branch)

    text = text_of(card).replace(NO_BREAK, " ")

    assert "quý 3 năm 2026" in text
    assert "Số đảng viên: 4" in text
