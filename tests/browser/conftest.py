"""Chromium before a running copy of the sample; every page that is seen is looked at."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.sites import Site, copied, made, running
from tests.browser.visitor import ALBUM, Visitor, entering

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
SIZES: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True},
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    shutil.rmtree(ALBUM, ignore_errors=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The written sample, loaded once; NENEP_BROWSER_SAMPLE names one to spare the half minute."""
    kept = os.environ.get("NENEP_BROWSER_SAMPLE")
    return Path(kept) if kept else made(tmp_path_factory.mktemp("sample") / "instance", "fill")


@pytest.fixture(scope="module", params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def site(filled: Path, size: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of the module's own, and of each size: the walks change what is stored."""
    with running(copied(filled, tmp_path_factory.mktemp(size) / "instance")) as site:
        yield site


Enter = Callable[..., Visitor]


@pytest.fixture
def enter(
    chromium: Browser, site: Site, size: str, request: pytest.FixtureRequest
) -> Iterator[Enter]:
    """`enter("bithu.cb2")` signs somebody in, each in a browser of their own; `at` another size."""
    visitors: list[Visitor] = []
    with ExitStack() as stack:

        def open_(username: str | None = None, *, at: str = size) -> Visitor:
            context = stack.enter_context(
                chromium.new_context(**SIZES[at], locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
            )
            walk = request.node.originalname.removeprefix("test_")
            visitor = entering(context, site, f"{size}/{walk[:60]}/{username or 'guest'}")
            visitors.append(visitor)
            if username:
                visitor.sign_in(username)
            return visitor

        yield open_
        for visitor in visitors:
            visitor.picture()
    problems = [problem for visitor in visitors for problem in dict.fromkeys(visitor.problems)]
    assert not problems, "\n".join(["", *problems])
