from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest

from app.kernel.errors import RuleBroken
from app.regulations.rules import (
    CONFIDENCE_LABELS,
    Book,
    MissingValueError,
    Setting,
    Threshold,
    Value,
    ValueKind,
    check_end,
    check_setting_period,
    check_value,
    check_withdrawable,
    in_force,
    national_values,
    parse_days,
    parse_threshold,
    settings,
)

DAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
OLD = date(2020, 1, 1)

NUMBER = Setting("n", "Nhóm", "Số", ValueKind.NUMBER, unit="phút", at_least=10, at_most=600)
SHARE = Setting("s", "Nhóm", "Tỷ lệ", ValueKind.THRESHOLD)
CHOICE = Setting("c", "Nhóm", "Cách", ValueKind.CHOICE, choices={"term": "Nhiệm kỳ"})
TEXT = Setting("t", "Nhóm", "Chữ", ValueKind.TEXT)
DAYS = Setting("d", "Nhóm", "Ngày", ValueKind.DAYS)
CLOCK = settings()["meeting.start_time"]


@pytest.mark.parametrize(
    ("text", "share", "more_than"),
    [
        ("> 1/2", Fraction(1, 2), True),
        (">= 2/3", Fraction(2, 3), False),
        ("≥ 90 %", Fraction(9, 10), False),
        (">85%", Fraction(17, 20), True),
        ("  >=  100 %  ", Fraction(1), False),
        ("> 0 %", Fraction(0), True),
    ],
)
def test_a_share_is_read_as_it_is_written(text, share, more_than):
    assert parse_threshold(text) == Threshold(share, more_than)


@pytest.mark.parametrize(
    "text",
    ["", "90", "90 %", "> 101 %", ">= 3/2", "> 1/0", "> -1/2", "> 1,5 %", "= 1/2", "> 1/2 x"],
)
def test_anything_else_is_no_share(text):
    with pytest.raises(RuleBroken, match="Viết như"):
        parse_threshold(text)


