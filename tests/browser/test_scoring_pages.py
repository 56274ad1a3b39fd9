"""Whatever the pages of scoring lead to is there and whole, for whoever works with it."""

import re
from itertools import pairwise

import pytest

from tests.browser.visitor import Visitor

ROOMS = re.compile(
    r"/(scores|scorecards|rubrics|gradings|grades|streaks|rollup|report|indicators)(/|$)"
)
FILES = re.compile(r"\.(pdf|docx|txt|xlsx|json|zip)$|/download$")
# One page of each kind is enough: ids, years and codes of criteria are the same to the eye.
WHICH = re.compile(r"[0-9a-f-]{36}|(?<=/)[\d.]+(?=/|$)")
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter((one) => one.checkVisibility())
  .map((one) => +one.tagName[1])"""


def look_around(visitor: Visitor, start: str) -> set[str]:
    """Open `start` and, one of a kind, every page that can be reached from it by links."""
    ahead, seen = [start], set()
    while ahead:
        path = ahead.pop(0)
        kind = kind_of(path)
        if kind in seen:
            continue
        seen.add(kind)
        visitor.open(path)
        assert not visitor.sees("Không tìm thấy trang này"), path
        assert not visitor.sees("không có quyền"), path
        assert_one_thing_leads(visitor, path)
        ahead += links(visitor)
    return seen


def kind_of(path: str) -> str:
    return WHICH.sub("…", path.partition("?")[0])


def assert_one_thing_leads(visitor: Visitor, path: str) -> None:
    """One button stands out at most, and no heading is deeper than the one above it allows."""
    main = visitor.main.locator(".btn-primary").filter(visible=True)
    assert main.count() <= 1, (path, main.all_inner_texts())
    levels = visitor.page.evaluate(HEADINGS)
    assert levels.count(1) == 1, (path, levels)
    assert all(below <= above + 1 for above, below in pairwise(levels)), (path, levels)


def links(visitor: Visitor) -> list[str]:
    paths = visitor.main.locator("a[href^='/']").evaluate_all(
        "all => all.map((one) => one.pathname)"
    )
    return [path for path in paths if ROOMS.search(path) and not FILES.search(path)]


@pytest.mark.parametrize(
    ("username", "ways"),
    [
        ("bithu.cb4", ["/scorecards/…/self", "/organisations/…/report/…/…"]),
        ("dangvien.cb1", ["/scorecards/…", "/scores/grades", "/rubrics/…"]),
        ("phobithu.du", ["/gradings/…/results", "/organisations/…/rollup/…/…"]),
        ("vanphong", ["/rubrics/…/try", "/organisations/…/gradings/…/new"]),
        ("kiemtra", ["/grades/…", "/organisations/…/streaks/…", "/rubrics/…/try"]),
    ],
)
def test_every_link_of_scoring_leads_to_a_page_that_is_whole(enter, username, ways):
    visitor = enter(username)

    assert set(ways) <= look_around(visitor, "/scores")
