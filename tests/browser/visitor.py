"""Somebody at a screen: signs in, follows links, presses buttons, and looks at every page."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response

from app.kernel.text import fold
from tests.browser.axe import complaints
from tests.browser.sites import PASSWORD, ROOT, Site

ALBUM = ROOT / "test-results" / "browser"
PATIENCE = 30_000  # milliseconds; the first document of a process is drawn slowly

# What sticks out of the window to the right, outermost first.
STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > width + 1)
    .slice(0, 5)
    .map((one) => `<${one.tagName.toLowerCase()} class="${one.className}">`);
}"""


@dataclass
class Visitor:
    """`problems` gathers what was wrong on the pages seen; the fixture asks for it at the end."""

    page: Page
    site: Site
    album: Path
    problems: list[str] = field(default_factory=list)
    pictures: int = 0

    def __post_init__(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self._note(f"script: {error}"))
        self.page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        # An answer such as 404 or 409 is what some tests ask for; 500 is noted by itself.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self._note(f"console: {message.text}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self._note(f"{response.status}: {response.url}\n{self.site.log.read_text()[-3000:]}")

    def _note(self, problem: str) -> None:
        self.problems.append(f"{self.page.url.removeprefix(self.site.url)}: {problem}")

    # --- moving about ---

    def open(self, path: str) -> None:
        self.page.goto(self.site.url + path)
        self.look()

    def sign_in(self, username: str) -> None:
        self.page.goto(self.site.url + "/sign-in")
        self.give_name(username)

    def give_name(self, username: str, password: str = PASSWORD) -> None:
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill(password)
        self.press("Đăng nhập")

    def follow(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Follow the first link of that name."""
        self._go((within or self.main).get_by_role("link", name=name).first)

    def turn_to(self, name: str) -> None:
        """Follow the main navigation; on a phone the rarer ways stand behind “Thêm”."""
        link = self.navigation.get_by_role("link", name=name).first
        if not link.is_visible():
            self.navigation.locator("summary").click()
        self._go(link)

    def press(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        self._go((within or self.main).get_by_role("button", name=name, exact=True).first)

    def push(self, name: str) -> None:
        """Press a button after which the page stays, as with what is refused in place."""
        self.main.get_by_role("button", name=name, exact=True).first.click()

    def confirm(self, name: str, answer: str | None = None) -> None:
        """Press a button that asks first, and say yes."""
        self.main.locator("summary", has_text=name).first.click()
        self.press(answer or name)

    def _go(self, to: Locator) -> None:
        with self.page.expect_navigation():
            to.click()
        self.look()

    def download(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> bytes:
        with self.page.expect_download() as sent:
            (within or self.main).get_by_role("link", name=name).first.click()
        return Path(sent.value.path()).read_bytes()

    # --- what is there ---

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def navigation(self) -> Locator:
        """The way about that is shown at this size: beside the page, or below it on a phone."""
        return self.page.get_by_role("navigation").filter(visible=True)

    @property
    def steps(self) -> Locator:
        return self.page.get_by_role("list", name="Các bước")

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    def field(self, label: str) -> Locator:
        return self.main.get_by_label(label, exact=True)

    def sheet(self, title: str) -> Locator:
        """The part of the page under the second-level heading `title`."""
        heading = self.page.get_by_role("heading", level=2, name=title, exact=True)
        return self.main.locator("section").filter(has=heading)

    def sees(self, text: str) -> bool:
        return text in " ".join(self.main.inner_text().split())

    # --- looking ---

    def look(self) -> None:
        """Take a picture of the page and note what is wrong with it."""
        for element in self.page.evaluate(STICKING_OUT):
            self._note(f"sticks out to the right: {element}")
        for complaint in complaints(self.page):
            self._note(complaint)
        self.picture()

    def picture(self) -> None:
        self.pictures += 1
        path = self.page.url.removeprefix(self.site.url).partition("?")[0]
        words = re.sub(r"[0-9a-f-]{36}", "", path) + " " + self.page.title().partition(" · ")[0]
        name = re.sub(r"[^a-z0-9]+", "-", fold(words)).strip("-")[:70]
        self.page.screenshot(
            path=self.album / f"{self.pictures:02}-{name}.png", full_page=True, scale="css"
        )


def entering(context: BrowserContext, site: Site, album: str) -> Visitor:
    context.set_default_timeout(PATIENCE)
    return Visitor(context.new_page(), site, ALBUM / album)
