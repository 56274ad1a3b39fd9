"""A member asks from the phone and reads the answer; the secretary answers in between."""

ASKED = "Đề nghị chi bộ tổ chức buổi đọc chung văn kiện vào chiều thứ sáu tuần cuối tháng."
ANSWER = "Chi bộ bố trí phòng họp tầng 2 từ 15 giờ 30, bắt đầu tháng 12."


def test_a_member_asks_and_reads_the_answer(enter):
    member = enter("dangvien.cb1")
    member.turn_to("Kiến nghị")
    member.follow("Gửi kiến nghị")
    member.field("Loại").select_option("Kiến nghị, đề xuất")
    member.main.get_by_label("Nội dung").fill(ASKED)
    member.press("Gửi kiến nghị")
    assert member.sees("Hạn trả lời")
    assert member.sees("Đang chờ trả lời")
    address = member.page.url.removeprefix(member.site.url)

    secretary = enter("bithu.cb1")
    secretary.open(address)
    assert secretary.sees("Võ Thị Bích Liên")
    secretary.follow("Trả lời")
    secretary.main.get_by_label("Trả lời").fill(ANSWER)
    secretary.press("Gửi trả lời")
    assert secretary.sees("Đã trả lời")

    member.open("/")
    assert member.sees("Đọc trả lời kiến nghị: Đề nghị chi bộ tổ chức buổi đọc chung")
    member.open(address)
    assert member.sees(ANSWER)
    member.press("Tôi đã đọc trả lời")
    assert member.sees("Đã ghi nhận đồng chí đã đọc trả lời.")

    other = enter("chiuy.cb1")
    other.open(address)
    assert other.sees("một đồng chí")
    assert not other.sees("Võ Thị Bích Liên")
