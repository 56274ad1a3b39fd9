"""Every address of the application: who may enter, and how it is written."""

import ast
import re
from collections import Counter

import pytest

from app import create_app
from app.access.guards import PUBLIC
from tests.architecture.sources import APP, TEMPLATES, features, parsed

# Whoever adds a page for people who have not signed in says so here.
PUBLIC_VIEWS = {
    "offline",
    "people.first_run",
    "people.sign_in",
    "resolutions.guest",
    "service_worker",
}


@pytest.fixture(scope="module")
def rooms_app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("routes")
    return create_app({"DATABASE_URL": f"sqlite:///{folder / 'none.sqlite'}", "SECRET_KEY": "x"})


@pytest.fixture(scope="module")
def views(rooms_app):
    return {name: view for name, view in rooms_app.view_functions.items() if name != "static"}


def test_every_route_says_who_may_enter(views):
    silent = [name for name, view in views.items() if not hasattr(view, "guard")]
    assert silent == [], "wrap these views in @guarded(...), @signed_in or @public"


def test_public_routes_are_a_short_known_list(views):
    assert {name for name, view in views.items() if view.guard == PUBLIC} == PUBLIC_VIEWS


def test_urls_are_lower_kebab_case_with_typed_parameters(rooms_app):
    for rule in rooms_app.url_map.iter_rules():
        for parameter in re.findall(r"<([^>]+)>", rule.rule):
            assert ":" in parameter, f"{rule.rule}: give <{parameter}> a converter"
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        assert fixed == fixed.lower().replace("_", "-"), rule.rule


def test_every_page_belongs_to_a_route_of_the_same_name(views):
    pages = (page for room in features() for page in (TEMPLATES / room).glob("[!_]*.html"))
    endpoints = {f"{page.parent.name}.{page.stem}" for page in pages}
    assert endpoints - set(views) == set()


def test_no_two_rooms_give_templates_the_same_word():
    given = Counter(word for path in APP.rglob("*.py") for word in _words_for_templates(path))
    assert [word for word, times in given.items() if times > 1] == []


def _words_for_templates(path):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("globals.update"):
            yield from (keyword.arg for keyword in node.keywords)
