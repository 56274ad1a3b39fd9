"""Static files that a browser keeps for good, until they change."""

import re

import pytest

from app.extensions import db
from app.web.assets import asset
from tests.architecture.sources import TEMPLATES


def test_every_file_a_page_names_is_there_and_kept_for_good(client, make):
    make.account()
    db.session.commit()
    named = re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get("/sign-in").text)

    assert len(named) >= 8
    for address in named:
        with client.get(address) as response:
            assert response.status_code == 200, address
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_an_address_follows_the_content(app):
    with app.test_request_context():
        one, other = asset("css/theme.css"), asset("js/menus.js")

    assert re.fullmatch(r"/static/css/theme\.css\?v=[0-9a-f]{12}", one)
    assert one.partition("?")[2] != other.partition("?")[2]


def test_without_a_version_a_file_is_asked_for_again_each_time(client):
    with client.get("/static/css/theme.css") as response:
        assert "immutable" not in response.headers["Cache-Control"]


def test_a_file_that_is_not_there_is_never_named(app):
    with app.test_request_context(), pytest.raises(FileNotFoundError):
        asset("js/none.js")


def test_no_page_names_a_static_file_without_its_version():
    naming = [
        page.name for page in TEMPLATES.rglob("*.html") if "url_for('static'" in page.read_text()
    ]
    assert naming == []
