"""A pledge from nothing to the branch's word at year's end; its author holds a phone."""

import re

from playwright.sync_api import expect

AUTHOR = "Võ Đình Anh Tú"
WORDS = (
    "Hoàn thành lớp bồi dưỡng lý luận chính trị dành cho đảng viên mới.",
    "Không đăng, chia sẻ thông tin chưa kiểm chứng.",
    "Trực hệ thống, xử lý sự cố nhanh.",
    "Dự đầy đủ, đúng giờ các buổi sinh hoạt.",
)
MEASURE = "Xử lý sự cố thông thường trong 4 giờ."
ASKED = "Mục nhiệm vụ chuyên môn chưa có chỉ tiêu."
MET = "Lớp bế giảng ngày 08/12, đạt loại khá."
WHOLE = "Đồng chí nhanh nhẹn, cầu thị; cần phát biểu nhiều hơn."


def begin(member):
    """An empty pledge, with a row to write on under every section that must not stay empty."""
    member.open("/")
    member.follow(re.compile("cam kết năm 2026"))
    member.press("Viết bản cam kết năm 2026")
    assert member.heading == "Viết bản cam kết năm 2026"


def rows(member):
    return member.main.get_by_label("Nội dung cam kết")


def write(member):
    expect(rows(member)).to_have_count(len(WORDS))
    for number, words in enumerate(WORDS):
        rows(member).nth(number).fill(words)
    member.press("Lưu, ở lại trang này")
    member.open(path_of(member))
    for number, words in enumerate(WORDS):
        expect(rows(member).nth(number)).to_have_value(words)


def path_of(visitor):
    return visitor.page.url.removeprefix(visitor.site.url).partition("#")[0]


def miss_a_section(member):
    """What is not complete leads back to the rows; nothing is handed in."""
    rows(member).last.fill("")
    member.press("Xem lại và nộp")
    member.confirm("Nộp bản cam kết", "Nộp")
    assert member.sees("còn trống")
    rows(member).last.fill(WORDS[-1])


def submit(member):
    member.press("Xem lại và nộp")
    member.confirm("Nộp bản cam kết", "Nộp")
    assert member.sees("Đã nộp")
    return path_of(member)


def find_it_shut(other, pledge):
    """What waits for the branch is not another member's to read."""
    other.open(pledge)
    assert not other.sees(WORDS[0])


def ask_for_more(secretary):
    secretary.open("/")
    secretary.follow(re.compile(r"^Xác nhận \d+ bản cam kết"))
    secretary.follow(re.compile(f"^Trả lại để bổ sung.*{AUTHOR}"))
    assert secretary.sees(WORDS[2])
    secretary.main.get_by_role("textbox").fill(ASKED)
    secretary.press("Trả lại")


def mend(member):
    member.open("/")
    member.follow(re.compile("cam kết năm 2026"))
    assert member.sees(ASKED)
    member.main.get_by_label("Chỉ tiêu, cách đo").nth(2).fill(MEASURE)
    submit(member)


def confirm(secretary, pledge):
    secretary.open("/")
    secretary.follow(re.compile(r"^Xác nhận \d+ bản cam kết"))
    line = secretary.main.get_by_role("listitem").filter(has_text=AUTHOR).first
    line.locator("summary").first.click()
    expect(line).to_contain_text(MEASURE)
    line.get_by_label(re.compile("^Đã đọc, xác nhận")).check()
    secretary.press("Xác nhận các bản đã đọc")
    secretary.open(pledge)
    assert secretary.sees("Đã xác nhận")


def review(member, pledge):
    member.open(pledge)
    member.follow("Kết quả thực hiện")
    member.follow("Tự đánh giá cuối năm")
    member.follow(re.compile(re.escape(WORDS[0])))
    for number in range(len(WORDS)):
        outcome = "Đạt một phần" if number == len(WORDS) - 1 else "Đạt"
        member.main.get_by_role("radio", name=outcome, exact=True).check()
        if number == 0:
            member.field("Tự nhận xét").fill(MET)
        member.press("Lưu, sang nội dung tiếp theo")
    assert member.sees("4/4 đã chọn kết quả")
    member.press("Gửi tự đánh giá")


def comment(secretary, pledge):
    secretary.open(f"{pledge}/results")
    assert secretary.sees(MET)
    secretary.follow("Nhận xét")
    secretary.main.get_by_label("Nhận xét chung của chi bộ").fill(WHOLE)
    secretary.press("Lưu nhận xét")
    secretary.confirm("Khóa bản cam kết")


def test_a_pledge_goes_from_an_empty_page_to_the_branchs_word(enter, site):
    member, secretary = enter("tu.vda01", at="phone"), enter("bithu.cb6")
    begin(member)
    write(member)
    miss_a_section(member)
    pledge = submit(member)
    find_it_shut(enter("dangvien.cb6"), pledge)
    ask_for_more(secretary)
    mend(member)
    confirm(secretary, pledge)
    site.move_to("2026-12-10T08:00:00+07:00")
    review(member, pledge)
    comment(secretary, pledge)
    member.open(f"{pledge}/results")
    assert member.sees("Đã khóa")
    assert member.sees(WHOLE)
    assert member.sees("3/4")
