"""From a topic of the year's programme to the result of what its meeting decided, at both sizes."""

import io
import re

import pypdf
from playwright.sync_api import expect

BRANCH = "Chi bộ Thông tin - Tin học"
TOPIC = "Nâng cao chất lượng bản tin phục vụ nhân dân"
LACKING = "Bản tin còn dài, người dân khó đọc."
PRESENTER = "Trần Thị Khánh Vân"
ANSWERABLE = "Hà Thúc Vinh"
QUESTION = "Bản tin nào người dân đọc nhiều nhất?"
PAPER = "Mỗi bản tin nên gọn trong một trang."
HARD = "Chưa ai đọc lại bản tin trước khi đăng."
SOLVED = "Lập tổ đọc lại bản tin trước khi đăng."
TASKS = "Mỗi bản tin gọn trong một trang, đăng trước 16 giờ."
AFTER = "Mỗi bản tin gọn trong một trang, có hình minh họa, đăng trước 16 giờ."
MEMBERS_WORDS = "Đề nghị thêm hình minh họa."
GUEST = "Lâm Thị Ngọc Sương"
GUESTS_WORDS = "Đề nghị đăng bản tin vào buổi sáng."
EXPLAINED = "Số liệu trong ngày đến chiều mới đủ."
VOTED = "Thông qua nghị quyết chuyên đề về bản tin"
DONE = "Tổ đọc lại có ba đồng chí, đã đọc lại năm bản tin."


def register(secretary):
    """A topic planned for December, sent up; gives the address of the branch's year."""
    secretary.open("/programmes")
    secretary.follow("Thêm chuyên đề")
    secretary.field("Tên chuyên đề").fill(TOPIC)
    secretary.main.get_by_label("Nhóm chuyên đề").select_option(index=1)
    secretary.main.get_by_label("Tháng tổ chức").select_option("12")
    secretary.main.locator("summary").first.click()
    secretary.main.get_by_label(PRESENTER).check()
    secretary.main.get_by_label("Hạn chế cần khắc phục").fill(LACKING)
    secretary.press("Lưu chuyên đề")
    secretary.confirm("Đăng ký", "Đăng ký")
    expect(line_of(secretary)).to_contain_text("Đã đăng ký")
    return path_of(secretary)


def line_of(visitor):
    return visitor.main.get_by_role("listitem").filter(has_text=TOPIC).last


def path_of(visitor):
    return visitor.page.url.removeprefix(visitor.site.url)


def approve(leader):
    leader.open("/programmes")
    leader.press("Duyệt", within=line_of(leader))


def call(secretary, year):
    secretary.open(year)
    expect(line_of(secretary)).to_contain_text("Đã duyệt")
    secretary.follow(re.compile("^Lập buổi sinh hoạt"), within=line_of(secretary))
    secretary.main.get_by_label("Ngày họp").fill("2026-12-11")
    secretary.main.get_by_label("Giờ bắt đầu").fill("14:00")
    secretary.main.get_by_label("Địa điểm").fill("Phòng họp tầng 2")
    secretary.press("Lập buổi sinh hoạt")
    assert secretary.sees(TOPIC)
    return path_of(secretary)


def write_paper(presenter):
    presenter.follow(re.compile("bản đề dẫn"))
    presenter.follow(re.compile("^Viết"))
    presenter.main.get_by_role("textbox").fill(PAPER)
    presenter.press("Lưu")
    presenter.follow("Thêm câu hỏi")
    presenter.main.get_by_role("textbox").fill(QUESTION)
    presenter.press("Lưu")
    presenter.confirm("Nộp chi ủy", "Nộp")


def send_out(secretary, meeting):
    secretary.open(meeting)
    secretary.follow("Đọc và thông qua")
    secretary.confirm("Chi ủy thông qua", "Ghi nhận đã thông qua")
    secretary.confirm("Gửi đảng viên", "Gửi")
    secretary.open(meeting)
    secretary.follow("Gửi thông báo")
    secretary.field("Đã kiểm tra ngày giờ, địa điểm và chương trình").check()
    secretary.press("Gửi thông báo")
    assert secretary.sees("Đã gửi thông báo")


