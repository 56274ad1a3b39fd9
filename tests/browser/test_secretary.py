"""The main job, from the planned draft to the sealed minutes, at both sizes of screen."""

import io
import re

import pypdf
from playwright.sync_api import expect

BRANCH = "Chi bộ Thông tin - Tin học"
MINUTE_TAKER = "Trần Thị Khánh Vân"
MEETING_DAY = "2026-12-04T14:00:00+07:00"
DISSENT = "Tôi bảo lưu ý kiến: chưa nên gộp hai bản tin trong quý I."
DECISION = "Thông qua nhiệm vụ tháng 01 năm 2027"
CONCLUSION = "Giao lập kế hoạch gộp hai bản tin."
TASK = "Lập kế hoạch gộp hai bản tin, trình chi ủy."


def prepare(secretary, paper):
    secretary.follow("Thêm tài liệu")
    secretary.field("Tên tài liệu").fill("Bản tin tháng 12")
    secretary.field("Tệp").set_input_files(paper)
    secretary.press("Lưu")
    assert secretary.sees("Bản tin tháng 12")
    secretary.follow("Gửi thông báo")
    secretary.field("Đã kiểm tra ngày giờ, địa điểm và chương trình").check()
    secretary.press("Gửi thông báo")
    assert secretary.sees("Đã gửi thông báo")


def take_roll(secretary):
    rate = secretary.sheet("Số liệu").get_by_text("%").first
    expect(rate).to_have_text(re.compile("100"))
    lines = secretary.main.get_by_role("listitem").filter(has=secretary.page.get_by_role("radio"))

    excused, unexcused = 1, 2
    lines.nth(0).get_by_role("radio").nth(excused).check()
    expect(lines.nth(0).get_by_label("Lý do vắng")).to_be_focused()
    lines.nth(0).get_by_label("Lý do vắng").fill("Đi công tác")
    lines.nth(1).get_by_role("radio").nth(unexcused).check()

    expect(rate).not_to_have_text(re.compile("100"))
    secretary.look()
    secretary.press("Lưu điểm danh")


def open_meeting(secretary):
    secretary.main.get_by_label("Thư ký do chi bộ cử").select_option(MINUTE_TAKER)
    secretary.main.get_by_label("Số đồng chí đã nộp đảng phí").fill("9")
    secretary.main.get_by_label("Số đồng chí phải nộp").fill("9")
    secretary.press("Lưu phần mở đầu")


def write_step(secretary, words):
    """Something in every slot of the step at hand, then on to the next."""
    slots = secretary.main.get_by_role("textbox").filter(visible=True)
    for number in range(slots.count()):
        slots.nth(number).fill(f"{words} ({number + 1}).")
    secretary.press(re.compile("^Xong"))


def review(secretary, row, outcome, **typed):
    secretary.follow(re.compile("."), within=row)
    secretary.field("Kết quả").select_option(outcome)
    for label, words in typed.items():
        secretary.main.get_by_label(label).fill(words)
    secretary.press("Lưu")
    assert secretary.sees("Đã ghi kết quả nhiệm vụ")


def review_last_month(secretary):
    """Last month's tasks in the order of their deadlines; the last of them is not due yet."""
    waiting = secretary.main.get_by_role("listitem").filter(has_text="Chưa đánh giá")
    review(secretary, waiting.first, "Hoàn thành", **{"Kết quả thực hiện": "Đã có báo cáo."})
    moved = {"Lý do": "Chờ ý kiến của Văn phòng.", "Thời hạn mới": "2026-12-31"}
    review(secretary, waiting.first, "Chuyển sang tháng sau", **moved)
    review(secretary, waiting.last, "Đang thực hiện, chưa đến hạn")
    while waiting.count():
        review(secretary, waiting.first, "Hoàn thành")


def write_steps(secretary):
    write_step(secretary, "Thông báo tình hình thời sự nổi bật trong tháng")
    review_last_month(secretary)
    write_step(secretary, "Chi bộ hoàn thành các nhiệm vụ đã đề ra")
    write_step(secretary, "Đảng viên yên tâm công tác, giữ nề nếp học tập")
    secretary.follow("Không có nội dung")
    secretary.field("Lý do không có nội dung").fill("Tháng này chưa có trường hợp nào.")
    secretary.press("Lưu")
    assert secretary.sees("Không có nội dung")


