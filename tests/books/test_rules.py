"""What is in a minute book and what is missing from it."""

from datetime import date, time
from uuid import UUID, uuid4

import pytest

from app.access.permissions import ROLES_WITH, Permission
from app.books.rules import (
    BookKind,
    Bound,
    Filed,
    Missing,
    Sitting,
    bound_in,
    check_not_empty,
    fingerprint,
    lines_of,
    types_in,
)
from app.kernel.errors import RuleBroken
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.minutes.rules.records import RecordKind

NEW_YEAR = date(2027, 1, 1)


def filed(edition=1, *, kind=RecordKind.MAIN, is_numbered=True, is_reopened=False) -> Filed:
    return Filed(uuid4(), kind, edition, "0" * 64, is_numbered, is_reopened)


def sitting(held_on: date, *records: Filed, **values) -> Sitting:
    return Sitting(
        **{
            "type": MeetingType.REGULAR,
            "status": MeetingStatus.ADOPTED if records else MeetingStatus.MINUTES_DRAFTED,
            "period": held_on.replace(day=1),
            "held_on": held_on,
            "start_time": time(14),
            "topic": "",
            "chair": "Trần Thị Hạnh",
            "has_begun": True,
            "records": records,
            **values,
        }
    )


def months_missing(*sittings: Sitting, until: date, year: int = 2026) -> list[int]:
    lines = lines_of(BookKind.BRANCH, year, sittings, until=until)
    return [
        int(line.label.removeprefix("Tháng "))
        for line in lines
        if isinstance(line, Missing) and line.held_on is None
    ]


