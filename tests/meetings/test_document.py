"""Programme, notice, invitation, roll and the blank forms, from plain data."""

from dataclasses import replace
from datetime import date, time

import pytest

from app.documents.model import ListItem, Paragraph
from app.documents.text import render_text
from app.meetings.document import (
    Leader,
    NoticeData,
    Occasion,
    ProgrammeData,
    ProgrammeItem,
    ProgrammeSection,
    RollEntry,
    RollPaper,
    blank_roll_document,
    comrade,
    invitation_document,
    lower_first,
    month_of,
    notice_document,
    programme_document,
    roll_document,
    tally_document,
    titled,
    typed,
)
from app.meetings.rules.life import MeetingMode, MeetingType
from app.meetings.rules.roll import Presence, RollLine, figures_of
from app.meetings.rules.signing import signing_title
from app.minutes.document import blank_minutes_document
from app.people.rules import Position, Status
from tests.documents.reading import pdf_words, text_words, word_words
from tests.minutes.samples import LETTERHEAD

OCCASION = Occasion(
    letterhead=LETTERHEAD,
    type=MeetingType.REGULAR,
    period=date(2026, 11, 1),
    held_on=date(2026, 11, 3),
    start_time=time(14, 0),
    place="Phòng họp tầng 3",
    chair=Leader("Trần Thị Hạnh", "Bí thư chi bộ", "BÍ THƯ"),
    minute_taker=Leader("Nguyễn Thu Trang"),
    dated=date(2026, 10, 30),
)
STEPS = (
    ProgrammeSection(
        "1",
        "Thông báo thời sự",
        (
            ProgrammeItem("Thời sự trong nước", "Trần Thị Hạnh"),
            ProgrammeItem("Thời sự quốc tế", "Trần Thị Hạnh"),
            ProgrammeItem("Bản tin", "Lê Minh Khôi"),
        ),
        20,
    ),
    ProgrammeSection("2", "Đánh giá nhiệm vụ"),
    ProgrammeSection("3", "Công tác tư tưởng"),
    ProgrammeSection("4", "Phát triển đảng viên"),
)
PROGRAMME = ProgrammeData(OCCASION, STEPS)
NOTICE = NoticeData(
    OCCASION,
    contents=("Thông báo thời sự", "Đánh giá nhiệm vụ."),
    materials=("Dự thảo nghị quyết.", "Bản tin tháng 11"),
    invited=(Leader("Nguyễn Văn Lộc", "Đảng ủy viên"),),
    observers=(Leader("Nguyễn Văn Lộc", "Đảng ủy viên"),),
)
ENTRIES = (
    RollEntry("Võ Văn Bình", Status.OFFICIAL, late_minutes=20),
    RollEntry("Hồ Đắc Dũng", Status.OFFICIAL, "", Presence.EXCUSED, "đi công tác"),
    RollEntry("Trần Thị Hạnh", Status.OFFICIAL, "Bí thư chi bộ", point="Hội trường A"),
    RollEntry("Đoàn Văn Lão", Status.EXEMPT, presence=Presence.NOT_REQUIRED),
)
ROLL = RollPaper(
    OCCASION,
    ENTRIES,
    figures_of(RollLine(entry.status, entry.presence) for entry in ENTRIES),
    guests=(Leader("Nguyễn Văn Lộc", "Đảng ủy viên"),),
)
PAPERS = {
    "programme": programme_document(PROGRAMME),
    "notice": notice_document(NOTICE),
    "invitation": invitation_document(NOTICE),
    "roll": roll_document(ROLL),
    "blank roll": blank_roll_document(ROLL),
    "blank minutes": blank_minutes_document(OCCASION),
    "tally": tally_document(OCCASION),
}


def table_lines(document):
    return [line for line in render_text(document).splitlines() if " | " in line]


@pytest.mark.parametrize("name", PAPERS)
def test_pdf_word_and_text_say_the_same_words(name):
    document = PAPERS[name]

    assert pdf_words(document) == text_words(document)
    assert word_words(document) == text_words(document)


