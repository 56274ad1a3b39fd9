import json
import re

import pytest


@pytest.fixture
def worker(client):
    return client.get("/service-worker.js")


def kept(worker):
    return json.loads(re.search(r"const ASSETS = (\[.*?\]);", worker.text)[1])


def test_the_worker_is_served_from_the_root_so_that_it_reaches_every_page(worker):
    assert worker.mimetype == "text/javascript"
    assert worker.headers["Cache-Control"] == "no-store"


def test_every_file_the_worker_keeps_is_there(client, worker):
    names = kept(worker)
    assert "/static/js/live/live.js" in names
    assert "/static/vendor/idb/idb.js" in names
    for name in names:
        with client.get(name) as file:
            assert file.status_code == 200


def test_the_worker_changes_with_the_files_it_keeps(worker):
    assert re.search(r'^const VERSION = "[0-9a-f]{16}";', worker.text)


def test_pages_may_run_our_worker_and_no_other(worker):
    assert "worker-src 'self';" in worker.headers["Content-Security-Policy"]


def test_the_page_shown_without_network_tells_nothing_of_anybody(client):
    page = client.get("/offline")

    assert page.status_code == 200
    assert "Đang mất mạng" in page.text
    assert "Đồng chí" not in page.text
