import hashlib
import json

from tests.browser.axe import SCRIPT, VENDOR

[RECORD] = json.loads((VENDOR / "VENDORED.json").read_text("utf-8"))


def test_every_vendored_file_is_the_one_recorded():
    files = {path.name: path.read_bytes() for path in VENDOR.iterdir()}
    del files["VENDORED.json"]

    assert {name: hashlib.sha256(it).hexdigest() for name, it in files.items()} == RECORD["sha256"]


def test_the_recorded_version_is_the_one_in_the_script():
    assert f"axe v{RECORD['version']}" in SCRIPT[:200]