def test_the_programme_keeps_the_four_steps_between_opening_and_close():
    text = render_text(PAPERS["programme"])
    places = [text.index(mark) for mark in ("Mở đầu", "Tiến hành", "\n1 |", "\n4 |", "Kết thúc")]

    assert places == sorted(places)
    assert "CHƯƠNG TRÌNH\nsinh hoạt chi bộ thường kỳ tháng 11 năm 2026\n-----" in text
    assert "- Thời gian: 14 giờ 00, thứ Ba, ngày 03 tháng 11 năm 2026." in text


def test_a_step_names_its_items_its_presenters_once_and_its_minutes():
    first = next(line for line in table_lines(PAPERS["programme"]) if line.startswith("1 |"))

    assert first == (
        "1 | Thông báo thời sự - Thời sự trong nước - Thời sự quốc tế - Bản tin | "
        "Đồng chí Trần Thị Hạnh Đồng chí Lê Minh Khôi | 20 phút"
    )


@pytest.mark.parametrize(("at_each", "discussions"), [(True, 4), (False, 1)])
def test_discussion_follows_each_step_or_all_of_them(at_each, discussions):
    text = render_text(programme_document(replace(PROGRAMME, is_discussed_at_each=at_each)))

    assert text.count("- | Thảo luận") == discussions


def test_dues_and_grading_belong_to_the_monthly_meeting():
    other = replace(OCCASION, type=MeetingType.EXTRAORDINARY)
    monthly = render_text(PAPERS["programme"])
    single = render_text(programme_document(replace(PROGRAMME, occasion=other)))

    assert "đảng phí" in monthly
    assert "Tự đánh giá" in monthly
    assert "đảng phí" not in single
    assert "Tự đánh giá" not in single


def test_the_secretary_signs_and_a_chair_without_that_office_leaves_the_place_open():
    chair = Leader("Võ Văn Bình")
    unsigned = replace(PROGRAMME, occasion=replace(OCCASION, chair=chair))

    assert "T/M CHI BỘ\nBÍ THƯ\nTrần Thị Hạnh" in render_text(PAPERS["programme"])
    assert render_text(programme_document(unsigned)).rstrip().endswith("T/M CHI BỘ")


def test_before_the_notice_the_day_is_left_to_be_written():
    text = render_text(
        programme_document(replace(PROGRAMME, occasion=replace(OCCASION, dated=None)))
    )

    assert "Huế, ngày …… tháng …… năm 2026" in text


def test_the_notice_says_when_where_what_and_to_whom():
    text = render_text(PAPERS["notice"])

    assert "THÔNG BÁO\nlịch sinh hoạt chi bộ thường kỳ tháng 11 năm 2026" in text
    assert "thông báo đến các đồng chí đảng viên như sau:" in text
    assert "2. Đánh giá nhiệm vụ.\n" in text
    assert "- Tài liệu: Dự thảo nghị quyết; Bản tin tháng 11." in text
    assert "- Đồng chí Nguyễn Văn Lộc (theo dõi chi bộ)," in text


def test_a_committee_meeting_is_called_among_its_members():
    committee = replace(OCCASION, type=MeetingType.BRANCH_COMMITTEE)
    text = render_text(notice_document(replace(NOTICE, occasion=committee, observers=())))

    assert "thông báo đến các đồng chí chi ủy viên" in text
    assert "- Các đồng chí chi ủy viên," in text


def test_an_online_meeting_names_its_points():
    apart = replace(OCCASION, mode=MeetingMode.HYBRID, points=("Hội trường A", "Trạm phía bắc"))
    text = render_text(notice_document(replace(NOTICE, occasion=apart)))

    assert (
        "- Hình thức: trực tiếp kết hợp trực tuyến; điểm kết nối: Hội trường A, Trạm phía bắc."
        in text
    )


def test_an_invitation_names_the_guest_or_leaves_a_line():
    assert "Đồng chí Nguyễn Văn Lộc, Đảng ủy viên." in render_text(PAPERS["invitation"])
    assert "Đồng chí ……………" in render_text(invitation_document(replace(NOTICE, invited=())))