@pytest.mark.parametrize(
    ("text", "share", "is_met"),
    [
        ("> 1/2", Fraction(1, 2), False),
        ("> 1/2", Fraction(9, 16), True),
        (">= 2/3", Fraction(2, 3), True),
        (">= 2/3", Fraction(10, 16), False),
    ],
)
def test_a_share_is_passed_or_reached(text, share, is_met):
    assert parse_threshold(text).is_met_by(share) is is_met


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (NUMBER, "10"),
        (NUMBER, "600"),
        (SHARE, ">= 90 %"),
        (CHOICE, "term"),
        (TEXT, "T/M CHI BỘ"),
        (CLOCK, "23:59"),
        (DAYS, ""),
        (DAYS, "2/1/2027\n2027-02-11 nghỉ bù Tết"),
    ],
)
def test_a_value_of_the_right_kind_is_taken(setting, value):
    check_value(setting, value)


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        (NUMBER, "9", "từ 10 đến 600"),
        (NUMBER, "601", "từ 10 đến 600"),
        (NUMBER, "-20", "số nguyên"),
        (NUMBER, "9,5", "số nguyên"),
        (NUMBER, "٣٠", "số nguyên"),
        (NUMBER, "", "số nguyên"),
        (SHARE, "90", "Viết như"),
        (CHOICE, "Nhiệm kỳ", "trong danh sách"),
        (TEXT, "  ", "Nhập nội dung"),
        (CLOCK, "24:00", "theo mẫu 14:00"),
        (CLOCK, "2 giờ chiều", "theo mẫu 14:00"),
        (DAYS, "02/01/2027\n31/02/2027", "Dòng “31/02/2027” không bắt đầu bằng một ngày"),
        (DAYS, "Mồng một Tết", "không bắt đầu bằng một ngày"),
        (DAYS, "01/01/20270", "không bắt đầu bằng một ngày"),
        (DAYS, "01/01/0027", "Năm phải từ 1930"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_beside_its_field(setting, value, sentence):
    with pytest.raises(RuleBroken, match=sentence) as refusal:
        check_value(setting, value)
    assert refusal.value.field == "value"


@pytest.mark.parametrize(
    ("setting", "value", "shown"),
    [
        (NUMBER, "90", "90 phút"),
        (SHARE, ">= 2/3", "≥ 2/3"),
        (CHOICE, "term", "Nhiệm kỳ"),
        (CHOICE, "gone", "gone"),
        (TEXT, "T/M CHI BỘ", "T/M CHI BỘ"),
        (DAYS, "", "Không có"),
    ],
)
def test_a_value_is_shown_in_words(setting, value, shown):
    assert setting.shown(value) == shown


def test_a_list_of_days_is_read_with_its_notes_left_out():
    found = parse_days("02/01/2027: hoán đổi\n\n 5-2-2027\n2027-02-11 nghỉ bù Tết")

    assert found == {date(2027, 1, 2), date(2027, 2, 5), date(2027, 2, 11)}


def value(text, *, at="/", valid_from=OLD, valid_until=None, key="n"):
    return Value(key, text, valid_from, valid_until, "Căn cứ", unit_path=at)


def number_at(path, *values, on=DAY):
    return in_force(values, unit_path=path, on=on).values["n"].value


def test_the_nearest_place_comes_first():
    national, committee, branch = value("1"), value("2", at="/a/"), value("3", at="/a/b/")

    assert number_at("/a/b/", branch, committee, national) == "3"
    assert number_at("/a/c/", branch, committee, national) == "2"
    assert number_at("/d/", branch, committee, national) == "1"


def test_a_place_whose_name_begins_alike_is_another_place():
    assert number_at("/ab/", value("1"), value("2", at="/a/")) == "1"


def test_of_two_values_at_one_place_the_later_one_holds():
    assert number_at("/", value("2", valid_from=YESTERDAY), value("1")) == "2"


@pytest.mark.parametrize(("on", "held"), [(YESTERDAY, "1"), (DAY, "2"), (TOMORROW, "1")])
def test_a_value_holds_from_its_first_day_to_its_last(on, held):
    assert number_at("/", value("1"), value("2", valid_from=DAY, valid_until=DAY), on=on) == held


def test_a_book_reads_each_value_as_its_kind():
    book = in_force(national_values(), unit_path="/", on=DAY)

    assert book.number("meeting.day") == 3
    assert book.threshold("vote.ordinary") == Threshold(Fraction(1, 2), more_than=True)
    assert book.choice("numbering.scope") == "term"
    assert book.text("document.authority_line") == "T/M CHI BỘ"
    assert len(book.lines("document.bases")) == 2


def test_a_book_does_not_read_a_value_as_another_kind():
    book = in_force(national_values(), unit_path="/", on=DAY)

    with pytest.raises(TypeError, match=r"meeting\.day is a number"):
        book.text("meeting.day")


def test_a_gap_in_the_data_is_said_and_not_guessed():
    with pytest.raises(MissingValueError, match=r"meeting\.day"):
        Book({}).number("meeting.day")


def of(key):
    return sorted((v for v in national_values() if v.key == key), key=lambda v: v.valid_from)


@pytest.mark.parametrize("key", settings())
def test_national_values_follow_each_other_without_gap_or_overlap(key):
    values = of(key)

    for earlier, later in pairwise(values):
        assert earlier.valid_until == later.valid_from - timedelta(days=1)
    assert values[-1].valid_until is None
    assert values[0].valid_from <= date(2007, 1, 1)


@pytest.mark.parametrize("found", national_values(), ids=lambda v: f"{v.key} {v.valid_from}")
def test_every_national_value_fits_its_setting_and_names_its_source(found):
    check_value(settings()[found.key], found.value)
    assert found.source.strip()
    assert found.confidence in set(CONFIDENCE_LABELS) - {""}


@pytest.mark.parametrize(
    ("on", "target"),
    [
        (date(2024, 12, 3), Threshold(Fraction(85, 100), more_than=True)),
        (date(2025, 10, 27), Threshold(Fraction(85, 100), more_than=True)),
        (date(2025, 10, 28), Threshold(Fraction(90, 100), more_than=False)),
        (date(2026, 11, 3), Threshold(Fraction(90, 100), more_than=False)),
    ],
)
def test_last_years_meeting_keeps_last_years_value(on, target):
    assert (
        in_force(national_values(), unit_path="/", on=on).threshold("attendance.target") == target
    )


def test_two_values_of_one_place_share_no_day():
    check_setting_period(DAY, None, [(OLD, YESTERDAY)])
    check_setting_period(OLD, YESTERDAY, [(DAY, None)])
    for others in ([(OLD, None)], [(OLD, DAY)], [(TOMORROW, None)]):
        with pytest.raises(RuleBroken, match="Đã có một giá trị áp dụng từ") as refusal:
            check_setting_period(DAY, None, others)
        assert refusal.value.field == "valid_from"


def test_a_period_does_not_end_before_it_begins():
    check_setting_period(DAY, DAY, [])
    with pytest.raises(RuleBroken, match="Ngày kết thúc"):
        check_setting_period(DAY, YESTERDAY, [])


@pytest.mark.parametrize("new_until", [YESTERDAY, DAY, TOMORROW])
def test_a_value_in_force_may_end_from_yesterday_on(new_until):
    check_end(OLD, None, new_until=new_until, on=DAY)


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "new_until", "sentence"),
    [
        (OLD, None, YESTERDAY - timedelta(days=1), "những ngày đã qua"),
        (OLD, YESTERDAY, TOMORROW, "đã kết thúc ngày 21/11/2026"),
        (DAY, None, YESTERDAY, "từ ngày bắt đầu"),
    ],
)
def test_days_that_are_past_keep_their_value(valid_from, valid_until, new_until, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        check_end(valid_from, valid_until, new_until=new_until, on=DAY)


def test_only_a_value_that_never_applied_is_taken_back():
    check_withdrawable(TOMORROW, on=DAY)
    with pytest.raises(RuleBroken, match="chỉ kết thúc được"):
        check_withdrawable(DAY, on=DAY)
