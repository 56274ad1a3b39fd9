"""A topic from the presenter's phone to the task that comes of it."""

import pytest
from playwright.sync_api import expect

from tests.browser.sites import Site

MEETING = "Sinh hoạt chuyên đề tháng 11 năm 2026"
TOPIC = "Chống lãng phí trong khắc phục hậu quả thiên tai"
MORE = "Đề nghị mỗi phòng ghi ba món cho mượn trước ngày 15/12."
REASON = "Thêm đề nghị cụ thể cho từng phòng."
HARD = "Món mua một lần dùng một lần chiếm gần nửa số tiền."
SOLVED = "Lập danh mục đồ dùng cho mượn chéo giữa các phòng."


@pytest.fixture(scope="module")
def size():
    """The secretary sits at a computer, the presenter has a phone."""
    return "wide"


def test_a_topic_is_written_adopted_sent_and_becomes_a_task(enter, site: Site):
    secretary = enter("bithu.cb5")
    secretary.follow(f"Thông qua bản đề dẫn: {TOPIC}")
    secretary.follow("Trả lại để sửa")
    secretary.field("Nội dung cần sửa, bổ sung").fill(REASON)
    secretary.press("Trả lại")
    assert secretary.sees("Yêu cầu bổ sung")

    presenter = enter("nhan.nd72", at="phone")
    presenter.follow(f"Sửa, nộp lại bản đề dẫn: {TOPIC}")
    assert presenter.sees(REASON)
    presenter.follow("Sửa nội dung")
    text = presenter.main.get_by_role("textbox")
    text.fill(f"{text.input_value()}\n\n{MORE}")
    presenter.press("Lưu")
    assert presenter.sees(MORE)
    presenter.follow("Bản 3")
    expect(presenter.main.locator("ins").last).to_contain_text(MORE)
    presenter.follow("Bản đề dẫn", within=presenter.page.locator("body"))
    presenter.confirm("Nộp chi ủy", "Nộp")
    assert presenter.sees("Đã nộp bản đề dẫn cho chi ủy.")

    secretary.open("/")
    secretary.follow(f"Thông qua bản đề dẫn: {TOPIC}")
    secretary.confirm("Chi ủy thông qua", "Ghi nhận đã thông qua")
    secretary.confirm("Gửi đảng viên", "Gửi")
    assert secretary.sees("đã gửi trước 5 ngày")

    member = enter("tung.bv68", at="phone")
    member.turn_to("Sinh hoạt")
    member.follow(MEETING)
    assert member.download("Bản đề dẫn chuyên đề").startswith(b"%PDF-")
    assert not member.sees("Mở bản đề dẫn")

    _hold(secretary, site)

    answerable = enter("nhan.nd72", at="phone")
    assert answerable.sees(SOLVED)


def _hold(secretary, site: Site) -> None:
    site.move_to("2026-11-27T14:05:00+07:00")
    secretary.follow(MEETING, within=secretary.page.locator("body"))
    meeting = secretary.page.url.removeprefix(site.url)
    secretary.follow("Bắt đầu họp")
    secretary.press("Bắt đầu họp")
    secretary.open(f"{meeting}/steps/topical")
    assert secretary.sees("Khoản mua nào trong đợt lũ dùng chưa đến ba lần?")
    secretary.follow("Ghi khó khăn, vướng mắc")
    secretary.field("Khó khăn, vướng mắc").fill(HARD)
    secretary.field("Giải pháp").fill(SOLVED)
    secretary.main.get_by_label("Người chịu trách nhiệm").select_option("Nguyễn Đức Nhân")
    secretary.push("Lưu")
    expect(secretary.main.get_by_role("alert").get_by_text("Chọn thời hạn")).to_be_visible()
    secretary.main.get_by_label("Thời hạn").fill("2026-12-15")
    secretary.press("Lưu")

    table = secretary.sheet("Khó khăn, vướng mắc và giải pháp")
    expect(table).to_contain_text("Nguyễn Đức Nhân")
    expect(table).to_contain_text("15/12/2026")
    secretary.open(f"{meeting}/closing")
    expect(secretary.sheet("Phân công nhiệm vụ")).to_contain_text(SOLVED)
