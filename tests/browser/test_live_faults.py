"""What may happen to a page that is being written on: nothing typed goes with it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.live import SAVED, UNSENT, cut, mend, record, slot, state, stored, wait_for_pages
from tests.browser.sites import PASSWORD

NO_INDEXED_DB = "Object.defineProperty(window, 'indexedDB', { value: { open() { throw 1; } } })"


@pytest.fixture(scope="module", params=["wide"])
def size(request):
    return request.param


@pytest.fixture
def secretary(enter):
    return record(enter("bithu.cb1"))


@pytest.fixture
def end_sessions(enter):
    """As if the office had done so: every session of the account is over on the server."""

    def end(username):
        elsewhere = enter(username)
        elsewhere.open("/account")
        elsewhere.confirm("Đăng xuất mọi nơi")

    return end


def sign_in_beside(visitor, username):
    """In another tab of the same browser, while the page stays open."""
    tab = visitor.page.context.new_page()
    tab.goto(visitor.site.url + "/sign-in")
    tab.get_by_label("Tên đăng nhập").fill(username)
    tab.get_by_label("Mật khẩu").fill(PASSWORD)
    tab.get_by_role("button", name="Đăng nhập").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Việc của tôi")
    tab.close()


def test_a_session_that_is_over_keeps_the_text_and_sends_it_after_signing_in(
    secretary, end_sessions
):
    end_sessions("bithu.cb1")
    slot(secretary).fill("Ghi khi phiên đã hết.")
    expect(state(secretary)).to_contain_text("Phiên đăng nhập đã hết")
    secretary.look()

    secretary.page.get_by_role("link", name="Đăng nhập lại").click()
    secretary.give_name("bithu.cb1")

    expect(slot(secretary)).to_have_value("Ghi khi phiên đã hết.")
    expect(state(secretary)).to_have_text(SAVED)
    assert "Ghi khi phiên đã hết." in stored(secretary)


def test_a_session_begun_anew_in_another_tab_is_enough(secretary, end_sessions):
    end_sessions("bithu.cb1")
    slot(secretary).fill("Ghi rồi đăng nhập ở thẻ khác.")
    expect(state(secretary)).to_contain_text("Phiên đăng nhập đã hết")

    sign_in_beside(secretary, "bithu.cb1")

    expect(state(secretary)).to_have_text(SAVED, timeout=12_000)
    assert "Ghi rồi đăng nhập ở thẻ khác." in stored(secretary)


def test_text_is_never_sent_under_another_account(secretary, end_sessions):
    end_sessions("bithu.cb1")
    slot(secretary).fill("Chỉ của Bí thư.")
    expect(state(secretary)).to_contain_text("Phiên đăng nhập đã hết")
    sign_in_beside(secretary, "phobithu.cb1")
    expect(state(secretary)).to_contain_text("tài khoản khác", timeout=12_000)

    secretary.page.reload()

    others = secretary.page.locator("[data-live-others]")
    expect(others).to_contain_text("nội dung chưa gửi của đồng chí Hồ Đăng Khải")
    expect(slot(secretary)).not_to_have_value("Chỉ của Bí thư.")
    assert "Chỉ của Bí thư." not in stored(secretary)
    secretary.look()


def test_a_killed_server_loses_nothing(secretary, site):
    slot(secretary).fill("Trước khi máy chủ dừng.")
    expect(state(secretary)).to_have_text(SAVED)
    site.kill()
    slot(secretary).fill("Sau khi máy chủ dừng.")
    expect(state(secretary)).to_have_text(UNSENT)

    site.start()

    expect(state(secretary)).to_have_text(SAVED, timeout=15_000)
    assert "Sau khi máy chủ dừng." in stored(secretary)


def test_an_answer_lost_on_the_way_is_asked_for_again_and_saved_once(secretary):
    lost = []

    def lose(route):
        if not lost and "Ghi một lần" in (route.request.post_data or ""):
            lost.append(route.fetch())  # the server has it; its answer never comes
            route.abort()
        else:
            route.continue_()

    secretary.page.route("**/live", lose)
    page = secretary.page.url.removeprefix(secretary.site.url)
    closing = re.sub("/steps/.*", "/closing", page)
    secretary.page.goto(secretary.site.url + closing)
    secretary.follow("Ghi kết luận")
    secretary.field("Kết luận của chủ trì").fill("Ghi một lần.")
    expect(state(secretary)).to_have_text(SAVED, timeout=12_000)

    assert len(lost) == 1
    assert stored(secretary).count("Ghi một lần.") == 1


def test_a_closed_tab_leaves_its_text_behind(secretary):
    wait_for_pages(secretary)
    cut(secretary)
    slot(secretary).fill("Ghi trong thẻ bị đóng.")
    expect(state(secretary)).to_have_text(UNSENT)
    address, context = secretary.page.url, secretary.page.context
    secretary.page.close()
    mend(secretary)

    secretary.page = context.new_page()
    secretary.page.goto(address)

    expect(slot(secretary)).to_have_value("Ghi trong thẻ bị đóng.")
    expect(state(secretary)).to_have_text(SAVED)
    assert "Ghi trong thẻ bị đóng." in stored(secretary)


def test_a_statement_that_is_not_complete_is_kept_and_leads_back_to_its_form(secretary):
    secretary.follow("Ghi ý kiến")
    secretary.field("Nội dung phát biểu").fill("Chưa rõ của ai.")
    expect(state(secretary)).to_contain_text("Chưa đủ để lưu: Chọn người phát biểu.")
    secretary.follow("Quay lại")

    secretary.follow("Mở để sửa")

    expect(secretary.field("Nội dung phát biểu")).to_have_value("Chưa rõ của ai.")
    secretary.field("Người phát biểu").select_option(index=1)
    secretary.press("Lưu")
    assert secretary.sees("Đã ghi ý kiến.")
    assert stored(secretary).count("Chưa rõ của ai.") == 1


def test_a_record_that_is_not_wanted_is_taken_back(secretary):
    secretary.follow("Ghi kết luận")
    secretary.field("Kết luận của chủ trì").fill("Ghi nhầm.")
    expect(state(secretary)).to_have_text(SAVED)

    secretary.press("Bỏ, không ghi")

    assert not secretary.sees("Ghi nhầm.")
    assert "Ghi nhầm." not in stored(secretary)


def test_where_nothing_can_be_kept_the_line_says_so_and_the_server_still_saves(enter):
    visitor = enter("bithu.cb1")
    visitor.page.add_init_script(NO_INDEXED_DB)
    visitor.follow(re.compile("^Ghi biên bản"))
    expect(state(visitor)).to_contain_text("không cho giữ nội dung trên máy này")

    note = visitor.main.get_by_label("Ghi chú về đảng phí")
    note.fill("Đã nộp đủ.")

    expect(state(visitor)).to_contain_text("Đã lưu")
    visitor.page.reload()
    expect(note).to_have_value("Đã nộp đủ.")


def test_signing_out_throws_the_kept_pages_away_and_leaves_the_text(secretary):
    wait_for_pages(secretary)

    secretary.page.locator(".account summary").click()
    secretary.page.get_by_role("button", name="Đăng xuất").click()
    expect(secretary.page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")

    kept = "async () => (await caches.keys()).filter((name) => name === 'nenep-pages')"
    assert secretary.page.evaluate(kept) == []
    names = "async () => (await indexedDB.databases()).map((one) => one.name)"
    assert secretary.page.evaluate(names) == ["nenep-live"]


def test_signing_out_without_network_leaves_no_page_behind_either(secretary):
    wait_for_pages(secretary)
    step = secretary.page.url
    cut(secretary)

    secretary.page.locator(".account summary").click()
    secretary.page.get_by_role("button", name="Đăng xuất").click()
    expect(secretary.page.get_by_role("heading", level=1)).to_contain_text("mạng")

    secretary.page.goto(step)
    expect(secretary.page.get_by_role("heading", level=1)).to_contain_text("mạng")
    assert "Ghi biên bản" not in secretary.page.content()
