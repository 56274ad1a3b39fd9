"""Grades in the words of their time: no year without words, none with two."""

from itertools import pairwise

import pytest

from app.kernel.errors import RuleBroken
from app.organisations.rules import KNOWN_YEARS
from app.scoring.rules.indicators import Subject
from app.scoring.rules.supplied import supplied
from app.scoring.rules.vocabulary import (
    EXCUSED_CODE,
    NONE_CODE,
    Scale,
    Verdict,
    all_titles,
    check_reasoned,
    choices_in,
    period_in,
    periods_of,
    scale_in,
    scale_of,
    top_codes,
    verdict_called,
)

YEARLY = (Subject.BRANCH_YEAR, Subject.MEMBER_YEAR)


@pytest.mark.parametrize("subject", YEARLY)
def test_every_year_has_the_words_of_one_period(subject):
    for year in KNOWN_YEARS:
        assert sum(period.covers(year) for period in periods_of(subject)) == 1, year


@pytest.mark.parametrize("subject", YEARLY)
def test_periods_follow_one_another_without_gap_or_overlap(subject):
    periods = periods_of(subject)
    assert (periods[0].since, periods[-1].until) == (None, None)
    for earlier, later in pairwise(periods):
        assert later.since == earlier.until + 1


@pytest.mark.parametrize("subject", YEARLY)
def test_a_period_names_each_grade_once_and_one_top(subject):
    for period in periods_of(subject):
        codes = [title.code for title in period.titles]
        assert len(codes) == len(set(codes))
        assert [title.is_top for title in period.titles].count(True) == 1
        assert period.titles[0].is_top


@pytest.mark.parametrize(
    ("subject", "year", "best", "second"),
    [
        (
            Subject.BRANCH_YEAR,
            2017,
            "Trong sạch vững mạnh tiêu biểu",
            "Trong sạch vững mạnh",
        ),
        (
            Subject.BRANCH_YEAR,
            2018,
            "Hoàn thành xuất sắc nhiệm vụ",
            "Hoàn thành tốt nhiệm vụ",
        ),
        (
            Subject.MEMBER_YEAR,
            2017,
            "Hoàn thành xuất sắc nhiệm vụ",
            "Hoàn thành tốt nhiệm vụ",
        ),
        (
            Subject.MEMBER_YEAR,
            2026,
            "Hoàn thành xuất sắc nhiệm vụ",
            "Hoàn thành tốt nhiệm vụ",
        ),
    ],
)
def test_the_words_change_between_2017_and_2018(subject, year, best, second):
    scale = scale_in(subject, year)
    assert [scale.label(scale.top), scale.label(scale.second)] == [best, second]


def test_what_no_source_tells_is_marked():
    old = {title.code: title.confidence for title in period_in(Subject.BRANCH_YEAR, 2015).titles}
    assert old == {
        "clean_strong_model": "B",
        "clean_strong": "B",
        "well_done": "D",
        "completed": "D",
        "weak": "D",
    }
    assert period_in(Subject.BRANCH_YEAR, 2020).confidence == "D"
    assert {title.confidence for title in period_in(Subject.MEMBER_YEAR, 2025).titles} == {"A"}


def test_the_top_of_every_time_counts_as_top():
    assert top_codes() == {"clean_strong_model", "excellent"}
    assert "clean_strong" in {title.code for title in all_titles(Subject.BRANCH_YEAR)}


@pytest.mark.parametrize("subject", YEARLY)
def test_the_supplied_rubrics_speak_the_words_of_today(subject):
    assert scale_of(supplied(subject)) == scale_in(subject, 2026)


SCALE = Scale((("a", "Loại A"), ("b", "Loại B")))


def test_without_a_grade_and_not_due_may_always_be_chosen():
    assert [code for code, _ in choices_in(SCALE)] == ["a", "b", NONE_CODE, EXCUSED_CODE]
    assert verdict_called("b", SCALE) == Verdict("b", "Loại B")
    assert verdict_called(NONE_CODE, SCALE) == Verdict(None, "Không xếp loại")
    assert verdict_called(EXCUSED_CODE, SCALE).is_excused


def test_a_grade_of_another_time_is_refused():
    with pytest.raises(RuleBroken) as refused:
        verdict_called("clean_strong", SCALE)
    assert refused.value.field == "grade"


@pytest.mark.parametrize("code", [NONE_CODE, EXCUSED_CODE])
def test_whoever_stays_without_a_grade_is_told_why(code):
    verdict = verdict_called(code, SCALE)
    with pytest.raises(RuleBroken):
        check_reasoned(verdict, "  ")
    check_reasoned(verdict, "Mới kết nạp, chưa đủ 6 tháng")


def test_a_grade_needs_no_reason():
    check_reasoned(verdict_called("a", SCALE), "")
