"""What every page must have, seen in its source; rendered pages are judged when fetched."""

import re
import unicodedata

import pytest

from tests.architecture.sources import APP, TEMPLATES, features, short

PAGES = [path for path in TEMPLATES.rglob("*.html") if "documents" not in path.parts]
POSTS = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>(.*?)</form>", re.IGNORECASE | re.DOTALL)
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
INLINE = re.compile(r"<[a-z][^>]*\s(on[a-z]+|style)=", re.IGNORECASE)
FOREIGN = re.compile(r"(?:src|href|action)=\"(?:https?:)?//", re.IGNORECASE)
AS_MARKUP = re.compile(
    r"\.(inner|outer)HTML\s*\+?=(?!=)|insertAdjacentHTML|document\.write\b|\beval\("
)
UNESCAPED = re.compile(r"\|\s*safe\b|{%-?\s*autoescape\s+false")
WRONG_ADDRESS = re.compile(r"\b(bạn|các bạn|người dùng|quý vị|ông/bà|anh/chị)\b", re.IGNORECASE)
OLD_TONE = re.compile("uỷ", re.IGNORECASE)


def found(pattern, paths):
    texts = ((short(path), path.read_text("utf-8")) for path in paths)
    return [f"{name}: {match.group()}" for name, text in texts for match in pattern.finditer(text)]


def spoken():
    """Where the words stand that a user reads: pages, and the rooms' own sentences."""
    rooms = [path for room in features() for path in (APP / room).rglob("*.py")]
    return [*TEMPLATES.rglob("*.html"), *rooms, *(APP / "web").rglob("*.py")]


def test_no_page_carries_code_or_style_that_the_security_policy_refuses():
    scripts = [match for match in found(SCRIPT, PAGES) if not re.search(r"nonce=|src=", match)]
    assert scripts == []
    assert found(INLINE, PAGES) == []


def test_no_script_of_ours_reads_text_as_markup():
    assert found(AS_MARKUP, (APP / "static" / "js").rglob("*.js")) == []


def test_nothing_is_loaded_from_another_site():
    assert found(FOREIGN, PAGES) == []


def test_no_page_switches_escaping_off():
    assert found(UNESCAPED, TEMPLATES.rglob("*.html")) == []


def test_every_form_that_changes_something_carries_the_token():
    bare = [
        short(path)
        for path in PAGES
        for form in POSTS.findall(path.read_text("utf-8"))
        if not re.search(r"csrf_token|hidden_state|hidden_tag", form)
    ]
    assert bare == []


def test_members_are_addressed_as_comrades():
    assert found(WRONG_ADDRESS, spoken()) == []


def test_the_tone_mark_stands_where_the_party_office_puts_it():
    assert found(OLD_TONE, spoken()) == []


@pytest.mark.parametrize("folder", [APP, TEMPLATES])
def test_vietnamese_is_written_in_composed_letters(folder):
    texts = (p for p in folder.rglob("*") if p.suffix in {".py", ".html", ".toml", ".js", ".css"})
    own = (path for path in texts if "vendor" not in path.parts)
    decomposed = [
        short(path) for path in own if not unicodedata.is_normalized("NFC", path.read_text("utf-8"))
    ]
    assert decomposed == []
