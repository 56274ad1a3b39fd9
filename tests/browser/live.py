"""What the tests of live saving ask a page that is being written on."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

SAVED = re.compile(r"Đã lưu \d\d:\d\d:\d\d")
UNSENT = "Chưa gửi, đang giữ trên máy này"
KEPT = """async () => {
  while (!(await caches.match("/offline/kept"))) await new Promise((go) => setTimeout(go, 50));
}"""


def state(visitor: Visitor) -> Locator:
    return visitor.page.locator("[data-live-text]")


def slot(visitor: Visitor) -> Locator:
    """The first text of the step at hand."""
    return visitor.main.get_by_role("textbox").first


def record(visitor: Visitor) -> Visitor:
    """In the middle of the meeting that runs, at its step."""
    visitor.follow(re.compile("^Ghi biên bản"))
    visitor.follow(re.compile("^Nội dung|Nội dung"), within=visitor.steps)
    expect(state(visitor)).to_have_text("Tự lưu khi ghi")
    return visitor


def wait_for_pages(visitor: Visitor) -> None:
    """Until the pages of the meeting are on this machine."""
    visitor.page.evaluate(KEPT)


def cut(visitor: Visitor) -> None:
    visitor.page.context.set_offline(True)


def mend(visitor: Visitor) -> None:
    visitor.page.context.set_offline(False)


def stored(visitor: Visitor) -> str:
    """Everything recorded, as the server shows it to whoever comes anew."""
    meeting = re.search(r"/meetings/[0-9a-f-]{36}", visitor.page.url)
    assert meeting
    page = visitor.page.request.get(visitor.site.url + meeting.group() + "/record")
    assert page.ok
    return page.text()
