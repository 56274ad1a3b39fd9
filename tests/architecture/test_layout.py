"""Where things stand, and how large they may grow."""

import re
from itertools import chain

import pytest

from tests.architecture.sources import APP, ROOT, TEMPLATES, features, rooms, short

SHELVES = frozenset(
    ("__init__", "routes", "forms", "service", "queries", "models", "document", "rules", "cli")
)
NAMELESS = re.compile(r"(^|_)(utils?|helpers?|misc|common|stuff)(_|$)")
PAGE_FOLDERS = frozenset({"layouts", "components", "documents", "email", "errors"})


@pytest.mark.parametrize("room", features())
def test_a_feature_keeps_to_its_shelves(room):
    kept = {path.stem for path in (APP / room).iterdir() if path.suffix == ".py" or path.is_dir()}
    assert kept - {"__pycache__"} <= SHELVES


def own_files():
    scripts = (p for p in (APP / "static").rglob("*.[cj]s*") if "vendor" not in p.parts)
    tests = (ROOT / "tests").rglob("*.py")
    return chain(APP.rglob("*.py"), TEMPLATES.rglob("*.html"), tests, scripts)


def test_no_file_outgrows_its_reader():
    lengths = {short(path): len(path.read_text("utf-8").splitlines()) for path in own_files()}
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_every_file_is_named_after_what_it_holds():
    assert [short(path) for path in own_files() if NAMELESS.search(path.stem)] == []


def test_every_folder_of_pages_belongs_to_a_room():
    folders = {path.name for path in TEMPLATES.iterdir() if path.is_dir()}
    assert folders - PAGE_FOLDERS <= set(rooms())
