"""What minutes say, from plain data; the whole text of three meetings stands in golden/."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from app.assignments.rules import ReviewOutcome
from app.documents.text import render_text
from app.meetings.rules.life import MeetingType
from app.meetings.rules.roll import Presence, figures_of
from app.minutes.document import (
    Item,
    MinutesData,
    Proposed,
    ReviewedTask,
    RollData,
    Section,
    SelfAssessment,
    Spoken,
    minutes_document,
    numbered,
)
from app.people.rules import Status
from tests.documents.reading import pdf_words, text_words, word_words
from tests.minutes.samples import (
    BARE,
    COMBINED,
    LETTERHEAD,
    REGULAR,
    STEPS,
    TOPICAL,
    TROUBLES,
    lines,
)

GOLDEN = Path(__file__).parent / "golden"
GOLDEN_MEETINGS = {"regular": REGULAR, "combined": COMBINED, "topical": TOPICAL}
RESTRICTED = "Một số đồng chí băn khoăn về sắp xếp lại bộ máy."


def text_of(data: MinutesData, **options: bool) -> str:
    return render_text(minutes_document(data, **options))


def heads_of(text: str) -> list[str]:
    return [
        line
        for line in text.splitlines()
        if line.split("-")[0] in {"I", "II", "III", "IV", "V", "VI"}
    ]


@pytest.mark.parametrize("name", GOLDEN_MEETINGS)
def test_the_whole_text_of_a_meeting_stays_as_it_was_agreed(name):
    document = numbered(minutes_document(GOLDEN_MEETINGS[name]), "11-BB/CB")

    assert render_text(document) == (GOLDEN / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("data", [REGULAR, COMBINED, TOPICAL, BARE])
def test_pdf_word_and_text_say_the_same_words(data):
    document = minutes_document(data)

    assert pdf_words(document) == text_words(document)
    assert word_words(document) == text_words(document)


@pytest.mark.parametrize(
    ("meeting_type", "subject"),
    [
        (MeetingType.REGULAR, "sinh hoạt chi bộ thường kỳ tháng 11 năm 2026"),
        (MeetingType.TOPICAL, "sinh hoạt chuyên đề tháng 11 năm 2026"),
        (
            MeetingType.COMBINED,
            "sinh hoạt chi bộ thường kỳ kết hợp chuyên đề tháng 11 năm 2026",
        ),
        (MeetingType.EXTRAORDINARY, "họp chi bộ bất thường tháng 11 năm 2026"),
        (MeetingType.BRANCH_COMMITTEE, "họp chi ủy tháng 11 năm 2026"),
    ],
)
def test_every_type_of_meeting_is_named(meeting_type, subject):
    document = minutes_document(replace(REGULAR, type=meeting_type))

    assert document.subject == subject
    assert document.title == f"Biên bản {subject}"


def test_a_combined_meeting_has_its_topical_part_after_the_regular_one():
    assert heads_of(text_of(COMBINED)) == [
        "I- NỘI DUNG SINH HOẠT THƯỜNG KỲ",
        "II- NỘI DUNG SINH HOẠT CHUYÊN ĐỀ",
        "III- Ý KIẾN THẢO LUẬN",
        "IV- KẾT LUẬN CỦA CHỦ TRÌ",
        "V- BIỂU QUYẾT",
        "VI- TỰ ĐÁNH GIÁ CHẤT LƯỢNG",
    ]


@pytest.mark.parametrize(
    ("meeting_type", "given", "is_there"),
    [
        (MeetingType.REGULAR, False, True),
        (MeetingType.TOPICAL, False, False),
        (MeetingType.TOPICAL, True, True),
        (MeetingType.BRANCH_COMMITTEE, False, False),
    ],
)
def test_the_self_assessment_is_there_where_it_is_due_or_given(meeting_type, given, is_there):
    assessment = SelfAssessment(90, "Tốt") if given else SelfAssessment()
    text = text_of(replace(REGULAR, type=meeting_type, self_assessment=assessment))

    assert ("TỰ ĐÁNH GIÁ CHẤT LƯỢNG" in text) is is_there


def test_the_worked_example_of_the_handbook_shows_its_formula():
    figures = figures_of(
        [
            *lines(14, Status.OFFICIAL),
            *lines(1, Status.OFFICIAL, Presence.EXCUSED),
            *lines(1, Status.OFFICIAL, Presence.UNEXCUSED),
            *lines(2, Status.EXEMPT, Presence.NOT_REQUIRED),
            *lines(1, Status.TEMPORARY_AWAY, Presence.NOT_REQUIRED),
            *lines(1, Status.SUSPENDED, Presence.NOT_REQUIRED),
            *lines(2, Status.PROBATIONARY),
            *lines(3, Status.TEMPORARY_IN),
        ]
    )
    text = text_of(replace(REGULAR, roll=RollData(figures)))

    assert "- Tổng số đảng viên: 22 đồng chí (chính thức 20, dự bị 02;" in text
    assert "Sinh hoạt tạm thời đến: 03 đồng chí." in text
    assert (
        "- Phải dự: 21 đồng chí (tổng số 22, cộng sinh hoạt tạm thời đến 03, trừ miễn sinh hoạt "
        "02, trừ sinh hoạt tạm thời nơi khác 01, trừ đình chỉ sinh hoạt 01)." in text
    )
    assert "- Có mặt: 19/21, đạt 90,5 %." in text


def test_where_everyone_must_come_no_formula_is_spelt_out():
    roll = RollData(figures_of(lines(5, Status.OFFICIAL)))
    text = text_of(replace(REGULAR, roll=roll))

    assert "- Phải dự: 05 đồng chí.\n" in text
    assert "- Có mặt: 5/5, đạt 100 %. Vắng có lý do: không. Vắng không lý do: không." in text


def test_an_exempt_member_who_came_is_mentioned_apart():
    figures = figures_of([*lines(3, Status.OFFICIAL), *lines(1, Status.EXEMPT)])
    text = text_of(replace(REGULAR, roll=RollData(figures)))

    assert "Không thuộc diện phải dự nhưng có mặt: 01 đồng chí." in text


def test_a_committee_meeting_counts_its_own_members():
    roll = RollData(figures_of(lines(3, Status.OFFICIAL)))
    text = text_of(replace(REGULAR, type=MeetingType.BRANCH_COMMITTEE, roll=roll, observers=()))

    assert "- Tổng số chi ủy viên phải dự: 03 đồng chí." in text
    assert "Tổng số đảng viên" not in text
    assert "Đại biểu cấp trên" not in text
    assert "Biên bản được thông qua trước chi ủy; cuộc họp kết thúc lúc 15 giờ 40" in text


def test_a_step_without_content_says_so_with_its_reason():
    assert "Không có nội dung. Lý do: trong tháng không có hồ sơ quần chúng ưu tú." in text_of(
        REGULAR
    )


def test_what_is_withheld_prints_a_placeholder_and_never_its_text():
    item = Item("Việc riêng", content="KHÔNG ĐƯỢC IN", is_withheld=True)
    section = Section("step_3", "3", "Công tác tư tưởng", "Tư tưởng", (item,))
    text = text_of(replace(REGULAR, sections=(section,)))

    assert "Nội dung không nhập vào hệ thống." in text
    assert "KHÔNG ĐƯỢC IN" not in text


def test_the_full_minutes_have_the_restricted_item_and_the_circulated_ones_say_it_is_missing():
    full, cut = text_of(REGULAR), text_of(REGULAR, with_restricted=False)

    assert RESTRICTED in full
    assert "Bản phổ biến" not in full
    assert RESTRICTED not in cut
    assert "Nhận xét, nắm bắt tình hình tư tưởng" not in cut
    assert "(Bản phổ biến)" in cut
    assert "Có nội dung hạn chế, không in trong bản phổ biến." in cut


def test_the_circulated_copy_tells_a_dissent_without_its_author():
    data = replace(REGULAR, sections=STEPS[:2])

    cut = text_of(data, with_restricted=False)

    assert "- Có ý kiến khác: Đề nghị chia hai đợt kiểm tra." in cut
    assert "Đặng Thùy Dung (ý kiến khác)" not in cut
    assert "(Bản phổ biến)" in cut


def test_where_nothing_is_left_out_there_is_only_one_version():
    agreed = tuple(said for said in REGULAR.statements if not said.is_dissent)
    data = replace(REGULAR, sections=STEPS[:2], statements=agreed)

    assert minutes_document(data) == minutes_document(data, with_restricted=False)


def test_an_empty_restricted_slot_is_not_said_to_be_kept_back():
    slot = Item("Nhận xét, nắm bắt tình hình tư tưởng", is_restricted=True)
    said = Item("Giáo dục", content="Kể chuyện Bác Hồ.")
    section = Section("step_3", "3", "Công tác tư tưởng", "Tư tưởng", (said, slot))
    text = text_of(replace(REGULAR, sections=(section,)), with_restricted=False)

    assert "Có nội dung hạn chế" not in text


@pytest.mark.parametrize(
    ("task", "result"),
    [
        ({"outcome": ReviewOutcome.DONE, "is_on_time": True}, "Hoàn thành đúng hạn"),
        ({"outcome": ReviewOutcome.DONE, "is_on_time": False}, "Hoàn thành, chậm hạn"),
        ({"outcome": ReviewOutcome.DONE, "result": "Đủ 42 lượt."}, "Hoàn thành. Đủ 42 lượt"),
        (
            {
                "outcome": ReviewOutcome.CARRIED_OVER,
                "reason": "chờ kinh phí",
                "new_due_on": date(2026, 12, 5),
            },
            "Chuyển sang tháng sau, hạn mới 05/12/2026. Lý do: chờ kinh phí",
        ),
        ({"outcome": ReviewOutcome.CANCELLED, "reason": "đã có"}, "Đã hủy. Lý do: đã có"),
    ],
)
def test_the_table_of_last_month_says_what_became_of_each_task(task, result):
    row = ReviewedTask("Tập huấn", "Lê Minh Khôi", date(2026, 10, 20), **task)

    assert f"1 | Tập huấn | Lê Minh Khôi | 20/10/2026 | {result}\n" in text_of(
        replace(REGULAR, reviews=(row,))
    )


def test_statements_of_one_section_need_no_heading():
    text = text_of(replace(REGULAR, statements=(Spoken("Võ Văn Bình", "Nhất trí.", "step_2"),)))

    assert "Về nội dung" not in text
    assert "- Đồng chí Võ Văn Bình: Nhất trí." in text


def test_dissent_and_the_guest_are_marked_where_they_spoke():
    text = text_of(REGULAR)

    assert "- Đồng chí Đặng Thùy Dung (ý kiến khác): Đề nghị chia hai đợt kiểm tra." in text
    assert "- Đồng chí Nguyễn Văn Lộc, đại biểu cấp trên: Chi bộ chuẩn bị chu đáo." in text


def test_a_vote_names_its_base_the_share_and_what_was_needed():
    assert (
        "biểu quyết bằng giơ thẻ đảng viên; tán thành 12/15 đồng chí, đạt 80 %; không tán "
        "thành 0; ý kiến khác 01. Cơ số biểu quyết 15 đồng chí, cần quá nửa tán thành, tức ít "
        "nhất 08 đồng chí; nội dung được thông qua." in text_of(REGULAR)
    )


def test_a_failed_secret_ballot_prints_totals_and_its_failure():
    text = text_of(REGULAR)

    assert "bỏ phiếu kín, phát ra 13 phiếu, thu về 12 phiếu; tán thành 9/15" in text
    assert "phiếu không hợp lệ 01. Cơ số biểu quyết 15 đồng chí, cần từ hai phần ba" in text
    assert "nội dung không được thông qua." in text


def test_what_has_not_been_recorded_is_dotted_and_not_invented():
    text = text_of(BARE)

    assert "(Dự thảo)" in text
    assert "Số ……-BB/CB" in text
    assert "- Chủ trì: đồng chí ……………" in text
    assert "- Tình hình nộp đảng phí: ……………" in text
    assert "Buổi sinh hoạt kết thúc lúc ……… giờ ……… cùng ngày." in text
    assert "None" not in text


def test_a_meeting_still_in_session_has_a_beginning_and_no_end():
    text = text_of(replace(REGULAR, ended=None))

    assert "- Thời gian: từ 14 giờ 00, ngày 03 tháng 11 năm 2026." in text


def test_only_minutes_that_were_read_back_say_so():
    assert "Biên bản được thông qua trước chi bộ; buổi sinh hoạt kết thúc" in text_of(REGULAR)
    draft = text_of(replace(REGULAR, is_read_back=False))
    assert "được thông qua trước chi bộ" not in draft
    assert "Buổi sinh hoạt kết thúc lúc 15 giờ 40 cùng ngày." in draft


def test_the_branch_may_choose_a_capital_for_the_subject():
    document = minutes_document(
        replace(REGULAR, letterhead=replace(LETTERHEAD, is_capital=True), began=time(8, 0))
    )

    assert document.subject.startswith("Sinh hoạt chi bộ")


def test_a_presenter_stands_before_a_list_and_not_in_its_first_line():
    text = text_of(TOPICAL)

    assert "Đồng chí Lê Minh Khôi trình bày:\n\n1. Thực trạng: 40 % hồ sơ còn lưu giấy." in text


def test_a_conclusion_typed_with_a_number_is_numbered_once():
    text = text_of(TOPICAL)

    assert "\n1. Giao Phòng Hành chính làm điểm.\n" in text
    assert "1. 1." not in text


def test_a_task_of_a_difficulty_is_printed_with_it_alone():
    text = text_of(TOPICAL)

    assert text.count(TROUBLES[0].solution) == 1
    assert "Phân công thực hiện như sau:" not in text


def test_a_task_worded_otherwise_than_its_solution_stands_in_both_places():
    row = replace(TROUBLES[0], solution="Thay máy quét")

    text = text_of(replace(TOPICAL, troubles=(row,)))

    assert "Thay máy quét" in text
    assert "Phân công thực hiện như sau:" in text


def test_a_conclusion_that_is_all_in_the_table_says_so():
    text = text_of(replace(TOPICAL, conclusions=()))

    assert "theo bảng khó khăn, vướng mắc và giải pháp nêu trên." in text


def test_difficulties_close_the_topical_part_of_a_combined_meeting():
    text = text_of(COMBINED)

    part = text.split("II- NỘI DUNG SINH HOẠT CHUYÊN ĐỀ")[1].split("III- Ý KIẾN")[0]
    assert "2 | Cán bộ lớn tuổi ngại ký số. | Mỗi phòng có một đồng chí kèm cặp." in part


def test_what_was_proposed_stands_between_the_discussion_and_the_conclusion():
    proposed = (
        Proposed("Võ Văn Bình", "Đề nghị mở lớp kỹ năng số.\nMở trong quý IV."),
        Proposed("Lê Minh Khôi", "Bao giờ có tài liệu?"),
    )

    text = text_of(replace(REGULAR, petitions=proposed))

    heads = [head.split("- ")[1] for head in heads_of(text)]
    at = heads.index("KIẾN NGHỊ, ĐỀ XUẤT")
    assert heads[at - 1 : at + 2] == [
        "Ý KIẾN THẢO LUẬN",
        "KIẾN NGHỊ, ĐỀ XUẤT",
        "KẾT LUẬN CỦA CHỦ TRÌ",
    ]
    part = text[text.index("KIẾN NGHỊ, ĐỀ XUẤT") : text.index("KẾT LUẬN CỦA CHỦ TRÌ")]
    assert [line.strip() for line in part.splitlines()[1:-1] if line.strip()] == [
        "- Đồng chí Võ Văn Bình: Đề nghị mở lớp kỹ năng số.",
        "Mở trong quý IV.",
        "- Đồng chí Lê Minh Khôi: Bao giờ có tài liệu?",
    ]
    assert "KIẾN NGHỊ, ĐỀ XUẤT" not in text_of(REGULAR)
