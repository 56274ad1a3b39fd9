"""Reading comfort: the smallest phone, large letters, the keyboard alone, paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import complaints
from tests.browser.visitor import STICKING_OUT

RUNNING = "Họp bất thường tháng 11 năm 2026"
# The way of a secretary through the main pages; what stands in braces is found first.
PAGES = (
    "/",
    "/branches/{branch}/meetings",
    "/branches/{branch}/meetings/new",
    "/branches/{branch}/calendar",
    "/meetings/{next}",
    "/meetings/{next}/steps/step_2",
    "/meetings/{meeting}",
    "/meetings/{meeting}/opening",
    "/meetings/{meeting}/roll",
    "/meetings/{meeting}/steps/content",
    "/meetings/{meeting}/votes/new",
    "/meetings/{meeting}/closing",
    "/meetings/{meeting}/record",
    "/meetings/{meeting}/screen",
    "/meetings/{meeting}/minutes",
    "/assignments",
    "/organisations/{branch}/members",
    "/organisations/{branch}",
    "/pledges",
    "/branches/{branch}/pledges/2026",
    "/branches/{branch}/pledges/2026/results",
    "/branches/{branch}/pledges/2026/papers",
    "/personal-plans/{plan}",
    "/account",
)
SMALLEST = {"width": 320, "height": 570}
OLD_LAPTOP = {"width": 1366, "height": 768}

OPEN_ALL = """() => {
  for (const one of document.querySelectorAll("main details")) one.open = true;
}"""

# Everything that can be reached and is shown; of a group of radios the one that Tab leads to.
REACHABLE = """() => {
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary");
  const shown = [...all].filter((one) =>
    !one.disabled && one.type !== "hidden" && one.checkVisibility({ visibilityProperty: true })
    && !(one.type === "radio" && !one.checked && document.querySelector(
      `[name="${one.name}"]:checked`)));
  for (const one of shown) one.dataset.reachable = "yes";
  return shown.length;
}"""

# The element with the focus: whether it has been here before, and what is wrong with its look.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const told = one.type === "radio" && one.closest(".seg") ? one.nextElementSibling : one;
  const style = getComputedStyle(told);
  const box = told.getBoundingClientRect();
  const name = `${one.tagName} ${one.type ?? ""} ${one.className} ` +
    (one.textContent || one.name || "").trim().slice(0, 30);
  const problems = [];
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) problems.push("no ring");
  if (box.width < 2 || box.height < 2) problems.push("no size");
  if (box.bottom < 0 || box.top > innerHeight) problems.push("out of sight");
  // A field for a date takes several presses: that is no return.
  const known = one.dataset.seen === "yes" && one.dataset.last !== "yes";
  document.querySelector("[data-last]")?.removeAttribute("data-last");
  one.dataset.last = "yes";
  one.dataset.seen = "yes";
  return { name, known, problems };
}"""
MISSED = """() => [...document.querySelectorAll("[data-reachable]:not([data-seen])")]
  .map((one) => `${one.tagName} ${one.className} ${(one.textContent || one.name).slice(0, 40)}`)
"""


@pytest.fixture(scope="module")
def size():
    return "wide"


@pytest.fixture
def walk(enter, site):
    """The secretary, and the addresses of PAGES as they are in this site."""
    secretary = enter("bithu.cb1")
    secretary.turn_to("Sinh hoạt")
    branch = re.search(r"/branches/([0-9a-f-]{36})", secretary.page.url)
    assert branch
    found = {"branch": branch.group(1)}
    for name, title in (("meeting", RUNNING), ("next", "tháng 12 năm 2026")):
        link = secretary.main.get_by_role("link", name=re.compile(title)).first
        found[name] = (link.get_attribute("href") or "").rpartition("/")[2]
    secretary.open("/personal-plans")
    plan = secretary.main.locator("a[href^='/personal-plans/']").first.get_attribute("href") or ""
    found["plan"] = plan.rpartition("/")[2]
    secretary.page.emulate_media(reduced_motion="reduce")  # what is scrolled to is there at once
    return secretary.page, [site.url + page.format(**found) for page in PAGES]


