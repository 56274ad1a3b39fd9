"""What axe-core has against a page, in words that can be acted on."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

VENDOR = Path(__file__).parent / "vendor"
SCRIPT = (VENDOR / "axe.min.js").read_text("utf-8")
GRAVE = {"serious", "critical"}
OPTIONS = {"resultTypes": ["violations"]}


def complaints(page: Page) -> list[str]:
    """One line for each serious or critical violation and element.

    The script is evaluated from outside of the page, so the page's own policy stays in force.
    """
    page.evaluate(SCRIPT)
    found = page.evaluate(f"axe.run(document, {json.dumps(OPTIONS)})")
    grave = [violation for violation in found["violations"] if violation["impact"] in GRAVE]
    return [_line(violation, node) for violation in grave for node in violation["nodes"]]


def _line(violation: dict[str, Any], node: dict[str, Any]) -> str:
    where = " ".join(map(str, node["target"]))
    return f"{violation['id']} ({violation['impact']}): {violation['help']}: {where}"
