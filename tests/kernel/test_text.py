import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.text import clean, clean_line, collation_key, fold, name_key, nfc

VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
words = st.text(VIETNAMESE + VIETNAMESE.upper() + " ", max_size=12)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nguyễn Đức Thủy", "nguyen duc thuy"),
        ("Nguyễn Đức Thuỷ", "nguyen duc thuy"),
        ("ĐẢNG ỦY", "dang uy"),
        ("Quyết định số 05-QĐ/TW", "quyet dinh so 05-qd/tw"),
        (unicodedata.normalize("NFD", "Ấp Đề Lâm"), "ap de lam"),
        ("", ""),
    ],
)
def test_folding_leaves_bare_letters(text, folded):
    assert fold(text) == folded


@given(words)
def test_folded_text_is_plain_and_folding_it_again_changes_nothing(text):
    assert fold(text).isascii()
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


IN_ORDER = ["An", "Ân", "Bình", "Cường", "Dũng", "Đặng", "Giang", "Ơn", "Út", "Ước", "Vân", "Yến"]


def test_the_vietnamese_alphabet_orders_names():
    assert sorted(reversed(IN_ORDER), key=collation_key) == IN_ORDER


def test_letters_come_before_tones():
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(reversed(tones), key=collation_key) == tones
    assert collation_key("mạ") < collation_key("mai")


def test_a_shorter_word_comes_before_the_longer_one_it_begins():
    assert sorted(["Lan Anh", "Lan", "Lanh"], key=collation_key) == ["Lan", "Lan Anh", "Lanh"]


@pytest.mark.parametrize("other", ["A1", "A-", "Aß", "A\u00b7"])
def test_what_is_no_letter_comes_last(other):
    assert collation_key(other) > collation_key("Ay")


@given(words)
def test_the_key_is_made_of_digits_that_every_database_sorts_alike(text):
    assert set(collation_key(text)) <= set("0123456789")
    assert collation_key(text) == collation_key(unicodedata.normalize("NFD", text))


@given(words, words)
def test_only_the_same_letters_share_a_key(one, other):
    is_same = nfc(one.lower()) == nfc(other.lower())
    assert (collation_key(one) == collation_key(other)) is is_same


def test_people_are_sorted_by_given_name_then_by_the_rest():
    names = [
        "Nguyễn Thị Bích An",
        "Lê Hoài Ân",
        "Đỗ Văn Bình",
        "Lê Văn Bình",
        "Trần Quốc Cường",
        "Hồ Đắc Dũng",
        "Nguyễn Đặng",
    ]
    by_rest = [names[0], names[1], "Đỗ Văn Bình", "Lê Văn Bình", *names[4:]]
    assert sorted(reversed(names), key=name_key) == by_rest


def test_a_single_name_and_stray_spaces_are_sorted_too():
    assert name_key("  Trần   Thị Hạnh ") == name_key("Trần Thị Hạnh")
    assert name_key("Hạnh") < name_key("Trần Thị Hạnh")


def test_a_very_long_name_still_fits_its_column():
    assert len(name_key("Nguyễn " * 100)) == 400


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  một  ", "một"),
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("một   \nhai\t", "một\nhai"),
        ("\x00một\x07\x1b[0m", "một[0m"),
        ("một\tbảng", "một\tbảng"),
        ("\ud800lạc", "lạc"),
        (unicodedata.normalize("NFD", "ủy ban"), "ủy ban"),
        ("\n\n", ""),
    ],
)
def test_typed_text_is_kept_clean(typed, kept):
    assert clean(typed) == kept


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing_and_can_be_stored(typed):
    once = clean(typed)
    assert clean(once) == once
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("một\nhai", "một hai"), ("  một \t hai  ", "một hai"), ("một\u00a0 hai", "một hai")],
)
def test_a_line_has_no_breaks_and_single_spaces(typed, kept):
    assert clean_line(typed) == kept


def test_what_shows_nothing_or_turns_the_text_is_dropped():
    assert clean("\u200bĐảng\u202e ủy\ufeff") == "Đảng ủy"
    assert clean("\u200b\u2060") == ""