def discuss_and_decide(secretary):
    secretary.follow(re.compile("^Kết thúc"), within=secretary.steps)
    secretary.follow("Ghi ý kiến")
    secretary.field("Người phát biểu").select_option(index=1)
    secretary.field("Nội dung phát biểu").fill(DISSENT)
    secretary.field("Ý kiến khác, bảo lưu").check()
    secretary.press("Lưu")
    secretary.follow("Ghi biểu quyết")
    secretary.field("Nội dung biểu quyết").fill(DECISION)
    in_favour = secretary.field("Tán thành")
    in_favour.fill(str(int(in_favour.input_value()) - 1))
    secretary.field("Không tán thành").fill("1")
    secretary.press("Lưu")
    assert secretary.sees("Thông qua")
    secretary.follow("Ghi kết luận")
    secretary.field("Kết luận của chủ trì").fill(CONCLUSION)
    secretary.press("Lưu")
    secretary.follow("Giao nhiệm vụ", within=secretary.sheet("Kết luận của chủ trì"))
    secretary.field("Nhiệm vụ").fill(TASK)
    secretary.field("Người chịu trách nhiệm").select_option(index=2)
    secretary.field("Thời hạn").fill("2026-12-25")
    secretary.press("Giao nhiệm vụ")
    assert secretary.sees(TASK)


def end(secretary):
    secretary.main.get_by_label("Kết luận chung của chủ trì").fill("Chi bộ thống nhất cao.")
    secretary.main.get_by_label("Điểm chi bộ tự chấm").fill("92")
    secretary.press("Lưu phần kết thúc")
    secretary.follow("Kết thúc buổi họp")
    secretary.field("Giờ kết thúc").fill("16:05")
    secretary.press("Kết thúc buổi họp")
    assert secretary.sees("Đã kết thúc buổi họp")


def resolve(secretary):
    meeting = secretary.page.url
    secretary.follow("Nghị quyết và mọi giấy tờ")
    secretary.follow("Lập dự thảo nghị quyết")
    secretary.press("Lưu dự thảo")
    secretary.field("Kết quả biểu quyết").select_option(DECISION)
    secretary.press("Ghi nhận thông qua")
    secretary.press("Ban hành nghị quyết")
    assert secretary.sees("Đã ban hành nghị quyết số")
    secretary.open(meeting.removeprefix(secretary.site.url))


def adopt_minutes(secretary):
    secretary.follow("Đọc lại và thông qua biên bản")
    page = secretary.main.get_by_role("img").first
    assert page.evaluate("page => page.decode().then(() => page.naturalWidth)") > 600
    secretary.main.get_by_label("Thư ký đã đọc lại biên bản").check()
    secretary.press("Thông qua biên bản")
    assert secretary.sees("Biên bản đã được thông qua")


def confirm_both(secretary, enter, minute_taker):
    """The chair here, the minute-taker on their own machine; with the second it is sealed."""
    secretary.press("Xác nhận")
    assert secretary.sees("Biên bản được chốt khi cả chủ trì và thư ký đã xác nhận")
    minutes = secretary.page.url.removeprefix(secretary.site.url)
    other = enter(minute_taker)
    other.follow(re.compile("^Xác nhận biên bản"))
    other.press("Xác nhận")
    assert other.sees("đã chốt")
    secretary.open(minutes)
    assert secretary.sees("Đã chốt")


def send_up(secretary):
    secretary.press("Gửi lên đảng ủy")
    assert secretary.sees("chờ cấp trên xác nhận")


def check_downloads(secretary):
    pdf = secretary.download("Tải PDF")
    word = secretary.download("Tải Word")

    assert pdf.startswith(b"%PDF-")
    assert word.startswith(b"PK")
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in (BRANCH, DISSENT, DECISION, TASK):
        assert words.casefold() in text.casefold()


def test_a_secretary_leads_a_meeting_from_draft_to_sealed_minutes(enter, site, tmp_path):
    paper = tmp_path / "Bản tin tháng 12.txt"
    paper.write_text("Những nội dung chính của tháng.", "utf-8")
    secretary = enter("bithu.cb2")
    secretary.follow("Vào buổi họp")
    prepare(secretary, paper)
    site.move_to(MEETING_DAY)
    secretary.follow("Bắt đầu họp")
    secretary.press("Bắt đầu họp")
    take_roll(secretary)
    open_meeting(secretary)
    secretary.follow(re.compile("Thời sự"), within=secretary.steps)
    write_steps(secretary)
    discuss_and_decide(secretary)
    end(secretary)
    resolve(secretary)
    adopt_minutes(secretary)
    confirm_both(secretary, enter, "phobithu.cb2")
    check_downloads(secretary)
    send_up(secretary)
