from datetime import date
from uuid import uuid4

import pytest

from app.kernel.errors import RuleBroken
from app.pledges.rules import PledgeStatus
from app.pledges.rules.collection import (
    Bound,
    Contents,
    Entry,
    LeftOut,
    Missing,
    Scope,
    check_not_empty,
    contents_of,
    fingerprint,
)
from app.pledges.rules.coverage import Figures
from app.pledges.rules.duties import Duty

DUE = Duty(is_due=True, due_on=date(2026, 3, 31))
EXCUSED = Duty(is_due=False, due_on=date(2026, 3, 31), reason="Được miễn sinh hoạt")
IN_TIME, LATE = date(2026, 3, 31), date(2026, 4, 1)


def entry(name="An", status=None, *, duty=DUE, submitted_on=IN_TIME, **values) -> Entry:
    is_begun = status is not None
    return Entry(
        name,
        name.lower(),
        duty,
        pledge_id=uuid4() if is_begun else None,
        status=status,
        submitted_on=submitted_on if is_begun and status is not PledgeStatus.DRAFT else None,
        **values,
    )


@pytest.mark.parametrize(
    ("status", "confirmed", "submitted"),
    [
        (None, "chưa nộp", "chưa nộp"),
        (PledgeStatus.DRAFT, "chưa nộp", "chưa nộp"),
        (PledgeStatus.SUBMITTED, "chờ chi bộ xác nhận", None),
        (PledgeStatus.RETURNED,) + ("đang bổ sung theo yêu cầu của chi bộ",) * 2,
        (PledgeStatus.CONFIRMED, None, None),
        (PledgeStatus.SELF_REVIEWED, None, None),
        (PledgeStatus.COMMENTED, None, None),
        (PledgeStatus.CLOSED, None, None),
    ],
)
def test_what_is_collected_and_why_the_rest_is_missing(status, confirmed, submitted):
    for scope, why in ((Scope.CONFIRMED, confirmed), (Scope.SUBMITTED, submitted)):
        [line] = contents_of([entry(status=status)], scope, on=LATE).lines

        assert line == Missing("An", why) if why else isinstance(line, Bound)


def test_those_in_the_file_are_counted_in_the_order_of_names():
    entries = [
        entry("Cường", PledgeStatus.CONFIRMED),
        entry("Bình"),
        entry("An", PledgeStatus.CONFIRMED),
    ]

    lines = contents_of(entries, Scope.CONFIRMED, on=LATE).lines

    assert [(line.name, getattr(line, "number", None)) for line in lines] == [
        ("An", 1),
        ("Bình", None),
        ("Cường", 2),
    ]


@pytest.mark.parametrize(("day", "is_late"), [(IN_TIME, False), (LATE, True)])
def test_what_came_after_the_day_is_late(day, is_late):
    [line] = contents_of(
        [entry(status=PledgeStatus.CONFIRMED, submitted_on=day)], Scope.CONFIRMED, on=LATE
    ).lines

    assert line.is_late is is_late


def test_figures_count_those_who_must_wherever_their_pledge_is_kept():
    entries = [
        entry("A", PledgeStatus.CONFIRMED),
        entry("B", PledgeStatus.CONFIRMED, kept_at="Chi bộ Công nghệ"),
        entry("C", PledgeStatus.SUBMITTED),
        entry("D", PledgeStatus.RETURNED),
        entry("E", PledgeStatus.DRAFT),
        entry("F"),
        entry("G", PledgeStatus.CONFIRMED, duty=EXCUSED),
        entry("H", PledgeStatus.CONFIRMED, duty=None),
    ]

    contents = contents_of(entries, Scope.CONFIRMED, on=LATE)

    assert contents.figures == Figures(
        due=6, submitted=4, on_time=4, returned=1, confirmed=2, overdue=2
    )
    assert Missing("B", "bản cam kết còn ở Chi bộ Công nghệ") in contents.lines
    assert [line.name for line in contents.bound] == ["A", "G", "H"]


def test_who_need_not_is_named_with_the_reason_unless_he_did_all_the_same():
    entries = [entry("A", duty=EXCUSED), entry("B", PledgeStatus.CONFIRMED, duty=EXCUSED)]

    contents = contents_of(entries, Scope.CONFIRMED, on=LATE)

    assert contents.left_out == (LeftOut("A", "Được miễn sinh hoạt"),)
    assert [line.name for line in contents.lines] == ["B"]


@pytest.mark.parametrize(
    ("scope", "words"), [(Scope.CONFIRMED, "được chi bộ xác nhận"), (Scope.SUBMITTED, "đã nộp")]
)
def test_nothing_is_no_file(scope, words):
    with pytest.raises(RuleBroken, match=words):
        check_not_empty(Contents((), (), Figures(0, 0, 0)), scope, 2026)


def test_a_file_is_another_when_anything_in_it_is():
    kept = uuid4()
    first, same, changed = (
        contents_of(
            [Entry("An", "an", DUE, kept, PledgeStatus.CONFIRMED, IN_TIME, stamp=stamp)],
            Scope.CONFIRMED,
            on=LATE,
        )
        for stamp in ("1", "1", "2")
    )

    assert fingerprint(first) == fingerprint(same) != fingerprint(changed)
