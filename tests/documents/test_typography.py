"""Clean text, dates in words, figures, names that break well."""

import unicodedata
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.typography import (
    balance,
    cited_date,
    clock,
    counted,
    long_date,
    percent,
    place_date,
    tidy,
)


def glued(text: str) -> str:
    """The tidied text with its glue made visible."""
    return tidy(text).replace("\N{NO-BREAK SPACE}", "~")


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("đạt 92,3 % số phiếu", "đạt 92,3~% số phiếu"),
        ("từ 14 giờ 00 đến 15 giờ 40", "từ 14~giờ~00 đến 15~giờ~40"),
        ("trước ngày 25/11", "trước ngày~25/11"),
        ("kỳ sinh hoạt tháng 12", "kỳ sinh hoạt tháng~12"),
        ("ngày 03 tháng 11 năm 2026", "ngày~03 tháng~11 năm~2026"),
        ("chuyên đề quý IV", "chuyên đề quý~IV"),
        ("Số 05-NQ/CB", "Số~05-NQ/CB"),
        ("có 12 đồng chí", "có 12~đồng~chí"),
        ("Đồng chí Trần Hạnh nói", "Đồng~chí~Trần~Hạnh nói"),
        ("đồng chí Nguyễn Thu Trang", "đồng~chí~Nguyễn Thu~Trang"),
        ("đồng chí Đặng Ỷ Nhi, đ/c Ông Văn Ánh", "đồng~chí~Đặng Ỷ~Nhi, đ/c~Ông Văn~Ánh"),
        ("các đồng chí chi ủy viên", "các đồng~chí chi ủy viên"),
        ("thông 5 giời", "thông 5 giời"),
    ],
)
def test_what_belongs_together_stays_on_one_line(typed: str, set_as: str) -> None:
    assert glued(typed) == set_as


def test_pasted_text_is_composed_and_cleaned() -> None:
    pasted = unicodedata.normalize("NFD", "Đảng  ủy\t xã") + "\x00\x07 \u200b\r\n\r\n  họp \u202e"

    assert tidy(pasted) == "Đảng ủy xã\nhọp"


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" \n\t1")))
def test_tidying_loses_no_visible_character(text: str) -> None:
    assert "".join(tidy(text).split()) == "".join(unicodedata.normalize("NFC", text).split())


@given(st.lists(st.sampled_from(["ngày", "25", "đồng chí", "An", "Bình", "%", "số", "I"])))
def test_glue_only_ever_replaces_spaces(parts: list[str]) -> None:
    typed = " ".join(parts)

    assert tidy(typed).replace("\N{NO-BREAK SPACE}", " ") == typed


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 2, 5), "Huế, ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "Huế, ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "Huế, ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 10), "Huế, ngày 10 tháng 12 năm 2026"),
    ],
)
def test_zeros_stand_only_where_a_stroke_could_alter_the_date(day: date, written: str) -> None:
    assert place_date("Huế", day) == written
    assert written.endswith(long_date(day))


def test_another_paper_is_cited_with_a_short_date() -> None:
    assert cited_date(date(2026, 9, 5)) == "05/9/2026"
    assert cited_date(date(2026, 2, 15)) == "15/02/2026"


def test_the_clock_is_read_in_words() -> None:
    assert clock(time(14, 0)) == "14 giờ 00"
    assert clock(time(7, 5)) == "07 giờ 05"


@pytest.mark.parametrize(
    ("numerator", "denominator", "written"),
    [
        (12, 13, "92,3 %"),
        (11, 12, "91,7 %"),
        (1, 16, "6,3 %"),  # 6.25: halves go up
        (13, 13, "100 %"),
        (0, 13, "0 %"),
        (0, 0, "không xác định"),
    ],
)
def test_shares_have_one_decimal(numerator: int, denominator: int, written: str) -> None:
    assert percent(numerator, denominator) == written


def test_small_counts_carry_a_zero_and_nothing_does_not() -> None:
    assert [counted(number) for number in (0, 1, 9, 10)] == ["0", "01", "09", "10"]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("CHI BỘ KHU PHỐ 3", ("CHI BỘ KHU PHỐ 3",)),
        ("ĐẢNG BỘ VĂN PHÒNG UBND TỈNH", ("ĐẢNG BỘ VĂN PHÒNG", "UBND TỈNH")),
        ("CHI BỘ TỔNG HỢP - KINH TẾ NGÀNH", ("CHI BỘ TỔNG HỢP -", "KINH TẾ NGÀNH")),
        ("ĐẢNG BỘ TRƯỜNG TRUNG HỌC HUỆ", ("ĐẢNG BỘ TRƯỜNG", "TRUNG HỌC HUỆ")),
    ],
)
def test_a_long_name_breaks_at_a_meaningful_place(name: str, lines: tuple[str, ...]) -> None:
    assert balance(name, limit=25) == lines


def test_a_word_wider_than_the_column_stands_alone() -> None:
    assert balance("CHI BỘ " + "X" * 30, limit=10) == ("CHI BỘ", "X" * 30)


@given(st.lists(st.text("ABCĐ", min_size=1, max_size=9), min_size=1, max_size=12))
def test_breaking_a_name_keeps_its_words_and_the_limit(words: list[str]) -> None:
    lines = balance(" ".join(words), limit=14)

    assert " ".join(lines).split() == words
    assert all(len(line) <= 14 for line in lines)
