"""During the meeting: the screen in the room, the phones before it, and who cannot come."""

import re

import pytest
from playwright.sync_api import expect

RUNNING = "Họp bất thường tháng 11 năm 2026"
NEXT = "Sinh hoạt thường kỳ tháng 12 năm 2026"
REASON = "Đi dự lớp tập huấn phòng, chống thiên tai"
SOON = 15_000  # milliseconds; the screen asks every two and a half seconds


@pytest.fixture(scope="module")
def size():
    """The secretary sits at a computer; whoever holds a phone says so."""
    return "wide"


def open_meeting_called(visitor, title):
    visitor.turn_to("Sinh hoạt")
    visitor.follow(re.compile(title))


def part(visitor, name):
    return visitor.page.locator(f"[data-part='{name}']")


def test_the_room_checks_in_and_follows(enter, site):
    secretary = enter("bithu.cb1")
    open_meeting_called(secretary, RUNNING)
    meeting = secretary.page.url.removeprefix(site.url)
    screen = enter("bithu.cb1")
    screen.open(f"{meeting}/screen")
    expect(part(screen, "now")).to_contain_text("Nội dung họp")
    assert part(screen, "code").get_by_role("img").evaluate("i => i.decode().then(() => true)")
    digits = "".join(part(screen, "code").locator(".digits").inner_text().split())

    phone = enter(at="phone")
    phone.page.goto(f"{site.url}{meeting}/check-in?code={digits}")
    phone.give_name("dubi.cb1")
    assert phone.heading == "Báo có mặt"
    phone.press("Tôi có mặt")

    assert phone.sees("Đã báo có mặt.")
    secretary.open(f"{meeting}/roll")
    line = secretary.main.get_by_role("listitem").filter(has_text="Bùi Gia Hưng")
    expect(line).to_contain_text("đã tự báo có mặt")
    secretary.field("Chỉ xem đồng chí chưa báo có mặt").check()
    expect(line).to_be_hidden()

    secretary.open(f"{meeting}/steps/content")
    secretary.press("Xong phần này")
    expect(part(screen, "now")).to_contain_text("Kết thúc", timeout=SOON)
    screen.page.keyboard.press("PageUp")
    expect(part(screen, "now")).to_contain_text("Nội dung họp", timeout=SOON)
    expect(part(secretary, "on-screen")).to_contain_text("Nội dung", timeout=SOON)
    screen.page.get_by_role("button", name="Phần sau").click()
    expect(part(screen, "now")).to_contain_text("Kết thúc", timeout=SOON)
    screen.look()


def test_without_network_the_screen_keeps_what_it_shows(enter, site):
    screen = enter("bithu.cb1")
    open_meeting_called(screen, RUNNING)
    screen.follow("Màn hình phòng họp")
    shown = part(screen, "now").inner_text()
    lost = screen.page.locator("[data-follow-lost]")

    screen.page.context.set_offline(True)

    expect(lost).to_contain_text("Mất kết nối", timeout=SOON)
    assert part(screen, "now").inner_text() == shown
    screen.page.context.set_offline(False)
    expect(lost).to_have_text("", timeout=SOON)


def test_the_screen_fits_projectors_and_needs_no_script(enter, chromium, site):
    screen = enter("bithu.cb1")
    open_meeting_called(screen, RUNNING)
    screen.follow("Màn hình phòng họp")
    for width, height in ((1024, 768), (1366, 768), (1920, 1080)):
        screen.page.set_viewport_size({"width": width, "height": height})
        assert screen.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        ) == [width, height]
    state = screen.page.context.storage_state()
    bare = chromium.new_context(java_script_enabled=False, storage_state=state)
    page = bare.new_page()
    page.goto(screen.page.url)

    with page.expect_navigation(timeout=SOON):  # the page asks again by itself
        pass

    bare.close()


def test_an_announced_absence_is_accepted_and_proposed(enter):
    member = enter("luc.ht86", at="phone")
    open_meeting_called(member, NEXT)
    member.follow("Báo vắng")
    member.main.get_by_label("Lý do vắng").fill(REASON)
    member.press("Gửi báo vắng")
    assert member.sees("Chờ trả lời")

    secretary = enter("bithu.cb1")
    secretary.follow(re.compile("báo vắng"))
    secretary.follow(re.compile("Huỳnh Tấn Lực"), within=secretary.sheet("Báo vắng"))
    secretary.field("Trả lời").select_option("Chấp nhận")
    secretary.press("Trả lời")

    member.page.reload()
    assert member.sees("Chấp nhận")
    secretary.open(secretary.page.url.removeprefix(secretary.site.url).partition("#")[0] + "/roll")
    line = secretary.main.get_by_role("listitem").filter(has_text="Huỳnh Tấn Lực")
    expect(line.get_by_label("Lý do vắng")).to_have_value(REASON)
    expect(line.get_by_role("radio", name="Vắng có lý do")).to_be_checked()
