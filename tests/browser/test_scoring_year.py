"""A campaign for members, from its first date to the list of results, and a grade given anew."""

import io
import re
import zipfile
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.test_scoring import open_lines

CAMPAIGN = "Đánh giá, xếp loại đảng viên quý 4 năm 2026"
MEMBERS = ("Võ Thị Bích Liên", "Trương Minh Hoài")
EXPLAINED = "Chi bộ đã nghe báo cáo tại buổi sinh hoạt."
WITHOUT = "Nghỉ chữa bệnh cả quý, chưa đủ căn cứ."
ANEW = "Kết luận kiểm tra sau ngày xếp loại."


@pytest.fixture(scope="module")
def size():
    """One walk: members hold a phone, the committees sit at a desk."""
    return "wide"


def path_of(visitor):
    return visitor.page.url.removeprefix(visitor.site.url).partition("#")[0]


def prepare(office):
    office.open("/scores")
    office.follow("Đợt đánh giá, xếp loại hằng năm")
    office.follow("Đảng viên, quý 4")
    office.main.get_by_label("Từ ngày").fill("2026-11-22")
    office.main.get_by_label("Hạn tự chấm").fill("2026-11-30")
    office.main.get_by_label("Căn cứ").fill("Căn cứ kế hoạch của Đảng ủy")
    office.press("Lập đợt")
    assert office.heading == CAMPAIGN
    campaign = path_of(office)
    office.confirm("Mở đợt")
    assert office.sees("Đã nộp phiếu tự chấm")
    return campaign


def hand_in(member):
    """What the facts say is there; the rest is chosen, and what is said otherwise explained."""
    member.open("/scores")
    line = member.main.get_by_role("listitem").filter(has_text="Quý 4 năm 2026")
    member.press("Tự chấm", within=line)
    member.follow("Chấm điểm")
    open_lines(member)
    for label in ("I.1", "I.2", "I.4", "II.4"):
        answer(member, label).select_option("Tốt")
    for label in ("II.1", "II.2"):
        answer(member, label).fill("100")
    for code in ("ĐK1", "ĐK2", "TH1"):
        group = member.main.get_by_role("group", name=re.compile(f"^{code}"))
        group.get_by_role("radio", name="Đạt", exact=True).check()
    answer(member, "II.3").select_option("Từ 1 đến 5 buổi")
    for code in ("I.3", "II.1", "II.2", "II.3"):
        explain(member, code)
    answer(member, "I.3").fill("100")
    member.press("Nộp phiếu")
    assert member.sees("Đã nộp phiếu")


def answer(member, code):
    return member.main.get_by_label(re.compile(rf"^{re.escape(code)}\.? "))


def explain(member, code):
    note = member.field(f"Lý do, ghi chú cho {code}")
    if not note.is_visible():
        folded = member.main.locator("details.more").filter(has_text=f"ghi chú cho {code}")
        folded.locator("summary").click()
    note.fill(EXPLAINED)


def review(secretary):
    """The branch committee reads each card beside the facts, and not the own one."""
    secretary.open("/scores")
    secretary.follow("Đợt đánh giá, xếp loại hằng năm")
    secretary.follow(CAMPAIGN)
    place = path_of(secretary)
    for name in MEMBERS:
        secretary.open(place)
        secretary.follow(re.compile(f"^Thẩm định.*{name}"))
        assert secretary.sees(EXPLAINED)
        secretary.confirm("Hoàn thành thẩm định")
        assert secretary.sees("Đã thẩm định")


def decide(leader, campaign):
    leader.open(campaign)
    for name in MEMBERS:
        leader.main.get_by_role("checkbox", name=re.compile(name)).check()
    leader.press("Quyết định các phiếu đã chọn")
    assert leader.sees("Đã quyết định 2 phiếu")


def leave_without(leader):
    """Two at the top and nobody below them are over the cap, which blocks nobody."""
    leader.follow("Kết quả xếp loại")
    expect(leader.sheet("Giới hạn mức cao nhất")).to_contain_text("Vượt giới hạn")
    line = leader.main.get_by_role("row").filter(has_text="Chưa quyết định").first
    name = line.get_by_role("rowheader").inner_text().split("\n")[0]
    leader.follow(re.compile("^Ghi không xếp loại"), within=line)
    leader.main.get_by_label("Kết quả").select_option("Không xếp loại")
    leader.main.get_by_label("Lý do").fill(WITHOUT)
    leader.main.get_by_label("Ngày quyết định").fill("2026-12-01")
    leader.press("Ghi quyết định")
    expect(leader.sheet("Không xếp loại")).to_contain_text(name)
    expect(leader.sheet("Không xếp loại")).to_contain_text(WITHOUT)


def download(leader, name):
    with leader.page.expect_download() as sent:
        leader.main.get_by_role("button", name=name, exact=True).click()
    return io.BytesIO(Path(sent.value.path()).read_bytes())


def take_files(leader):
    pages = pypdf.PdfReader(download(leader, "Danh sách PDF")).pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())
    word = zipfile.ZipFile(download(leader, "Danh sách Word")).read("word/document.xml").decode()
    book = CalamineWorkbook.from_filelike(download(leader, "Danh sách Excel"))
    cells = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    for name in MEMBERS:
        assert name in printed
        assert name in word
        assert name in cells
    assert WITHOUT in printed


def grade_anew(leader):
    """The old grade is kept as cancelled, with its reason."""
    line = leader.main.get_by_role("row").filter(has_text=MEMBERS[0])
    leader.follow("Hoàn thành xuất sắc nhiệm vụ", within=line)
    leader.follow("Đánh giá, xếp loại lại")
    leader.main.get_by_label("Kết quả").select_option("Hoàn thành tốt nhiệm vụ")
    leader.main.get_by_label("Lý do").fill(ANEW)
    leader.main.get_by_label("Số, ký hiệu").fill("71-QĐ/ĐU")
    leader.main.get_by_label("Ngày quyết định").fill("2026-12-01")
    leader.press("Ghi quyết định xếp loại lại")
    assert leader.sees(ANEW)
    assert leader.sees(f"đã hủy: {ANEW}")
    leader.follow("Kết quả cả đợt")
    line = leader.main.get_by_role("row").filter(has_text=MEMBERS[0])
    expect(line).to_contain_text("xếp loại lại")


def look_at_streaks(leader):
    """A quarter is no year: what has run for years is still what the papers of old say."""
    leader.open("/scores")
    leader.follow("Thành tích nhiều năm liền")
    assert leader.heading == "Nhiều năm liền đến năm 2025"


def test_members_are_graded_from_the_first_date_to_a_grade_given_anew(enter, site):
    leader = enter("phobithu.du")
    campaign = prepare(leader)
    for username in ("dangvien.cb1", "chiuy.cb1"):
        hand_in(enter(username, at="phone"))
    review(enter("bithu.cb1"))
    site.move_to("2026-12-01T08:00:00+07:00")
    decide(leader, campaign)
    leave_without(leader)
    take_files(leader)
    grade_anew(leader)
    look_at_streaks(leader)
