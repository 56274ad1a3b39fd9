"""Splices, three-way decisions and merges, driven with whatever people may type."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.revisions.rules import (
    Part,
    SpliceMisfit,
    applied,
    apply,
    changes_between,
    compare,
    decide,
    merge,
    splices,
    undo,
    undone,
)

WORDS = ("Chi", "bộ", "nhất", "trí", "thủy", "thuỷ", "e\u0302", "ê", "<script>", "\u202e", "\n")
texts = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join) | st.text(max_size=60)


@given(texts, texts)
def test_a_change_taken_back_leaves_the_text_before(before, after):
    changes = splices(before, after)

    composed = apply(undo(apply_nfc(before, changes), changes), changes)

    assert composed == nfc(after)
    assert undo(composed, changes) == nfc(before)


def nfc(text):
    from unicodedata import normalize

    return normalize("NFC", text)


def apply_nfc(text, changes):
    return apply(nfc(text), changes)


@given(st.lists(st.dictionaries(st.sampled_from("abc"), texts), min_size=1, max_size=12))
def test_any_chain_of_saves_can_be_read_back_to_its_beginning(saves):
    values, history = {}, []
    for save in saves:
        after = {**values, **{name: nfc(text) for name, text in save.items()}}
        history.append((values, changes_between(values, after)))
        values = after

    for before, changes in reversed(history):
        assert with_all(applied(before, changes)) == with_all(values)
        values = undone(values, changes)
        assert with_all(values) == with_all(before)


def with_all(values):
    return {name: values.get(name, "") for name in "abc"}


def test_what_was_typed_is_all_that_is_stored():
    before = "Chi bộ " * 500

    assert splices(before, before + "nhất trí.") == [[len(before), "", "nhất trí."]]


def test_two_places_changed_are_two_splices():
    [later, earlier] = splices("Một hai ba bốn năm", "Mốt hai ba bốn lăm")

    assert later[1:] == [" n", " l"]
    assert earlier == [1, "ột", "ốt"]


def test_a_change_that_does_not_fit_says_so():
    changes = splices("Kinh tế tăng", "Kinh tế giảm")

    with pytest.raises(SpliceMisfit):
        undo("Kinh tế  tăng", changes)


def test_two_texts_of_twenty_thousand_letters_are_told_apart_in_time():
    before, after = "a b " * 5000, "b c " * 5000

    assert apply(before, splices(before, after)) == after
    assert "".join(text for part, text in compare(before, after) if part != Part.REMOVED) == after


@pytest.mark.parametrize(
    ("mine", "theirs", "taken", "conflicting"),
    [
        ({"a": "2"}, {"a": "1", "b": "3"}, {"a": "2"}, ()),
        ({"a": "2"}, {"a": "2"}, {}, ()),
        ({"a": "1"}, {"a": "3"}, {}, ()),
        ({"a": "2"}, {"a": "3"}, {}, ("a",)),
        ({"a": "2", "b": "4"}, {"a": "3"}, {"b": "4"}, ("a",)),
        ({"a": ""}, {"a": "1"}, {"a": ""}, ()),
    ],
)
def test_each_field_is_decided_for_itself(mine, theirs, taken, conflicting):
    decision = decide({"a": "1"}, mine, theirs)

    assert (decision.taken, decision.conflicting) == (taken, conflicting)


def words(text):
    return Counter(re.findall(r"\S+", text))


@given(texts.map(nfc), texts.map(nfc), texts.map(nfc))
def test_a_proposal_holds_every_word_either_put_in(base, mine, theirs):
    merged = words(merge(base, mine, theirs))

    for side in (mine, theirs):
        assert set(words(side) - words(base)) <= set(merged)


@given(texts.map(nfc), texts.map(nfc))
def test_the_same_change_on_both_sides_merges_in_silence(base, text):
    assert merge(base, text, text) == text
    assert merge(base, text, base) == text
    assert merge(base, base, text) == text


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("Một hai ba", "Một hai bốn", "Không hai ba", "Không hai bốn"),
        ("", "Xuất khẩu giảm.", "Kinh tế tăng.", "Kinh tế tăng. Xuất khẩu giảm."),
        ("Kinh", "Kinh tế tăng mạnh", "Kinh tế tăng", "Kinh tế tăng mạnh"),
        ("Kinh tế", "Kinh tế năm nay", "Kinh tế quý IV", "Kinh tế quý IV năm nay"),
    ],
)
def test_what_is_proposed(base, mine, theirs, merged):
    assert merge(base, mine, theirs) == merged


@given(texts.map(nfc), texts.map(nfc))
def test_a_comparison_shows_both_texts_whole(before, after):
    parts = compare(before, after)

    assert "".join(t for part, t in parts if part != Part.INSERTED) == before
    assert "".join(t for part, t in parts if part != Part.REMOVED) == after
