"""The example of an installation's settings tells the truth."""

from app.config import DEFAULTS, PREFIX
from tests.architecture.sources import ROOT

SET_BY_MAKE_DEMO = {"SAMPLE_DATA"}


def test_the_example_names_every_setting_with_its_default():
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    shown = dict(line.split("=", 1) for line in lines if line.startswith(PREFIX))
    defaults = {
        PREFIX + name: "" if default is None else str(int(default))
        for name, default in DEFAULTS.items()
        if name not in SET_BY_MAKE_DEMO
    }
    assert shown == defaults
