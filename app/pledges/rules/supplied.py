"""The form and the words every committee finds ready: a proposal it changes as it sees fit."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NATIONAL_FILE = Path(__file__).parents[1] / "national.toml"


@dataclass(frozen=True)
class SuppliedSection:
    key: str
    heading: str
    guidance: str
    statement: str | None = None
    is_required: bool = True


@dataclass(frozen=True)
class SuppliedForm:
    """`additions` are sections many committees have beside; each is taken or left."""

    title: str
    opening: str
    grounds: str
    sections: tuple[SuppliedSection, ...]
    additions: tuple[SuppliedSection, ...]

    def addition(self, key: str) -> SuppliedSection | None:
        return next((section for section in self.additions if section.key == key), None)


@cache
def supplied_form() -> SuppliedForm:
    data = tomllib.loads(NATIONAL_FILE.read_text("utf-8"))
    return SuppliedForm(
        data["title"],
        data["opening"],
        "\n".join(data["grounds"]),
        tuple(SuppliedSection(**row) for row in data["section"]),
        tuple(SuppliedSection(**row) for row in data["addition"]),
    )