def test_nothing_sticks_out_on_the_smallest_phone_or_with_large_letters(walk):
    page, addresses = walk
    wrong = []
    for address in addresses:
        assert page.goto(address).ok, address
        page.evaluate(OPEN_ALL)
        for window, letters in ((SMALLEST, ""), (SMALLEST, "large"), (OLD_LAPTOP, "large")):
            page.set_viewport_size(window)
            page.evaluate("size => { document.documentElement.dataset.text = size }", letters)
            wrong += [
                f"{address} {window['width']} {letters}: {out}"
                for out in page.evaluate(STICKING_OUT)
            ]
    assert wrong == []


def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(walk):
    page, addresses = walk
    page.set_viewport_size(OLD_LAPTOP)
    wrong = []
    for address in addresses:
        assert page.goto(address).ok, address
        number = page.evaluate(REACHABLE)
        for _ in range(number * 4):
            page.keyboard.press("Tab")
            focused = page.evaluate(FOCUSED)
            if focused is None or focused["known"]:
                break
            wrong += [f"{address}: {p}: {focused['name']}" for p in focused["problems"]]
        wrong += [f"{address}: never reached: {name}" for name in page.evaluate(MISSED)]
    assert wrong == []


def test_the_skip_link_leads_past_the_navigation(walk):
    page, addresses = walk
    page.goto(addresses[0])

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()


def test_the_roll_is_marked_by_arrow_keys(walk):
    page, addresses = walk
    page.goto(next(a for a in addresses if a.endswith("/roll")))
    group = page.locator(".seg").nth(1)
    group.get_by_role("radio", name="Có mặt").focus()

    page.keyboard.press("ArrowRight")

    expect(group.get_by_role("radio", name="Vắng có lý do")).to_be_checked()


def test_high_contrast_and_large_letters_are_switched_by_keyboard_and_kept(walk):
    page, addresses = walk
    page.goto(addresses[0])
    page.locator(".account summary").focus()
    page.keyboard.press("Enter")
    for name in ("Chữ lớn", "Tương phản cao"):
        page.get_by_role("button", name=name).focus()
        page.keyboard.press("Space")

    page.goto(addresses[1])

    html = page.locator("html")
    expect(html).to_have_attribute("data-text", "large")
    expect(html).to_have_attribute("data-contrast", "high")
    assert complaints(page) == []


NOT_ON_PAPER = ".side, .tabs, .head .account, .skip, .trail, .btn, button, .filter, .pager, .steps"


def test_every_page_prints_its_words_and_nothing_to_press(walk):
    page, addresses = walk
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})  # A4 between its margins
    wrong = []
    for address in addresses:
        page.goto(address)
        pressed = page.locator(NOT_ON_PAPER).filter(visible=True).all_inner_texts()
        wrong += [f"{address}: printed: {words!r}" for words in pressed]
        wrong += [f"{address}: {out}" for out in page.evaluate(STICKING_OUT)]
        title = page.locator("h1, .papers img").filter(visible=True)  # or the document's own
        assert title.count(), address
        colours = page.evaluate(INKS)
        wrong += [f"{address}: {colour}" for colour in colours]
    assert wrong == []
    assert page.pdf(format="A4", print_background=False).startswith(b"%PDF")


# Words that are not dark on white, by colour.
INKS = """() => {
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = new Set();
  while (words.nextNode()) {
    const one = words.currentNode.parentElement;
    if (!words.currentNode.textContent.trim() || !one.checkVisibility()) continue;
    const [r, g, b] = getComputedStyle(one).color.match(/[0-9.]+/g).map(Number);
    if (Math.max(r, g, b) > 90) faint.add(`${getComputedStyle(one).color} ${one.className}`);
  }
  return [...faint];
}"""
