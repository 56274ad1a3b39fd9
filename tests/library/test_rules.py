from datetime import date
from unicodedata import is_normalized, normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.kernel.errors import RuleBroken
from app.library.rules import (
    Symbol,
    check_days,
    cited,
    found_by,
    is_in_force,
    kind_for,
    read_symbol,
    words_of,
)

DAY = date(2025, 7, 23)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("10CT/TW", "10-CT/TW"),
        ("10-CT/TW", "10-CT/TW"),
        ("10 - CT / TW", "10-CT/TW"),
        ("10–ct/tw", "10-CT/TW"),
        ("số 50-CT/TW", "50-CT/TW"),
        ("Số: 50-CT/TW", "50-CT/TW"),
        ("01QC/TU", "01-QC/TU"),
        ("1QC/TU", "01-QC/TU"),
        ("1089QĐ/TU", "1089-QĐ/TU"),
        ("1051 QĐ/TU", "1051-QĐ/TU"),
        ("1089QD/TU", "1089-QĐ/TU"),
        ("1089QÐ/TU", "1089-QĐ/TU"),  # the Icelandic letter, from old keyboards
        (normalize("NFD", "05-NQ/ĐU"), "05-NQ/ĐU"),
        ("05-NQ/TU", "05-NQ/TU"),
        ("42HD/BTCTW", "42-HD/BTCTW"),
        ("294-QĐ/TW", "294-QĐ/TW"),
        ("12-ctr/thu", "12-CTr/ThU"),
        ("15b-NQ/TW", "15b-NQ/TW"),
        ("50/CT-TW", "50-CT/TW"),
        ("7/HD-BTCTW", "07-HD/BTCTW"),
        ("1234/QĐ-UBND", "1234/QĐ-UBND"),
        ("30/2020/NĐ-CP", "30/2020/NĐ-CP"),
        ("30/2020/nđ-cp", "30/2020/NĐ-CP"),
        ("05/CT-TTg", "05/CT-TTg"),
        ("52/2014/TTLT-BTC-BNV", "52/2014/TTLT-BTC-BNV"),
        ("15/2012/QH13", "15/2012/QH13"),
    ],
)
def test_a_symbol_is_printed_in_its_proper_form(typed, printed):
    assert str(read_symbol(typed)) == printed


@pytest.mark.parametrize(
    "typed",
    ["", "số", "CT/TW", "00-CT/TW", "0/QĐ-UBND", "50-CT", "50", "50-/TW", "50-CT/", "50-CT/TW/x",
     "50-CT/TW; 51-CT/TW", "1234567-CT/TW", "50-CТ/TW", f"1-CT/{'A' * 60}"],
)  # fmt: skip
def test_nonsense_is_refused_with_an_example_of_what_is_meant(typed):
    with pytest.raises(RuleBroken, match="50-CT/TW") as refused:
        read_symbol(typed)
    assert refused.value.field == "symbol"


letters = st.text("ABCĐGHKLNQRTUVXƯƠabcđhknqrtu", min_size=1, max_size=8)
party = st.builds(
    "{:02}-{}/{}".format,
    st.integers(1, 999_999),
    letters,
    letters | st.builds("{}-{}".format, letters, letters),
)
of_state = st.builds(
    "{}{}/{}-{}".format,
    st.integers(1, 99_999),
    st.sampled_from(["", "/2020"]),
    letters,
    letters,
)


@given(party | of_state)
@example("15b-NQ/TW")
def test_what_is_printed_is_read_as_the_same_symbol(typed):
    symbol = read_symbol(typed)

    assert read_symbol(str(symbol)) == symbol
    assert is_normalized("NFC", str(symbol))


@given(st.integers(1, 999_999), letters, letters, st.sampled_from(["", "-", " - ", "–", " "]))
def test_the_hyphen_and_leading_zeros_make_no_difference(number, kind, issuer, between):
    proper = read_symbol(f"{number:02}-{kind}/{issuer}")

    assert read_symbol(f"{number}{between}{kind} / {issuer}") == proper
    assert str(proper).startswith(f"{number:02}-")


