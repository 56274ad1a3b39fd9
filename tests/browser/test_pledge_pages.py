"""Whatever the pages of pledges, plans and mail lead to is there and whole, at both sizes."""

import re

import pytest

from tests.browser.visitor import Visitor

ROOMS = re.compile(r"/(pledge|personal-plan|mail)")
FILES = re.compile(r"\.(pdf|docx|txt|xlsx)$|/(download|scan)$|/evidence/")
# One page of each kind is enough: ids and years are the same to the eye.
WHICH = re.compile(r"[0-9a-f-]{36}|(?<=/)\d{1,4}(?=/|$)")


def look_around(visitor: Visitor, start: str) -> set[str]:
    """Open `start` and, one of a kind, every page that can be reached from it by links."""
    ahead, seen = [start], set()
    while ahead:
        path = ahead.pop(0)
        kind = WHICH.sub("…", path.partition("?")[0])
        if kind in seen:
            continue
        seen.add(kind)
        visitor.open(path)
        assert not visitor.sees("Không tìm thấy trang này"), path
        assert not visitor.sees("không có quyền"), path
        ahead += links(visitor)
    return seen


def links(visitor: Visitor) -> list[str]:
    paths = visitor.main.locator("a[href^='/']").evaluate_all(
        "all => all.map((one) => one.pathname)"
    )
    return [path for path in paths if ROOMS.search(path) and not FILES.search(path)]


@pytest.mark.parametrize(
    ("username", "start", "ways"),
    [
        ("bithu.cb6", "/pledges", "/branches/…/pledges/…/results"),
        ("dangvien.cb6", "/pledges", "/pledges/…/results/yearend/…"),
        ("phobithu.du", "/pledges", "/organisations/…/pledges/…"),
        ("vanphong", "/personal-plans", "/organisations/…/personal-plans/…"),
        ("quantri", "/mail", "/mail"),
    ],
)
def test_every_link_leads_to_a_page_that_is_whole(enter, username, start, ways):
    visitor = enter(username)

    assert ways in look_around(visitor, start)
