"""Somebody who builds a rubric: opens a page, types into its form, and sends all of it."""

from html.parser import HTMLParser
from urllib.parse import urljoin
from uuid import UUID

from app.extensions import db
from app.scoring.models import RubricEdition


class _Form(HTMLParser):
    """The one form of a page that holds what is typed, as a browser would send it."""

    def __init__(self):
        super().__init__()
        self.values = {}
        self.action = ""
        self._inside = False
        self._select = self._textarea = None

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "form":
            self._inside = "data-unsaved" in at
            self.action = at.get("action", "") if self._inside else self.action
        if not self._inside:
            return
        name, kind = at.get("name"), at.get("type")
        if tag == "input" and (kind not in {"checkbox", "radio"} or "checked" in at):
            self.values.setdefault(name, []).append(at.get("value", "y"))
        elif tag == "select":
            self._select = name
            self.values[name] = []
        elif tag == "option" and self._select and "selected" in at:
            self.values[self._select].append(at["value"])
        elif tag == "option" and self._select:
            self.values.setdefault(f"?{self._select}", []).append(at["value"])
        elif tag == "textarea":
            self._textarea = name
            self.values[name] = [""]

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False
        elif tag == "select":
            first = self.values.pop(f"?{self._select}", [])[:1]
            self.values[self._select] = self.values[self._select] or first
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data):
        if self._textarea:
            self.values[self._textarea][0] += data.strip("\n")


class Builder:
    def __init__(self, client):
        self.client = client

    def fill(self, path, press=None, **typed):
        """Open a page, change what is said of it, and press its button."""
        return self.send(self.client.get(path), path, press, **typed)

    def send(self, page, path, press=None, **typed):
        """Of a page that is open already, or came back."""
        assert page.status_code in {200, 409}, page.text
        form = _Form()
        form.feed(page.text)
        unknown = {
            name for name in typed if name not in form.values and f'name="{name}"' not in page.text
        }
        assert not unknown, f"{path} has no {unknown}"
        data = {**form.values, **typed, **(press or {})}
        return self.client.post(urljoin(path, form.action) if form.action else path, data=data)

    def begin(self, place, source="empty", subject="meeting"):
        address = f"/organisations/{place.id}/rubrics/new?subject={subject}"
        return self.at(self.fill(address, source=source))

    def at(self, answer):
        """The rubric somebody was led to."""
        assert answer.status_code == 302, answer.text
        path = answer.location.partition("#")[0]
        return db.session.get(RubricEdition, UUID(path.rsplit("/", 1)[1]))

    def add(self, edition, code, kind, points, *, within="", levels=(), **typed):
        """A criterion with its levels, pressing for more rows where the page has too few."""
        path = f"/rubrics/{edition.id}/criteria/new?within={within}"
        page = self.client.get(path)
        while f'name="label_{len(levels) - 1}"' not in page.text and levels:
            page = self.send(page, path, {"more": "rows"})
        for number, row in enumerate(levels):
            for name, value in zip(("label", "points", "from", "below"), row, strict=False):
                typed[f"{name}_{number}"] = value
        answer = self.send(
            page, path, code=code, kind=kind, max_points=points, label=f"Nội dung {code}", **typed
        )
        assert answer.status_code == 302, answer.text


def again(edition):
    """As it is stored by now."""
    db.session.expire_all()
    return db.session.get(RubricEdition, edition.id)


def codes(edition):
    return [one.code for one in again(edition).rubric.walk()]
