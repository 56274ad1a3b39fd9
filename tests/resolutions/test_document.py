from dataclasses import replace
from datetime import date

from app.documents.text import render_text
from app.meetings.rules.life import MeetingType
from app.resolutions.document import Held, ResolutionData, Voted, resolution_document
from tests.documents.reading import pdf_words, text_words, word_words
from tests.minutes.samples import LETTERHEAD

ISSUED = ResolutionData(
    letterhead=LETTERHEAD,
    held=Held(
        type=MeetingType.REGULAR,
        period=date(2026, 11, 1),
        held_on=date(2026, 11, 3),
        chair="Trần Thị Hạnh",
        chair_title="Bí thư chi bộ",
        present=12,
        must_attend=13,
        excused=1,
    ),
    abstract="lãnh đạo thực hiện nhiệm vụ tháng 11 năm 2026",
    number="05-NQ/CB",
    dated=date(2026, 11, 5),
    bases="- Chỉ thị số 50-CT/TW, ngày 23/7/2025 của Ban Bí thư.\nCăn cứ Điều lệ Đảng;\n",
    assessment="1. Hoàn thành 5/6 nhiệm vụ.",
    tasks="1. Hoàn thiện phương án sao lưu.\n- đợt một;\n- đợt hai.",
    arrangements="Chi ủy kiểm tra tiến độ ngày 15/11.",
    recipients=("Đảng ủy Văn phòng (để báo cáo),", "Lưu Chi bộ."),
    vote=Voted(11, 12),
    grade="Tổng điểm 93/100, xếp loại Tốt.",
    signer="Lê Minh Khôi",
    signer_title="PHÓ BÍ THƯ",
)

GOLDEN = """\
ĐẢNG BỘ VĂN PHÒNG UBND TỈNH
CHI BỘ THÔNG TIN – TIN HỌC
*
Số 05-NQ/CB

ĐẢNG CỘNG SẢN VIỆT NAM
Huế, ngày 05 tháng 11 năm 2026

NGHỊ QUYẾT
lãnh đạo thực hiện nhiệm vụ tháng 11 năm 2026
-----

- Căn cứ Chỉ thị số 50-CT/TW, ngày 23/7/2025 của Ban Bí thư;

- Căn cứ Điều lệ Đảng.

Ngày 03 tháng 11 năm 2026, Chi bộ Thông tin – Tin học họp thường kỳ; có mặt 12/13 đồng chí \
phải dự, vắng có lý do 01; đồng chí Trần Thị Hạnh, Bí thư chi bộ, chủ trì. Sau khi thảo luận, \
chi bộ quyết nghị:

I- ĐÁNH GIÁ KẾT QUẢ LÃNH ĐẠO THÁNG 10

1. Hoàn thành 5/6 nhiệm vụ.

II- PHƯƠNG HƯỚNG, NHIỆM VỤ THÁNG 11

1. Hoàn thiện phương án sao lưu.
- đợt một;
- đợt hai.

III- PHÂN CÔNG VÀ TỔ CHỨC THỰC HIỆN

Chi ủy kiểm tra tiến độ ngày 15/11.

IV- TỰ ĐÁNH GIÁ CHẤT LƯỢNG KỲ SINH HOẠT

Tổng điểm 93/100, xếp loại Tốt.

Nghị quyết được chi bộ thông qua với 11/12 đồng chí tán thành, đạt tỷ lệ 91,7 %.

Nơi nhận:
- Đảng ủy Văn phòng (để báo cáo),
- Lưu Chi bộ.

T/M CHI BỘ
PHÓ BÍ THƯ
Lê Minh Khôi
"""


def text_of(data):
    return render_text(resolution_document(data))


def test_the_whole_text_of_an_issued_resolution():
    assert text_of(ISSUED) == GOLDEN


def test_pdf_word_and_text_say_the_same_words():
    document = resolution_document(ISSUED)

    assert pdf_words(document) == text_words(document)
    assert word_words(document) == text_words(document)


def test_a_draft_says_so_and_leaves_number_date_and_vote_open():
    text = text_of(replace(ISSUED, number=None, dated=None, vote=None, signer=""))

    assert "(Dự thảo)" in text
    assert "Số ……-NQ/CB" in text
    assert "Huế, ngày …… tháng …… năm 2026" in text
    assert "……/…… đồng chí tán thành" in text


def test_an_empty_part_is_left_out_and_the_numbers_close_up():
    text = text_of(replace(ISSUED, assessment="", grade=""))

    assert "I- PHƯƠNG HƯỚNG, NHIỆM VỤ THÁNG 11" in text
    assert "II- PHÂN CÔNG VÀ TỔ CHỨC THỰC HIỆN" in text
    assert "III-" not in text


def test_a_thematic_resolution_speaks_of_no_month():
    held = replace(ISSUED.held, type=MeetingType.TOPICAL, present=None)
    text = text_of(replace(ISSUED, held=held, abstract="về chuyển đổi số"))

    assert "họp sinh hoạt chuyên đề; đồng chí Trần Thị Hạnh" in text
    assert "I- TÌNH HÌNH, KẾT QUẢ" in text
    assert "THÁNG" not in text
