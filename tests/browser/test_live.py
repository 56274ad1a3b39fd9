"""Writing without fear: the network goes, two write at once, and no word is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.live import SAVED, UNSENT, cut, mend, record, slot, state, stored, wait_for_pages

HOSTILE = "\"><img src=x onerror=\"document.title='hỏng'\"><script>document.title='hỏng'</script>"


@pytest.fixture
def secretary(enter):
    return record(enter("bithu.cb1"))


@pytest.fixture
def deputy(enter):
    return record(enter("phobithu.cb1"))


def test_what_is_typed_is_on_the_server_within_two_seconds(secretary):
    slot(secretary).press_sequentially("Chi bộ nhất trí ", delay=40)
    with secretary.page.expect_response(lambda r: r.url.endswith("/live"), timeout=2000):
        slot(secretary).press_sequentially("cao", delay=40)

    expect(state(secretary)).to_have_text(SAVED)
    assert "Chi bộ nhất trí cao" in stored(secretary)


def test_what_is_prepared_before_the_meeting_is_saved_as_it_is_typed_too(enter):
    secretary = enter("bithu.cb2")
    secretary.follow("Vào buổi họp")
    secretary.follow(re.compile(r"^1\."))
    address = secretary.page.url
    slot(secretary).press_sequentially("Tin nổi bật tháng 12.", delay=20)
    expect(state(secretary)).to_have_text(SAVED)

    secretary.open(address.removeprefix(secretary.site.url))  # no question on leaving

    expect(slot(secretary)).to_have_value("Tin nổi bật tháng 12.")
    secretary.press("Lưu nội dung chuẩn bị")
    assert "Tin nổi bật tháng 12." in slot(secretary).input_value()


def test_a_meeting_goes_on_without_network_and_is_reconciled(secretary):
    wait_for_pages(secretary)
    cut(secretary)
    slot(secretary).fill("Ghi khi mất mạng.")
    expect(state(secretary)).to_have_text(UNSENT)
    mark_absent(secretary)
    add_statement(secretary, "Ý kiến khi mất mạng.")
    add_vote(secretary, "Biểu quyết khi mất mạng")
    add_assignment(secretary, "Nhiệm vụ khi mất mạng")
    assert secretary.main.get_by_text("Chưa gửi", exact=True).count() == 3

    secretary.page.reload()
    secretary.look()
    assert secretary.main.get_by_text("Chưa gửi", exact=True).count() == 3
    mend(secretary)
    expect(state(secretary)).to_have_text(SAVED, timeout=10_000)

    on_server = stored(secretary)
    for words in ("Ghi", "Ý kiến", "Biểu quyết", "Nhiệm vụ"):
        assert on_server.count(f"{words} khi mất mạng") == 1
    assert not secretary.main.get_by_text("Chưa gửi", exact=True).count()
    secretary.follow("Sửa", within=secretary.sheet("Điểm danh"))
    expect(secretary.main.get_by_label("Lý do vắng").first).to_have_value("Trực cơ quan")


def mark_absent(secretary):
    secretary.follow("Sửa", within=secretary.sheet("Điểm danh"))
    line = secretary.main.get_by_role("listitem").filter(has=secretary.page.get_by_role("radio"))
    line.first.get_by_role("radio").nth(1).check()
    line.first.get_by_label("Lý do vắng").fill("Trực cơ quan")
    secretary.press("Lưu điểm danh")
    assert secretary.heading.startswith("Họp bất thường")
    secretary.follow(re.compile("Kết thúc"), within=secretary.steps)


def add_statement(secretary, words):
    secretary.follow("Ghi ý kiến")
    secretary.field("Người phát biểu").select_option(index=1)
    secretary.field("Nội dung phát biểu").fill(words)
    secretary.press("Lưu")


def add_vote(secretary, words):
    secretary.follow("Ghi biểu quyết")
    secretary.field("Nội dung biểu quyết").fill(words)
    secretary.field("Tán thành").fill("7")
    secretary.press("Lưu")


def add_assignment(secretary, words):
    secretary.follow("Giao nhiệm vụ", within=secretary.sheet("Phân công nhiệm vụ"))
    secretary.field("Nhiệm vụ").fill(words)
    secretary.field("Người chịu trách nhiệm").select_option(index=2)
    secretary.field("Thời hạn").fill("2026-12-25")
    secretary.press("Giao nhiệm vụ")


def test_a_page_that_is_not_kept_says_that_the_network_is_missing(secretary):
    wait_for_pages(secretary)
    cut(secretary)

    secretary.open("/assignments")

    assert secretary.heading == "Đang mất mạng"


def test_each_sees_who_else_writes_and_what_they_wrote(secretary, deputy):
    slot(secretary).fill("Bí thư ghi trước.")
    expect(state(secretary)).to_have_text(SAVED)

    expect(slot(deputy)).to_have_value("Bí thư ghi trước.", timeout=12_000)
    expect(deputy.main.get_by_text("đồng chí Hồ Đăng Khải vừa sửa").first).to_be_visible()
    writers = deputy.page.locator("[data-live-writers]")
    expect(writers).to_contain_text("Đồng chí Hồ Đăng Khải đang ghi")


def both_write(secretary, deputy, *, theirs, mine):
    """The same field, while the secretary cannot hear of the deputy."""
    slot(secretary).fill("Hai đồng chí cùng thấy.")
    expect(state(secretary)).to_have_text(SAVED)
    deputy.page.reload()
    expect(slot(deputy)).to_have_value("Hai đồng chí cùng thấy.")
    cut(secretary)
    slot(deputy).fill(theirs)
    expect(state(deputy)).to_have_text(SAVED)
    slot(secretary).fill(mine)
    expect(state(secretary)).to_have_text(UNSENT)
    mend(secretary)
    dialog = secretary.page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", level=2)).to_be_focused(timeout=10_000)
    secretary.look()
    return dialog


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("Giữ bản của tôi", "Bản Bí thư."),
        ("Lấy bản của đồng chí Nguyễn Thị Diệu Thảo", "Bản Phó Bí thư."),
        ("Dùng bản ghép", "Bản ghép của cả hai."),
    ],
)
def test_two_texts_of_one_field_are_chosen_between(secretary, deputy, choice, kept):
    dialog = both_write(secretary, deputy, theirs="Bản Phó Bí thư.", mine="Bản Bí thư.")
    expect(dialog.locator(".mine .text")).to_have_text("Bản Bí thư.")
    expect(dialog.locator(".theirs .text")).to_have_text("Bản Phó Bí thư.")
    dialog.get_by_label("Bản ghép: đọc lại, sửa cho đúng rồi hãy dùng").fill("Bản ghép của cả hai.")

    dialog.get_by_role("button", name=choice).click()

    expect(slot(secretary)).to_have_value(kept)
    expect(state(secretary)).to_have_text(SAVED)
    assert kept in stored(secretary)


def test_a_dispute_left_for_later_waits_and_what_was_typed_stays(secretary, deputy):
    both_write(secretary, deputy, theirs="Bản khác.", mine="Bản để sau.")

    secretary.page.keyboard.press("Escape")

    expect(state(secretary)).to_contain_text("Xem và chọn")
    secretary.page.reload()
    dialog = secretary.page.get_by_role("dialog")
    expect(dialog.locator(".mine .text")).to_have_text("Bản để sau.")
    dialog.get_by_role("button", name="Giữ bản của tôi").click()
    expect(state(secretary)).to_have_text(SAVED)
    assert "Bản để sau." in stored(secretary)


def test_hostile_text_in_the_dialog_stays_text(secretary, deputy):
    dialog = both_write(secretary, deputy, theirs=f"{HOSTILE} 1", mine=f"{HOSTILE} 2")

    expect(dialog.locator(".theirs .text")).to_have_text(f"{HOSTILE} 1")
    expect(dialog.locator(".mine .text")).to_have_text(f"{HOSTILE} 2")
    assert dialog.locator("img, script").count() == 0
    dialog.get_by_role("button", name="Giữ bản của tôi").click()
    expect(slot(secretary)).to_have_value(f"{HOSTILE} 2")
    assert "hỏng" not in secretary.page.title()
