"""What happens when something goes wrong: nothing typed is lost, and the way out is said."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def recording(enter):
    """The secretary of branch 1, in the middle of the meeting that runs."""
    secretary = enter("bithu.cb1")
    secretary.follow(re.compile("^Ghi biên bản"))
    return secretary


@pytest.fixture
def plain(enter):
    """The same by plain forms, as where live saving cannot be had."""

    def enter_plain(username):
        visitor = enter(username)
        visitor.page.route("**/live.js*", lambda route: route.abort())
        visitor.follow(re.compile("^Ghi biên bản"))
        visitor.follow(re.compile("^Kết thúc"), within=visitor.steps)
        return visitor

    return enter_plain


def test_a_wrong_password_keeps_the_name_and_says_what_to_do(enter):
    visitor = enter()
    visitor.open("/sign-in")

    visitor.give_name("bithu.cb1", "khong-phai-mat-khau")

    assert visitor.heading == "Đăng nhập"
    expect(visitor.main.get_by_role("alert")).to_be_focused()
    expect(visitor.field("Tên đăng nhập")).to_have_value("bithu.cb1")


def test_an_error_summary_takes_the_focus_and_leads_to_the_field(recording):
    recording.follow(re.compile("^Kết thúc"), within=recording.steps)
    recording.follow("Ghi ý kiến")
    recording.field("Nội dung phát biểu").fill("Đồng ý với dự thảo.")

    recording.push("Lưu")

    summary = recording.main.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(recording.field("Nội dung phát biểu")).to_have_value("Đồng ý với dự thảo.")
    assert recording.page.title().startswith("Cần sửa: ")
    summary.get_by_role("link", name="Chọn người phát biểu.").click()
    expect(recording.field("Người phát biểu")).to_be_focused()


def test_a_field_in_error_is_announced_with_its_message(recording):
    recording.follow(re.compile("^Kết thúc"), within=recording.steps)
    recording.follow("Ghi kết luận")

    recording.push("Lưu")

    field = recording.field("Kết luận của chủ trì")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("Nhập nội dung kết luận."))


def test_a_stale_edit_shows_both_texts_and_loses_neither(plain):
    recording, deputy = plain("bithu.cb1"), plain("phobithu.cb1")
    conclusion = "Kết luận chung của chủ trì"
    deputy.main.get_by_label(conclusion).fill("Bản của Phó Bí thư.")
    deputy.press("Lưu phần kết thúc")
    recording.main.get_by_label(conclusion).fill("Bản của Bí thư.")

    recording.press("Lưu phần kết thúc")

    assert recording.sees("Bản của Phó Bí thư.")
    assert recording.sees("Bản của Bí thư.")
    recording.press("Lưu bản tôi vừa viết")
    expect(recording.main.get_by_label(conclusion)).to_have_value("Bản của Bí thư.")


def test_leaving_a_form_with_typed_text_is_asked_first(plain):
    recording = plain("bithu.cb1")
    recording.main.get_by_label("Hạn chế").fill("Chưa lưu.")
    asked = []
    recording.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    recording.page.get_by_role("link", name="Về buổi họp").click()

    expect(recording.main.get_by_label("Hạn chế")).to_have_value("Chưa lưu.")
    assert asked == ["beforeunload"]


def test_a_session_that_is_over_leads_to_sign_in_and_back_to_the_page(enter):
    secretary = enter("bithu.cb4")
    secretary.turn_to("Nhiệm vụ")
    before = secretary.page.url
    secretary.page.context.clear_cookies()

    secretary.page.reload()
    secretary.look()

    assert secretary.heading == "Đăng nhập"
    secretary.give_name("bithu.cb4")
    assert secretary.page.url == before


def test_a_page_that_is_not_there_says_so_and_leads_home(enter):
    member = enter("dangvien.cb2")
    member.open("/meetings/00000000-0000-0000-0000-000000000000")

    member.follow(re.compile("Việc của tôi|[Tt]rang chủ|Về trang"))

    assert member.heading == "Việc của tôi"


def test_the_main_action_is_reached_by_keyboard_and_seen(enter):
    visitor = enter()
    visitor.open("/sign-in")
    outlines = []
    for _ in range(3):
        here = visitor.page.evaluate(
            """() => {
                const one = document.activeElement, look = getComputedStyle(one);
                return [one.name || one.innerText, look.outlineStyle !== "none"
                  || look.boxShadow !== "none"];
            }"""
        )
        outlines.append(here)
        visitor.page.keyboard.press("Tab")

    assert outlines == [["username", True], ["password", True], ["Đăng nhập", True]]
