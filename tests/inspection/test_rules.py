"""Every event in words, and every stored value readable."""

import re

import pytest

from app.audit.events import Event
from app.audit.facts import FACTS
from app.inspection.rules.kinds import KIND_LABELS, Kind, events_of, kind_of
from app.inspection.rules.values import EMPTY, FIELD_LABELS, shown
from app.inspection.rules.wording import CLOSED, SENTENCES, Change, told

VIETNAMESE = re.compile(r"[à-ỹđ]", re.IGNORECASE)


@pytest.mark.parametrize("event", Event)
def test_every_event_has_a_sentence_of_its_own_facts(event):
    named = set(re.findall(r"{(\w+)}", SENTENCES[event]))

    assert VIETNAMESE.search(SENTENCES[event])
    assert named <= FACTS[event]


@pytest.mark.parametrize("event", Event)
def test_every_fact_is_said_in_the_sentence_or_listed_under_a_vietnamese_label(event):
    said = set(re.findall(r"{(\w+)}", SENTENCES[event])) | {"before", "after"}

    assert FACTS[event] - said <= FIELD_LABELS.keys()


@pytest.mark.parametrize("event", Event)
def test_no_line_shows_a_stored_key(event):
    facts = dict.fromkeys(FACTS[event], "x") | {"is_passed": True, "is_on_paper": True}
    line = told(
        event, {n: v for n, v in facts.items() if n in FACTS[event]}, {}, with_restricted=True
    )

    words = " ".join([line.what, *(label for label, _ in line.facts)])
    assert not re.search(r"[a-z]+_[a-z]+|[{}]", words)


@pytest.mark.parametrize("event", Event)
def test_every_event_belongs_to_one_kind(event):
    assert [kind for kind in Kind if event in events_of(kind)] == [kind_of(event)]


def test_every_kind_is_named_and_holds_something():
    assert KIND_LABELS.keys() == set(Kind)
    assert all(events_of(kind) for kind in Kind)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("due_on", "2026-11-20", "20/11/2026"),
        ("period", "2026-11-01", "tháng 11 năm 2026"),
        ("began_time", "14:05:00", "14 giờ 05"),
        ("posted_at", "2026-11-03T07:00:00+00:00", "14 giờ 00 ngày 03/11/2026"),
        ("posted_at", "2026-11-03Tlà chữ", "2026-11-03Tlà chữ"),
        ("status", "probationary", "Dự bị"),
        ("role", "secretary", "Bí thư chi bộ"),
        ("mode", "online", "Trực tuyến"),
        ("section", "step_1", None),
        ("key", "meeting.day", None),
        ("scope", "year:2026", "năm 2026"),
        ("scope", "term:11111111-1111-1111-1111-111111111111", "nhiệm kỳ 2025-2027"),
        ("chair_id", "22222222-2222-2222-2222-222222222222", "Trần Thị Hạnh"),
        ("chair_id", "33333333-3333-3333-3333-333333333333", "(không còn trong danh sách)"),
        ("collaborators", ["Lê Hoài Ân", "Võ Văn Bình"], "Lê Hoài Ân, Võ Văn Bình"),
        ("is_active", False, "không"),
        ("dues_paid", 0, "0"),
        ("topic", "", EMPTY),
        ("topic", None, EMPTY),
        ("hash", "a" * 64, "a" * 16 + "…"),
        ("size", 12_300_000, "12,3 MB"),
        ("unit", "item:11111111-1111-1111-1111-111111111111", "“2025-2027”"),
        ("unit", "item:33333333-3333-3333-3333-333333333333", "một nội dung của chương trình"),
        ("unit", "closing:33333333-3333-3333-3333-333333333333", "phần kết thúc"),
        ("text", "open", "open"),  # only a field that holds codes is read as one
    ],
)
def test_a_stored_value_is_put_in_words(field, value, words):
    names = {
        "11111111-1111-1111-1111-111111111111": "2025-2027",
        "22222222-2222-2222-2222-222222222222": "Trần Thị Hạnh",
    }
    found = shown(field, value, names)

    assert found == words if words else found != value


def test_a_change_is_told_by_what_differs():
    facts = {
        "before": {"place": "Phòng họp tầng 3", "topic": None, "dues_paid": None},
        "after": {"place": "Hội trường", "topic": "", "dues_paid": 0},
    }

    line = told(Event.MEETING_CHANGED, facts, {}, with_restricted=True)

    assert line.what == "sửa thông tin buổi họp"
    assert line.changes == (
        Change("Địa điểm", "Phòng họp tầng 3", "Hội trường"),
        Change("Số đã nộp đảng phí", EMPTY, "0"),
    )


def test_a_regulation_is_shown_with_its_unit():
    facts = {
        "key": "meeting.weekend_rule",
        "value": "no such choice",
        "valid_from": "2026-01-01",
        "valid_until": None,
        "source": "QĐ 294",
    }

    line = told(Event.REGULATION_SET, facts, {}, with_restricted=True)

    assert "meeting.weekend_rule" not in line.what
    assert line.facts == (("Áp dụng từ", "01/01/2026"), ("Nguồn", "QĐ 294"))


@pytest.mark.parametrize("event", CLOSED)
def test_without_the_right_to_restricted_content_a_line_says_only_that_something_was_written(event):
    secret = "Một đồng chí còn băn khoăn"
    facts = dict.fromkeys(FACTS[event], secret) | {
        "before": {"content": ""},
        "after": {"content": secret},
    }

    line = told(event, facts, {}, with_restricted=False)

    assert line.what == CLOSED[event]
    assert secret not in repr(line)


@pytest.mark.parametrize(
    "text",
    [
        "2026-99-99",
        "99:99",
        "25:61:00.5",
        "2026-13-01T00:00",
        "0001-01-01T00:00:00+14:00",
        "9" * 64,
    ],
)
def test_what_only_looks_like_a_time_is_read_as_it_was_typed(text):
    facts = {"member": "Võ Văn Bình", "reason": text, "period": text}

    line = told(Event.ABSENCE_ANNOUNCED, facts, {}, with_restricted=True)

    assert text[:16] in line.what
