"""A comrade without a device signs on paper; the branch's leader types it and hands it in."""

import re

from playwright.sync_api import expect

ELDER = "Võ Đình Anh Tú"
WORDS = (
    "Học tập đầy đủ các nghị quyết do chi bộ phổ biến.",
    "Sống giản dị, trung thực, gần gũi với nhân dân nơi cư trú.",
    "Hướng dẫn người dân làm thủ tục trực tuyến vào sáng thứ năm.",
    "Dự đầy đủ, đúng giờ các buổi sinh hoạt.",
)
SCAN = {
    "name": "ban-giay.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n",
}


def begin(leader):
    leader.open("/pledges")
    leader.follow("Nhập từ bản giấy")
    leader.field("Đảng viên đã ký bản giấy").select_option(ELDER)
    leader.press("Bắt đầu nhập")
    assert leader.sees("Chưa có bản giấy")
    return leader.page.url.removeprefix(leader.site.url).removesuffix("/write")


def attach(leader):
    leader.follow("Đính kèm bản giấy")
    leader.press("Đính kèm")
    assert leader.sees("Chọn tệp.")
    leader.field("Ngày ký trên bản giấy").fill("2026-11-20")
    leader.main.get_by_label("Bản chụp, bản quét").set_input_files(SCAN)
    leader.press("Đính kèm")
    assert leader.sees("đúng theo bản giấy đã ký ngày 20/11/2026.")
    assert leader.download("Mở bản chụp") == SCAN["buffer"]


def type_rows(leader):
    rows = leader.main.get_by_label("Nội dung cam kết")
    expect(rows).to_have_count(len(WORDS))
    for row, words in zip(rows.all(), WORDS, strict=True):
        row.fill(words)
    leader.press("Xem lại và nộp")
    leader.confirm("Nộp bản cam kết", "Nộp")


def test_a_leader_types_what_a_comrade_signed_on_paper(enter):
    leader = enter("bithu.cb6")
    pledge = begin(leader)
    attach(leader)
    type_rows(leader)
    assert leader.sees("Nhập từ bản giấy đồng chí đã ký ngày 20/11/2026")
    assert leader.sees("Đã nộp")

    elder = enter("tu.vda01")
    elder.open(pledge)
    assert elder.sees(WORDS[2])
    assert elder.download("Mở bản giấy") == SCAN["buffer"]
    elder.open("/")
    assert elder.main.get_by_role("link", name=re.compile("Viết bản cam kết")).count() == 0

    leader.open("/pledges")
    leader.follow("Nhập từ bản giấy")
    assert leader.sees(f"Đồng chí {ELDER}")
    assert not leader.sees("chưa đính kèm bản giấy")