def test_the_roll_says_of_each_what_was_found_and_counts():
    lines = table_lines(PAPERS["roll"])

    assert lines[1:] == [
        "1 | Võ Văn Bình | Chính thức | Có mặt, muộn 20 phút",
        "2 | Hồ Đắc Dũng | Chính thức | Vắng có lý do: đi công tác",
        "3 | Trần Thị Hạnh | Bí thư chi bộ | Có mặt, Hội trường A",
        "4 | Đoàn Văn Lão | Miễn sinh hoạt | Không phải dự",
        "1 | Nguyễn Văn Lộc | Đảng ủy viên | ",
    ]
    assert "Phải dự: 03 đồng chí. Có mặt: 2/3, đạt 66,7 %." in render_text(PAPERS["roll"])


def test_the_blank_roll_has_the_names_boxes_and_spare_lines():
    lines = table_lines(PAPERS["blank roll"])

    assert lines[1] == "1 | Võ Văn Bình | Chính thức |  |  | "
    assert lines[-3:] == [" |  |  |  |  | "] * 3
    assert "đi công tác" not in render_text(PAPERS["blank roll"])


@pytest.mark.parametrize(
    ("meeting_type", "heading"),
    [
        (MeetingType.REGULAR, "4. Phát triển đảng viên"),
        (MeetingType.TOPICAL, "1. Sinh hoạt chuyên đề"),
        (MeetingType.EXTRAORDINARY, "1. Nội dung họp"),
    ],
)
def test_the_blank_minutes_have_the_sections_of_their_type(meeting_type, heading):
    text = render_text(blank_minutes_document(replace(OCCASION, type=meeting_type)))

    assert heading in text
    assert "V- TỰ ĐÁNH GIÁ CHẤT LƯỢNG" in text


@pytest.mark.parametrize(
    ("held", "printed"),
    [
        ((Position.SECRETARY, Position.BRANCH_COMMITTEE_MEMBER), "Bí thư chi bộ"),
        ((Position.DEPUTY_SECRETARY,), "Phó bí thư chi bộ"),
        ((Position.BRANCH_COMMITTEE_MEMBER,), "Chi ủy viên"),
        ((Position.OBSERVER,), ""),
        ((), ""),
    ],
)
def test_a_position_is_named_as_papers_name_it(held, printed):
    assert titled(held) == printed


@pytest.mark.parametrize(
    ("held", "signs"),
    [
        ((Position.SECRETARY,), "BÍ THƯ"),
        ((Position.BRANCH_COMMITTEE_MEMBER, Position.DEPUTY_SECRETARY), "PHÓ BÍ THƯ"),
        ((Position.BRANCH_COMMITTEE_MEMBER,), None),
        ((), None),
    ],
)
def test_who_signs_for_the_branch(held, signs):
    assert signing_title(held) == signs


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("Trần Thị Hạnh", "đồng chí Trần Thị Hạnh"),
        ("Bí thư", "Bí thư"),
        ("Đồng chí Trần Thị Hạnh, Bí thư", "Đồng chí Trần Thị Hạnh, Bí thư"),
        ("Chi ủy", "Chi ủy"),
    ],
)
def test_only_a_name_is_addressed_as_comrade(written, called):
    assert comrade(written) == called


@pytest.mark.parametrize(
    ("title", "inside"),
    [("Chuyển đổi số", "chuyển đổi số"), ("UBND tỉnh giao", "UBND tỉnh giao"), ("", "")],
)
def test_a_title_inside_a_sentence_keeps_its_abbreviations(title, inside):
    assert lower_first(title) == inside


def test_months_one_and_two_have_a_zero():
    assert [month_of(date(2026, m, 1)) for m in (2, 3)] == ["tháng 02", "tháng 3"]


def test_typed_lines_become_paragraphs_and_dashes_a_list():
    assert list(typed("Một.\n\n - hai;\n+ ba.")) == [
        Paragraph("Một."),
        ListItem("hai;"),
        ListItem("ba."),
    ]
