"""A scoring sheet from an empty page to the official points of a meeting scored with it."""

import io
import re
from contextlib import contextmanager

import pypdf
import pytest
from playwright.sync_api import expect

from tests.browser.test_secretary import MINUTE_TAKER, write_steps

BRANCH = "Chi bộ Thông tin - Tin học"
TITLE = "Chấm điểm buổi sinh hoạt hằng tháng"
ATTENDANCE, QUALITY, TOPIC = "Tỷ lệ dự sinh hoạt", "Chất lượng thảo luận", "Thực hiện chuyên đề"
ON_DAY = "Họp đúng ngày"
GATE = "Mức Tốt đòi hỏi thảo luận tốt"
OVERRIDE = "Chi bộ đã báo cáo Đảng ủy xin lùi ngày họp."
WEAKNESS = "Một số đồng chí chưa phát biểu."
REMEDY = "Phân công chuẩn bị ý kiến trước buổi họp."
DEDUCTED = "Thảo luận chưa đi sâu vào nhiệm vụ."
APPEALED = "Biên bản ghi đủ tám ý kiến về nhiệm vụ."
ANSWERED = "Đảng ủy đã đọc lại biên bản."


@pytest.fixture(scope="module")
def size():
    """One walk: the office and the committee sit at a desk, the branch holds a phone."""
    return "wide"


def path_of(visitor):
    return visitor.page.url.removeprefix(visitor.site.url).partition("#")[0]


# --- the office builds the sheet ---


def begin(office):
    office.open("/scores")
    office.follow("Bảng chấm điểm")
    office.follow(re.compile("^Lập bảng mới"), within=office.sheet("Buổi sinh hoạt"))
    office.main.get_by_role("radio", name=re.compile("trống", re.IGNORECASE)).check()
    office.press("Lập dự thảo")
    rubric = path_of(office)
    office.follow("Sửa", within=office.main.locator("#head"))
    office.field("Tên bảng chấm điểm").fill(TITLE)
    office.press("Lưu")
    return rubric


def add(office, code, label, kind, points, *, levels=(), chosen=None, again=True):
    """Fill in the page of a new criterion; `chosen` are further lists, opened where they are."""
    office.field("Số thứ tự").fill(code)
    office.field("Cách chấm").select_option(kind)
    office.field("Điểm tối đa").fill(points)
    office.field("Nội dung").fill(label)
    for number, level in enumerate(levels, 1):
        if number == 1:
            unfold(office, "Các mức")
        for name, said in zip(("tên", "điểm", "từ", "đến dưới"), level, strict=False):
            office.field(f"Mức {number}: {name}").fill(said)
    for (summary, name), option in (chosen or {}).items():
        unfold(office, summary)
        office.field(name).select_option(label=option)
    office.press("Thêm, rồi nhập tiếp" if again else "Thêm")


def unfold(visitor, summary):
    part = visitor.main.locator("details.more").filter(
        has=visitor.page.locator("summary", has_text=re.compile(f"^{summary}"))
    )
    if part.first.get_attribute("open") is None:
        part.first.locator("summary").first.click()


def build(office, rubric):
    office.open(rubric)
    office.follow("Thêm nhóm")
    add(office, "1", "Nền nếp", "section", "40", again=False)
    office.follow(re.compile("^Thêm vào nhóm 1"))
    indicator = ("Chỉ số đề xuất điểm", "Chỉ số đề xuất điểm")
    add(
        office,
        "1.1",
        ON_DAY,
        "yes_no",
        "10",
        chosen={indicator: "Đúng ngày sinh hoạt (có hoặc không)"},
    )
    add(
        office,
        "1.2",
        ATTENDANCE,
        "levels",
        "30",
        levels=[("Thấp", "0", "", "80"), ("Vừa", "20", "80", "90"), ("Cao", "30", "90", "")],
        chosen={indicator: "Tỷ lệ dự sinh hoạt (tỷ lệ %)"},
        again=False,
    )
    office.follow("Thêm nhóm")
    add(office, "2", "Chất lượng", "section", "60", again=False)
    office.follow(re.compile("^Thêm vào nhóm 2"))
    add(
        office,
        "2.1",
        QUALITY,
        "levels",
        "40",
        levels=[("Tốt", "40"), ("Khá", "30"), ("Yếu", "10")],
    )
    when = "Khi nào chấm"
    add(
        office,
        "2.2",
        TOPIC,
        "yes_no",
        "20",
        chosen={
            (when, "Chỉ chấm khi"): "Buổi sinh hoạt có chuyên đề",
            (when, "Khi không áp dụng"): "Không tính, quy đổi tổng điểm",
        },
        again=False,
    )