def circulate(secretary):
    """The draft goes out; gives its address and the link of the guest."""
    secretary.follow("Nghị quyết và mọi giấy tờ")
    secretary.follow("Lập dự thảo nghị quyết")
    secretary.main.get_by_label("Phương hướng, nhiệm vụ").fill(TASKS)
    secretary.press("Lưu dự thảo")
    resolution = path_of(secretary)
    secretary.follow("Gửi lấy ý kiến")
    secretary.main.get_by_label("Hạn góp ý, ngày").fill("2026-11-30")
    secretary.main.get_by_label("Giờ").fill("17:00")
    secretary.press("Gửi lấy ý kiến")
    secretary.open(f"{resolution}/comments")
    secretary.field("Họ tên").fill(GUEST)
    secretary.press("Mời góp ý")
    return resolution, secretary.main.locator("code").inner_text()


def comment_from_account(member):
    member.follow(re.compile("^Góp ý dự thảo"))
    assert member.sees(TASKS)
    member.field("Nội dung góp ý").fill(MEMBERS_WORDS)
    member.press("Gửi góp ý")
    assert member.sees(MEMBERS_WORDS)


def comment_by_link(guest, link):
    guest.open(link)
    assert guest.sees(TASKS)
    assert not guest.sees(MEMBERS_WORDS)
    guest.field("Nội dung góp ý").fill(GUESTS_WORDS)
    guest.press("Gửi góp ý")
    assert guest.sees("Đã nhận ý kiến")


def find_link_closed(guest, link):
    guest.page.goto(guest.site.url + link)
    guest.look()
    for words in (TASKS, GUESTS_WORDS, TOPIC, BRANCH):
        assert not guest.sees(words)


def answer_both(secretary, resolution):
    secretary.open("/")
    secretary.follow(re.compile("góp ý"))
    answer(secretary, MEMBERS_WORDS, "Tiếp thu", "Đã thêm ở phần nhiệm vụ.")
    answer(secretary, GUESTS_WORDS, "Giải trình", EXPLAINED)
    secretary.follow("Sửa nội dung")
    secretary.main.get_by_label("Phương hướng, nhiệm vụ").fill(AFTER)
    secretary.press(re.compile("^Lưu"))
    secretary.press("Hoàn thiện dự thảo")
    expect(secretary.main).to_contain_text("Đã tiếp thu, hoàn thiện")


def answer(secretary, words, treatment, reply):
    line = secretary.main.get_by_role("listitem").filter(has_text=words)
    secretary.follow("Trả lời", within=line)
    secretary.field("Xử lý").select_option(treatment)
    secretary.main.get_by_label("Nội dung trả lời").fill(reply)
    secretary.press("Lưu trả lời")


def hold(secretary, meeting):
    secretary.open(meeting)
    secretary.follow("Bắt đầu họp")
    secretary.press("Bắt đầu họp")
    secretary.press("Lưu điểm danh")
    secretary.main.get_by_label("Thư ký do chi bộ cử").select_option(PRESENTER)
    secretary.press("Lưu phần mở đầu")
    secretary.open(f"{meeting}/steps/topical")
    assert secretary.sees(QUESTION)
    secretary.follow("Ghi khó khăn, vướng mắc")
    secretary.field("Khó khăn, vướng mắc").fill(HARD)
    secretary.field("Giải pháp").fill(SOLVED)
    secretary.main.get_by_label("Người chịu trách nhiệm").select_option(ANSWERABLE)
    secretary.main.get_by_label("Thời hạn").fill("2026-12-25")
    secretary.press("Lưu")
    expect(secretary.sheet("Khó khăn, vướng mắc và giải pháp")).to_contain_text(ANSWERABLE)
    slots = secretary.main.get_by_role("textbox").filter(visible=True)
    for number in range(slots.count()):
        slots.nth(number).fill("Bản tin ngắn thì người dân đọc hết.")
    secretary.press(re.compile("^Xong"))


