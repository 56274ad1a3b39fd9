"""Two editions of a pledge side by side."""

from datetime import date

import pytest

from app.extensions import db
from app.pledges.queries.compare import changes_between
from app.pledges.service.writing import add_item, remove_item
from app.revisions.rules import Part
from tests.pledges.life_cast import NOW, Cast


@pytest.fixture
def cast(make):
    return Cast(make)


@pytest.fixture
def pledge(cast):
    """Confirmed, with a copy under way."""
    pledge = cast.confirmed()
    cast.revise(pledge)
    return pledge


def changed(pledge):
    before, after = pledge.editions
    return {
        change.label: {
            part: "".join(text for found, text in change.parts if found is part) for part in Part
        }
        for change in changes_between(before, after)
    }


def test_a_copy_differs_in_nothing(pledge):
    assert changed(pledge) == {}


def test_each_changed_commitment_is_named_by_its_place(pledge):
    item = pledge.last.items[1]
    item.measure, item.due_on = "Mỗi quý một lần", date(2026, 9, 30)

    [(label, parts)] = changed(pledge).items()

    assert label == "Về đạo đức, lối sống, nội dung 1"
    assert "Mỗi quý một lần" in parts[Part.INSERTED]
    assert "Giữ gìn lời hứa 2" in parts[Part.SAME]


def test_what_was_added_and_what_is_gone_are_said(cast, pledge):
    section = cast.campaign.template.sections[0]
    add_item(pledge, section_id=section.id, content="Thêm", by=cast.by_author, now=NOW)
    gone = pledge.last.items[1]
    remove_item(pledge, gone, version=gone.version, by=cast.by_author, now=NOW)
    db.session.flush()

    assert set(changed(pledge)) == {
        "Về tư tưởng chính trị, nội dung 2 (thêm mới)",
        "Về đạo đức, lối sống, nội dung 1 (đã bỏ)",
    }


def test_a_commitment_under_another_heading_is_a_change(cast, pledge):
    pledge.last.items[0].section = cast.campaign.template.sections[1]
    db.session.flush()

    [(label, parts)] = changed(pledge).items()

    assert label.startswith("Về đạo đức, lối sống")
    assert "tư tưởng" in parts[Part.REMOVED]
    assert "đạo đức" in parts[Part.INSERTED]


def test_a_text_longer_by_a_word_keeps_the_others(pledge):
    pledge.last.items[0].content = "Giữ gìn trọn vẹn lời hứa 1"

    [parts] = changed(pledge).values()

    assert (parts[Part.REMOVED], parts[Part.INSERTED].strip()) == ("", "trọn vẹn")
