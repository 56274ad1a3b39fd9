"""What every page of ours keeps to, looked at whenever any test fetches one."""

import re
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.headings = 0
        self.title = ""
        self.labelled: set[str] = set()
        self.fields: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self.forms_open = 0
        self.open: list[str] = []
        self.misnested: list[str] = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "h1":
            self.headings += 1
        if tag == "label" and "for" in values:
            self.labelled.add(values["for"])
        if tag in {"input", "select", "textarea"} and values.get("type") not in {
            "hidden",
            "submit",
        }:
            self.fields.append((tag, {**values, "in_label": "label" in self.open}))
        self.inline += [f"{tag} {name}" for name in values if name.startswith("on")]
        if "style" in values:
            self.inline.append(f"{tag} style")
        if tag == "style" or (tag == "script" and not values.get("nonce")):
            self.inline.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.misnested.append(tag)

    def handle_data(self, data):
        if self.open and self.open[-1] == "title":
            self.title += data


def check_page(response) -> None:
    if response.mimetype != "text/html" or response.status_code in {301, 302, 303, 308}:
        return
    text = response.get_data(as_text=True)
    if not text.lstrip().lower().startswith("<!doctype"):
        return
    page = _Page()
    page.feed(text)
    where = f"{response.request.method} {response.request.path}"
    assert page.headings == 1, f"{where}: {page.headings} h1"
    assert re.fullmatch(r"\s*\S.* · Nề Nếp\s*", page.title), f"{where}: title {page.title!r}"
    doubled = {name for name in page.ids if page.ids.count(name) > 1}
    assert not doubled, f"{where}: ids used twice: {doubled}"
    assert not page.inline, f"{where}: inline {page.inline}"
    assert not page.misnested, f"{where}: misnested {page.misnested}"
    for tag, attrs in page.fields:
        named = attrs["in_label"] or attrs.get("id") in page.labelled or attrs.get("aria-label")
        assert named, f"{where}: {tag} {attrs.get('name')} has no label"