def grade(office):
    office.follow("Sửa", within=office.main.locator("#grades"))
    grades = ("Tốt", "90"), ("Khá", "70"), ("Kém", "0"), ("", "")
    for number, (label, points) in enumerate(grades, 1):
        office.field(f"Mức xếp loại {number}: tên").fill(label)
        office.field(f"Mức xếp loại {number}: từ điểm").fill(points)
    office.press("Lưu")
    office.follow("Sửa", within=office.main.locator("#gates"))
    gate = office.main.get_by_role("group", name="Thêm điều kiện").first
    gate.get_by_label("Tên điều kiện").fill(GATE)
    gate.get_by_label("Không đạt thì xếp cao nhất là").select_option("Khá")
    gate.locator("summary").click()
    gate.get_by_label(f"2.1 {QUALITY}").check()
    office.press("Lưu")
    assert office.sees(GATE)


def try_out(office):
    """Without a topic its line is left out and the sum rescaled; with it the gate is the bar."""
    office.follow("Chấm thử")
    say_yes(office, ON_DAY)
    choose(office, ATTENDANCE, "Cao")
    choose(office, QUALITY, "Khá")
    office.press("Tính điểm")
    expect(office.main.locator("#result")).to_contain_text("87,5/100")
    office.field("Buổi sinh hoạt có chuyên đề").check()
    say_yes(office, TOPIC)
    office.press("Tính điểm")
    expect(office.main.locator("#result")).to_contain_text("90/100")
    expect(office.main.locator("#result")).to_contain_text(GATE)


def say_yes(visitor, criterion):
    line = visitor.main.get_by_role("group", name=re.compile(criterion))
    line.get_by_role("radio", name="Có", exact=True).check()


def choose(visitor, criterion, level):
    answer = visitor.main.get_by_role("combobox", name=re.compile(criterion))
    answer.select_option(value=level)


def issue(office, rubric):
    office.open(rubric)
    assert not office.sees("Cần sửa trước khi ban hành")
    office.follow("Ban hành")
    office.field("Áp dụng từ ngày").fill("2026-12-01")
    office.press("Ban hành")
    assert office.sees("Đã ban hành")


# --- the branch scores its meeting ---


@contextmanager
def passing_by(visitor):
    """Do not look at what other walks look at; only wait until the page has come to rest."""
    visitor.look = lambda: visitor.page.wait_for_load_state("networkidle")
    yield
    del visitor.look


def hold(secretary):
    secretary.follow("Vào buổi họp")
    secretary.follow("Bắt đầu họp")
    secretary.press("Bắt đầu họp")
    secretary.press("Lưu điểm danh")
    secretary.main.get_by_label("Thư ký do chi bộ cử").select_option(MINUTE_TAKER)
    secretary.press("Lưu phần mở đầu")
    secretary.follow(re.compile("Thời sự"), within=secretary.steps)
    write_steps(secretary)
    secretary.follow(re.compile("^Kết thúc"), within=secretary.steps)


def score(secretary):
    """What facts propose stands there already; the branch says otherwise once, and says why."""
    secretary.press("Chấm điểm buổi sinh hoạt")
    open_lines(secretary)
    attendance = secretary.main.get_by_role("combobox", name=re.compile(ATTENDANCE))
    expect(attendance).to_have_value("Cao")
    choose(secretary, QUALITY, "Tốt")
    say_yes(secretary, ON_DAY)
    expect(secretary.main.locator("#score")).to_contain_text("100/100")
    secretary.press("Nộp phiếu")
    assert secretary.sees("ghi lý do chấm khác")
    explain(secretary, ON_DAY, OVERRIDE)
    secretary.press("Nộp phiếu")
    assert secretary.sees("Đã nộp phiếu: 100 điểm, xếp loại Tốt")


def explain(visitor, criterion, reason):
    line = visitor.main.locator("details.confirm").filter(has_text=criterion)
    note = line.get_by_label(re.compile("^Lý do, ghi chú cho"))
    if not note.is_visible():
        line.locator("details.more > summary").click()
    note.fill(reason)


def open_lines(visitor):
    """What is filled in is folded: press on each of those lines."""
    folded = visitor.main.locator("details.confirm:not([open]) > summary")
    while folded.count():
        folded.first.click()


