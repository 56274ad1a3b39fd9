from datetime import date
from uuid import UUID

import pytest

from app.kernel.errors import RuleBroken
from app.pledges.rules import EditionState, ItemSource, PledgeStatus
from app.pledges.rules.own import NEXT_LABELS, Calendar, Next, next_of
from app.pledges.rules.text import (
    MOST_ITEMS,
    Line,
    check_complete,
    check_due,
    check_on_paper,
    check_room,
    check_scanned,
    check_signed,
    due_within,
    section_for,
)

IDEAS, WORK, MENDING = (UUID(int=number) for number in (1, 2, 3))
SECTIONS = [
    (IDEAS, "Về tư tưởng chính trị"),
    (WORK, "Về thực hiện nhiệm vụ chuyên môn"),
    (MENDING, "Khắc phục hạn chế sau kiểm điểm"),
]


@pytest.mark.parametrize(
    ("source", "heading", "sections", "expected"),
    [
        (ItemSource.LAST_PLEDGE, "Về thực hiện nhiệm vụ chuyên môn", SECTIONS, WORK),
        (ItemSource.LAST_PLEDGE, "về tư tưởng CHÍNH TRỊ", SECTIONS, IDEAS),
        (ItemSource.LAST_PLEDGE, "Mục năm trước", SECTIONS, IDEAS),
        (ItemSource.SHORTCOMING, "Về thực hiện nhiệm vụ chuyên môn", SECTIONS, MENDING),
        (ItemSource.SHORTCOMING, "Về thực hiện nhiệm vụ chuyên môn", SECTIONS[:2], WORK),
        (ItemSource.ASSIGNMENT, "", SECTIONS, WORK),
        (ItemSource.ASSIGNMENT, "", SECTIONS[:1], IDEAS),
    ],
)
def test_a_source_is_offered_under_the_section_it_belongs_to(source, heading, sections, expected):
    assert section_for(source, heading, sections) == expected


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (None, None),
        (date(2026, 6, 30), date(2026, 6, 30)),
        (date(2027, 1, 1), None),
    ],
)
def test_a_deadline_of_another_year_is_not_taken_over(due_on, expected):
    assert due_within(due_on, year=2026) == expected


def test_a_deadline_lies_in_the_year():
    check_due(date(2026, 12, 31), year=2026)
    check_due(None, year=2026)
    with pytest.raises(RuleBroken, match="trong năm 2026"):
        check_due(date(2025, 12, 31), year=2026)


def test_a_pledge_stays_readable():
    check_room(MOST_ITEMS - 1)
    with pytest.raises(RuleBroken, match="nhiều nhất 60"):
        check_room(MOST_ITEMS)


def test_paper_is_signed_before_it_is_typed():
    check_signed(date(2026, 1, 5), year=2026, today=date(2026, 1, 5))
    check_signed(date(2025, 12, 31), year=2026, today=date(2026, 1, 5))
    with pytest.raises(RuleBroken, match="sau hôm nay"):
        check_signed(date(2026, 1, 6), year=2026, today=date(2026, 1, 5))


def test_only_what_is_typed_from_paper_has_a_scan():
    check_on_paper(is_from_paper=True)
    with pytest.raises(RuleBroken, match="chính đảng viên viết"):
        check_on_paper(is_from_paper=False)


@pytest.mark.parametrize(("is_from_paper", "is_scanned"), [(False, False), (True, True)])
def test_what_is_submitted_for_somebody_stands_on_their_paper(is_from_paper, is_scanned):
    check_scanned(is_from_paper=is_from_paper, is_scanned=is_scanned)
    with pytest.raises(RuleBroken, match="bản giấy đã ký"):
        check_scanned(is_from_paper=True, is_scanned=False)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([], "chưa có nội dung nào"),
        ([Line(IDEAS, "  ", None)], "còn trống"),
        ([Line(IDEAS, "Học", None)], "chưa viết: Về thực hiện nhiệm vụ"),
        ([Line(IDEAS, "Học", None), Line(WORK, "Làm", None), Line(UUID(int=9), "Cũ", None)], "bỏ"),
    ],
)
def test_what_is_missing_is_named_before_submitting(lines, problem):
    with pytest.raises(RuleBroken, match=problem):
        check_complete(lines, dict(SECTIONS[:2]), {IDEAS, WORK})


def test_a_whole_pledge_is_taken():
    check_complete(
        [Line(IDEAS, "Học", None), Line(WORK, "Làm", None)], dict(SECTIONS[:2]), {IDEAS, WORK}
    )


CALENDAR = Calendar(check_from=date(2026, 6, 1), review_from=date(2026, 11, 1))


@pytest.mark.parametrize(
    ("status", "last", "is_checked", "on", "expected"),
    [
        (PledgeStatus.DRAFT, EditionState.OPEN, False, date(2026, 1, 5), Next.WRITE),
        (PledgeStatus.SUBMITTED, EditionState.SUBMITTED, False, date(2026, 1, 5), Next.WAIT),
        (PledgeStatus.RETURNED, EditionState.OPEN, False, date(2026, 1, 5), Next.MEND),
        (PledgeStatus.CONFIRMED, EditionState.OPEN, False, date(2026, 7, 1), Next.REWRITE),
        (PledgeStatus.CONFIRMED, EditionState.SUBMITTED, False, date(2026, 7, 1), Next.WAIT),
        (PledgeStatus.CONFIRMED, EditionState.CONFIRMED, False, date(2026, 5, 31), Next.READ),
        (PledgeStatus.CONFIRMED, EditionState.CONFIRMED, False, date(2026, 6, 1), Next.CHECK),
        (PledgeStatus.CONFIRMED, EditionState.CONFIRMED, True, date(2026, 7, 1), Next.READ),
        (PledgeStatus.CONFIRMED, EditionState.DROPPED, True, date(2026, 11, 1), Next.REVIEW),
        (PledgeStatus.CONFIRMED, EditionState.CONFIRMED, True, date(2027, 1, 9), Next.REVIEW),
        (PledgeStatus.SELF_REVIEWED, EditionState.CONFIRMED, True, date(2026, 12, 1), Next.READ),
        (PledgeStatus.CLOSED, EditionState.CONFIRMED, True, date(2026, 12, 1), Next.READ),
    ],
)
def test_each_state_says_what_its_author_does_next(status, last, is_checked, on, expected):
    found = next_of(status, last, is_checked=is_checked, calendar=CALENDAR, on=on)

    assert found is expected
    assert found in NEXT_LABELS