@given(st.text())
def test_whatever_is_typed_is_read_or_refused(typed):
    try:
        symbol = read_symbol(typed)
    except RuleBroken:
        return
    assert read_symbol(str(symbol)) == symbol


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("05-NQ/TU", "Nghị quyết"),
        ("50-CT/TW", "Chỉ thị"),
        ("126-KL/TW", "Kết luận"),
        ("01-QC/TU", "Quy chế"),
        ("42-HD/BTCTW", "Hướng dẫn"),
        ("03-KH/ĐU", "Kế hoạch"),
        ("12-TB/ĐU", "Thông báo"),
        ("77-CV/ĐU", "Công văn"),
        ("09-BC/ĐU", "Báo cáo"),
        ("1234/QĐ-UBND", "Quyết định"),
        ("30/2020/NĐ-CP", "Nghị định"),
    ],
)
def test_the_kind_follows_from_the_symbol(typed, kind):
    assert kind_for(read_symbol(typed), "") == kind


@pytest.mark.parametrize(
    ("typed", "asked"),
    [("294-QĐ/TW", "Quyết định và Quy định"), ("15/2012/QH13", "chọn loại"), ("9-XX/TW", "chọn")],
)
def test_where_the_symbol_leaves_the_kind_open_it_is_asked_for(typed, asked):
    with pytest.raises(RuleBroken, match=asked) as refused:
        kind_for(read_symbol(typed), "")
    assert refused.value.field == "kind"
    assert kind_for(read_symbol(typed), "Quy định") == "Quy định"


@pytest.mark.parametrize(
    "title", ["tiếp tục đổi mới sinh hoạt chi bộ", "Về tiếp tục đổi mới sinh hoạt chi bộ."]
)
def test_a_document_is_cited_as_the_format_of_documents_asks(title):
    assert cited(
        kind="Chỉ thị", symbol="50-CT/TW", issued_on=DAY, issuer="Ban Bí thư", title=title
    ) == (
        "Chỉ thị số 50-CT/TW, ngày 23/7/2025 của Ban Bí thư, về tiếp tục đổi mới sinh hoạt chi bộ"
    )


def test_days_below_ten_are_cited_with_a_zero():
    said = cited(
        kind="Nghị quyết",
        symbol="12-NQ/ĐU",
        issued_on=date(2026, 2, 5),
        issuer="Đảng ủy",
        title="x",
    )
    assert "ngày 05/02/2026 của" in said


@pytest.mark.parametrize(
    "typed", ["10CT/TW", "10-ct/tw", "chi thi 10", "Ban bí thư", "sinh hoat chỉ thị", "số 10"]
)
def test_a_document_is_found_however_it_is_asked_for(typed):
    folded = found_by(
        kind="Chỉ thị", symbol="10-CT/TW", issuer="Ban Bí thư", title="nâng cao sinh hoạt chi bộ"
    )
    assert all(word in folded for word in words_of(typed))


def test_a_document_is_in_force_from_its_day_until_the_day_it_is_withdrawn():
    ends = date(2026, 1, 1)
    in_force = [
        is_in_force(DAY, ends, on=day) for day in (date(2025, 7, 22), DAY, date(2025, 12, 31), ends)
    ]
    assert in_force == [False, True, True, False]
    assert is_in_force(DAY, None, on=date(2099, 1, 1))


def test_days_that_cannot_be_are_refused():
    with pytest.raises(RuleBroken, match="tương lai"):
        check_days(DAY, today=date(2025, 7, 22))
    with pytest.raises(RuleBroken, match="sau ngày ban hành"):
        check_days(DAY, withdrawn_on=DAY, today=DAY)
    check_days(DAY, withdrawn_on=date(2025, 7, 24), today=DAY)


def test_a_law_of_the_state_names_no_office():
    assert read_symbol("15/2012/QH13") == Symbol("15/2012", "QH13", "", is_party=False)


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("issued_on", {"issued_on": date(226, 7, 23)}),
        ("present_by", {"issued_on": DAY, "present_by": date(9999, 12, 31)}),
        ("withdrawn_on", {"issued_on": DAY, "withdrawn_on": date(2925, 7, 24)}),
    ],
)
def test_a_mistyped_year_is_noticed(field, days):
    with pytest.raises(RuleBroken, match="Năm phải từ") as refused:
        check_days(**days, today=DAY)
    assert refused.value.field == field