def agree(secretary, site):
    """The closing page has the points already; the branch votes on them and looks ahead."""
    secretary.follow("Ghi biểu quyết về điểm tự chấm")
    secretary.press("Lưu")
    assert secretary.sees("Thống nhất chi bộ tự chấm 100 điểm")
    secretary.main.get_by_label("Kết luận chung của chủ trì").fill("Chi bộ thống nhất cao.")
    secretary.main.get_by_label("Hạn chế").fill(WEAKNESS)
    secretary.main.get_by_label("Biện pháp").fill(REMEDY)
    secretary.press("Lưu phần kết thúc")
    site.move_to("2026-12-04T16:10:00+07:00")
    secretary.follow("Kết thúc buổi họp")
    secretary.field("Giờ kết thúc").fill("16:05")
    secretary.press("Kết thúc buổi họp")


def adopt_minutes(secretary, minute_taker):
    """The lines of the sheet are an annex of what is read back, adopted and sealed."""
    meeting = path_of(secretary)
    secretary.follow("Đọc lại và thông qua biên bản")
    secretary.main.get_by_label("Thư ký đã đọc lại biên bản").check()
    secretary.press("Thông qua biên bản")
    secretary.press("Xác nhận")
    minute_taker.open("/")
    minute_taker.follow(re.compile("^Xác nhận biên bản"))
    minute_taker.press("Xác nhận")
    assert minute_taker.sees("đã chốt")
    printed = text_of(minute_taker.download("Tải PDF"))
    for words in (ATTENDANCE, OVERRIDE, WEAKNESS, REMEDY, "100 điểm"):
        assert words in printed
    return meeting


def text_of(pdf):
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


# --- the committee decides, the branch appeals ---


def review(leader):
    """From the month's list to the card, where the branch's word stands beside the facts."""
    leader.open("/scores")
    leader.follow("Điểm sinh hoạt tháng này")
    leader.follow(BRANCH)
    expect(leader.main.locator("#compare")).to_contain_text(OVERRIDE)
    leader.follow("Chấm lại")
    open_lines(leader)
    choose(leader, QUALITY, "Khá")
    explain(leader, QUALITY, DEDUCTED)
    leader.press("Lưu, xem lại để hoàn thành")
    leader.follow("Quyết định")
    leader.press("Quyết định")
    assert leader.sees("87,5 điểm, Khá")
    return path_of(leader)


def appeal(secretary, card):
    secretary.open("/")
    secretary.open(card)
    assert secretary.sees(DEDUCTED)
    secretary.follow("Đề nghị xem lại")
    secretary.main.get_by_role("textbox").fill(APPEALED)
    secretary.press(re.compile("."))


def decide_anew(leader, card):
    leader.open("/")
    leader.open(card)
    assert leader.sees(APPEALED)
    leader.follow("Trả lời")
    leader.main.get_by_role("radio", name=re.compile("quyết định lại")).check()
    leader.main.get_by_role("textbox").fill(ANSWERED)
    leader.press(re.compile("."))
    leader.follow("Chấm tiếp")
    open_lines(leader)
    choose(leader, QUALITY, "Tốt")
    leader.press("Lưu, xem lại để hoàn thành")
    leader.follow("Quyết định")
    leader.press("Quyết định")
    standing = (
        leader.sheet("Quyết định").get_by_role("listitem").filter(has_text="Đang có hiệu lực")
    )
    expect(standing).to_contain_text("100 điểm, Tốt")


def roll_up(office):
    """The month's list to print has the official points, and says so in its files."""
    office.open("/scores")
    office.follow("Tổng hợp điểm sinh hoạt theo tháng")
    line = office.main.get_by_role("row").filter(has_text=BRANCH)
    expect(line.get_by_role("cell").nth(3)).to_contain_text("100")
    assert BRANCH in text_of(office.download(re.compile("^PDF")))


def test_a_sheet_of_the_committees_own_leads_to_official_points(enter, site):
    office = enter("vanphong")
    rubric = begin(office)
    build(office, rubric)
    grade(office)
    try_out(office)
    issue(office, rubric)
    site.move_to("2026-12-04T14:00:00+07:00")
    secretary = enter("bithu.cb2", at="phone")
    with passing_by(secretary):
        hold(secretary)
    score(secretary)
    agree(secretary, site)
    adopt_minutes(secretary, enter("phobithu.cb2", at="phone"))
    leader = enter("phobithu.du")
    card = review(leader)
    appeal(secretary, card)
    decide_anew(leader, card)
    roll_up(office)
