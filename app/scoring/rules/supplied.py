"""The frames that come with the product, as templates to adapt (scoring.md §1, §3, §4)."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from app.scoring.rules.indicators import Subject
from app.scoring.rules.plain import from_plain
from app.scoring.rules.rubric import Rubric

_ROOM = Path(__file__).parents[1]

SOURCES = {
    Subject.MEETING: "Khung của HD 42-HD/BTCTW, mục 5; mức chia nhỏ là ví dụ",
    Subject.BRANCH_YEAR: "QĐ 366-QĐ/TW, Phụ lục 1 (30 + 70); điểm chia nhỏ là ví dụ",
    Subject.MEMBER_YEAR: "QĐ 366-QĐ/TW, Phụ lục 5 (30 + 70); điểm chia nhỏ là ví dụ",
}


@cache
def supplied(subject: Subject) -> Rubric:
    data = json.loads((_ROOM / f"{subject.value}.json").read_text("utf-8"))
    rubric, flaws = from_plain(data)
    if rubric is None:
        raise ValueError(f"{subject.value}: {flaws}")
    return rubric


def empty(subject: Subject) -> Rubric:
    """Nothing but the title, the columns and the grades, to be filled."""
    return replace(supplied(subject), criteria=(), gates=())


def known_grades(subject: Subject) -> Mapping[str, str]:
    """The codes of the grades that every sheet of a subject means alike, by their words."""
    return {grade.label.casefold(): grade.code for grade in supplied(subject).grades}