def vote_and_end(secretary, site, meeting):
    secretary.open(f"{meeting}/closing")
    secretary.follow("Ghi biểu quyết")
    secretary.field("Nội dung biểu quyết").fill(VOTED)
    secretary.press("Lưu")
    assert secretary.sees("Thông qua")
    secretary.main.get_by_label("Kết luận chung của chủ trì").fill("Chi bộ thống nhất cao.")
    secretary.press("Lưu phần kết thúc")
    site.move_to("2026-12-11T16:10:00+07:00")
    secretary.follow("Kết thúc buổi họp")
    secretary.field("Giờ kết thúc").fill("16:05")
    secretary.press("Kết thúc buổi họp")
    assert secretary.sees("Đã kết thúc buổi họp")


def issue(secretary, resolution):
    secretary.open(resolution)
    secretary.field("Kết quả biểu quyết").select_option(VOTED)
    secretary.press("Ghi nhận thông qua")
    secretary.press("Ban hành nghị quyết")
    assert secretary.sees("Đã ban hành nghị quyết số")
    pages = pypdf.PdfReader(io.BytesIO(secretary.download("Tải PDF"))).pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert AFTER in printed
    assert re.search(r"Số \d+-NQ/CB", printed)
    assert secretary.download("Tải Word").startswith(b"PK")
    secretary.follow("So với bản gửi lấy ý kiến")
    added = secretary.main.locator("ins").filter(has_text="có hình minh họa")
    expect(added).to_have_count(1)


def adopt_minutes(secretary, enter, meeting):
    secretary.open(meeting)
    secretary.follow("Đọc lại và thông qua biên bản")
    secretary.main.get_by_label("Thư ký đã đọc lại biên bản").check()
    secretary.press("Thông qua biên bản")
    secretary.press("Xác nhận")
    minute_taker = enter("phobithu.cb2")
    minute_taker.follow(re.compile("^Xác nhận biên bản"))
    minute_taker.press("Xác nhận")
    assert minute_taker.sees("đã chốt")


def report(answerable, evidence):
    answerable.follow(re.compile(re.escape(SOLVED)))
    answerable.follow("Báo cáo kết quả")
    answerable.main.get_by_role("radio", name="Hoàn thành", exact=True).check()
    answerable.main.get_by_label(re.compile("^Kết quả")).fill(DONE)
    answerable.main.get_by_label("Ảnh chụp, tệp minh chứng").set_input_files(evidence)
    answerable.press("Gửi báo cáo")
    assert answerable.sees(DONE)


def find_it_done(secretary, evidence):
    secretary.open("/assignments")
    secretary.follow(re.compile(BRANCH))
    secretary.main.get_by_label("Trạng thái").select_option("Hoàn thành")
    secretary.press("Lọc")
    secretary.follow(re.compile(re.escape(SOLVED)))
    assert secretary.sees(DONE)
    assert secretary.download(re.compile(evidence.stem)) == evidence.read_bytes()
    secretary.follow("Buổi sinh hoạt đã giao nhiệm vụ này")
    assert secretary.sees(TOPIC)


def test_a_topic_of_the_year_is_followed_to_its_result(enter, site, tmp_path):
    evidence = tmp_path / "Danh sách tổ đọc lại.txt"
    evidence.write_text("Ba đồng chí, phân công theo ngày.", "utf-8")
    secretary, leader = enter("bithu.cb2"), enter("phobithu.du")
    year = register(secretary)
    approve(leader)
    meeting = call(secretary, year)
    write_paper(enter("phobithu.cb2"))
    send_out(secretary, meeting)
    resolution, link = circulate(secretary)
    link = link.removeprefix(site.url)
    member, guest = enter("dangvien.cb2", at="phone"), enter()
    comment_from_account(member)
    comment_by_link(guest, link)
    site.move_to("2026-12-01T08:00:00+07:00")
    find_link_closed(guest, link)
    answer_both(secretary, resolution)
    site.move_to("2026-12-11T14:00:00+07:00")
    hold(secretary, meeting)
    vote_and_end(secretary, site, meeting)
    issue(secretary, resolution)
    adopt_minutes(secretary, enter, meeting)
    site.move_to("2026-12-21T08:00:00+07:00")
    member.open("/")
    report(member, evidence)
    find_it_done(secretary, evidence)
    leader.open(year)
    expect(line_of(leader)).to_contain_text("Đã tổ chức")