@pytest.mark.parametrize(
    ("until", "missing"),
    [
        (date(2026, 1, 1), []),
        (date(2026, 1, 31), []),  # January is not over
        (date(2026, 2, 1), [1]),
        (date(2026, 4, 30), [1, 2]),  # March was held
        (date(2026, 12, 31), [1, 2, 4, 5, 6, 7, 8, 9, 10, 11]),
        (NEW_YEAR, [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
        (date(2030, 6, 1), [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
        (date(2025, 6, 1), []),
    ],
)
def test_only_months_that_are_over_can_be_missing(until, missing):
    assert months_missing(sitting(date(2026, 3, 3), filed()), until=until) == missing


def test_a_meeting_counts_for_the_month_it_was_held_for():
    for_january = sitting(date(2025, 12, 30), filed(), period=date(2026, 1, 1))

    assert months_missing(for_january, until=date(2026, 3, 1)) == [2]


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({}, []),
        ({"type": MeetingType.COMBINED}, []),
        ({"type": MeetingType.TOPICAL}, [1]),  # is held beside the monthly meeting
        ({"type": MeetingType.EXTRAORDINARY}, [1]),
        ({"status": MeetingStatus.CANCELLED}, [1]),
        ({"status": MeetingStatus.NOTIFIED, "has_begun": False}, [1]),
    ],
)
def test_a_month_is_covered_by_the_monthly_meeting_that_was_held(values, missing):
    held = sitting(date(2026, 1, 5), **values)

    assert months_missing(held, until=date(2026, 2, 1)) == missing


def test_minutes_stand_in_the_order_of_days_and_are_counted():
    later, first = sitting(date(2026, 2, 3), filed()), sitting(date(2026, 1, 5), filed())
    evening = sitting(date(2026, 1, 5), filed(), type=MeetingType.TOPICAL, start_time=time(19))

    lines = lines_of(BookKind.BRANCH, 2026, [later, evening, first], until=date(2026, 4, 1))

    assert [line.held_on for line in lines] == [
        first.held_on, evening.held_on, later.held_on, None,
    ]  # fmt: skip
    assert [line.number for line in bound_in(lines)] == [1, 2, 3]
    assert [line.record_id for line in bound_in(lines)] == [
        first.records[0].id,
        evening.records[0].id,
        later.records[0].id,
    ]


def test_a_month_without_a_meeting_stands_where_it_belongs():
    held = [sitting(date(2026, month, 3), filed()) for month in (1, 3)]

    lines = lines_of(BookKind.BRANCH, 2026, held, until=date(2026, 4, 1))

    assert [line.label for line in lines] == [
        "Sinh hoạt thường kỳ tháng 1",
        "Tháng 2",
        "Sinh hoạt thường kỳ tháng 3",
    ]
    assert lines[1].why == "không ghi nhận buổi sinh hoạt thường kỳ nào"


@pytest.mark.parametrize(
    ("records", "status", "why"),
    [
        ([], MeetingStatus.IN_PROGRESS, "buổi họp chưa kết thúc"),
        ([], MeetingStatus.MINUTES_DRAFTED, "biên bản chưa được thông qua"),
        ([filed(is_numbered=False)], MeetingStatus.ADOPTED, "biên bản chưa chốt"),
        (
            [filed(is_reopened=True)],
            MeetingStatus.MINUTES_DRAFTED,
            "biên bản đang mở lại để sửa",
        ),
        (
            [filed(is_reopened=True), filed(2, is_numbered=False)],
            MeetingStatus.ADOPTED,
            "biên bản chưa chốt",
        ),
    ],
)
def test_minutes_that_are_not_final_are_named_as_missing(records, status, why):
    held = sitting(date(2026, 1, 5), *records, status=status)

    (line,) = lines_of(BookKind.BRANCH, 2026, [held], until=date(2026, 2, 1))

    assert isinstance(line, Missing)
    assert (line.held_on, line.why) == (held.held_on, why)


def test_the_latest_edition_is_bound_and_supplements_follow_it():
    old, new = filed(is_reopened=True), filed(2)
    second = filed(2, kind=RecordKind.SUPPLEMENT)
    first = filed(1, kind=RecordKind.SUPPLEMENT)
    held = sitting(date(2026, 1, 5), old, second, new, first, topic="Tiết kiệm")

    lines = lines_of(BookKind.BRANCH, 2026, [held], until=date(2026, 2, 1))

    assert [line.record_id for line in bound_in(lines)] == [new.id, first.id, second.id]
    assert [line.label for line in lines] == [
        "Sinh hoạt thường kỳ tháng 1: Tiết kiệm",
        "Bổ sung lần 1 biên bản sinh hoạt thường kỳ tháng 1: Tiết kiệm",
        "Bổ sung lần 2 biên bản sinh hoạt thường kỳ tháng 1: Tiết kiệm",
    ]


def test_a_supplement_that_is_not_sealed_is_missing():
    draft = filed(kind=RecordKind.SUPPLEMENT, is_numbered=False)
    held = sitting(date(2026, 1, 5), filed(), draft)

    _main, line = lines_of(BookKind.BRANCH, 2026, [held], until=date(2026, 2, 1))

    assert isinstance(line, Missing)
    assert line.why == "biên bản chưa chốt"


def test_a_branch_committee_owes_no_months():
    assert lines_of(BookKind.COMMITTEE, 2026, [], until=NEW_YEAR) == ()


def test_the_two_books_share_every_type_of_meeting_between_them():
    branch, committee = types_in(BookKind.BRANCH), types_in(BookKind.COMMITTEE)

    assert branch | committee == set(MeetingType)
    assert not branch & committee


def test_an_empty_book_is_refused_with_what_to_do():
    lines = lines_of(BookKind.BRANCH, 2026, [], until=NEW_YEAR)

    with pytest.raises(RuleBroken, match="Năm 2026 chưa có biên bản nào được chốt"):
        check_not_empty(lines, 2026)


def test_a_book_with_minutes_is_not_refused():
    check_not_empty(
        lines_of(BookKind.BRANCH, 2026, [sitting(date(2026, 1, 5), filed())], until=NEW_YEAR), 2026
    )


LINE = Bound(1, UUID(int=1), "0" * 64, date(2026, 1, 5), "Sinh hoạt thường kỳ", "Hạnh")


@pytest.mark.parametrize(
    "other",
    [
        (2026, Bound(1, UUID(int=2), "0" * 64, date(2026, 1, 5), "Sinh hoạt thường kỳ", "Hạnh")),
        (2026, Bound(1, UUID(int=1), "1" * 64, date(2026, 1, 5), "Sinh hoạt thường kỳ", "Hạnh")),
        (2026, LINE, Missing(None, "Tháng 2", "", "không có")),
        (2025, LINE),
        (2026,),
    ],
)
def test_another_book_has_another_fingerprint(other):
    assert fingerprint(2026, LINE) == fingerprint(2026, LINE)
    assert fingerprint(2026, LINE) != fingerprint(*other)


def test_whoever_may_read_the_books_may_read_all_that_is_bound_in_them():
    readers = ROLES_WITH[Permission.MINUTE_BOOK_READ]

    assert readers <= ROLES_WITH[Permission.MINUTES_READ]
    assert readers <= ROLES_WITH[Permission.COMMITTEE_MINUTES_READ]
